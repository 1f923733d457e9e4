"""Forms as bordered tables: 年度考核登记表, 聘期考核登记表, 谈话提醒记录."""

from __future__ import annotations

from collections.abc import Sequence

from core.documents.markup import (
    Cell,
    each,
    label,
    or_blank,
    p,
    row,
    rows_each,
    rows_when,
    table,
    texts,
    value,
    when,
)
from core.documents.paper import Paper

GRID = (24, 30, 22, 28, 24, 32)  # mm, together the 160 of a form
LINE_HEIGHT = 10.5
BOX, TERM_BOX = 50, 38
# Without a text, the signature stands at the foot of the box.
REPORT_ALIGN = "{% if report %}top{% else %}bottom{% endif %}"


def annual_form() -> Paper:
    """年度考核登记表."""
    paper = Paper("年度考核登记表", form=True)
    measured = (
        "{% for d in dimensions %}{{ d.label }} {{ d.value }}"
        "{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
    )
    return paper.add(
        p("干部年度考核登记表", "Title2"),
        p("（{{ year }}年度）", "Subtitle2"),
        p("填表单位：{{ office }}　　　　考核类别：{{ category }}", "Flat"),
        table(
            GRID,
            [
                *_basics(),
                _tall(
                    "本人述职",
                    texts("report", "Text"),
                    _signed("reported", "本人签名"),
                    height=128,
                    align=REPORT_ALIGN,
                ),
                _tall(
                    "民主测评",
                    when("dimensions", p(measured, "Text")),
                    p("{{ dimensions_note }}", "Small"),
                    height=18,
                ),
                _tall("主管领导\n评语和\n等次建议", _text("leader"), _signed("leader", "签名"), height=BOX),
                _tall(
                    "党委审定\n意　　见",
                    _text("committee"),
                    p("审定等次：" + or_blank("grade", "　　　　　　"), "Text"),
                    p("（盖章）　　　　" + or_blank("committee.on"), "Sign"),
                    height=BOX,
                ),
                _tall("本人意见", _text("own"), _signed("own", "本人签名"), height=BOX),
                _tall(
                    "未确定\n等次的\n情况说明",
                    when("ungraded", p("{{ ungraded }}", "Text")),
                    p("", "Small"),
                    height=16,
                ),
                _tall("备　　注", when("remark", p("{{ remark }}", "Text")), p("", "Small"), height=14),
            ],
        ),
        p("", "End"),
    )


def term_form() -> Paper:
    """聘期考核登记表."""
    paper = Paper("聘期考核登记表", form=True)
    years = [
        row(
            [label("各年度考核", merge="restart"), label("年度", 2), label("等次", 2), label("年度得分")],
            height=8,
        ),
        rows_each(
            "y in years",
            row(
                [label("", merge="continue"), value("y.year", 2), value("y.grade", 2), value("y.score")],
                height=8,
            ),
        ),
    ]
    parts = (
        "{% for line in parts %}{{ line.label }} {{ line.value }}"
        "{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
    )
    return paper.add(
        p("干部聘期考核登记表", "Title2"),
        p("（聘期：{{ term }}）", "Subtitle2"),
        p("填表单位：{{ office }}", "Flat"),
        table(
            GRID,
            [
                *_basics(),
                _tall(
                    "聘期述职",
                    texts("report", "Text"),
                    _signed("reported", "本人签名"),
                    height=104,  # with the head and three years below it on the first page
                    align=REPORT_ALIGN,
                ),
                *years,
                _tall(
                    "聘期成绩",
                    when("parts", p(parts, "Text")),
                    p("{{ parts_note }}", "Small"),
                    height=18,
                ),
                _tall(
                    "主管领导\n评语和\n考核建议", _text("leader"), _signed("leader", "签名"), height=TERM_BOX
                ),
                _tall(
                    "党委审定\n意　　见",
                    _text("committee"),
                    p("聘期考核结论：" + or_blank("conclusion", "　　　　　　"), "Text"),
                    p("（盖章）　　　　" + or_blank("committee.on"), "Sign"),
                    height=TERM_BOX,
                ),
                _tall("本人意见", _text("own"), _signed("own", "本人签名"), height=TERM_BOX),
                _tall("备　　注", when("remark", p("{{ remark }}", "Text")), p("", "Small"), height=14),
            ],
        ),
        p("", "End"),
    )


