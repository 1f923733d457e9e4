"""What a minutes extract says of one item; a document of Word is filled from the same."""

from __future__ import annotations

from typing import Any

from ..models import AgendaItem, Attendee, Recusal


def minutes_context(item: AgendaItem) -> dict[str, Any]:
    """Plain words and numbers only, ready for a template: meeting, attendance, item, entries, recusals.

    `final` is False where the minutes are not final: then nothing of it may leave the house as minutes.
    """
    meeting = item.meeting
    people = list(meeting.attendees.all())
    voters = [person for person in people if person.is_voter]
    return {
        "final": meeting.is_final,
        "meeting": str(meeting),
        "kind": meeting.get_kind_display(),
        "number": meeting.number,
        "held_on": f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日",
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
        "entries": _entries(item),
        "recusals": _recusals(item),
        "finalised_by": meeting.finalised_by.name if meeting.finalised_by else "",
        "finalised_at": meeting.finalised_at,
    }


def _names(people: list[Attendee], presence: str) -> str:
    return "、".join(
        person.name + (f"（{person.leave_reason}）" if person.leave_reason else "")
        for person in people
        if person.presence == presence
    )


def _entries(item: AgendaItem) -> list[dict[str, Any]]:
    return [
        {
            "position": place,
            "label": entry.label,
            "proposal": entry.proposal_label,
            "outcome": entry.outcome_label,
            "reason": entry.reason,
            "votes": entry.votes_words,
        }
        for place, entry in enumerate(item.entries.select_related("item").order_by("position", "pk"), 1)
    ]


def _recusals(item: AgendaItem) -> list[str]:
    found = item.recusals.filter(answer=Recusal.Answer.RECUSED).select_related("attendee", "entry")
    return [f"{r.attendee.name}回避（{r.entry.label if r.entry else '整个议题'}）" for r in found]
