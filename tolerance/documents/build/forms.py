"""Forms as bordered tables: 容错申请表, 六要素分析表."""

from __future__ import annotations

from core.documents.markup import Cell, each, label, or_blank, p, row, rows_each, table, texts, value, when
from core.documents.paper import Paper

GRID = (26, 54, 26, 54)  # mm, together the 160 of a form
SHEET = (22, 60, 38, 16, 24)


def _box(name: str, *content: str, height: float) -> str:
    """A box over the whole width, which may go on overleaf; its last paragraph is always there."""
    return row(
        [Cell(p(name, "Label")), Cell("".join(content) + p("", "Small"), 3, "top")],
        height=height,
        whole=False,
    )


def application() -> Paper:
    """容错申请表."""
    return Paper("容错申请表", form=True).add(
        p("容错申请表", "Title2"),
        p("（编号：{{ case }}）", "Subtitle2"),
        table(
            GRID,
            [
                row([label("姓　名"), value("name"), label("工　号"), value("staff_no")], height=9),
                row([label("单　位"), value("unit", 3)], height=9),
                row([label("申请人"), value("applicant"), label("办理部门"), value("office")], height=9),
                row([label("事　项"), Cell(p("{{ matter }}", "Left"), 3)], height=9),
                _box(
                    "事实和\n理　由",
                    each(
                        "item in texts",
                        p("{{ item.name }}", "Left", marks="<w:b/>") + texts("item.lines", "Text"),
                    ),
                    height=80,
                ),
                _box("所主张的\n容错条件", when("conditions", p("{{ conditions }}", "Text")), height=14),
                _box("所附材料", texts("files", "Left"), height=14),
                _box(
                    "另一方\n书面意见",
                    each(
                        "item in opinions",
                        p("{{ item.name }}", "Left", marks="<w:b/>") + texts("item.lines", "Text"),
                    ),
                    height=24,
                ),
                row(
                    [
                        label("签　名"),
                        Cell(
                            p("以上情况属实。　签名：　　　　　　" + or_blank("submitted"), "Sign"),
                            3,
                            "bottom",
                        ),
                    ],
                    height=18,
                ),
            ],
        ),
        p("注：撤回申请不影响问责程序照常进行。", "Small"),
    )


def factors() -> Paper:
    """六要素分析表: facts, evidence, finding and author of each; no figure is drawn from them."""
    header = row(
        [label(word) for word in ("要　素", "事　　实", "证　　据", "判断", "分析人")], height=9, header=True
    )
    cells = [
        Cell(p("{{ item.name }}", "Label")),
        Cell(p("{{ item.facts }}", "Left"), align="top"),
        Cell(p("{{ item.evidence }}", "Left"), align="top"),
        Cell(p("{{ item.finding }}", "Value")),
        Cell(p("{{ item.author }}", "Value")),
    ]
    wide = [Cell(p("本人陈述", "Label")), Cell(texts("statement", "Text") + p("", "Small"), 4, "top")]
    joint = each(
        "item in opinions", p("{{ item.name }}", "Left", marks="<w:b/>") + texts("item.lines", "Text")
    )
    return Paper("六要素分析表", form=True).add(
        p("容错六要素分析表", "Title2"),
        p("（编号：{{ case }}　{{ name }}　{{ unit }}）", "Subtitle2"),
        p("事项：{{ matter }}", "Flat"),
        table(
            SHEET,
            [
                header,
                rows_each("item in rows", row(cells, height=18, whole=False)),
                row(wide, height=20, whole=False),
                row(
                    [Cell(p("共同意见", "Label")), Cell(joint + p("", "Small"), 4, "top")],
                    height=24,
                    whole=False,
                ),
            ],
        ),
        p("注：六要素逐项分析，综合判断，不打分、不折算。", "Small"),
        p("{{ issuer }}　　" + or_blank("on"), "Sign"),
    )
