"""Rows of an .xlsx workbook, streamed from its XML by expat.

openpyxl's own reader takes several times as long, builds a tree for each row (a hostile row costs gigabytes)
and fills the gaps between row numbers; its date rules are used as they are. Memory does not grow with the
rows: only the shared strings of a workbook are held. No DTD, no entity, nothing outside the file.
"""

import datetime
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from core.tables.errors import Damaged, Refused
from core.tables.guard import damaged
from core.tables.sheetxml import (
    SHORT,
    Row,
    SheetParser,
    check_length,
    feed,
    new_parser,
    unescape,
    whole_number,
)

MAX_STRINGS = 1_000_000
MAX_STYLES = 100_000
BLOCK = 65_536

_RELATION_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
# East Asian builtin number formats (yyyy"年"m"月" is 57): Excel often leaves their code out of the file.
_CHINESE_DATES = frozenset([*range(27, 37), *range(50, 59)])
_NUMERAL_SHAPE = re.compile(r"\[DBNum[1-4]\]", re.IGNORECASE)  # 一九七五年: digits' shape, not a date letter
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, LookupError, ValueError, OSError)


def _shows_date(number: int, code: str | None) -> bool:
    if code is None:
        code = builtin_format_code(number)
        if number in _CHINESE_DATES:
            return True
    code = _NUMERAL_SHAPE.sub("", code or "")
    return is_date_format(code) and not is_timedelta_format(code)


class XlsxTable:
    """A workbook's visible sheets. Use as a context manager, or call `close`."""

    format = "xlsx"

    def __init__(self, path: Path):
        self.path = path
        self.properties: dict[str, str] = {}
        self._archive = zipfile.ZipFile(path)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        book = self._book_part()
        base, name = posixpath.split(book)
        relations = self._relations(f"{base}/_rels/{name}.rels", base)
        self._sheets, self._epoch = self._read_book(book, relations)
        if not self._sheets:
            raise Refused("工作簿里没有可见的工作表", "请取消隐藏要导入的工作表，保存后再导入")
        of_kind = dict(relations.values())
        self._dates = self._read_styles(of_kind.get("styles", ""))
        self._strings = self._read_strings(of_kind.get("sharedStrings", ""))
        self._read_properties()

    @property
    def sheet_names(self) -> list[str]:
        return list(self._sheets)

    def close(self) -> None:
        self._archive.close()

    def __enter__(self) -> "XlsxTable":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def rows(self, sheet: str | None = None) -> Iterator[Row]:
        """Rows of a sheet (the first when None) that hold something: (1-based row number, cells).

        Cells end with the row's last value. Numbers are int or float, dates datetime, the rest str or None.
        Raises Damaged, with the last whole row, where the sheet breaks off.
        """
        title = sheet or self.sheet_names[0]
        parser = SheetParser(title, self._strings, self._dates, self._epoch)
        try:
            for block in self._blocks(self._sheets[title]):
                yield from parser.feed(block)
            yield from parser.feed(b"", final=True)
        except Damaged as broken:
            raise damaged(f"工作表“{title}”第 {parser.row} 行之后") from broken

    # The parts around the sheets

    def _blocks(self, part: str) -> Iterator[bytes]:
        """A part's bytes, never more than the directory declared: zipfile stops there and checks the sum."""
        try:
            with self._archive.open(part) as stream:
                while block := stream.read(BLOCK):
                    yield block
        except _READ_ERRORS as error:
            raise damaged() from error

    def _scan(
        self, part: str, start: Callable, end: Callable | None = None, text: Callable | None = None
    ) -> None:
        parser = new_parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        for block in self._blocks(part):
            feed(parser, block)
        feed(parser, b"", final=True)

    def _has(self, part: str) -> bool:
        return part in self._archive.NameToInfo

    def _relations(self, part: str, base: str) -> dict[str, tuple[str, str]]:
        """Relation id -> (last word of its type, part name); targets outside the file are left out."""
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.endswith("}Relationship") and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                target = target[1:] if target.startswith("/") else posixpath.join(base, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target))

        if self._has(part):
            self._scan(part, start)
        return found

    def _book_part(self) -> str:
        for kind, target in self._relations("_rels/.rels", "").values():
            if kind == "officeDocument" and self._has(target):
                return target
        raise damaged()

    def _read_book(self, part: str, relations: dict) -> tuple[dict[str, str], datetime.datetime]:
        sheets: dict[str, str] = {}
        epoch = WINDOWS_EPOCH

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal epoch
            if name.endswith("}workbookPr") and attributes.get("date1904") in ("1", "true"):
                epoch = MAC_EPOCH
            elif name.endswith("}sheet") and attributes.get("state", "visible") == "visible":
                key = next((attributes[key] for key in _RELATION_ID if key in attributes), "")
                kind, target = relations.get(key, ("", ""))
                if kind == "worksheet" and self._has(target):
                    sheets[attributes.get("name", target)] = target

        self._scan(part, start)
        return sheets, epoch

    def _read_styles(self, part: str) -> frozenset[str]:
        """Indexes (as written in cells) of the cell formats that show a date."""
        codes: dict[int, str] = {}
        formats: list[int] = []
        inside = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name.endswith("}numFmt"):
                codes[whole_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
            elif name.endswith("}cellXfs"):
                inside = True
            elif inside and name.endswith("}xf"):
                formats.append(whole_number(attributes.get("numFmtId", "0")))
            if len(codes) + len(formats) > MAX_STYLES:
                raise Refused("工作簿里的单元格样式过多", "请把数据复制到新的工作簿，另存为 .xlsx 后再导入")

        def end(name: str) -> None:
            nonlocal inside
            if name.endswith("}cellXfs"):
                inside = False

        if self._has(part):
            self._scan(part, start, end)
        dates = {number for number in {*formats} if _shows_date(number, codes.get(number))}
        return frozenset(str(index) for index, number in enumerate(formats) if number in dates)

    def _read_strings(self, part: str) -> list[str]:
        strings: list[str] = []
        parts: list[str] = []
        phonetic = False

        def start(name: str, _: dict[str, str]) -> None:
            nonlocal phonetic
            short = SHORT.get(name)
            if short == "t" and not phonetic:
                parser.CharacterDataHandler = parts.append
            elif short == "rPh":
                phonetic = True

        def end(name: str) -> None:
            nonlocal phonetic
            short = SHORT.get(name)
            if short == "t":
                parser.CharacterDataHandler = None
            elif short == "rPh":
                phonetic = False
            elif short == "si":
                strings.append(unescape("".join(parts)))
                parts.clear()
                if len(strings) > MAX_STRINGS:
                    raise Refused("工作簿里的文字过多", "请拆成几个文件，或改存为 csv 后再导入")

        parser = new_parser()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        if self._has(part):
            for block in self._blocks(part):
                feed(parser, block)
                check_length(parts, "文字表")
            feed(parser, b"", final=True)
        return strings

    def _read_properties(self) -> None:
        """Custom document properties (docProps/custom.xml): name -> text."""
        current = ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal current
            if name.endswith("}property"):
                current = attributes.get("name", "")

        def text(data: str) -> None:
            if current:
                self.properties[current] = (self.properties.get(current, "") + data).strip()[:200]

        if self._has("docProps/custom.xml"):
            self._scan("docProps/custom.xml", start, text=text)
