"""A sheet of paper: its size, its fonts and styles, its page numbers (GB/T 9704-2012 where official).

A4, 37 mm above and 28 mm left, type area 156 x 225 mm: 22 lines of 28 signs of 16 points (3号).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from .engine import zip_entry
from .markup import field, p, run, twips

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
# What stands in where a computer has not got the font; all of these are free.
STAND_INS = {
    TITLE: "FZXiaoBiaoSong-B05S;Noto Serif CJK SC",
    FANG: "仿宋_GB2312;FandolFang R",
    KAI: "楷体_GB2312;FandolKai",
    SONG: "SimSun;Noto Serif CJK SC",
    HEI: "SimHei;Noto Sans CJK SC",
}
RED = "C00000"
LINE = 28.95  # points: 22 of them are the 225 mm of the type area
SQUEEZE = -5  # twentieths of a point: 28 signs of 16 points have 156 mm
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
LEFT_OUT = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "numbering", "theme")
# No document tells who made its template, on which machine, and when.
MADE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes in points; indent and right in signs of its own size."""

    code: str
    font: str
    size: float
    align: str = "both"
    line: float = LINE
    exact: bool = True
    indent: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    bold: bool = False
    color: str = ""
    keep: bool = False


OFFICIAL: Sequence[Style] = (
    Style("Text", FANG, 16, indent=2),
    Style("Flat", FANG, 16),
    Style("Title2", TITLE, 22, "center", line=35, before=LINE, after=LINE, keep=True),
    Style("Subtitle2", KAI, 16, "center", after=14),
    Style("Head1", HEI, 16, indent=2, keep=True),
    Style("Number", FANG, 16, "center"),
    Style("NumberRight", FANG, 16, "right"),
    Style("Issuer", FANG, 16, "right", right=2, before=LINE * 2, keep=True),
    Style("Dated", FANG, 16, "right", right=4),
    Style("RedHead", TITLE, 44, "center", line=60, exact=False, after=LINE, color=RED),
    Style("Small", FANG, 12, line=20),
    Style("Gap", FANG, 6, line=10),
    Style("Label", FANG, 14, "center", line=22, exact=False),
    Style("Value", FANG, 14, "center", line=22, exact=False),
    Style("Left", FANG, 14, "left", line=22, exact=False),
)
FORM: Sequence[Style] = (
    Style("Title2", TITLE, 22, "center", line=34, after=4, keep=True),
    Style("Subtitle2", FANG, 14, "center", line=24, after=8),
    Style("Flat", FANG, 12, line=20),
    Style("Label", SONG, 12, "center", line=18, exact=False),
    Style("Value", FANG, 12, "center", line=18, exact=False),
    Style("Left", FANG, 12, "left", line=20, exact=False),
    Style("Text", FANG, 12, indent=2, line=20, exact=False),
    Style("Sign", FANG, 12, "right", right=2, line=22, exact=False, before=8),
    Style("Small", FANG, 10.5, line=16, exact=False),
    Style("End", FANG, 1, line=1),  # Word wants a paragraph after the last table
)


