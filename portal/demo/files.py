"""The four input files of an institution, with the habits of the offices that keep them.

Headers, header rows, encodings and habits are those of tests/data, so that whatever reads the demo reads
what organization departments really hold.
"""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .marks import scale
from .names import stream
from .staffing import Cadre, Month

if TYPE_CHECKING:
    from .institution import Institution

ROSTER_COLUMNS = (
    ("序号", None), ("工号", None), ("姓名", None), ("性别", None), ("民族", None), ("籍贯", None),
    ("身份证号", None), ("出生年月", None), ("政治面貌", None), ("入党时间", None), ("参加工作时间", None),
    ("全日制教育", "学历"), (None, "学位"), (None, "毕业院校及专业"),
    ("在职教育", "学历"), (None, "学位"), (None, "毕业院校及专业"),
    ("专业技术职务", None), ("所在单位", None), ("单位类别", None), ("现任职务", None), ("正副职", None),
    ("行政级别", None), ("任现职时间", None), ("任现职级时间", None), ("任期", "起"), (None, "止"),
    ("分管校领导", None), ("是否双肩挑", None), ("所在党组织", None), ("手机", None), ("邮箱", None),
    ("备注", None),
)  # fmt: skip
"""Both header rows (3 and 4) of the roster, left to right."""
MERGED_HEADS = ("L3:N3", "O3:Q3", "Z3:AA3")
PARTICIPANT_COLUMNS = ("工号", "姓名", "考核类别", "确定等次", "不确定等次原因")
MATTER_COLUMNS = ("事项编号", "工号", "措施", "日期", "扣分", "文号", "认定")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
SLIPS = 0.002
"""Share of ballot lines in which the reader left a space or a full-width character."""

MonthCell = str | datetime
MONTH_HABITS: tuple[tuple[int, Callable[[Month], MonthCell]], ...] = (
    (6, lambda month: f"{month[0]}.{month[1]:02d}"),
    (1, lambda month: f"{month[0]}{month[1]:02d}"),
    (1, lambda month: f"{month[0]}年{month[1]}月"),
    (1, lambda month: f"{month[0]}-{month[1]:02d}"),
    (1, lambda month: datetime(month[0], month[1], 1)),  # noqa: DTZ001 - a cell's date has no zone
)
"""(how often of ten, how a month is written): one roster is kept by many hands."""
DAY_HABITS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
)


@dataclass(frozen=True)
class InputFiles:
    """Where the four files of one year were written."""

    roster: Path
    participants: Path
    ballots: Path
    matters: Path


def write_files(institution: "Institution", folder: Path) -> InputFiles:
    """Write the four files; their cells are the same for the same institution."""
    folder.mkdir(parents=True, exist_ok=True)
    files = InputFiles(
        roster=folder / "roster.xlsx",
        participants=folder / "participants.xlsx",
        ballots=folder / "ballots.csv",
        matters=folder / "处分与处理登记.csv",
    )
    write_roster(institution, files.roster)
    write_participants(institution, files.participants)
    write_ballots(institution, files.ballots)
    write_matters(institution, files.matters)
    return files


