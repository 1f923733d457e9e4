"""Workbooks out: streamed, and no text in them can become a formula, in Excel, WPS or LibreOffice."""

import datetime
import math
import os
import re
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from core.tables.header import SUPPLEMENT_PROPERTY
from core.tables.values import text

# kind of column -> number format; "auto": by each value (a Decimal shows the decimals it has)
FORMATS = {"text": "@", "integer": "0", "number": "0.00", "date": "yyyy-mm-dd", "auto": "General"}
LONGEST = 32_767  # characters of one cell in Excel

# What XML 1.0 cannot hold, also as a character reference; CR it can, but a parser reads it back as LF.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Text that a spreadsheet takes for a formula once its cell is edited; full-width twins too.
FORMULA_STARTS = tuple("=+-@\t\r|＝＋－＠")

# Printed, a sheet is as wide as the page lying down, its header on each page; long words go on below.
A4, TOP, LINES = 9, Alignment(vertical="top"), Alignment(wrap_text=True, vertical="top")
WRAPPED = 30  # characters: from this width on
LINE, TALLEST = 15, 27  # points; lines that a row may have in Excel

Column = tuple[str, float] | tuple[str, float, str]


class Workbook:
    """A workbook to be written once. `supplement` marks it for `header.locate`: its import only adds."""

    def __init__(self, supplement: bool = False):
        self._book = openpyxl.Workbook(write_only=True)
        if supplement:
            self._book.custom_doc_props.append(StringProperty(name=SUPPLEMENT_PROPERTY, value="supplement"))

    def sheet(self, title: str, columns: Sequence[Column], note: str = "") -> "Sheet":
        """Start a sheet with its header row, frozen; each line of `note` is a row above it.

        columns: (header, width in characters) or (header, width, kind), kind of `FORMATS`, "auto" by default.
        """
        return Sheet(self._book.create_sheet(title), columns, note)

    def save(self, path: Path | str) -> None:
        """Write to `path` in one act (a file beside it, then renamed), readable by its owner only."""
        path = Path(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                self._book.save(file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


class Sheet:
    """One sheet of a `Workbook`; rows go to disk as they are appended."""

    def __init__(self, sheet: Any, columns: Sequence[Column], note: str):
        self._sheet = sheet
        self._kinds = [column[2] if len(column) > 2 else "auto" for column in columns]
        unknown = set(self._kinds) - set(FORMATS)
        if unknown:
            raise ValueError(f"unknown kinds of column: {sorted(unknown)}")
        self._cells: dict[tuple[int, str, bool], WriteOnlyCell] = {}
        for index, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(index)].width = column[1]
        self._wraps = {index: column[1] for index, column in enumerate(columns) if column[1] >= WRAPPED}
        lines = note.splitlines()
        sheet.freeze_panes = f"A{len(lines) + 2}"
        sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{len(lines) + 1}:{len(lines) + 1}"
        for line in lines:
            sheet.append([self._text(line)])
        sheet.append([self._header(index, column[0]) for index, column in enumerate(columns)])
        self._row = len(lines) + 1
        self._cells.clear()  # those were bold

    def append(self, values: Sequence[Any]) -> None:
        """One row, a value for each column; None leaves a cell empty.

        Text is text in a column of any kind. Decimal, Fraction, int and float are numbers (finite ones)
        unless the column is "text" or "date"; dates are dates unless it is "text".
        """
        if len(values) != len(self._kinds):
            raise ValueError(f"{len(values)} values for {len(self._kinds)} columns")
        self._row += 1
        # LibreOffice leaves a row that says no height as low as one line.
        tall = max(
            (lines_of(str(values[index] or ""), width) for index, width in self._wraps.items()), default=1
        )
        if tall > 1:
            self._sheet.row_dimensions[self._row].height = tall * LINE
        self._sheet.append([self._cell(index, value) for index, value in enumerate(values)])
        if tall > 1:
            del self._sheet.row_dimensions[self._row]

    def _cell(self, index: int, value: Any) -> Any:
        if value is None or value == "":
            return None
        kind = self._kinds[index]
        if isinstance(value, str):
            return self._text(value, index)
        if isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool):
            if kind not in ("text", "date"):
                number_format = _decimals(value) if kind == "auto" else FORMATS[kind]
                return self._filled(index, number_format, _digits(value), "n")
        elif isinstance(value, datetime.date) and kind in ("auto", "date"):
            return self._filled(index, FORMATS["date"], value, "d")
        return self._text(text(value), index)

    def _text(self, value: str, index: int = -1) -> WriteOnlyCell:
        # Its own type and format, or openpyxl (and Excel after an edit) would take "=…" for a formula.
        return self._filled(
            index, FORMATS["text"], safe_text(value), "s", quoted=value.startswith(FORMULA_STARTS)
        )

    def _filled(
        self, index: int, number_format: str, value: Any, data_type: str, quoted: bool = False
    ) -> WriteOnlyCell:
        """The one cell kept for this column and style, filled: a row is on disk before the next is made."""
        key = (index, number_format, quoted)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = WriteOnlyCell(self._sheet)
            cell.number_format = number_format
            cell.quotePrefix = quoted
            if index >= 0:
                cell.alignment = LINES if index in self._wraps else TOP
        cell._value, cell.data_type = value, data_type
        return cell

    def _header(self, index: int, title: str) -> WriteOnlyCell:
        cell = self._text(title, index)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        return cell


def lines_of(value: str, width: float) -> int:
    """Lines that a text takes in a column of that width, as far as can be told without its font."""
    # A Chinese character is three bytes and two places, a letter one of each.
    places = (len(value.encode("utf-8", "replace")) + len(value)) / 2
    return min(TALLEST, max(1, math.ceil(places / (width - 1)) + value.count("\n")))


def _digits(value: int | float | Decimal | Fraction) -> str:
    # As text, or openpyxl would write 88.60 as 88.59999999999999.
    if isinstance(value, Decimal):
        return f"{value:f}"
    return repr(float(value)) if isinstance(value, Fraction) else repr(value)


def _decimals(value: Any) -> str:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return "0." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else FORMATS["auto"]


def safe_text(value: str) -> str:
    """Text that XML and a cell can hold: illegal characters become U+FFFD, the rest survives."""
    value = _ILLEGAL.sub("\ufffd", value[:LONGEST])
    return _LOOKS_ESCAPED.sub("_x005F_", value).replace("\r", "_x000D_")
