"""Paragraphs and tables of WordprocessingML as text, with docxtpl's tags in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

HAND_DATE = "　　　年　　月　　日"
HAIR, FRAME = 4, 8  # eighths of a point


def twips(mm: float) -> int:
    """Twentieths of a point."""
    return round(mm / 25.4 * 1440)


def run(text: str, marks: str = "") -> str:
    """Text in the paragraph's own font; marks: run properties besides."""
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(text).split("\n"))
    return f'<w:r>{properties}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def field(code: str, shown: str = "1") -> str:
    """A field that Word and LibreOffice fill in: PAGE, NUMPAGES, PAGEREF."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def p(text: str = "", style: str = "", *, more: str = "", marks: str = "") -> str:
    """A paragraph. more: paragraph properties besides the style; text that begins with `<w:` is markup."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    content = text if text.startswith("<w:") else run(text, marks) if text else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{content}</w:p>"


def each(names: str, content: str) -> str:
    """The content once per item; names: `line in report`. Stands between paragraphs."""
    return p(f"{{%p for {names} %}}") + content + p("{%p endfor %}")


def when(test: str, content: str, otherwise: str = "") -> str:
    """The content where the test holds. Stands between paragraphs."""
    other = p("{%p else %}") + otherwise if otherwise else ""
    return p(f"{{%p if {test} %}}") + content + other + p("{%p endif %}")


def texts(name: str, style: str, *, more: str = "") -> str:
    """A paragraph per text. more: as of a paragraph."""
    return each(f"line in {name}", p("{{ line }}", style, more=more))


def or_blank(name: str, blank: str = HAND_DATE) -> str:
    """A value, or room to write it by hand."""
    return f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}{blank}{{% endif %}}"


@dataclass(frozen=True)
class Cell:
    """content: paragraphs. span: grid columns. merge: restart or continue of a cell over several rows."""

    content: str
    span: int = 1
    align: str = "center"
    merge: str = ""


def label(text: str, span: int = 1, *, merge: str = "") -> Cell:
    """The name of a box."""
    return Cell(p(text, "Label"), span, merge=merge)


def upright(text: str, *, align: str = "center") -> Cell:
    """The name of a tall box: one sign below the other."""
    return Cell(p("\n".join(text), "Label"), align=align)


def value(name: str, span: int = 1) -> Cell:
    """A short value, centred."""
    return Cell(p(f"{{{{ {name} }}}}", "Value"), span)


def row(cells: Sequence[Cell], *, height: float = 0, header: bool = False, whole: bool = True) -> str:
    """A row at least `height` mm high; whole: it may not break over two pages."""
    properties = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    properties = ("<w:cantSplit/>" if whole else "") + properties + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(map(_cell, cells))}</w:tr>"


def rows_each(names: str, content: str) -> str:
    """Rows once per item."""
    return _tag_row(f"{{%tr for {names} %}}") + content + _tag_row("{%tr endfor %}")


def rows_when(test: str, content: str, otherwise: str = "") -> str:
    """Rows where the test holds."""
    other = _tag_row("{%tr else %}") + otherwise if otherwise else ""
    return _tag_row(f"{{%tr if {test} %}}") + content + other + _tag_row("{%tr endif %}")


def _tag_row(tag: str) -> str:
    return f"<w:tr><w:tc>{p(tag)}</w:tc></w:tr>"


def _cell(cell: Cell) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    # The width depends on the table's grid: `table` puts it in.
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="\1{cell.span}\1" w:type="dxa"/>{span}{merge}'
        f'<w:vAlign w:val="{cell.align}"/></w:tcPr>{cell.content}</w:tc>'
    )


def table(widths: Sequence[float], rows: Iterable[str], *, frame: int = FRAME) -> str:
    """A bordered table of fixed widths in mm, in the middle of the page."""
    columns = [twips(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    sides = "".join(_side(name, frame) for name in ("top", "left", "bottom", "right"))
    inside = "".join(_side(name, HAIR) for name in ("insideH", "insideV"))
    body = "".join(_with_widths(item, columns) for item in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{sides}{inside}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _side(name: str, size: int) -> str:
    return f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


def _with_widths(item: str, columns: Sequence[int]) -> str:
    """Each cell as wide as the columns that it spans; several rows may stand in one text."""
    done = []
    for part in item.split("<w:trPr>"):
        at, pieces = 0, part.split("\1")
        for place in range(1, len(pieces), 2):
            span = int(pieces[place])
            pieces[place] = str(sum(columns[at : at + span]))
            at += span
        done.append("".join(pieces))
    return "<w:trPr>".join(done)