def write_roster(institution: "Institution", path: Path) -> None:
    """干部名册: title row, note row, two-tier header in rows 3 and 4, blank rows, a 合计 row."""
    rng = stream(institution.seed, "roster habits")
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "干部名册"
    total = len(institution.cadres)
    sheet.append([f"{institution.name}中层干部名册"])
    sheet.append([f"截止日期：{institution.year}年12月31日　　共{total}人"])
    sheet.append([head for head, _ in ROSTER_COLUMNS])
    sheet.append([part for _, part in ROSTER_COLUMNS])
    blank_before = {total // 4, total * 2 // 3}
    for index, cadre in enumerate(institution.cadres):
        if index in blank_before:
            sheet.append([])
        sheet.append([index + 1, *_roster_cells(rng, cadre)])
    sheet.append(["合计", None, f"{total}人"])
    for merged in (f"A1:{get_column_letter(len(ROSTER_COLUMNS))}1", *MERGED_HEADS):
        sheet.merge_cells(merged)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for index in range(2, len(ROSTER_COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 13
    workbook.save(path)


def _roster_cells(rng: random.Random, cadre: Cadre) -> list[str | datetime | None]:
    """One roster row after 序号, in the hand of whoever typed it."""

    def month(value: Month | None) -> MonthCell | None:
        if value is None:
            return None
        weights, habits = zip(*MONTH_HABITS, strict=True)
        return rng.choices(habits, weights)[0](value)

    spaced = len(cadre.name) == 2 and rng.random() < 0.6
    wide = rng.random() < 0.02
    return [
        cadre.staff_no.translate(WIDE) if wide else cadre.staff_no,
        "　".join(cadre.name) if spaced else cadre.name,
        cadre.sex,
        "汉" if cadre.nation == "汉族" and rng.random() < 0.1 else cadre.nation,
        cadre.place,
        cadre.identity_no.lower() if rng.random() < 0.5 else cadre.identity_no,
        month(cadre.born),
        cadre.politics,
        month(cadre.joined),
        month(cadre.started),
        *cadre.first_degree,
        *cadre.later_degree,
        cadre.title,
        cadre.unit.name,
        cadre.unit.kind,
        cadre.post,
        cadre.rank,
        cadre.grade,
        month(cadre.since),
        month(cadre.grade_since),
        *(f"{year}.{number:02d}" for year, number in cadre.term),
        cadre.unit.leader,
        "是" if cadre.dual else "否",
        cadre.unit.party,
        cadre.phone,
        cadre.email,
        None,
    ]


def write_participants(institution: "Institution", path: Path) -> None:
    """参加考核人员名单: every cadre, ungraded ones with their reason."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "参加考核人员名单"
    sheet.append(PARTICIPANT_COLUMNS)
    for cadre in institution.cadres:
        reason = institution.ungraded.get(cadre.staff_no)
        sheet.append([cadre.staff_no, cadre.name, cadre.category, "否" if reason else "是", reason])
    workbook.save(path)


def write_ballots(institution: "Institution", path: Path) -> None:
    """The optical mark reader's file: GB18030, CRLF, one line per paper and cadre, now and then a slip."""
    rng = stream(institution.seed, "ballot habits")
    header = ("票号", "票类", "工号", *(name for name, _ in scale().dimensions))
    with path.open("w", encoding="gb18030", newline="") as stream_out:
        writer = csv.writer(stream_out, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(_slips(rng, institution.ballot_lines()))


def _slips(rng: random.Random, lines: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Some lines as the reader spoils them: a space after 票类, a full-width 工号, wide spaces."""
    for line in lines:
        if rng.random() >= SLIPS:
            yield line
            continue
        paper, group, staff_no, *marks = line
        kind = rng.randrange(3)
        if kind == 0:
            group += " "
        elif kind == 1:
            staff_no = staff_no.translate(WIDE)
        else:
            marks = [f"{mark}　" if mark else mark for mark in marks]
        yield (paper, group, staff_no, *marks)


def write_matters(institution: "Institution", path: Path) -> None:
    """事项 with measures, points and findings: UTF-8 with a byte order mark, days in several hands."""
    rng = stream(institution.seed, "matter habits")
    with path.open("w", encoding="utf-8-sig", newline="") as stream_out:
        writer = csv.writer(stream_out, lineterminator="\r\n")
        writer.writerow(MATTER_COLUMNS)
        for row in institution.matters:
            day = DAY_HABITS[0] if rng.random() < 0.6 else rng.choice(DAY_HABITS)
            points = "" if row.points is None else f"{row.points:f}"
            facts = (day(row.decided_on), points, row.document_no, row.finding)
            writer.writerow((row.matter, row.staff_no, row.measure, *facts))
