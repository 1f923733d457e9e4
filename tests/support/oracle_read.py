"""Read the four input files for the test oracle, without a line of the product.

The oracle must not share a mistake with the product, so this module knows only the standard library and
openpyxl, holds whole files in memory and stops at the first row it cannot understand (`BadInput`).
"""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from openpyxl import load_workbook

GROUPS = ("校领导", "中层干部", "教职工")
DIMENSIONS = ("政治素质", "工作实绩", "作风建设", "决策部署执行")
POINTS = {"好": 90, "较好": 75, "一般": 60, "差": 40}
ABSTENTIONS = ("不了解", "弃权", "")
CATEGORIES = (
    "机关部门正职",
    "机关部门副职",
    "二级学院正职",
    "二级学院副职",
    "直属单位正职",
    "直属单位副职",
)

BARRED = ("诫勉", "党内警告", "政务警告", "事业单位警告", "调整职务")
UNGRADED_ONE_YEAR = (
    "党内严重警告",
    "撤销党内职务",
    "留党察看",
    "政务记过",
    "事业单位记过",
    "责令辞职",
    "免职",
    "降职",
    "开除党籍",
    "政务开除",
    "事业单位开除",
)
UNGRADED_TWO_YEARS = ("政务记大过", "政务降级", "政务撤职", "事业单位降低岗位等级")
POINTS_ONLY = ("停职检查", "黄牌", "扣分", "通报批评", "批评教育", "责令检查", "函询", "提醒", "预警提示")
MEASURES = BARRED + UNGRADED_ONE_YEAR + UNGRADED_TWO_YEARS + POINTS_ONLY

LIFTS = ("免除责任", "澄清")
LIFTS_NOT = ("从轻", "减轻", "不予容错")


class BadInput(ValueError):
    """A row the oracle cannot read; the product must refuse such a file too."""


@dataclass(frozen=True)
class Person:
    """One participant: the list's category and grading, the register's name, unit and post."""

    staff_no: str
    name: str
    unit: str
    post: str
    category: str
    graded: bool


@dataclass(frozen=True)
class Paper:
    """One ballot line: one paper's words on one cadre; a mark is None where the paper abstains."""

    number: str
    group: str
    staff_no: str
    marks: dict[str, str | None]


@dataclass(frozen=True)
class Mark:
    """One row of the matters file, points exact."""

    matter: str
    staff_no: str
    measure: str
    decided: date
    points: Fraction
    finding: str


def fold(value) -> str:
    """NFKC text without spaces and without invisible characters; None is empty, 20000.0 is 20000."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value))
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def display_name(value) -> str:
    """A name as it is shown: 陈　静 is 陈静."""
    return "".join(c for c in str(value or "") if not c.isspace() and unicodedata.category(c) != "Cf")


def read_rows(path) -> list[list]:
    """All rows of a workbook's first sheet or of a CSV file in UTF-8 (with or without BOM) or GB18030."""
    content = Path(path).read_bytes()
    if content[:2] == b"PK":
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_table(path, wanted) -> list[dict]:
    """Rows below the header as {column: raw value} for the wanted columns; blank and 合计 rows left out.

    The header is the first row that has every wanted column. A second header tier (the register's) has
    nothing under 工号 or 姓名 and goes out with the blank rows.
    """
    rows = read_rows(path)
    headers = [[fold(cell) for cell in row] for row in rows]
    starts = [i for i, header in enumerate(headers) if all(column in header for column in wanted)]
    if not starts:
        raise BadInput(f"{path}: no header with {wanted}")
    start, header = starts[0], headers[starts[0]]
    at = {column: header.index(column) for column in wanted}
    table = []
    for row in rows[start + 1 :]:
        if any(fold(cell) == "合计" for cell in row):
            continue
        record = {column: row[i] if i < len(row) else None for column, i in at.items()}
        if any(fold(value) for value in record.values()):
            table.append(record)
    return table


