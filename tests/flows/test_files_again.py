"""Files that come again: corrected, as a supplement, or with a bad row where something is already stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import Unit, User
from appraisal.models import Participant
from ballots.models import BallotLine
from cadres.models import Cadre
from core.imports import batch_judge, batch_stage
from core.tables.header import SUPPLEMENT_NOTE
from matters.imports import MatterForm
from matters.models import Mark, Relief
from matters.services import mark_cancel
from policy.parameters import AppraisalParameters
from rulebook.models import PolicyVersion
from tests.support import tiny
from tests.support.years import appraise, records, write_csv

pytestmark = pytest.mark.django_db
E = "error"
MARK = ("matter__number", "cadre__staff_no", "measure", "points", "document_no", "finding")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Results of the smallest institution, already stored."""
    appraise(tmp_path / "out.xlsx", **tiny.write(tmp_path / "first"))
    return tmp_path / "out.xlsx"


def supplement(folder: Path, kind: str, *rows: list) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    path = folder / f"more-{kind}.csv"
    return {kind: write_csv(path, [[SUPPLEMENT_NOTE], list(tiny.HEADERS[kind]), *rows])}


def roster_row(i: int, **cells: str) -> list:
    row = dict(zip(tiny.ROSTER, tiny.rows_of("roster")[i + 1], strict=True))
    return list((row | cells).values())


def identities() -> dict[str, str | None]:
    return {cadre.staff_no: cadre.identity_no for cadre in Cadre.objects.filter(status="in")}


def marks() -> list[tuple]:
    return [tuple(map(str, row)) for row in Mark.objects.order_by(*MARK, "decided_on").values_list(*MARK)]


# ---- identity numbers change hands

FEMALE = {i: tiny.identity(i) for i in (0, 1, 2)}
TURNS = {
    "a swap": {0: FEMALE[1], 1: FEMALE[0]},
    "a ring": {0: FEMALE[1], 1: FEMALE[2], 2: FEMALE[0]},
    "a chain": {0: FEMALE[1], 1: FEMALE[2], 2: tiny.identity(50)},
    "a chain the other way": {2: FEMALE[1], 1: FEMALE[0], 0: tiny.identity(50)},
}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("whole", [True, False], ids=["roster", "supplement"])
def test_identity_numbers_change_hands(turn: str, whole: bool, out: Path, tmp_path: Path) -> None:
    numbers = TURNS[turn]
    wanted = identities() | {tiny.PEOPLE[i][0]: number for i, number in numbers.items()}
    spoil = {(i + 2, "身份证号"): number for i, number in numbers.items()}
    rows = [roster_row(i, 身份证号=number) for i, number in numbers.items()]
    files = (
        tiny.write(tmp_path, kinds=["roster"], roster=spoil)
        if whole
        else supplement(tmp_path, "roster", *rows)
    )
    appraise(out, **files)
    assert identities() == wanted


def test_a_number_that_its_holder_keeps_stops_the_chain_behind_it(out: Path, tmp_path: Path) -> None:
    """1003 has a bad row and keeps her number, so 1002 cannot have it and keeps hers, so 1001 cannot."""
    before = identities()
    spoil = {(2, "身份证号"): FEMALE[1], (3, "身份证号"): FEMALE[2]}
    spoil |= {(4, "身份证号"): tiny.identity(50), (4, "性别"): "无"}
    files = tiny.write(tmp_path, kinds=["roster"], roster=spoil)
    told = tiny.found(tiny.stage(files, keep_good=True))
    assert {p[:3] for p in told} == {(E, 2, "身份证号"), (E, 3, "身份证号"), (E, 4, "性别")}
    appraise(out, reject_file=tmp_path / "errors.xlsx", **files)
    assert identities() == before


def test_a_supplement_does_not_change_a_units_kind(out: Path, tmp_path: Path) -> None:
    files = supplement(tmp_path, "roster", roster_row(0, 单位类别="直属单位"), roster_row(2))
    (problem,) = tiny.found(tiny.stage(files))
    assert problem[:4] == (E, 3, "单位类别", "直属单位")
    assert "机关部门甲已登记为机关部门" in problem[4]
    assert Unit.objects.get(name="机关部门甲").kind == "机关部门"


# ---- a supplement of matters

CORRECTED = ["SX1", "1001", "扣分", "2025-03-12", "4", "校纪〔2025〕1号", "从轻"]
ADDED = ["SX1", "1001", "扣分", "2025-03-13", "0.5", "", ""]


def test_a_supplement_corrects_and_adds_and_again_changes_nothing(out: Path, tmp_path: Path) -> None:
    files = supplement(tmp_path, "matters", CORRECTED, ADDED)
    said, _ = appraise(out, **files)
    assert "新增 1，变更 1，移除 0，不变 2" in said
    assert "SX1 1001　扣分：1.5" in said
    assert "SX1 1001　认定：" in said
    assert ("SX1", "1001", "扣分", "4.0000", "校纪〔2025〕1号", "从轻") in marks()
    assert Mark.objects.count() == 4
    keys = set(Mark.objects.values_list("pk", flat=True))
    said, _ = appraise(out, **files)
    assert "新增 0，变更 0，移除 0，不变 4" in said
    assert set(Mark.objects.values_list("pk", flat=True)) == keys


