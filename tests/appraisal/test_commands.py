"""The commands of a year: what they refuse before reading, what they leave behind, and how they say it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from appraisal.exports import year_workbook
from appraisal.management import year_command
from appraisal.models import Cycle, CycleEvent, Result
from appraisal.services import year_import, year_import_apply
from core.models import ImportBatch, Installation, Job
from matters.models import Mark
from tests.support import tiny
from tests.support.processes import PROJECT, environment
from tests.support.years import appraise, records, sheet, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return tiny.write(tmp_path / "files")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results.xlsx"


def refused(command: str, *arguments: Any, code: int = 2, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        call_command(command, *arguments, stdout=StringIO(), stderr=StringIO(), **options)
    assert error.value.returncode == code
    return str(error.value)


def states() -> list[str]:
    return list(CycleEvent.objects.order_by("pk").values_list("to_state", flat=True))


# ---- outputs


@pytest.mark.parametrize("option", ["out", "reject_file"])
def test_an_output_is_never_an_input(option: str, files: dict[str, Path], out: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(files["matters"])
    for target in (files["roster"], files["roster"].parent / ".." / "files" / "ballots.csv", link):
        before = target.read_bytes()
        said = refused("appraise", year=tiny.YEAR, **{"out": out, option: target}, **files)
        assert "同一个文件" in said
        assert target.read_bytes() == before
    assert not ImportBatch.objects.exists()


def test_the_two_outputs_are_two_files(files: dict[str, Path], out: Path) -> None:
    said = refused("appraise", year=tiny.YEAR, out=out, reject_file=out.parent / "." / out.name, **files)
    assert "--reject-file 与--out" in said
    assert "同一个文件" in refused("import_roster", files["roster"], reject_file=files["roster"])


def test_outputs_that_cannot_be_written_are_refused_before_reading(
    files: dict[str, Path], out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "是文件夹" in refused("appraise", year=tiny.YEAR, out=tmp_path, **files)
    assert "找不到文件夹" in refused("appraise", year=tiny.YEAR, out=tmp_path / "no" / "out.xlsx", **files)
    assert "不是普通文件" in refused("appraise", year=tiny.YEAR, out=Path(os.devnull), **files)
    said = refused("import_roster", files["roster"], reject_file=tmp_path / "no" / "errors.xlsx")
    assert said.startswith("--reject-file：找不到文件夹")
    assert "是文件夹" in refused("export_results", year=tiny.YEAR, out=tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    assert "没有权限写入" in refused("appraise", year=tiny.YEAR, out=out, **files)
    assert not ImportBatch.objects.exists()


def test_a_failed_write_is_said_in_a_sentence(
    files: dict[str, Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.tables.writer.os.fsync", full)
    said = refused("appraise", code=1, year=tiny.YEAR, out=out, **files)
    assert said.startswith("数据已导入并计分，结果没有写出。无法写入")


def test_a_reject_file_is_kept_when_no_row_is_bad(files: dict[str, Path], out: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors.xlsx"
    errors.write_text("of yesterday")
    said, _ = appraise(out, reject_file=errors, **files)
    assert "没有问题行" in said
    assert errors.read_text() == "of yesterday"


def test_the_reject_file_comes_after_the_import(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = tmp_path / "errors.xlsx"
    files = tiny.write(tmp_path / "files", matters={(2, "扣分"): "-1"})

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("apply")

    with monkeypatch.context() as patch:
        patch.setattr(year_command, "year_import_apply", fails)
        with pytest.raises(RuntimeError, match="apply"):
            appraise(out, reject_file=errors, **files)
    assert not errors.exists()
    assert not ImportBatch.objects.exists()
    appraise(out, reject_file=errors, **files)
    assert len(sheet(errors, "扣分与认定")) == 3


# ---- inputs


def test_inputs_that_are_no_files_are_said_so(files: dict[str, Path], out: Path, tmp_path: Path) -> None:
    said = refused("appraise", year=tiny.YEAR, out=out, **{**files, "roster": tmp_path})
    assert "是文件夹，请给出其中的文件" in said


def test_missing_options_stand_in_their_order(out: Path) -> None:
    said = refused("appraise", year=tiny.YEAR, out=out)
    assert said.endswith("缺 --roster、--participants、--ballots、--matters。")


@pytest.mark.parametrize("year", [1999, 2101, 99999])
@pytest.mark.parametrize("command", ["import_participants", "import_ballots", "import_matters"])
def test_a_year_out_of_range_is_refused_by_every_command(
    command: str, year: int, files: dict[str, Path], out: Path
) -> None:
    assert "2000 至 2100" in refused(command, files["matters"], year=year)
    assert "2000 至 2100" in refused("export_results", year=year, out=out)
    assert "2000 至 2100" in refused("appraise", year=year, out=out, **files)
    assert not ImportBatch.objects.exists()


def test_a_year_without_participants_is_refused_and_nothing_is_written(
    files: dict[str, Path], out: Path, tmp_path: Path
) -> None:
    call_command("import_roster", files["roster"], stdout=StringIO())
    call_command("import_matters", files["matters"], year=tiny.YEAR, stdout=StringIO())
    before = ImportBatch.objects.count(), Mark.objects.count()
    more = write_csv(tmp_path / "more.csv", tiny.rows_of("matters")[:2])
    assert "没有参加考核人员" in refused("appraise", year=tiny.YEAR, out=out, matters=more)
    every_row_bad = tiny.spoilt("participants", lambda rows: [row.__setitem__(2, "?") for row in rows[1:]])
    listed = write_csv(tmp_path / "listed.csv", every_row_bad)
    errors = tmp_path / "errors.xlsx"
    said = refused("appraise", year=tiny.YEAR, out=out, participants=listed, reject_file=errors)
    assert "没有参加考核人员" in said
    assert (ImportBatch.objects.count(), Mark.objects.count()) == before


@pytest.mark.parametrize("step", ["batch_judge", "batch_apply", "rows_purge"])
def test_whatever_goes_wrong_leaves_no_staged_batch(
    step: str, files: dict[str, Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(year_import, step, stops)
    with pytest.raises(KeyboardInterrupt):
        appraise(out, **files)
    left = set(ImportBatch.objects.values_list("state", flat=True))
    assert left == ({ImportBatch.State.APPLIED} if step == "rows_purge" else set()), "what is in, stays"


def test_a_surplus_cell_travels_with_its_row_and_keeps_it_bad(out: Path, tmp_path: Path) -> None:
    shifted = tiny.spoilt("matters", lambda rows: rows[1].append("多一格"))
    files = tiny.write(tmp_path / "files") | {"matters": write_csv(tmp_path / "matters.csv", shifted)}
    errors, again = tmp_path / "errors.xlsx", tmp_path / "again.xlsx"
    appraise(out, reject_file=errors, **files)
    appraise(out, reject_file=again, matters=errors)
    for path in (errors, again):
        header, *rows = sheet(path, "扣分与认定")[1:]
        kept = [dict(zip(header, row, strict=True)) for row in rows]
        assert "多一格" in [row["多出的内容"] for row in kept], path.name
    assert "SX1" in {row["事项编号"] for row in kept}


# ---- a demo database


@pytest.mark.parametrize("good", [True, False])
def test_a_real_import_drops_the_mark_of_a_demo(good: bool, out: Path, tmp_path: Path) -> None:
    Installation.objects.create(name="江南示例大学", is_demo=True)
    files = tiny.write(tmp_path / "files", matters={} if good else {(2, "扣分"): "-1"})
    if good:
        said, _ = appraise(out, **files)
        assert "不再标记为演示数据库" in said
        assert "演示" not in appraise(out, **files)[0], "said once"
    else:
        refused("appraise", year=tiny.YEAR, out=out, **files)
    assert Installation.objects.get().is_demo is not good


def test_the_mark_goes_with_the_data_or_not_at_all(
    files: dict[str, Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Installation.objects.create(name="江南示例大学", is_demo=True)
    real = year_import.batch_apply

    def fails(batch: ImportBatch, *rest: Any) -> None:
        if batch.kind == "ballots":
            raise RuntimeError("last file")
        real(batch, *rest)

    monkeypatch.setattr(year_import, "batch_apply", fails)
    with pytest.raises(RuntimeError, match="last file"):
        appraise(out, **files)
    assert Installation.objects.get().is_demo


def test_the_service_alone_keeps_the_mark(files: dict[str, Path]) -> None:
    """The demo's own load goes this way."""
    Installation.objects.create(name="江南示例大学", is_demo=True)
    year_import_apply(tiny.stage(files), year=tiny.YEAR, actor=User.objects.system())
    assert Installation.objects.get().is_demo