class Paper:
    """An empty sheet with its styles; `add` markup, then `save`."""

    def __init__(self, title: str, *, form: bool = False, numbered: bool = True) -> None:
        self.form = form
        self.document = Document()
        self._strip()
        self._properties(title)
        self._page()
        for style in FORM if form else OFFICIAL:
            self.style(style)
        if numbered:
            self._page_numbers()
        self._fonts()

    def add(self, *content: str) -> Paper:
        """Markup at the end of the body."""
        body = self.document.element.body
        end = body.sectPr
        for item in parse_xml(f"<w:body {nsdecls('w')}>{''.join(content)}</w:body>"):
            end.addprevious(item)
        return self

    def style(self, style: Style) -> None:
        """Make a paragraph style."""
        made = self.document.styles.add_style(style.code, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = self.document.styles["Normal"]
        made.font.size, made.font.bold = Pt(style.size), style.bold
        made.element.get_or_add_rPr().append(_fonts_of(style.font))
        if style.color:
            made.element.rPr.append(parse_xml(f'<w:color {nsdecls("w")} w:val="{style.color}"/>'))
        if style.size == 16:
            made.element.rPr.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{SQUEEZE}"/>'))
        _in_order(made.element.rPr)
        made.element.get_or_add_pPr()
        made.element.remove(made.element.pPr)
        made.element.insert_element_before(parse_xml(_paragraph_properties(style)), "w:rPr")

    def save(self, path: Path) -> None:
        """Write the file; the same script writes the same parts."""
        made = io.BytesIO()
        self.document.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                target.writestr(zip_entry(name), source.read(name))

    def _strip(self) -> None:
        """Without what python-docx brings along and nobody needs."""
        part = self.document.part
        for holder in (part, part.package):
            for key, rel in list(holder.rels.items()):
                if any(word in rel.reltype for word in LEFT_OUT):
                    del holder.rels[key]
        styles = self.document.styles
        for style in list(styles):
            if style.name not in KEPT_STYLES:
                style.element.getparent().remove(style.element)
        latent = styles.element.find(qn("w:latentStyles"))
        styles.element.remove(latent)
        normal = styles["Normal"]
        normal.font.size = Pt(12 if self.form else 16)
        old = styles.element.find(qn("w:docDefaults"))
        styles.element.replace(old, parse_xml(_defaults()))

    def _properties(self, title: str) -> None:
        core = self.document.core_properties
        core.author = core.last_modified_by = core.comments = core.keywords = core.subject = ""
        core.title, core.language, core.revision = title, "zh-CN", 1
        core.created = core.modified = MADE
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/docProps/app.xml":
                part._blob = _app_properties()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = Mm(28)
        section.top_margin, section.bottom_margin = (Mm(25), Mm(20)) if self.form else (Mm(37), Mm(35))
        section.right_margin = Mm(22) if self.form else Mm(26)
        section.footer_distance = Mm(12) if self.form else Mm(25)
        section.header_distance = Mm(12)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is not None:
            section._sectPr.remove(grid)

    def _page_numbers(self) -> None:
        """On forms in the middle; on official papers outside, one sign in, between two dashes."""
        section = self.document.sections[0]
        small = '<w:sz w:val="28"/>'
        if self.form:
            content = run("第 ") + field("PAGE") + run(" 页　共 ") + field("NUMPAGES") + run(" 页")
            _fill(section.footer, p(content, more='<w:jc w:val="center"/>'), size=18)
            return
        self.document.settings.odd_and_even_pages_header_footer = True
        dashed = run("— ", small) + field("PAGE") + run(" —", small)
        indent = twips(5.6)
        _fill(section.footer, p(dashed, more=f'<w:ind w:right="{indent}"/><w:jc w:val="right"/>'), size=28)
        _fill(section.even_page_footer, p(dashed, more=f'<w:ind w:left="{indent}"/>'), size=28)

    def _fonts(self) -> None:
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = _font_table()


def papers_save(folder: Path, papers: Mapping[str, Callable[[], Paper]]) -> list[Path]:
    """Write every paper as a template into the folder, under its name."""
    written = []
    for name, make in papers.items():
        path = folder / f"{name}.docx"
        make().save(path)
        written.append(path)
    return written


def _fill(footer: object, markup: str, *, size: int) -> None:
    """The footer is this one paragraph; size in half points."""
    footer.is_linked_to_previous = False  # type: ignore[attr-defined]
    holder = footer._element  # type: ignore[attr-defined]
    for old in list(holder):
        holder.remove(old)
    fonts = f'<w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="{size}"/>'
    markup = markup.replace('<w:rPr><w:sz w:val="28"/></w:rPr>', "")
    markup = markup.replace("<w:r>", f"<w:r><w:rPr>{fonts}</w:rPr>")
    for item in parse_xml(f"<w:ftr {nsdecls('w')}>{markup}</w:ftr>"):
        holder.append(item)


def _fonts_of(font: str) -> object:
    named = " ".join(f'w:{of}="{font}"' for of in ("ascii", "hAnsi", "cs", "eastAsia"))
    return parse_xml(f"<w:rFonts {nsdecls('w')} {named}/>")


def _in_order(properties: object) -> None:
    """The schema wants run properties in this order."""
    order = [qn(f"w:{name}") for name in ("rFonts", "b", "color", "spacing", "sz")]
    for item in sorted(properties, key=lambda item: order.index(item.tag)):  # type: ignore[call-overload]
        properties.append(item)  # type: ignore[attr-defined]


def _paragraph_properties(style: Style) -> str:
    rule = "exact" if style.exact else "atLeast"
    spacing = (
        f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" '
        f'w:line="{round(style.line * 20)}" w:lineRule="{rule}"/>'
    )
    first, right = round(style.indent * style.size * 20), round(style.right * style.size * 20)
    indent = ""
    if first or right:
        indent = (
            f'<w:ind w:rightChars="{style.right * 100}" w:right="{right}" '
            f'w:firstLineChars="{style.indent * 100}" w:firstLine="{first}"/>'
        )
    keep = "<w:keepNext/>" if style.keep else ""
    return (
        f'<w:pPr {nsdecls("w")}>{keep}<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/>'
        f'<w:autoSpaceDN w:val="0"/>{spacing}{indent}<w:jc w:val="{style.align}"/></w:pPr>'
    )


def _defaults() -> str:
    fonts = f'<w:rFonts w:ascii="{FANG}" w:hAnsi="{FANG}" w:cs="{FANG}" w:eastAsia="{FANG}"/>'
    return (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _font_table() -> bytes:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, stand_in in STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()


def _app_properties() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Properties xmlns="{space}"><Application>cadre_mgmt</Application></Properties>'.encode()
