"""Forms as bordered tables: 诫勉谈话记录, 整改报告."""

from __future__ import annotations

from core.documents.markup import Cell, label, p, row, rows_each, table, texts, value, when
from core.documents.paper import Paper

GRID = (24, 30, 22, 28, 24, 32)  # mm, together the 160 of a form
ITEMS = (44, 44, 24, 20, 28)
PLACE = "{{ unit }} {{ post }}"
NOTE = "注：诫勉后按期提交书面检讨，期满由签发部门跟踪了解（第八条）。本表由签发部门保管，不公开。"
SIGNED = "签名：　　　　　　　　年　　月　　日"


def talk() -> Paper:
    """诫勉谈话记录: talker, recorder, cause and content are written in by hand."""
    return Paper("诫勉谈话记录", form=True).add(
        p("诫勉谈话记录", "Title2"),
        p("（{{ number }}）", "Subtitle2"),
        table(
            GRID,
            [
                row(
                    [label("谈话对象"), value("name"), label("单位及\n职　务"), _said(PLACE, 3)],
                    height=12,
                ),
                row([label("谈话人"), _said("", 2), label("记录人"), _said("", 2)], height=12),
                row([label("谈话时间"), _said("", 2), label("谈话地点"), _said("", 2)], height=12),
                row([label("批　　准"), Cell(p("{{ approved }}", "Left"), 5)], height=12),
                _tall("谈话事由", height=26),
                _tall("谈话内容", height=56),
                _tall("本人表态", height=30),
                row([label("谈话对象\n签　　名"), Cell(p(SIGNED, "Sign"), 5, "bottom")], height=16),
                row([label("谈话人\n签　名"), Cell(p(SIGNED, "Sign"), 5, "bottom")], height=16),
            ],
        ),
        p(NOTE, "Small"),
    )  # fmt: skip


def rectification_report() -> Paper:
    """整改报告: items, what was done, what the two who checked found."""
    heads = [label(word) for word in ("问　题", "整改措施和单位补救措施", "责任人", "时　限", "结　果")]
    cells = [
        Cell(p("{{ item.problem }}", "Left")),
        Cell(p("{{ item.measure }}", "Left") + p("补救：{{ item.remedy }}", "Left")),
        Cell(p("{{ item.owner }}", "Value")),
        Cell(p("{{ item.due }}", "Value")),
        Cell(p("{{ item.result }}", "Left")),
    ]
    return Paper("整改报告", form=True).add(
        p("整 改 报 告", "Title2"),
        p("（{{ number }}）", "Subtitle2"),
        p("事由：{{ title }}", "Flat"),
        p("整改人：{{ name }}　　{{ unit }} {{ post }}", "Flat"),
        p("一、整改事项", "Flat", marks="<w:b/>"),
        table(ITEMS, [row(heads, height=10, header=True), rows_each("item in items", row(cells, height=10))]),
        p("二、整改情况", "Flat", marks="<w:b/>"),
        texts("content", "Text"),
        p("{{ submitted }}", "Sign"),
        when(
            "outcome",
            p("三、核查情况", "Flat", marks="<w:b/>")
            + texts("finding", "Text")
            + p("核查结论：{{ outcome }}。", "Text")
            + p("{{ checked }}", "Sign"),
        ),
        p("", "End"),
    )


def _said(text: str, span: int) -> Cell:
    return Cell(p(text, "Value"), span)


def _tall(name: str, *, height: float) -> str:
    return row([label(name), Cell(p("", "Text"), 5, "top")], height=height, whole=False)
