"""What waits for a meeting, as the upper apps offer it."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import AgendaItem, Meeting
from ..registry import AgendaKind, Offer, source_of, sources


@dataclass(frozen=True)
class Waiting:
    """An offer with its kind."""

    kind: AgendaKind
    offer: Offer


def waiting_offers() -> list[Waiting]:
    """Every offer that stands on no agenda of a meeting not final yet; the sources' own queries and one."""
    placed = set(
        AgendaItem.objects.filter(meeting__state__in=Meeting.OPEN, postponed="")
        .order_by()
        .values_list("kind", "subject_kind", "subject_id", "title")
    )
    return [
        Waiting(kind, offer)
        for kind, source in sources()
        for offer in source()
        if (kind.code, offer.subject_kind, offer.subject_id, offer.title) not in placed
    ]


def find_offer(kind: str, subject_kind: str, subject_id: int, title: str) -> Offer | None:
    """That offer, while it waits; None else."""
    for waiting in waiting_offers():
        offer = waiting.offer
        found = (waiting.kind.code, offer.subject_kind, offer.subject_id, offer.title)
        if found == (kind, subject_kind, subject_id, title):
            return offer
    return None


def offer_now(item: AgendaItem) -> Offer | None:
    """What its app would offer now in place of an item that stands on an agenda; None where nothing."""
    source = source_of(item.kind)
    known = (item.subject_kind, item.subject_id, item.title)
    offers = source() if source else ()
    return next((one for one in offers if (one.subject_kind, one.subject_id, one.title) == known), None)
