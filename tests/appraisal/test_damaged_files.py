"""A file damaged in its middle: where it breaks off and what to do, exit 2, and nothing is left of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from core.models import ImportBatch, StoredFile
from core.tables import open_table
from core.tables.errors import Refused
from evidence.models import StagedUnitResult
from intake.models import Intake
from intake.services import uploads
from tests.appraisal.test_whole_files import refused, stored
from tests.support import intakes as i
from tests.support import tiny
from tests.support.importing import upload
from tests.support.people import user_with
from tests.support.years import write_csv, write_xlsx

pytestmark = pytest.mark.django_db
SHEET = "xl/worksheets/sheet1.xml"
LAST_GOOD = 4
PLACE = rf"工作表“Sheet”第 {LAST_GOOD} 行之后"


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with another sheet in a sound archive."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(content) if name == SHEET else content)
    return path


def torn(path: Path) -> Path:
    """The sheet's XML breaks off within the row after the last good one."""
    return rewritten(path, lambda xml: xml[: xml.index(b'<row r="%d"' % (LAST_GOOD + 1)) + 20])


def garbled(path: Path) -> Path:
    """A few bytes of the packed sheet are others than were written."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(SHEET)
        start = entry.header_offset + 30 + len(entry.filename)
    content = bytearray(path.read_bytes())
    middle = start + entry.compress_size // 2
    content[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(content)
    return path


def spoilt_line(path: Path, content: bytes) -> Path:
    """The line after the last good one holds those bytes."""
    lines = path.read_bytes().split(b"\r\n")
    lines[LAST_GOOD] = content + lines[LAST_GOOD]
    path.write_bytes(b"\r\n".join(lines))
    return path


def in_gb(path: Path) -> Path:
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    return path


def without_mark(path: Path) -> Path:
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    return path


LINE = f"第 {LAST_GOOD + 1} 行"
DAMAGE: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "torn": ("xlsx", torn, PLACE),
    "garbled": ("xlsx", garbled, "工作簿已损坏"),  # a sheet so small is read as a whole at the door
    "NUL": ("csv", lambda path: spoilt_line(path, b"\0"), f"{LINE}有二进制内容"),
    "utf-8": ("csv", lambda path: spoilt_line(path, b"\xff\xfe"), f"{LINE}的文字已损坏"),
    "bare utf-8": (
        "csv",
        lambda path: spoilt_line(without_mark(path), b"\xe5\xbc"),
        f"{LINE}的文字已损坏",
    ),
    "gb18030": ("csv", lambda path: spoilt_line(in_gb(path), b"\xff\xff"), f"{LINE}的文字已损坏"),
}
COMMANDS = {kind: f"import_{kind}" for kind in tiny.HEADERS}


def long_enough(rows: tiny.Rows) -> None:
    """Every file has rows beyond the good ones."""
    while len(rows) <= LAST_GOOD + 1:
        rows.append([f"{rows[-1][0]}9", *rows[-1][1:]])


def damaged(folder: Path, kind: str, how: str) -> tuple[dict[str, Path], str]:
    """The four files, one of them damaged; and what is said of it."""
    ending, spoil, said = DAMAGE[how]
    files = tiny.write(folder, ending=ending, **{kind: long_enough})
    spoil(files[kind])
    return files, said


def places_and_remedies(complaint: str, said: str) -> None:
    assert re.search(said, complaint), complaint
    assert re.search(r"请(向提供者重新取得|重新导出|核对这一行|用 Excel 或 WPS 打开)", complaint), complaint


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("kind", tiny.HEADERS)
def test_the_year_s_command_says_where_and_leaves_everything_as_it_was(
    kind: str, how: str, tmp_path: Path
) -> None:
    files, said = damaged(tmp_path, kind, how)
    places_and_remedies(refused(tmp_path, files), said)


@pytest.mark.parametrize("how", ["torn", "NUL", "gb18030"])
@pytest.mark.parametrize("kind", tiny.HEADERS)
def test_each_command_of_one_file_does_so_too(kind: str, how: str, tmp_path: Path) -> None:
    files, said = damaged(tmp_path, kind, how)
    before, complaint = stored(), StringIO()
    year = {} if kind == "roster" else {"year": tiny.YEAR}
    with pytest.raises(CommandError) as error:
        call_command(COMMANDS[kind], str(files[kind]), stderr=complaint, **year)
    assert error.value.returncode == 2 and stored() == before
    places_and_remedies(complaint.getvalue(), said)


def test_chunks_that_were_staged_before_the_break_are_gone(tmp_path: Path) -> None:
    files = tiny.write(tmp_path)
    row = ["0001", "校领导", "1001", "好", "好", "较好", "一般"]
    many = ([f"{number:06d}", *row[1:]] for number in range(50_500))
    files["ballots"] = in_gb(write_csv(tmp_path / "long.csv", [tiny.BALLOTS, *many]))
    with files["ballots"].open("ab") as file:
        file.write(b"1,\xff\xff\r\n")
    assert "第 50502 行的文字已损坏" in refused(tmp_path, files)


@pytest.mark.parametrize("how", DAMAGE)
def test_the_page_says_so_at_the_upload(client: Client, how: str, tmp_path: Path) -> None:
    files, said = damaged(tmp_path, "roster", how)
    client.force_login(user_with(Role.ORG_OFFICER))
    answer = upload(client, files["roster"])
    assert answer.status_code == 200
    places_and_remedies(str(answer.context["form"].errors["file"]), said)
    assert not Intake.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("how", ["torn", "gb18030"])
def test_what_breaks_only_while_it_is_read_fails_with_the_place(
    how: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may do it after the upload: the work ends, and the page says where."""
    monkeypatch.setattr(uploads, "_check", lambda stored: None)
    ending, spoil, said = DAMAGE[how]
    head = ("单位", "等次或得分", "文号")
    rows = [head, *([f"第{n}处", "优秀", "校发2号"] for n in range(9))]
    path = tmp_path / f"结果.{ending}"
    spoil((write_xlsx if ending == "xlsx" else write_csv)(path, rows))
    columns = {name: name for name in head}
    intake = i.mapped(i.uploaded(path, "unit_results", year=2025), columns=columns, words={})
    assert intake.state == Intake.State.FAILED
    places_and_remedies(intake.failure, said)
    assert not StagedUnitResult.objects.exists() and not ImportBatch.objects.exists()
    client.force_login(user_with(Role.ORG_OFFICER))
    page = client.get(reverse("import_page", args=[intake.pk]), follow=True).content.decode()
    places_and_remedies(page, said)