def test_what_was_cancelled_here_stays_so_whatever_the_file_says(out: Path, tmp_path: Path) -> None:
    mark = Mark.objects.select_related("matter", "cadre").get(cadre__staff_no="1001", decided_on="2025-03-12")
    mark_cancel(mark=mark, on=mark.decided_on, reason="查无此事", actor=User.objects.system())
    stored = marks()
    files = supplement(tmp_path, "matters", CORRECTED)
    (problem,) = tiny.found(tiny.stage(files))
    assert problem[0] == "warning" and "已在系统中撤销" in problem[4]
    appraise(out, **files)
    assert marks() == stored
    mark.refresh_from_db()
    assert not mark.stands


def test_a_supplement_may_not_contradict_what_stays_stored(out: Path, tmp_path: Path) -> None:
    """1002 has 从轻 on SX1; another mark of hers on it cannot be lifted, unless that row is corrected too."""
    other = ["SX1", "1002", "扣分", "2025-06-01", "1", "", "免除责任"]
    (problem,) = tiny.found(tiny.stage(supplement(tmp_path, "matters", other)))
    assert problem[:3] == (E, 3, "认定")
    assert "1002 在事项 SX1 上的认定互相矛盾" in problem[4]
    corrected = [*tiny.rows_of("matters")[3][:6], "免除责任"]
    assert tiny.found(tiny.stage(supplement(tmp_path, "matters", other, corrected))) == []


def test_contradictions_take_no_query_each(
    out: Path, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    rows = [
        ["SX7", "1001", "扣分", f"2025-03-{day:02d}", "1", "", word]
        for day, word in enumerate(["免除责任", "从轻"] * 10, 1)
    ]
    rows += [[f"{row[0]}{n}", *row[1:]] for n in range(20) for row in rows[:2]]
    (path,) = supplement(tmp_path, "matters", *rows).values()
    parameters = AppraisalParameters.from_json(PolicyVersion.objects.get().parameters)
    form = MatterForm(parameters, lambda: Cadre.objects.values("staff_no"), year=tiny.YEAR)
    actor = User.objects.system()
    batch = batch_stage(path, form, actor=actor, year=tiny.YEAR)
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        batch_judge(batch, form)
    assert batch.rows_bad == 60


# ---- years are closed


def test_a_finding_of_another_years_file_changes_nothing_here(out: Path, tmp_path: Path) -> None:
    before = records(out, "排名")
    lifted = [*tiny.rows_of("matters")[1][:6], "免除责任"]
    files = tiny.write(tmp_path / "2024", matters=lambda rows: rows.__setitem__(slice(1, None), [lifted]))
    appraise(tmp_path / "2024.xlsx", year=2024, **files)
    assert Relief.objects.filter(file_year=2024).count() == 1
    appraise(out, **tiny.write(tmp_path / "again"))
    after = records(out, "排名")
    assert after == before
    assert next(row for row in after if row["工号"] == "1001")["扣分"] == "1.50"
    mark = Mark.objects.filter(file_year=tiny.YEAR, cadre__staff_no="1001")[0]
    Relief.objects.create(matter=mark.matter, cadre=mark.cadre, kind="澄清", source="在线认定")
    appraise(out, **tiny.write(tmp_path / "more"))
    found = {row["工号"]: row["扣分"] for row in records(out, "排名")}
    assert found["1001"] == "0.00", "one that is recorded on line lifts everywhere"


# ---- a bad row is not absence


def test_who_has_a_bad_row_stays_as_stored(out: Path, tmp_path: Path) -> None:
    before = records(out, "排名")
    files = tiny.write(
        tmp_path,
        roster={(3, "性别"): "无", (3, "姓名"): "陈静静"},
        participants={(4, "考核类别"): "院长"},
        ballots={(2, "政治素质"): "很好", (3, "政治素质"): "差"},
        matters={(4, "扣分"): "-1", (2, "扣分"): "3"},
    )
    said, _ = appraise(out, reject_file=tmp_path / "errors.xlsx", **files)
    cadre = Cadre.objects.get(staff_no="1002")
    assert (cadre.status, cadre.name, cadre.sex) == ("in", "陈静", "女")
    assert Participant.objects.get(cadre__staff_no="1003").category == "二级学院正职"
    assert BallotLine.objects.count() == 54
    lines = dict(BallotLine.objects.filter(paper="0001").values_list("cadre__staff_no", "marks"))
    assert (lines["1001"] & 15, lines["1002"] & 15) == (0, 3), "the bad line as stored, the good one as read"
    found = {(row[1], row[2]): row[3] for row in marks()}
    assert found == {("1001", "扣分"): "3.0000", ("1001", "诫勉"): "0.0000", ("1002", "黄牌"): "2.0000"}
    assert "移除 0" in said and "移除 1" not in said
    assert len(records(out, "排名")) == len(before)


def test_who_is_absent_still_leaves_and_is_told_of(out: Path, tmp_path: Path) -> None:
    files = tiny.write(tmp_path, kinds=["roster"], roster=lambda rows: rows.__delitem__(3))
    _, complained = appraise(out, **files)
    assert Cadre.objects.get(staff_no="1003").status == Cadre.Status.LEFT
    assert "1003 阿依古丽·买买提：已不在干部名册中，仍在 2025 年度参加考核人员名单中，请核对" in complained
