"""Entries of old minutes that are told no more on pages: read to be shown, never to be saved.

What the minutes say stays stored. Who keeps them takes the extract of final minutes whole, and leaves a trace
(docs/rules/uses.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..models import AgendaEntry, AgendaItem
from ..registry import closed_of

CLOSED = "（已过查看期限，不再显示）"


def entries_closed(items: Sequence[AgendaItem]) -> frozenset[int]:
    """Which entries of these items are told no more; a query for each kind that knows of such, none else."""
    found: set[int] = set()
    for kind in sorted({item.kind for item in items}):
        if closed := closed_of(kind):
            found.update(closed([item for item in items if item.kind == kind]))
    return frozenset(found)


def told_entries(entries: Iterable[AgendaEntry], closed: Collection[int]) -> list[AgendaEntry]:
    """The entries; a closed one says neither whom it was about nor what came of it."""
    rows = list(entries)
    for row in rows:
        if row.pk in closed:
            row.label, row.outcome, row.proposal, row.note, row.reason = CLOSED, "", "", "", ""
            row.agreed = row.against = row.abstained = None
    return rows


def told_item(item: AgendaItem, entries: Iterable[AgendaEntry], closed: Collection[int]) -> None:
    """The words of an item that has a closed entry name people too."""
    if any(row.pk in closed for row in entries):
        item.text, item.reason = item.text and CLOSED, item.reason and CLOSED