def test_a_long_sheet_that_is_garbled_says_how_far_it_could_be_read(tmp_path: Path) -> None:
    rows = [
        tiny.BALLOTS,
        *([f"{n:05d}", "校领导", f"{n % 977}", "好", "好", "较好", "一般"] for n in range(3000)),
    ]
    path = garbled(write_xlsx(tmp_path / "长.xlsx", rows))
    with pytest.raises(Refused) as refusal, open_table(path) as table:
        list(table.rows())
    found = re.search(r"工作表“Sheet”第 (\d+) 行之后", str(refusal.value))
    assert found and 500 < int(found[1]) < 3000, refusal.value


def test_a_gb_file_whose_bytes_happen_to_read_as_utf_8_for_a_while_is_still_gb(tmp_path: Path) -> None:
    path = tmp_path / "联通.csv"
    path.write_bytes("a,b\n联通,联通\n工号,姓名\n".encode("gb18030"))
    with open_table(path) as table:
        assert [cells for _, cells in table.rows()][1:] == [("联通", "联通"), ("工号", "姓名")]


def test_a_sound_workbook_is_read_to_its_end(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "好.xlsx", tiny.rows_of("roster"))
    with open_table(path) as table:
        assert len(list(table.rows())) == len(tiny.PEOPLE) + 1
    with pytest.raises(Refused), open_table(torn(path)) as table:
        list(table.rows())
