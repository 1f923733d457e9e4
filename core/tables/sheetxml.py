"""The XML inside a workbook, by expat: a parser that refuses every DTD, and a sheet's XML made rows."""

import datetime
import re
from functools import lru_cache
from typing import Any, NoReturn
from xml.parsers import expat

from openpyxl.utils.datetime import from_excel, from_ISO8601

from core.tables.errors import Refused
from core.tables.guard import damaged, forbidden_dtd

MAX_ROWS = 200_000
MAX_COLUMNS = 300
SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384  # what the format itself allows
MAX_TEXT = 200_000  # characters of one cell; Excel holds 32,767

Row = tuple[int, tuple[Any, ...]]

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
SHORT = {f"{space}}}{name}": name for space in _MAIN for name in ("row", "c", "v", "t", "is", "rPh", "si")}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def column_letters(index: int) -> str:
    """The name of a 0-based column: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_COLUMNS = {column_letters(index): index for index in range(SHEET_COLUMNS)}


class SheetParser:
    """Turns the XML of one sheet into rows, block by block; holds one row at a time."""

    def __init__(self, title: str, strings: list[str], dates: frozenset[str], epoch: datetime.datetime):
        self.title = title
        self.ready: list[Row] = []
        self.strings, self.dates = strings, dates
        self.date = lru_cache(4096)(lambda number: _date(number, epoch))
        self.parts: list[str] = []
        self.rows = 0
        self.row = 0  # the last whole one
        self.parser = new_parser()
        self._connect()

    def feed(self, block: bytes, final: bool = False) -> list[Row]:
        self.ready.clear()
        feed(self.parser, block, final)
        check_length(self.parts, f"工作表“{self.title}”")
        return self.ready

    def _connect(self) -> None:  # closures: twice as fast as methods, and this runs for every cell
        parser, parts, ready, convert = self.parser, self.parts, self.ready, self._convert
        strings, put, short_name = self.strings, self._put, SHORT.get
        row = column = seen = 0
        cells: list[Any] = []
        kind = style = None
        phonetic = inside = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, seen, cells, kind, style, phonetic, inside
            short = short_name(name)
            if short == "c":
                reference = attributes.get("r")
                column = column + 1 if reference is None else self._column(reference)
                seen += 1
                if seen > SHEET_COLUMNS:
                    raise damaged()
                kind, style = attributes.get("t"), attributes.get("s")
            elif short == "v" or (short == "t" and inside and not phonetic):
                parser.CharacterDataHandler = parts.append
            elif short == "row":
                row = self._row(attributes.get("r"), row)
                column, seen, cells = -1, 0, []
            elif short == "is":
                inside = True
            elif short == "rPh":
                phonetic = True

        def end(name: str) -> None:
            nonlocal inside, phonetic
            short = short_name(name)
            if short in ("v", "t"):
                parser.CharacterDataHandler = None
            elif short == "c":
                if parts:
                    raw = parts[0] if len(parts) == 1 else "".join(parts)
                    parts.clear()
                    value = strings[int(raw)] if kind == "s" else convert(raw, kind, style)
                    if value != "":
                        put(cells, row, column, value)
            elif short == "row":
                self.row = row
                if cells:
                    self._count(row)
                    ready.append((row, tuple(cells)))
            elif short == "is":
                inside = False
            elif short == "rPh":
                phonetic = False

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    @staticmethod
    def _column(reference: str) -> int:
        try:
            return _COLUMNS[reference.rstrip("0123456789")]
        except KeyError:
            raise damaged() from None

    @staticmethod
    def _row(reference: str | None, before: int) -> int:
        row = before + 1 if reference is None else whole_number(reference)
        if not before < row <= SHEET_ROWS:
            raise damaged()
        return row

    def _count(self, row: int) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise Refused(
                f"工作表“{self.title}”第 {row} 行：有内容的行超过 {MAX_ROWS:,} 行",
                "请拆成几个文件，或改存为 csv 后再导入",
            )

    def _put(self, cells: list[Any], row: int, column: int, value: Any) -> None:
        if column >= MAX_COLUMNS:
            raise Refused(
                f"工作表“{self.title}”第 {row} 行 {column_letters(column)} 列：表超过 {MAX_COLUMNS} 列",
                "请删去右侧多余的内容，保存后再导入",
            )
        missing = column - len(cells)
        if missing > 0:
            cells.extend([None] * missing)
        if missing >= 0:
            cells.append(value)
        else:
            cells[column] = value

    def _convert(self, raw: str, kind: str | None, style: str | None) -> Any:
        if kind is None or kind == "n":
            try:
                number = float(raw) if "." in raw or "e" in raw or "E" in raw else int(raw)
            except ValueError:
                return raw
            return self.date(number) if style in self.dates else number
        if kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            try:
                return from_ISO8601(raw)
            except ValueError:
                return raw
        return unescape(raw)  # inlineStr, str (a formula's text), e (an error such as #N/A)


def new_parser():
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.ExternalEntityRefHandler = _refuse_dtd
    return parser


def _refuse_dtd(*_) -> NoReturn:
    raise forbidden_dtd()


def feed(parser, block: bytes, final: bool = False) -> None:
    try:
        parser.Parse(block, final)
    except (expat.ExpatError, ValueError, LookupError, RecursionError) as error:
        raise damaged() from error


def check_length(parts: list[str], place: str) -> None:
    if parts and sum(map(len, parts)) > MAX_TEXT:
        raise Refused(f"{place}中有一个单元格的文字过长", "请缩短该单元格的文字，保存后再导入")


def whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise damaged() from None


def _date(number: float, epoch: datetime.datetime) -> Any:
    try:
        return from_excel(number, epoch)
    except (OverflowError, ValueError):
        return number  # no such day: the column's own rule says so, with the number as read


def unescape(text: str) -> str:
    """Undo OOXML's _x000D_ for characters XML cannot hold; NUL, which no database holds, is left out."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs joined, halves replaced
