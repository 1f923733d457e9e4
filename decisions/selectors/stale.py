"""Items that no longer say what their lists say: the year was counted anew, or a proposal has changed."""

from __future__ import annotations

from collections.abc import Sequence

from ..models import AgendaEntry, AgendaItem
from ..registry import ListNow, lists_of

MOST_NAMED = 8


def stale_items(items: Sequence[AgendaItem], *, lock: bool = False) -> dict[int, tuple[str, ...]]:
    """item -> why it may not be decided on as it stands, in sentences; what may is left out.

    lock: what the lists rest on stays as it is until the transaction ends. An entry without a basis rests on
    nothing. Where the entries are prefetched, the queries do not grow with the items.
    """
    found: dict[int, tuple[str, ...]] = {}
    for kind in sorted({item.kind for item in items}):
        lists = lists_of(kind)
        resting = [(item, rows) for item in items if item.kind == kind and (rows := _resting(item))]
        if lists is None or not resting:
            continue
        now = lists(sorted({item.subject_id for item, _ in resting}), lock)
        for item, rows in resting:
            if why := _why(rows, now.get(item.subject_id, ListNow())):
                found[item.pk] = why
    return found


def _resting(item: AgendaItem) -> list[AgendaEntry]:
    return [entry for entry in item.entries.all() if entry.basis] if not item.postponed else []


def _why(rows: Sequence[AgendaEntry], now: ListNow) -> tuple[str, ...]:
    if now.wait:
        return (now.wait,)
    changed, gone = [], []
    for row in rows:
        basis = now.bases.get(row.subject_id)
        if basis is None:
            gone.append(row.label)
        elif words := [word for word, value in basis.items() if row.basis.get(word) != value]:
            changed.append(f"{row.label}：{'、'.join(words)}")
    said = [f"列入议题以后有变化的：{_few(changed, '；')}。"] if changed else []
    return (*said, *([f"已不在名单的：{_few(gone, '、')}。"] if gone else []))


def _few(words: Sequence[str], between: str) -> str:
    more = f"等 {len(words)} 人" if len(words) > MOST_NAMED else ""
    return between.join(words[:MOST_NAMED]) + more
