"""An organization department brings a year's four files and gets the year's appraisal."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import load_workbook

from accounts.models import User
from appraisal.models import Cycle, CycleEvent, Result
from ballots.models import BallotLine, StagedBallot
from cadres.models import Cadre
from core import clock
from core.models import ImportBatch, Job
from matters.models import Mark, Relief
from rulebook.models import PolicyVersion
from tests.support import oracle
from tests.support.scoring import confirmed_as_if
from tests.support.years import (
    DATA,
    SAMPLE,
    appraise,
    edited_matters,
    read_csv,
    records,
    roster_rows,
    sheet,
    undone,
    write_csv,
    write_xlsx,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results.xlsx"


def everything() -> dict[str, list[tuple]]:
    """The rows of the business tables, by content."""
    return {
        model.__name__: sorted(
            model.objects.values_list(*[f.attname for f in model._meta.concrete_fields if f.name != "pk"]),
            key=str,
        )
        for model in (Cadre, Cycle, CycleEvent, BallotLine, Mark, Relief, Result, ImportBatch, Job)
    }


def plainly(cell: str) -> str:
    """A number without trailing zeros, which LibreOffice leaves out."""
    return cell.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", cell) else cell


def test_the_sample_year_gives_what_the_rules_say_for_every_person(out: Path) -> None:
    appraise(out)
    expected = oracle.compute(*(SAMPLE[name] for name in ("roster", "participants", "ballots", "matters")))
    rows = records(out, "排名")
    assert len(rows) == 124
    assert [{key: row[key] for key in expected.rows[0]} for row in rows] == expected.rows
    assert Cycle.objects.get(year=2025).state == Cycle.State.SCORED


def test_telling_people_by_hand(out: Path) -> None:
    appraise(out)
    rows = {row["工号"]: row for row in records(out, "排名")}
    telling = json.loads((DATA / "telling_people.json").read_text(encoding="utf-8"))
    assert len(telling) >= 12
    for person in telling:
        row = rows[person["staff_no"]]
        assert {key: row[key] for key in person["expected"]} == person["expected"], person["why"]


def test_seats_statistics_marks_and_parameters_are_all_in_the_workbook(out: Path) -> None:
    appraise(out)
    seats = {row[0]: row[1:6] for row in sheet(out, "名额")[1:]}
    assert seats["机关部门副职"] == ["44", "8.8", "9", "1.32", "1"]
    assert [seats["合计"][0], seats["合计"][2], seats["合计"][4]] == ["115", "23", "3"]
    assert sheet(out, "统计") == [
        ["票类", "应到", "实到", "发出", "收回", "有效", "弃权"],
        ["校领导", "", "", "", "9", "9", "0"],
        ["中层干部", "", "", "", "60", "60", "0"],
        ["教职工", "", "", "", "840", "840", "0"],
    ]
    marks = records(out, "扣分与认定")
    assert len(marks) == 18
    handled = {(row["事项编号"], row["工号"], row["措施"]): (row["处理"], row["计入扣分"]) for row in marks}
    assert handled["SX2025002", "20322", "诫勉"] == ("免除", "0"), (
        "the relief covers every row of that matter"
    )
    assert handled["SX2025002", "20462", "扣分"] == ("计入", "1"), "and nobody else on it"
    assert handled["SX2025001", "20630", "扣分"][1] == "0", "of two rows on one matter the highest deducts"
    assert handled["SX2025013", "20091", "黄牌"] == ("不计", "0"), "last year's points do not count"
    parameters = {row["参数"]: row for row in records(out, "口径")}
    assert parameters["测评主体与权重"]["取值"] == "校领导 30%，中层干部 30%，教职工 40%"
    assert all(row["依据"] for row in parameters.values())


def test_the_same_files_again_change_nothing(out: Path, tmp_path: Path) -> None:
    appraise(out)
    before = everything()
    keys = list(Result.objects.order_by("pk").values_list("pk", flat=True))
    again = tmp_path / "again.xlsx"
    said, _ = appraise(again)
    after = everything()
    assert {k: v for k, v in after.items() if k not in ("ImportBatch", "Job")} == {
        k: v for k, v in before.items() if k not in ("ImportBatch", "Job")
    }
    assert keys == list(Result.objects.order_by("pk").values_list("pk", flat=True))
    for title in ("排名", "名额", "扣分与认定", "统计", "口径"):
        assert sheet(out, title) == sheet(again, title)
    assert "新增 0，变更 0，移除 0，不变 11523" in said


def test_a_corrected_file_shows_what_differs_and_replaces_its_set(out: Path, tmp_path: Path) -> None:
    appraise(out)
    matters = edited_matters(
        tmp_path / "matters.csv",
        drop=["SX2025012"],
        add=[["SX2025099", "20000", "扣分", "2025-07-01", "9", "", ""]],
    )
    said, _ = appraise(out, matters=matters)
    assert "新增 1，变更 0，移除 1，不变 17" in said
    assert "SX2025012 20028　记录：扣分" in said
    rows = {row["工号"]: row for row in records(out, "排名")}
    assert rows["20000"]["扣分"] == "9.00"
    assert rows["20028"]["扣分"] == "0.00"
    expected = oracle.compute(SAMPLE["roster"], SAMPLE["participants"], SAMPLE["ballots"], matters)
    assert [{key: row[key] for key in expected.rows[0]} for row in records(out, "排名")] == expected.rows


def test_bad_input_names_every_bad_row_and_leaves_the_database_as_it_was(out: Path, tmp_path: Path) -> None:
    rows = read_csv(SAMPLE["ballots"], "gb18030")
    rows[5][3] = "很好"
    rows[9][2] = "99999"
    ballots = write_csv(tmp_path / "ballots.csv", rows, "gb18030")
    before = everything()
    with pytest.raises(CommandError) as refused:
        appraise(out, **{**SAMPLE, "ballots": ballots})
    assert refused.value.returncode == 2
    assert everything() == before
    assert StagedBallot.objects.count() == 0
    assert not out.exists()


def test_bad_rows_are_said_with_file_row_column_value_and_remedy(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = read_csv(SAMPLE["ballots"], "gb18030")
    rows[5][3] = "很好"
    ballots = write_csv(tmp_path / "votes.csv", rows, "gb18030")
    with pytest.raises(CommandError):
        call_command("appraise", year=2025, out=out, **{**SAMPLE, "ballots": ballots})
    complaint = capsys.readouterr().err
    assert "votes.csv 第 6 行「政治素质」读到“很好”" in complaint


def test_good_rows_go_in_and_bad_ones_come_back_corrected(out: Path, tmp_path: Path) -> None:
    """With --reject-file; the corrected file goes in as a supplement and the year is whole again."""
    whole = tmp_path / "whole.xlsx"
    with undone():
        appraise(whole)
    expected = sheet(whole, "排名")

    roster = roster_rows()
    line = next(i for i, row in enumerate(roster) if row[1] == "20000")
    identity = roster[line][6]
    roster[line][6] = identity[:-1] + ("1" if identity[-1] != "1" else "2")
    broken = write_xlsx(tmp_path / "roster.xlsx", roster)
    errors = tmp_path / "errors.xlsx"
    appraise(out, reject_file=errors, **{**SAMPLE, "roster": broken})
    assert not Cadre.objects.filter(staff_no="20000").exists()
    assert "20000" not in {row["工号"] for row in records(out, "排名")}
    assert not BallotLine.objects.filter(cadre__staff_no="20000").exists(), "his ballots wait with him"

    book = load_workbook(errors)
    cells = book["干部名册"]
    at = [cell.value for cell in cells[2]].index("身份证号") + 1
    cells.cell(3, at).value = identity
    book.save(errors)
    appraise(out, roster=errors, participants=errors, ballots=errors, matters=errors)
    assert sheet(out, "排名") == expected


def test_once_scoring_is_confirmed_no_file_changes_it(out: Path) -> None:
    appraise(out)
    confirmed_as_if(Cycle.objects.get())
    with pytest.raises(CommandError) as refused:
        appraise(out)
    assert "已经确认" in str(refused.value)
    assert refused.value.returncode == 2


def test_an_opened_year_keeps_the_parameters_it_was_opened_with(out: Path) -> None:
    appraise(out)
    first = PolicyVersion.objects.get(number=1)
    drafter = User.objects.create_user(staff_no="a", name="甲")
    approver = User.objects.create_user(staff_no="b", name="乙")
    PolicyVersion.objects.create(
        document=first.document,
        number=2,
        parameters=first.parameters | {"top_share": "10"},
        effective_from=first.effective_from,
        drafted_by=drafter,
        approved_by=approver,
        approved_at=clock.now(),
    )
    before = sheet(out, "名额")
    appraise(out)
    assert sheet(out, "名额") == before, "the year stays with its version"
    appraise(out, year=2026, **SAMPLE)
    assert sheet(out, "名额")[0][2] == "表彰限额（10%）", "a year opened later takes the newer"


@pytest.mark.office
def test_libreoffice_opens_the_results_and_finds_the_same_cells(out: Path, tmp_path: Path) -> None:
    appraise(out)
    in_utf8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", in_utf8]
    subprocess.run([*command, "--outdir", tmp_path, out], check=True, capture_output=True, timeout=120)
    seen = read_csv(tmp_path / "results.csv", "utf-8")
    assert [[plainly(cell) for cell in row] for row in seen] == [
        [plainly(cell) for cell in row] for row in sheet(out, "排名")
    ]


def test_each_file_has_a_command_of_its_own(out: Path) -> None:
    call_command("import_roster", SAMPLE["roster"])
    call_command("import_participants", SAMPLE["participants"], year=2025)
    call_command("import_matters", SAMPLE["matters"], year=2025)
    call_command("import_ballots", SAMPLE["ballots"], year=2025)
    call_command("export_results", year=2025, out=out)
    expected = oracle.compute(*(SAMPLE[name] for name in ("roster", "participants", "ballots", "matters")))
    assert [{key: row[key] for key in expected.rows[0]} for row in records(out, "排名")] == expected.rows


def test_any_file_may_be_csv_or_xlsx(out: Path, tmp_path: Path) -> None:
    files = {
        "roster": write_csv(
            tmp_path / "roster.csv", [["" if c is None else c for c in r] for r in roster_rows()]
        ),
        "participants": SAMPLE["participants"],
        "ballots": write_xlsx(tmp_path / "ballots.xlsx", read_csv(SAMPLE["ballots"], "gb18030")),
        "matters": write_xlsx(tmp_path / "matters.xlsx", read_csv(SAMPLE["matters"], "utf-8-sig")),
    }
    appraise(out, **files)
    expected = oracle.compute(*(SAMPLE[name] for name in ("roster", "participants", "ballots", "matters")))
    assert [{key: row[key] for key in expected.rows[0]} for row in records(out, "排名")] == expected.rows


def test_identity_numbers_and_phones_are_sealed_in_the_database(out: Path) -> None:
    appraise(out)
    identity = roster_rows()[4][6]
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_no, phone FROM cadres_cadre WHERE staff_no = '20000'")
        sealed = [bytes(value) for value in cursor.fetchone()]
    assert identity.encode() not in sealed[0]
    assert Cadre.objects.get(staff_no="20000").identity_no == identity
