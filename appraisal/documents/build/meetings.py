"""Papers of a meeting: 会议议程, 会议纪要摘录."""

from __future__ import annotations

from core.documents.markup import Cell, p, row, rows_each, table, texts, when
from core.documents.paper import Paper

from .notices import WITH_NEXT

ITEMS = (14, 72, 46, 24)  # mm
DECIDED = (46, 40, 70)


def _named(words: str, name: str) -> str:
    """A line `名称：…` that is left out where there is nothing to say."""
    return when(name, p(f"{words}：{{{{ {name} }}}}", "Text"))


def _entry(more: str = "") -> list[Cell]:
    """The cells of one entry of the extract."""
    styles = {"label": "Value", "outcome": "Value", "reason": "Left"}
    return [Cell(p(f"{{{{ entry.{name} }}}}", style, more=more)) for name, style in styles.items()]


def agenda() -> Paper:
    """会议议程."""
    header = [Cell(p(word, "Label", marks="<w:b/>")) for word in ("序号", "议　　题", "汇报", "回避")]
    cells = [
        Cell(p("{{ item.number }}", "Value")),
        Cell(p("{{ item.title }}", "Left")),
        Cell(p("{{ item.reporter }}", "Value")),
        Cell(p("{{ item.recused }}", "Value")),
    ]
    return Paper("会议议程").add(
        p("{{ meeting }}议程", "Title2"),
        when("number", p("{{ number }}", "Number")),
        _named("时间", "at"),
        _named("地点", "place"),
        _named("主持", "chair"),
        _named("出席", "members"),
        _named("列席", "others"),
        p("会议议题：", "Head1"),
        table(
            ITEMS, [row(header, height=11, header=True), rows_each("item in items", row(cells, height=12))]
        ),
        p("", "Gap"),
        p("{{ issuer }}", "Issuer"),
        p("{{ on }}", "Dated"),
    )


def minutes_extract() -> Paper:
    """会议纪要摘录 of one item."""
    header = [Cell(p(word, "Label", marks="<w:b/>")) for word in ("对　　象", "决　　定", "理由和说明")]
    return Paper("会议纪要摘录").add(
        p("{{ meeting }}纪要（摘录）", "Title2"),
        when("number", p("{{ number }}", "Number")),
        _named("时间", "at"),
        _named("地点", "place"),
        _named("主持", "chair"),
        _named("出席", "present"),
        _named("缺席", "absent"),
        _named("列席", "others"),
        _named("到会情况", "quorum"),
        p("议题：{{ item }}", "Head1"),
        _named("回避", "recused"),
        texts("discussion", "Text"),
        p("{{ decided }}", "Text"),
        when(
            "entries",
            table(
                DECIDED,
                [
                    row(header, height=11, header=True),
                    rows_each("entry in entries[:-1]", row(_entry(), height=11)),
                    rows_each("entry in entries[-1:]", row(_entry(WITH_NEXT), height=11)),
                ],
            ),
        ),
        p("", "Gap", more=WITH_NEXT),
        texts("resolution", "Text", more=WITH_NEXT),
        p("（以上内容摘自会议纪要，与原件一致。）", "Text", more=f'{WITH_NEXT}<w:spacing w:before="240"/>'),
        p("{{ issuer }}", "Issuer", more=WITH_NEXT),
        p("{{ on }}", "Dated"),
    )
