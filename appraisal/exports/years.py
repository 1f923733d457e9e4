"""The list of years as a workbook, as one reader saw it: withheld where the page withholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from core import clock
from core.tables.textbook import write_text_sheet
from policy.outcomes import SUGGESTIONS

from ..selectors import YearCard
from .overview import KEEP

COLUMNS = (
    ("考核", 22),
    ("状态", 12),
    ("计分时间", 18),
    ("参数", 30),
    ("参加考核", 10),
    ("参加排名", 10),
    ("表彰名额", 10),
    ("研判名额", 10),
    *((word, 16) for word in SUGGESTIONS),
    ("说明", 60),
)


def years_workbook(cards: Iterable[YearCard], path: Path, *, taken_by: str, at: datetime) -> None:
    """Writes one row per year; taken_by: 工号; at: in the time zone that the mark is read in."""
    notes = (f"各次考核，{at:%Y-%m-%d %H:%M} 由工号 {taken_by} 导出", KEEP)
    write_text_sheet(path, "各次考核", COLUMNS, _rows(cards), notes=notes)


def _rows(cards: Iterable[YearCard]) -> Iterator[Sequence[str]]:
    for card in cards:
        cycle, shown = card.cycle, card.sight.figures
        counts = dict(card.words)
        scored_at = cycle.scored_at
        yield (
            cycle.label,
            cycle.get_state_display(),
            f"{scored_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if scored_at else "",
            str(cycle.policy) if scored_at else "",
            str(card.people),
            *(str(cycle.summary[name]) if shown else "" for name in ("ranked", "top_seats", "bottom_seats")),
            *(str(counts.get(word, "")) for word in SUGGESTIONS),
            _said(card),
        )


def _said(card: YearCard) -> str:
    sight = card.sight
    if sight.gaps_open:
        return f"还有 {sight.gaps_open} 人缺票待核尚未核定，核定前不显示得分、名次和名单。"
    if not sight.scored:
        return "尚未汇总计分，没有结果可看。"
    if sight.own_categories:
        return "导出人是这次考核的参加考核人员，各项建议的人数不含其所在的类别。"
    return ""
