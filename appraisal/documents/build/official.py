"""Official papers with a red head: 表彰决定 (GB/T 9704-2012)."""

from __future__ import annotations

from core.documents.markup import p, texts
from core.documents.paper import RED, Paper

from .notices import WITH_NEXT, people_table


def commendation() -> Paper:
    """表彰决定."""
    line = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="{RED}"/></w:pBdr>'
    # 44 points where the name is short enough to stand on one line; half points, of the 442 there are.
    size = '<w:sz w:val="{{ [88, 880 // (issuer|length + 2)]|min }}"/>'
    return Paper("表彰决定").add(
        p("{{ issuer }}文件", "RedHead", marks=size),
        p("{{ number }}", "Number", more=line),
        p("{{ title }}", "Title2"),
        p("{{ to }}：", "Flat"),
        texts("grounds", "Text"),
        p("决定对下列同志予以{{ honour }}：", "Text"),
        p("（人员排列不分先后）", "Number", more="<w:keepNext/>"),
        people_table(),
        p("", "Gap"),
        texts("hopes", "Text", more=WITH_NEXT),
        p("{{ issuer }}", "Issuer"),
        p("{{ on }}", "Dated"),
    )
