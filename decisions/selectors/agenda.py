"""Items and entries across meetings."""

from __future__ import annotations

from django.db.models import QuerySet

from ..models import AgendaEntry, AgendaItem, Meeting

S = Meeting.State


def items_of(subject_kind: str, subject_id: int) -> QuerySet[AgendaItem]:
    """Every item about a subject, newest meeting first, with its meeting; cancelled meetings left out.

    `item.meeting.is_final` tells whether its result counts.
    """
    return (
        AgendaItem.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
        .exclude(meeting__state=S.CANCELLED)
        .select_related("meeting", "corrects")
        .order_by("-meeting__held_on", "-pk")
    )


def open_items_of(kind: str, subject_kind: str, subject_id: int) -> QuerySet[AgendaItem]:
    """Items of a kind about a subject that stand on the agenda of a meeting not final yet."""
    found = AgendaItem.objects.filter(kind=kind, subject_kind=subject_kind, subject_id=subject_id)
    return found.filter(meeting__state__in=Meeting.OPEN, postponed="")


def last_outcome(kind: str, subject_kind: str, subject_id: int, entry_subject_id: int) -> AgendaEntry | None:
    """What was last decided, in final minutes, of one entry of a subject; None where nothing was.

    A correction (更正) counts as the later decision.
    """
    found = AgendaEntry.objects.filter(
        item__kind=kind,
        item__subject_kind=subject_kind,
        item__subject_id=subject_id,
        item__meeting__state=S.FINAL,
        subject_id=entry_subject_id,
    ).exclude(outcome="")
    newest = found.select_related("item__meeting")
    return newest.order_by("-item__meeting__finalised_at", "-item__position", "-pk").first()


def queued(item: AgendaItem) -> QuerySet[AgendaEntry]:
    """The entries of an item, in the order of its list."""
    return item.entries.select_related("item", "cadre").order_by("position", "pk")