def talk_record() -> Paper:
    """谈话提醒记录 of article 7."""
    paper = Paper("谈话提醒记录", form=True)
    signature = rows_when(
        "refused",
        _tall(
            "拒绝签名\n情　　况",
            p("谈话对象未签名。{{ refused }}", "Text"),
            each(
                "w in witnesses", p("见证人：{{ w.name }}（{{ w.post }}）　　签名：　　　　　　　　", "Left")
            ),
            p(HAND_SIGNED, "Sign"),
            height=26,
        ),
        row([label("谈话对象\n签　　名"), Cell(p(or_blank("signed_on"), "Sign"), 5, "bottom")], height=16),
    )
    others = row(
        [
            label("谈话人\n签　名"),
            Cell(p(SIGNED_SHORT, "Sign"), 2, "bottom"),
            label("记录人\n签　名"),
            Cell(p(SIGNED_SHORT, "Sign"), 2, "bottom"),
        ],
        height=16,
    )
    return paper.add(
        p("谈话提醒记录", "Title2"),
        p("（{{ year }}考核结果运用）", "Subtitle2"),
        table(
            GRID,
            [
                row(
                    [
                        label("谈话对象"),
                        value("name"),
                        label("单位及\n职　务"),
                        _value("{{ unit }} {{ post }}", 3),
                    ],
                    height=10,
                ),
                row([label("谈话人"), value("talker"), label("职务"), value("talker_post", 3)], height=10),
                row([label("记录人"), value("recorder"), label("谈话时间"), value("at", 3)], height=10),
                row([label("谈话地点"), value("place", 5)], height=10),
                _tall("谈话事由", texts("grounds", "Text"), p("", "Small"), height=24),
                _tall("谈话内容", texts("content", "Text"), p("", "Small"), height=32, align="top"),
                _tall("谈话对象\n陈　　述", texts("said", "Text"), p("", "Small"), height=26, align="top"),
                _tall("提醒要求", texts("points", "Text"), p("", "Small"), height=24, align="top"),
                signature,
                others,
            ],
        ),
        p(
            "注：本表记载年度考核结果运用中的谈话提醒，与纪检监察机关的谈话、函询等措施相互区分，不作为处分或者处理的依据。"
            "本表由组织部保管，不公开。",
            "Small",
        ),
    )


HAND_SIGNED = "　　　年　　月　　日"
SIGNED_SHORT = "年　　月　　日"


def _basics() -> Sequence[str]:
    """The rows about the person, six columns wide."""
    return (
        _three(("姓　名", "name"), ("性　别", "sex"), ("出生年月", "born")),
        _three(("民　族", "ethnicity"), ("政治面貌", "political_status"), ("入党时间", "joined_party")),
        row(
            [label("工　号"), _basic("staff_no"), label("学历学位"), _basic("education", 3)],
            height=LINE_HEIGHT,
        ),
        row(
            [
                label("专业技术\n职　　务"),
                _basic("professional_title"),
                label("行政级别"),
                _basic("admin_level", 3),
            ],
            height=LINE_HEIGHT,
        ),
        row(
            [label("单　位"), _basic("unit", 3), label("任现职\n时　间"), _basic("in_post_since")],
            height=LINE_HEIGHT,
        ),
        row(
            [label("现任职务"), _basic("post", 3), label("任现职级\n时　　间"), _basic("in_rank_since")],
            height=LINE_HEIGHT,
        ),
        row(
            [label("从事或\n分管工作"), Cell(p("{{ basics.duties }}", "Left"), 5)],
            height=12,
        ),
    )


def _three(*pairs: tuple[str, str]) -> str:
    cells = [cell for name, of in pairs for cell in (label(name), _basic(of))]
    return row(cells, height=LINE_HEIGHT)


def _basic(name: str, span: int = 1) -> Cell:
    return value(f"basics.{name}", span)


def _value(text: str, span: int) -> Cell:
    return Cell(p(text, "Value"), span)


def _tall(name: str, *content: str, height: float, align: str = "bottom") -> str:
    """A box over the whole width, which may go on overleaf. Its last paragraph is always there."""
    box = Cell(p(name, "Label"), align="center" if align == "bottom" else "top")
    return row([box, Cell("".join(content), 5, align)], height=height, whole=False)


def _text(name: str) -> str:
    return when(f"{name}.text", p(f"{{{{ {name}.text }}}}", "Text"))


def _signed(name: str, words: str) -> str:
    """Where somebody signs: the name and the day where they are known, else room for both."""
    who = or_blank(f"{name}.signed", "　　　　　")
    return p(f"{words}：{who}　" + or_blank(f"{name}.on"), "Sign")