def read_people(roster, participants) -> dict[str, Person]:
    """The participants by staff number, with the register's name, unit and post."""
    register = {}
    for row in read_table(roster, ("工号", "姓名", "所在单位", "现任职务")):
        staff_no = fold(row["工号"])
        if not staff_no or staff_no in register:
            raise BadInput(f"register: blank or repeated staff number {staff_no!r}")
        register[staff_no] = row
    people = {}
    for row in read_table(participants, ("工号", "姓名", "考核类别", "确定等次")):
        staff_no, category, graded = fold(row["工号"]), fold(row["考核类别"]), fold(row["确定等次"])
        if staff_no not in register or staff_no in people:
            raise BadInput(f"participants: unknown or repeated staff number {staff_no!r}")
        if category not in CATEGORIES or graded not in ("是", "否"):
            raise BadInput(f"participants: {staff_no}: {category!r}, {graded!r}")
        known = register[staff_no]
        people[staff_no] = Person(
            staff_no=staff_no,
            name=display_name(known["姓名"]),
            unit=str(known["所在单位"] or "").strip(),
            post=str(known["现任职务"] or "").strip(),
            category=category,
            graded=graded == "是",
        )
    return people


def read_papers(path, people) -> list[Paper]:
    """Every ballot line; a line about nobody, an unknown word or a repeated paper is refused."""
    papers, seen = [], set()
    for row in read_table(path, ("票号", "票类", "工号", *DIMENSIONS)):
        number, group, staff_no = fold(row["票号"]), fold(row["票类"]), fold(row["工号"])
        if not number or group not in GROUPS or staff_no not in people or (number, staff_no) in seen:
            raise BadInput(f"ballots: {number!r}, {group!r}, {staff_no!r}")
        seen.add((number, staff_no))
        marks: dict[str, str | None] = {}
        for dimension in DIMENSIONS:
            word = fold(row[dimension])
            if word not in POINTS and word not in ABSTENTIONS:
                raise BadInput(f"ballots: {number}, {staff_no}: {word!r}")
            marks[dimension] = word if word in POINTS else None
        papers.append(Paper(number, group, staff_no, marks))
    return papers


def read_date(value) -> date:
    """YYYY-M-D, YYYY/M/D, YYYY.M.D, YYYYMMDD, YYYY年M月D日 or a real Excel date."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = fold(value)
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})日",
    ):
        match = re.fullmatch(form, text)
        if match:
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError as error:
                raise BadInput(f"no such day: {text!r}") from error
    raise BadInput(f"not a date: {text!r}")


def read_points(value) -> Fraction:
    """Digits with at most one point, blank is nothing."""
    text = fold(value)
    if text == "":
        return Fraction(0)
    if not re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", text):
        raise BadInput(f"not points: {text!r}")
    whole, _, decimals = text.partition(".")
    return Fraction(int((whole + decimals) or "0"), 10 ** len(decimals))


def read_matters(path, roster) -> list[Mark]:
    """Every row of the matters file; contradictory findings on one cadre and matter are refused."""
    known = {fold(row["工号"]) for row in read_table(roster, ("工号", "姓名"))}
    marks = []
    for row in read_table(path, ("事项编号", "工号", "措施", "日期", "扣分", "认定")):
        matter, staff_no = fold(row["事项编号"]), fold(row["工号"])
        measure, finding = fold(row["措施"]), fold(row["认定"])
        if not matter or staff_no not in known:
            raise BadInput(f"matters: {matter!r}, {staff_no!r}")
        if measure not in MEASURES or finding not in (*LIFTS, *LIFTS_NOT, ""):
            raise BadInput(f"matters: {matter}: {measure!r}, {finding!r}")
        marks.append(
            Mark(matter, staff_no, measure, read_date(row["日期"]), read_points(row["扣分"]), finding)
        )
    for mark in marks:
        own = [m.finding for m in marks if (m.staff_no, m.matter) == (mark.staff_no, mark.matter)]
        if any(f in LIFTS for f in own) and any(f in LIFTS_NOT for f in own):
            raise BadInput(f"matters: contradictory findings on {mark.matter} of {mark.staff_no}")
    return marks
