"""Workbooks of text alone, written row by row: ten thousand people take well under a second.

`writer.Workbook` writes figures, dates and several sheets through openpyxl; a list of people is one sheet of
text, and openpyxl's work per cell would be most of the time somebody waits. The same safety: every cell is
stored as text, what looks like a formula is quoted, illegal characters are replaced.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import IO

from openpyxl.utils import get_column_letter

from .writer import A4, FORMULA_STARTS, LINE, WRAPPED, lines_of, safe_text

# Notes run on to the right; cells of a column stand at the top, in a wide one on several lines. Behind each,
# the same for text that an edit must not turn into a formula.
NOTE, HEADER, CELL, LINES = (1, 2), (3, 4), (5, 6), (7, 8)
Styles = tuple[int, int]
_TOP, _LINES = '<alignment vertical="top"/>', '<alignment vertical="top" wrapText="1"/>'
_APPLY = 'applyNumberFormat="1" applyFont="1" applyAlignment="1"'
_XFS = "".join(
    f'<xf numFmtId="49" fontId="{font}" {_APPLY}{quoted}>{how}</xf>'
    for font, how in ((0, ""), (1, '<alignment vertical="center" wrapText="1"/>'), (0, _TOP), (0, _LINES))
    for quoted in ("", ' quotePrefix="1"')
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Number format 49 is @: text.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="9"><xf/>{_XFS}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def write_text_sheet(
    path: Path,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str]],
    *,
    notes: Sequence[str] = (),
) -> None:
    """Writes one sheet of text: notes, then the header (frozen), then the rows, as they come.

    columns: (header, width in characters); each note is a row of its own.
    """
    header = escape(_rows_named(title, len(notes) + 1))
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{header}</definedName>'
        "</definedNames></workbook>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in {**_PARTS, "xl/workbook.xml": book}.items():
            archive.writestr(name, _HEAD + content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            _sheet(stream, columns, rows, notes)


def _sheet(
    stream: IO[bytes],
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str]],
    notes: Sequence[str],
) -> None:
    top = len(notes) + 1
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, (_, width) in enumerate(columns, 1)
    )
    stream.write(
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView workbookViewId="0"><pane ySplit="{top}" '
        f'topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>".encode()
    )
    letters = [get_column_letter(i) for i in range(1, len(columns) + 1)]
    for number, note in enumerate(notes, 1):
        stream.write(_row(number, letters, [note], [NOTE]))
    stream.write(_row(top, letters, [header for header, _ in columns], [HEADER] * len(columns)))
    styles = [LINES if width >= WRAPPED else CELL for _, width in columns]
    wide = [(place, width) for place, (_, width) in enumerate(columns) if width >= WRAPPED]
    for number, row in enumerate(rows, top + 1):
        tall = max((lines_of(row[place], width) for place, width in wide if place < len(row)), default=1)
        stream.write(
            _row(number, letters, row, styles, f' ht="{tall * LINE}" customHeight="1"' if tall > 1 else "")
        )
    stream.write(
        f'</sheetData><pageSetup paperSize="{A4}" fitToWidth="1" fitToHeight="0" orientation="landscape"/>'
        "</worksheet>".encode()
    )


def _rows_named(title: str, row: int) -> str:
    """The header's row, as a formula names it: it is printed on each page."""
    return "'{}'!${row}:${row}".format(title.replace("'", "''"), row=row)


def _row(
    number: int, letters: Sequence[str], values: Sequence[str], styles: Sequence[Styles], height: str = ""
) -> bytes:
    cells = [
        f'<c r="{letter}{number}" s="{style[value.startswith(FORMULA_STARTS)]}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(safe_text(value), quote=False)}</t></is></c>'
        for letter, value, style in zip(letters, values, styles, strict=False)
        if value
    ]
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'.encode()