# ---- corrected data


def test_changed_data_takes_the_year_back_until_it_is_scored_again(
    files: dict[str, Path], out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appraise(out, **files)
    assert states() == ["approved", "voting", "scored"]
    appraise(out, **files)
    assert states() == ["approved", "voting", "scored"], "the same files change nothing"
    matters = write_csv(tmp_path / "matters.csv", tiny.spoilt("matters", {(2, "扣分"): "3"}))

    def fails(**_: Any) -> None:
        raise RuntimeError("scoring")

    with monkeypatch.context() as patch:
        patch.setattr("appraisal.services.year_score", fails)
        assert "计分没有完成" in refused("import_matters", matters, code=1, year=tiny.YEAR)
    cycle = Cycle.objects.get()
    assert (cycle.state, cycle.scored_at) == (Cycle.State.VOTING, None)
    assert "还没有计分" in refused("export_results", year=tiny.YEAR, out=out)
    Job.objects.all().delete()
    call_command("import_matters", matters, year=tiny.YEAR, stdout=StringIO())
    call_command("export_results", year=tiny.YEAR, out=out, stdout=StringIO())
    assert states() == ["approved", "voting", "scored", "voting", "scored"]
    assert {row["工号"]: row["扣分"] for row in records(out, "排名")}["1001"] == "3.00"


def test_a_participants_mark_without_a_judgement_is_not_yet_scored(files: dict[str, Path], out: Path) -> None:
    appraise(out, **files)
    Result.objects.filter(participant__cadre__staff_no="1001").update(marks=[])
    cycle = Cycle.objects.get()
    year_workbook(cycle, out)
    told = {(row["工号"], row["处理"], row["说明"]) for row in records(out, "扣分与认定")}
    assert ("1001", "—", "尚未计分。") in told
    cycle.participants.filter(cadre__staff_no="1001").delete()
    year_workbook(cycle, out)
    told = {(row["工号"], row["说明"]) for row in records(out, "扣分与认定")}
    assert ("1001", "不在 2025 年度参加考核人员名单中，不计。") in told


def test_points_as_large_as_a_file_may_hold_are_stored(out: Path, tmp_path: Path) -> None:
    large = {(2, "扣分"): "99999.9999", (3, "扣分"): "0"}
    appraise(out, **tiny.write(tmp_path / "files", matters=large))
    assert Result.objects.get(participant__cadre__staff_no="1001").deducted > 99_999


# ---- how it is said


def test_messages_name_the_file_and_say_supplement(files: dict[str, Path], out: Path, tmp_path: Path) -> None:
    torn = tmp_path / "list.csv"
    torn.write_bytes(b"")
    complaint = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("appraise", year=tiny.YEAR, out=out, stderr=complaint, **{**files, "participants": torn})
    assert "参加考核人员名单 list.csv：文件是空的" in complaint.getvalue()
    assert "--reject-file" not in str(error.value)
    assert type(error.value).__name__ == "未完成"
    errors = tmp_path / "errors.xlsx"
    appraise(out, reject_file=errors, **files)
    said, _ = appraise(out, matters=errors)
    assert "扣分与认定 errors.xlsx：补充导入：只增改列出的行" in said


def test_no_sentence_ends_twice() -> None:
    assert [year_command.sentence(text) for text in ("一", "一。", "一？")] == ["一。", "一。", "一？"]


def test_a_missing_key_file_is_said_in_a_sentence(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("core.crypto._ring_path", lambda: tmp_path / "gone.json")
    assert "create_key_file" in refused("import_roster", files["roster"], code=1)
    assert not ImportBatch.objects.exists()


SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


def on_an_empty_database(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        check=False,
        cwd=PROJECT,
        env=environment("", folder) | {"DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.sqlite
def test_a_database_without_tables_is_said_in_a_sentence(tmp_path: Path) -> None:
    ended = on_an_empty_database(tmp_path, "export_results", "--year", "2025", "--out", tmp_path / "out.xlsx")
    assert ended.returncode == 1
    assert ended.stderr.startswith("未完成: 数据库结构尚未建立")
    assert "manage.py migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.sqlite
def test_an_import_makes_the_tables_of_an_empty_database(files: dict[str, Path], tmp_path: Path) -> None:
    """The same tables as those of this run."""
    ended = on_an_empty_database(tmp_path, "import_roster", files["roster"])
    assert (ended.returncode, "新增" in ended.stdout) == (0, True), ended.stderr
    assert "正在建立数据表" in ended.stderr
    with closing(sqlite3.connect(tmp_path / "empty.sqlite3")) as made, connection.cursor() as cursor:
        assert parts(made.execute(SCHEMA)) == parts(cursor.execute(SCHEMA))


def parts(rows: Iterable[tuple[str, str, str, str | None]]) -> list[tuple[str, str, str, list[str]]]:
    """Each table, index and trigger with what it is made of; one that a test rebuilt has another order."""
    return [(*named, sorted(re.split(r"[(),]", sql or ""))) for *named, sql in rows]
