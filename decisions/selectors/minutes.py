"""What the papers say: minutes extract of one item, agenda, notice; Word files are filled from these."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from core import clock

from .. import registry
from ..models import AgendaEntry, AgendaItem, Attendee, Meeting, Publicity, Recusal
from .closed import entries_closed, told_entries, told_item
from .publicity import people_shown_to


def minutes_context(item: AgendaItem, *, whole: bool = False) -> dict[str, Any]:
    """Plain words and numbers only, ready for a template: meeting, attendance, item, entries, recusals.

    `final` is False where the minutes are not final: then nothing of it may leave the house as minutes.
    whole: with entries that are told no more, for who keeps the minutes.
    """
    meeting = item.meeting
    closed = frozenset[int]() if whole else entries_closed([item])
    entries = told_entries(item.entries.select_related("item").order_by("position", "pk"), closed)
    told_item(item, entries, closed)
    people = list(meeting.attendees.all())
    voters = [person for person in people if person.is_voter]
    return {
        "final": meeting.is_final,
        "meeting": str(meeting),
        "kind": meeting.get_kind_display(),
        "of_department": meeting.kind == Meeting.Kind.DEPARTMENT,
        "number": meeting.number,
        "held_on": _day(meeting.held_on),
        "place": meeting.place,
        "chair": meeting.chair,
        "present": _names(people, Attendee.Presence.PRESENT),
        "observers": _names(people, Attendee.Presence.OBSERVER),
        "on_leave": _names(people, Attendee.Presence.LEAVE),
        "voters": len(voters),
        "voters_present": sum(person.votes for person in voters),
        "proxy_for": meeting.proxy_for,
        "recorded_late": meeting.late_reason if meeting.recorded_late else "",
        "title": item.title,
        "item_kind": item.kind_label,
        "position": item.position,
        "supplementary": item.supplementary,
        "corrects": f"{item.corrects.meeting}：{item.corrects.title}" if item.corrects else "",
        "method": item.get_method_display(),
        "text": item.text,
        "postponed": item.postponed,
        "outcome": item.outcome_label,
        "reason": item.reason,
        "votes": item.votes_words,
        "entries": _entries(entries),
        "recusals": _recusals(item, closed),
        "finalised_by": meeting.finalised_by.name if meeting.finalised_by else "",
        "finalised_at": meeting.finalised_at,
    }


def agenda_context(meeting: Meeting) -> dict[str, Any]:
    """The agenda in plain words: who takes part, and the items with who steps aside. Four queries."""
    people = list(meeting.attendees.all())
    items = meeting.items.prefetch_related("recusals__attendee").order_by("position", "pk")
    return {
        "meeting": str(meeting),
        "kind": meeting.get_kind_display(),
        "of_department": meeting.kind == Meeting.Kind.DEPARTMENT,
        "number": meeting.number,
        "held_on": _day(meeting.held_on),
        "place": meeting.place,
        "chair": meeting.chair,
        "present": _names(people, Attendee.Presence.PRESENT),
        "observers": _names(people, Attendee.Presence.OBSERVER),
        "made_on": _day(clock.today()),
        "items": [
            {
                "title": item.title,
                "supplementary": bool(item.supplementary),
                "corrects": item.corrects_id is not None,
                "reporter": registry.reporter_of(item.kind),
                "recused": _aside(item.recusals.all()),
            }
            for item in items
        ],
    }


def notice_context(publicity: Publicity, user: Any) -> dict[str, Any]:
    """A notice as this reader reads it: words, names, units and posts; never a score or a rank."""
    return {
        "title": publicity.title,
        "text": publicity.text,
        "people": [(who.name, who.unit, who.post) for who in people_shown_to(publicity, user)],
        "begins_on": _day(publicity.begins_on),
        "ends_on": _day(publicity.ends_on),
        "days": publicity.days,
        "provisional": publicity.provisional,
    }


def _day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _aside(recusals: Iterable[Recusal]) -> str:
    """Who leaves the room, and who does for some entries only."""
    found: dict[str, bool] = {}
    for recusal in recusals:
        if recusal.answer == Recusal.Answer.RECUSED:
            name = recusal.attendee.name
            found[name] = found.get(name, False) or recusal.entry_id is None
    return "、".join(name if whole else f"{name}（部分条目）" for name, whole in found.items())


def _names(people: list[Attendee], presence: str) -> str:
    return "、".join(
        person.name + (f"（{person.leave_reason}）" if person.leave_reason else "")
        for person in people
        if person.presence == presence
    )


def _entries(entries: Iterable[AgendaEntry]) -> list[dict[str, Any]]:
    return [
        {
            "position": place,
            "label": entry.label,
            "proposal": entry.proposal_label,
            "outcome": entry.outcome_label,
            "reason": entry.reason,
            "votes": entry.votes_words,
        }
        for place, entry in enumerate(entries, 1)
    ]


def _recusals(item: AgendaItem, closed: Collection[int]) -> list[str]:
    found = list(item.recusals.filter(answer=Recusal.Answer.RECUSED).select_related("attendee", "entry"))
    told_entries((one.entry for one in found if one.entry), closed)
    return [f"{r.attendee.name}回避（{r.entry.label if r.entry else '整个议题'}）" for r in found]
