"""An item with what was entered for it, as its rules are asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from policy.meetings import Entry, Item, Votes

from ..models import AgendaEntry, AgendaItem, Recusal

WHOLE = 0


class Draft(Protocol):
    """What was entered for one entry."""

    @property
    def outcome(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def votes(self) -> Votes | None: ...


def item_facts(item: AgendaItem, *, results: Mapping[int, Draft], by_vote: bool, text: str) -> Item:
    """The item with these results. Four queries, whatever the number of entries."""
    kind = item.agenda_kind
    people = list(item.meeting.attendees.all())
    present = {person.pk for person in people if person.votes}
    entitled = {person.pk for person in people if person.is_voter}
    recusals = list(item.recusals.select_related("attendee", "entry", "item"))
    aside = _aside(recusals)
    rows = list(item.entries.order_by("position", "pk"))
    facts = [_fact(row.pk, row, results.get(row.pk), present, entitled, aside) for row in rows]
    if not rows:
        facts = [_fact(WHOLE, item, results.get(WHOLE), present, entitled, aside)]
    return Item(
        title=item.title,
        article=kind.article,
        choices=kind.choices,
        entries=tuple(facts),
        ordered=kind.ordered,
        by_vote=by_vote,
        text=text,
        open_recusals=tuple(str(r) for r in recusals if r.answer == Recusal.Answer.OPEN),
    )


def voters_of(item: AgendaItem) -> dict[int, int]:
    """entry (or `WHOLE`) -> how many present members vote on it. Three queries."""
    facts = item_facts(item, results={}, by_vote=True, text="")
    return {entry.key: entry.voters for entry in facts.entries}


def _aside(recusals: list[Recusal]) -> dict[int, set[int]]:
    """entry -> who stepped aside from it; under `WHOLE` from the item."""
    found: dict[int, set[int]] = {WHOLE: set()}
    for recusal in recusals:
        if recusal.answer == Recusal.Answer.RECUSED:
            found.setdefault(recusal.entry_id or WHOLE, set()).add(recusal.attendee_id)
    return found


def _fact(
    key: int,
    row: AgendaEntry | AgendaItem,
    draft: Draft | None,
    present: set[int],
    entitled: set[int],
    aside: dict[int, set[int]],
) -> Entry:
    away = aside[WHOLE] | aside.get(key, set())
    of_list = isinstance(row, AgendaEntry)
    return Entry(
        key=key,
        label=row.label if isinstance(row, AgendaEntry) else row.title,
        position=row.position,
        proposal=row.proposal if isinstance(row, AgendaEntry) else "",
        outcome=draft.outcome if draft else "",
        reason=draft.reason if draft else "",
        tied=row.tied if of_list else None,  # type: ignore[union-attr]
        voters=len(present - away),
        entitled=len(entitled - away),
        votes=draft.votes if draft else None,
    )
