"""Where a table's columns are: one header row or a two-tier pair, below title and note rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from core.tables.errors import Refused
from core.tables.reader import Table
from core.tables.values import fold, is_blank, text

LOOK = 12  # rows of a sheet in which its header is sought
# What a supplement says above its header; a title that only speaks of 补充导入 makes none.
SUPPLEMENT_NOTE = "补充导入：只补充和更正本表所列的行，其余数据不变；请保留本行"
SUPPLEMENT_PROPERTY = "cadre_import_mode"
TOTAL_WORDS = ("合计", "总计", "小计")
PERSON = "工号"  # a row with a person in this column is no total, whatever it starts with
LISTED = 40

Row = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Located:
    """A table whose header was found.

    columns: key as the caller named it -> 0-based index into a row's cells. unknown: other headings, as
    read. supplement: the file says it only adds to what is there. rows: (row number, cells) after the
    header, without blank and 合计 rows; cells are padded to `width`. Read `rows` once.
    """

    sheet: str
    header_row: int
    columns: dict[str, int]
    unknown: list[str]
    supplement: bool
    width: int
    rows: Iterator[Row] = field(repr=False)
    format: str = "xlsx"

    def surplus(self, cells: Sequence[Any]) -> bool:
        """Whether a csv row has text beyond the header: a comma too many has shifted its fields."""
        return (
            self.format == "csv" and len(cells) > self.width and not all(map(is_blank, cells[self.width :]))
        )


@dataclass(frozen=True)
class _Heading:
    """One reading of a row (or pair) as header: index -> folded key, and the same as shown to people."""

    row: int
    last: int
    keys: dict[int, str]
    shown: dict[int, str]

    def lacking(self, names: dict[str, str]) -> list[str]:
        present = set(self.keys.values())
        return [name for name, folded in names.items() if folded not in present]

    def person(self, name: str | None) -> int | None:
        """Index of the column 工号, by the folded name that the file gives it."""
        return next((index for index, key in self.keys.items() if key == (name or PERSON)), None)


def locate(
    table: Table,
    required: Sequence[str],
    known: Sequence[str] = (),
    *,
    renamed: Mapping[str, str] | None = None,
    dropped: Collection[str] = (),
) -> Located:
    """Find the header that holds all `required` columns; keys of two tiers are written 上/下.

    `known`: every column the caller can use (a superset of `required`, or what may come beside them).
    renamed: the caller's name -> heading by which this file calls it. dropped: headings that are not read.
    Raises `Refused` when no sheet has the required columns, when two have, or when a heading stands twice.
    """
    own = renamed or {}
    without = {fold(heading) for heading in dropped}
    names = {name: fold(own.get(name, name)) for name in dict.fromkeys([*required, *known])}
    if (
        renamed is not None
    ):  # what the file calls otherwise, or somebody said not to read, is not read by its name
        taken = {fold(heading) for heading in own.values()}
        names = {
            name: key
            for name, key in names.items()
            if name in own or name in required or not (key in taken or key in without)
        }
    must = {name: names[name] for name in required}
    found: list[tuple[str, _Heading]] = []
    nearest: tuple[str, _Heading] | None = None
    for sheet in table.sheet_names:
        heading, near = _seek(_first_rows(table, sheet), must, names)
        if heading and _has_rows(table, sheet, heading, names.get(PERSON)):
            found.append((sheet, heading))
        elif heading and not found:
            nearest = (sheet, heading)
        elif near and (nearest is None or len(near.lacking(must)) < len(nearest[1].lacking(must))):
            nearest = (sheet, near)
    if len(found) > 1:
        sheets = "、".join(f"“{sheet}”" for sheet, _ in found)
        raise Refused(
            f"有 {len(found)} 张工作表都像要导入的表：{sheets}", "请合并为一张，或把不导入的删去、隐藏"
        )
    if not found and nearest and not nearest[1].lacking(must):
        found = [nearest]  # a header without rows under it: an empty table, for the caller to judge
    if not found:
        raise _missing(nearest, must, table)
    return _located(table, *found[0], names, without)


def _first_rows(table: Table, sheet: str) -> list[Row]:
    rows: list[Row] = []
    for number, cells in table.rows(sheet):
        if number > LOOK + 1:
            break
        rows.append((number, cells))
    return rows


def _has_rows(table: Table, sheet: str, heading: _Heading, person: str | None = None) -> bool:
    rows = _data_rows(table.rows(sheet), heading, 0, person)
    return next(rows, None) is not None


def _seek(rows: list[Row], must: dict, names: dict) -> tuple[_Heading | None, _Heading | None]:
    """The reading that has all the columns sought, if any, and the one that came nearest to it."""
    known = set(names.values())
    readings: list[_Heading] = []
    for position, (number, cells) in enumerate(rows):
        if number > LOOK:
            break
        readings.append(_one_tier(number, cells))
        if position + 1 < len(rows) and rows[position + 1][0] == number + 1:
            readings.append(_two_tiers(number, cells, rows[position + 1][1], known))

    def fitness(reading: _Heading) -> tuple[int, bool, int]:
        # More known columns wins; a tie goes to one tier, or the first data row would be taken for a tier.
        matches = len(known & set(reading.keys.values()))
        return matches, reading.row == reading.last, -reading.row

    whole = [reading for reading in readings if not reading.lacking(must)]
    if whole:
        best = max(whole, key=fitness)
        return best, best
    return None, max((reading for reading in readings if len(reading.keys) > 1), key=fitness, default=None)


def _one_tier(number: int, cells: Sequence[Any]) -> _Heading:
    shown = {index: text(cell) for index, cell in enumerate(cells) if not is_blank(cell)}
    return _Heading(number, number, {index: fold(cell) for index, cell in shown.items()}, shown)


def _two_tiers(number: int, tops: Sequence[Any], subs: Sequence[Any], known: set[str]) -> _Heading:
    """Only group heads are merged: a head goes on over the blank tops that follow while tier two has text."""
    keys: dict[int, str] = {}
    shown: dict[int, str] = {}
    group = ""
    for index in range(max(len(tops), len(subs))):
        top = text(tops[index]) if index < len(tops) else ""
        sub = text(subs[index]) if index < len(subs) else ""
        if top or not sub:
            group = top if sub else ""
        label = "/".join(part for part in (top or group, sub) if part)
        if sub and (fold(top) == fold(sub) or (not top and fold(label) not in known and fold(sub) in known)):
            label = sub  # merged downward with its name in the lower cell, or written in both
        if label:
            keys[index], shown[index] = fold(label), label
    return _Heading(number, number + 1, keys, shown)


def _missing(nearest: tuple[str, _Heading] | None, must: dict[str, str], table: Table) -> Refused:
    if nearest is None:
        return Refused(f"前 {LOOK} 行里没有找到表头", f"表头应有这些列：{'、'.join(must)}")
    sheet, heading = nearest
    lacking = "、".join(heading.lacking(must))
    place = f"工作表“{sheet}”" if sheet else ""
    if len(heading.lacking(must)) == len(must):
        what = f"前 {LOOK} 行里没有找到表头，缺少列：{lacking}"
    else:
        what = f"{place}第 {heading.row} 行的表头缺少列：{lacking}"
    found = "、".join(list(heading.shown.values())[:LISTED])
    return Refused(f"{what}（读到的是：{found}）", "请补上缺少的列，列名与模板一致；隐藏的工作表不读")


def _located(
    table: Table, sheet: str, heading: _Heading, names: dict[str, str], without: Collection[str] = ()
) -> Located:
    by_key: dict[str, int] = {}
    for index, key in heading.keys.items():
        if key in by_key and key not in without:
            raise Refused(
                f"第 {heading.row} 行的表头里“{heading.shown[index]}”出现了两次", "请删去或改名其中一列"
            )
        by_key[key] = index
    columns = {name: by_key[folded] for name, folded in names.items() if folded in by_key}
    used = set(columns.values())
    width = max(heading.keys) + 1
    return Located(
        sheet=sheet,
        header_row=heading.row,
        columns=columns,
        unknown=[
            label
            for index, label in heading.shown.items()
            if index not in used and heading.keys[index] not in without
        ],
        supplement=_is_supplement(table, sheet, heading),
        width=width,
        rows=_data_rows(table.rows(sheet), heading, width, names.get(PERSON)),
        format=table.format,
    )


def _is_supplement(table: Table, sheet: str, heading: _Heading) -> bool:
    if fold(table.properties.get(SUPPLEMENT_PROPERTY, "")).lower() == "supplement":
        return True
    note = fold(SUPPLEMENT_NOTE)
    above = takewhile(lambda row: row[0] < heading.row, table.rows(sheet))
    return any(fold(cell) == note for _, cells in above for cell in cells)


def _data_rows(
    rows: Iterator[Row], heading: _Heading, width: int, person_name: str | None = None
) -> Iterator[Row]:
    """Rows after the header, padded to `width`; blank rows and 合计 rows are left out."""
    last, person = heading.last, heading.person(person_name)
    padding = (None,) * width
    for number, cells in rows:
        if number <= last:
            continue
        first = cells[0]
        # Nearly every row starts with ASCII text (a number, an identifier): no need to look further.
        if first.__class__ is not str or not first[:1].isalnum() or not first.isascii():
            at, first = next(((i, cell) for i, cell in enumerate(cells) if not is_blank(cell)), (0, None))
            if first is None:
                continue
            # The word itself may stand under 工号, where that is the first column.
            nobody = person is None or person <= at or person >= len(cells) or is_blank(cells[person])
            if nobody and fold(first).startswith(TOTAL_WORDS):
                continue
        yield number, cells if len(cells) >= width else cells + padding[len(cells) :]
