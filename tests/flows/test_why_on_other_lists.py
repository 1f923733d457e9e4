"""A head of department reads aloud why nobody is on a bottom list, or why the last of everybody are."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal.models import Cycle, Result
from tests.support.aloud import aloud, signed_in, words
from tests.support.settled import settle_gaps
from tests.support.years import SAMPLE, appraise, policy_version, read_csv, write_csv

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_an_institution_too_small_for_a_bottom_list(tmp_path: Path) -> None:
    """Three categories of 11 are 33 people: 3 % is less than one, as the pages say aloud."""
    header, *rows = participants()
    kept = [
        row
        for category in ("机关部门正职", "机关部门副职", "二级学院正职")
        for row in [row for row in rows if row[2] == category and row[3] == "是"][:11]
    ]
    people = {row[0] for row in kept}
    head_of, *ballots = read_csv(SAMPLE["ballots"], "gb18030")
    files = {
        "roster": SAMPLE["roster"],
        "participants": write_csv(tmp_path / "participants.csv", [header, *kept]),
        "ballots": write_csv(
            tmp_path / "ballots.csv", [head_of, *(row for row in ballots if row[2].strip() in people)]
        ),
        "matters": write_csv(tmp_path / "matters.csv", [read_csv(SAMPLE["matters"], "utf-8-sig")[0]]),
    }
    appraise(tmp_path / "results.xlsx", **files)
    settle_gaps(Cycle.objects.get(year=2025))
    client = signed_in()
    said = words(client.get("/appraisal/2025/lists/").content.decode())
    assert "后 3% 折算 0.99 人，不足 1 人，今年研判名单为空" in said
    assert "今年研判名单为空。" in said
    lowest = Result.objects.order_by("total").first()
    assert "不足 1 人，今年研判名单为空" in aloud(client, lowest.participant.cadre.staff_no)


def participants() -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415

    rows = load_workbook(SAMPLE["participants"]).active.iter_rows(values_only=True)
    return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]


def test_the_last_of_everybody_together(tmp_path: Path) -> None:
    policy_version(bottom_scope="overall")
    appraise(tmp_path / "results.xlsx")
    settle_gaps(Cycle.objects.get(year=2025))
    client = signed_in()
    lowest = Result.objects.filter(rank__isnull=False).order_by("total")[:3]
    html = client.get("/appraisal/2025/lists/").content.decode()
    assert "研判名额 3 个，不分类别，按全体总分从低到高统算" in words(html)
    for result in lowest:
        staff_no = result.participant.cadre.staff_no
        assert f"/people/{staff_no}/" in html.partition('id="bottom"')[2]
        said = aloud(client, staff_no)
        assert "研判名额不分类别，按全体总分从低到高统算" in said
        assert "没有总分低于本人而未列入研判名单的人" in said
