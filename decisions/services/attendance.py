"""Who is there, and who steps aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from policy.meetings import quorum

from ..access import PREPARE, RECORD
from ..models import AgendaEntry, AgendaItem, Attendee, Meeting, Recusal
from ..selectors.meetings import attendance_of
from ..selectors.recusals import proposed_recusals
from .common import meeting_locked, must, touched

S = Meeting.State
COPIED = ("position", "name", "duty", "user_id", "is_voter")


@dataclass(frozen=True)
class AttendeeDraft:
    """One person as entered. pk: of the row it was, None for a new one."""

    name: str
    duty: str = ""
    user_id: int | None = None
    presence: str = Attendee.Presence.PRESENT
    is_voter: bool = True
    leave_reason: str = ""
    pk: int | None = None


@transaction.atomic
def attendance_record(
    *, meeting_pk: int, version: int, people: Sequence[AttendeeDraft], actor: User
) -> Meeting:
    """Who is expected or came, in order; replaces the whole list. Raises RuleBroken, StaleState."""
    meeting = meeting_locked(meeting_pk, version, Meeting.OPEN)
    must(actor, *((RECORD,) if meeting.state == S.HELD else (PREPARE, RECORD)))
    if meeting.items.filter(recorded_by__isnull=False).exists():
        raise RuleBroken("已有议题录入了结果，票数与出席人数相连。请先撤回结果，再改出席情况。")
    _replace(meeting, people)
    if meeting.state == S.HELD:
        require(quorum(attendance_of(meeting)))
    recusals_propose(meeting)
    found = attendance_of(meeting)
    said = f"登记参会人员：{len(people)} 人（有表决权 {found.voters} 人，实到 {found.present} 人）"
    return touched(meeting, actor=actor, note=said)


@transaction.atomic
def recusal_add(
    *, item_pk: int, entry_pk: int | None, attendee_pk: int, version: int, reason: str, actor: User
) -> Recusal:
    """A member steps aside from an item, or from one entry of it. Raises RuleBroken, StaleState."""
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, Meeting.OPEN)
    must(actor, PREPARE, RECORD)
    _not_recorded(item)
    attendee = Attendee.objects.get(pk=attendee_pk, meeting=meeting)
    entry = None if entry_pk is None else AgendaEntry.objects.get(pk=entry_pk, item=item)
    if Recusal.objects.filter(item=item, entry=entry, attendee=attendee).exists():
        raise RuleBroken(f"{attendee.name}在这一条上的回避已经登记，请在原来的那一行答复。")
    recusal = Recusal.objects.create(
        item=item,
        entry=entry,
        attendee=attendee,
        ground=Recusal.Ground.OTHER,
        reason=reason,
        answer=Recusal.Answer.RECUSED,
        answered_by=actor,
        answered_at=clock.now(),
    )
    touched(meeting, actor=actor, note=f"登记回避：{attendee.name}，{entry or item}")
    return recusal


@transaction.atomic
def recusal_answer(*, recusal_pk: int, version: int, recused: bool, reason: str, actor: User) -> Recusal:
    """Answers a proposed recusal, or changes the answer, before the item has a result.

    Raises RuleBroken, StaleState.
    """
    recusal = Recusal.objects.select_related("item", "attendee", "entry").get(pk=recusal_pk)
    meeting = meeting_locked(recusal.item.meeting_id, version, Meeting.OPEN)
    must(actor, PREPARE, RECORD)
    _not_recorded(recusal.item)
    if recusal.ground == Recusal.Ground.SELF and not recused:
        raise RuleBroken("讨论本人的事项必须回避，不能选“不需要回避”。")
    if not recused and not reason.strip():
        raise RuleBroken({"reason": "不需要回避的，请写明理由。"})
    recusal.answer = Recusal.Answer.RECUSED if recused else Recusal.Answer.NOT_NEEDED
    recusal.reason = reason.strip() or recusal.get_ground_display()
    recusal.answered_by, recusal.answered_at = actor, clock.now()
    recusal.save()
    word = "回避" if recused else "不需要回避"
    touched(meeting, actor=actor, note=f"{recusal.attendee.name}{word}：{recusal.entry or recusal.item}")
    return recusal


def recusals_propose(meeting: Meeting) -> None:
    """Adds the recusals that the register speaks for and that nobody has answered yet; drops those it no more
    speaks for and nobody answered."""
    wanted = {(found.entry_id, found.attendee_id): found for found in proposed_recusals(meeting)}
    for recusal in Recusal.objects.filter(item__meeting=meeting).exclude(entry=None):
        key = (recusal.entry_id, recusal.attendee_id)
        if key in wanted:
            del wanted[key]
        elif recusal.answer == Recusal.Answer.OPEN:
            recusal.delete()
    Recusal.objects.bulk_create(wanted.values())


def attendees_copy(meeting: Meeting) -> None:
    """The members of the last meeting of this kind are expected again, all of them present."""
    last = Meeting.objects.filter(kind=meeting.kind, attendees__isnull=False).exclude(pk=meeting.pk)
    earlier = last.order_by("-held_on", "-pk").first()
    if earlier is None:
        return
    Attendee.objects.bulk_create(
        Attendee(
            meeting=meeting,
            presence=Attendee.Presence.PRESENT if person.is_voter else Attendee.Presence.OBSERVER,
            **{name: getattr(person, name) for name in COPIED},
        )
        for person in earlier.attendees.all()
    )


def _replace(meeting: Meeting, people: Sequence[AttendeeDraft]) -> None:
    """Kept rows keep their keys, so that their recusals stay."""
    kept = {draft.pk for draft in people if draft.pk is not None}
    meeting.attendees.exclude(pk__in=kept).delete()
    existing = {row.pk: row for row in meeting.attendees.all()}
    # Out of the way of the unique positions first; the numbers of the form follow.
    for row in existing.values():
        Attendee.objects.filter(pk=row.pk).update(position=row.position + 10_000, user=None)
    for place, draft in enumerate(people, 1):
        row = existing.get(draft.pk or 0) or Attendee(meeting=meeting)
        row.position, row.name, row.duty, row.user_id = place, draft.name, draft.duty, draft.user_id
        row.presence, row.leave_reason = draft.presence, draft.leave_reason
        row.is_voter = draft.is_voter and draft.presence != Attendee.Presence.OBSERVER
        row.save()


def _not_recorded(item: AgendaItem) -> None:
    if item.is_recorded:
        raise RuleBroken("这一议题已经录入结果，票数与回避相连。请先撤回结果，再改回避。")
