"""述职报告汇编: cover, contents with page numbers, one report after the other."""

from __future__ import annotations

from core.documents.markup import each, field, p, run, texts, twips
from core.documents.paper import HEI, KAI, LINE, TITLE, Paper, Style

WIDTH = 156  # mm of the type area
CONTENTS_NAME = 45  # mm to where the unit begins


def reports_volume() -> Paper:
    """述职报告汇编."""
    paper = Paper("述职报告汇编")
    paper.document.sections[0].different_first_page_header_footer = True
    paper.style(Style("Cover", TITLE, 36, "center", line=54, before=120, after=40))
    paper.style(Style("CoverSmall", KAI, 22, "center", line=36))
    paper.style(Style("ReportTitle", TITLE, 22, "center", line=35, before=LINE, keep=True))
    paper.style(Style("ReportBy", KAI, 16, "center", after=LINE, keep=True))
    paper.style(Style("Contents", HEI, 22, "center", line=35, after=LINE, keep=True))
    new_page = "<w:pageBreakBefore/>"
    tabs = (
        f'<w:tabs><w:tab w:val="left" w:pos="{twips(CONTENTS_NAME)}"/>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(WIDTH)}"/></w:tabs>'
        f'<w:ind w:left="{twips(CONTENTS_NAME)}" w:right="{twips(14)}" w:hanging="{twips(CONTENTS_NAME)}"/>'
    )
    tab = "<w:r><w:tab/></w:r>"
    entry = (
        run("{{ report.name }}")
        + tab
        + run("{{ report.unit }}")
        + tab
        + field("PAGEREF report{{ loop.index }} \\h")
    )
    mark = '<w:bookmarkStart w:id="{{ loop.index }}" w:name="report{{ loop.index }}"/>'
    heading = run("述职报告") + mark + '<w:bookmarkEnd w:id="{{ loop.index }}"/>'
    return paper.add(
        p("{{ title }}", "Cover"),
        p("{{ subtitle }}", "CoverSmall"),
        p("{{ issuer }}", "CoverSmall", more='<w:spacing w:before="3400"/>'),
        p("{{ on }}", "CoverSmall"),
        p("目　录", "Contents", more=new_page),
        each("report in reports", p(entry, "Flat", more=tabs)),
        each(
            "report in reports",
            p(heading, "ReportTitle", more=new_page)
            + p("{{ report.name }}　{{ report.unit }} {{ report.post }}", "ReportBy")
            + texts("report.paragraphs", "Text"),
        ),
    )
