"""What a meeting's rules are asked about."""

from __future__ import annotations

from collections.abc import Iterable

from policy.meetings import Attendance, Shares
from rulebook.selectors import limits_on

from ..models import AgendaItem, Meeting, Recusal


def attendance_of(meeting: Meeting) -> Attendance:
    """Members with a vote, and how many of them are there. Two queries."""
    voters = [person.votes for person in meeting.attendees.all() if person.is_voter]
    return Attendance(meeting.kind, meeting.get_kind_display(), len(voters), sum(voters), shares_of(meeting))


def shares_of(meeting: Meeting) -> Shares:
    """What the rules of the meeting's day ask for. One query."""
    limits = limits_on(meeting.held_on)
    return Shares(
        people=limits["process_quorum_people"],
        others=limits["process_quorum"],
        majority=limits["process_majority"],
    )


def open_recusals(meeting: Meeting) -> tuple[str, ...]:
    """The proposed recusals that nobody has answered, in words."""
    found = Recusal.objects.filter(item__meeting=meeting, answer=Recusal.Answer.OPEN)
    return tuple(
        f"{recusal.attendee.name}（{recusal.entry or recusal.item}，{recusal.get_ground_display()}）"
        for recusal in found.select_related("attendee", "entry", "item")
    )


def titles_undecided(items: Iterable[AgendaItem]) -> tuple[str, ...]:
    """The titles of items with neither a result nor a postponement."""
    return tuple(item.title for item in items if not item.is_recorded)
