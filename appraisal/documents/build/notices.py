"""Letters and notices: 考核结果通知书, 公示公告."""

from __future__ import annotations

from core.documents.markup import Cell, each, p, row, rows_each, table, texts, when
from core.documents.paper import Paper

# No page holds a signature alone: the text before it goes along (GB/T 9704).
WITH_NEXT = "<w:keepNext/>"
PEOPLE = (43, 61, 52)  # mm, together the 156 of the type area


def people_table() -> str:
    """Name, unit and post, in no order of merit: no number stands before anybody."""
    header = [Cell(p(word, "Label", marks="<w:b/>")) for word in ("姓　名", "单　　位", "职　　务")]
    cells = [Cell(p(f"{{{{ who.{name} }}}}", "Value")) for name in ("name", "unit", "post")]
    return table(
        PEOPLE,
        [row(header, height=11, header=True), rows_each("who in people", row(cells, height=10.5))],
    )


def result_notice() -> Paper:
    """考核结果通知书 with its receipt."""
    paper = Paper("考核结果通知书", numbered=False)
    outcome = "经学校党委研究决定，你{{ what }}结果为：{{ outcome }}。"
    receipt = "本人已收到{{ what }}结果通知书，知悉考核结果及申请复核的权利和期限。"
    return paper.add(
        p("考核结果通知书", "Title2"),
        when("number", p("{{ number }}", "NumberRight")),
        p("{{ name }}同志{% if unit or post %}（{{ unit }} {{ post }}）{% endif %}：", "Flat"),
        p(outcome, "Text"),
        each("line in details", p("{{ line.label }}：{{ line.value }}", "Text")),
        when(
            "review_by",
            p(
                "如对考核结果有异议，可在{{ review_by }}前向{{ review_at }}书面申请复核。复核不使结果变差。",
                "Text",
            ),
        ),
        p("{{ issuer }}", "Issuer"),
        p("{{ on }}", "Dated"),
        p(
            "",
            "Flat",
            more='<w:pBdr><w:bottom w:val="dashed" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>',
        ),
        p("送达回执", "Number", more="<w:keepNext/>", marks="<w:b/>"),
        p(receipt, "Text", more="<w:keepNext/>"),
        p("签名：　　　　　　　　　　　年　　月　　日", "Issuer", more='<w:spacing w:before="300"/>'),
    )


def public_notice() -> Paper:
    """公示公告."""
    return Paper("公示").add(
        p("{{ title }}", "Title2"),
        texts("opening", "Text"),
        p("（人员排列不分先后）", "Number", more="<w:keepNext/>"),
        people_table(),
        p("公示时间：{{ period }}", "Text", more=f'{WITH_NEXT}<w:spacing w:before="240"/>'),
        texts("objections", "Text", more=WITH_NEXT),
        each("line in contact", p("{{ line.label }}：{{ line.value }}", "Text", more=WITH_NEXT)),
        p("{{ issuer }}", "Issuer"),
        p("{{ on }}", "Dated"),
    )
