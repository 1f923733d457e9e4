"""An item with what was entered for it, as its rules are asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from policy.meetings import Entry, Item, Votes

from ..models import AgendaEntry, AgendaItem, Recusal
from .meetings import shares_of

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
    """The item with these results. Five queries, whatever the number of entries."""
    kind = item.agenda_kind
    people = list(item.meeting.attendees.all())
    present = {person.pk for person in people if person.votes}
    entitled = {person.pk for person in people if person.is_voter}
    recusals = list(item.recusals.select_related("attendee", "entry", "item"))
    aside = _aside(recusals)
    rows = list(item.entries.order_by("position", "pk"))
    votes = _Voters(present, entitled, aside)
    facts = [_fact(row.pk, row, results.get(row.pk), votes) for row in rows]
    if not rows:
        facts = [_fact(WHOLE, item, results.get(WHOLE), votes)]
    return Item(
        title=item.title,
        article=kind.article,
        choices=kind.choices,
        entries=tuple(facts),
        ordered=kind.ordered,
        by_vote=by_vote,
        text=text,
        open_recusals=tuple(str(r) for r in recusals if r.answer == Recusal.Answer.OPEN),
        shares=shares_of(item.meeting),
    )


def _aside(recusals: list[Recusal]) -> dict[int, set[int]]:
    """entry -> who stepped aside from it; under `WHOLE` from the item."""
    found: dict[int, set[int]] = {WHOLE: set()}
    for recusal in recusals:
        if recusal.answer == Recusal.Answer.RECUSED:
            found.setdefault(recusal.entry_id or WHOLE, set()).add(recusal.attendee_id)
    return found


@dataclass(frozen=True)
class _Voters:
    """Who has a vote: those present, all of them, and who stepped aside from which entry."""

    present: set[int]
    entitled: set[int]
    aside: dict[int, set[int]]


def _fact(key: int, row: AgendaEntry | AgendaItem, draft: Draft | None, votes: _Voters) -> Entry:
    away = votes.aside[WHOLE] | votes.aside.get(key, set())
    entry = row if isinstance(row, AgendaEntry) else None
    return Entry(
        key=key,
        label=entry.label if entry else str(row),
        position=row.position,
        proposal=entry.proposal if entry else "",
        outcome=draft.outcome if draft else "",
        reason=draft.reason if draft else "",
        tied=entry.tied if entry else None,
        voters=len(votes.present - away),
        entitled=len(votes.entitled - away),
        votes=draft.votes if draft else None,
    )
