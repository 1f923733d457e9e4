"""A meeting from its preparation to its final minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core import clock
from core.changes import told_as_rule
from core.models import StoredFile
from core.pages import require
from policy.meetings import late_entry, may_finalise, may_hold, may_set_agenda

from ..access import FINALISE, PREPARE, RECORD
from ..models import AgendaItem, Meeting, MeetingEvent
from ..selectors.meetings import attendance_of, open_recusals, titles_undecided
from ..selectors.stale import stale_items
from ..signals import item_decided
from .attendance import attendees_copy, recusals_propose
from .common import meeting_locked, must, touched

FIELDS = ("kind", "number", "held_on", "place", "chair", "late_reason")
LATE = {"meeting.late": "late_reason"}
S = Meeting.State


@transaction.atomic
def meeting_open(
    *,
    kind: str,
    number: str,
    held_on: date,
    place: str,
    chair: str,
    late_reason: str = "",
    actor: User,
) -> Meeting:
    """A meeting to prepare, with the members of the last of its kind; after its day it takes a reason.

    Raises RuleBroken, ValidationError for a number that is taken.
    """
    must(actor, PREPARE)
    require(late_entry(held_on=held_on, today=clock.today(), reason=late_reason), LATE)
    meeting = Meeting(
        kind=kind,
        number=number,
        held_on=held_on,
        place=place,
        chair=chair,
        late_reason=late_reason if held_on < clock.today() else "",
        recorded_late=held_on < clock.today(),
        opened_by=actor,
    )
    _saved(meeting)
    attendees_copy(meeting)
    said = f"事后补录：{meeting.late_reason}" if meeting.recorded_late else ""
    MeetingEvent.record(meeting, actor=actor, note=said)
    return meeting


@transaction.atomic
def meeting_edit(*, meeting_pk: int, version: int, values: Mapping[str, Any], actor: User) -> Meeting:
    """Another day, place, number or chair, before the meeting is held. Raises RuleBroken, StaleState."""
    must(actor, PREPARE)
    meeting = meeting_locked(meeting_pk, version, Meeting.BEFORE)
    for name in FIELDS:
        setattr(meeting, name, values[name])
    opened = timezone.localdate(meeting.opened_at)
    meeting.recorded_late = meeting.held_on < opened
    require(late_entry(held_on=meeting.held_on, today=opened, reason=meeting.late_reason), LATE)
    if not meeting.recorded_late:
        meeting.late_reason = ""
    meeting.version += 1
    _saved(meeting)
    MeetingEvent.record(meeting, actor=actor, from_state=meeting.state, note="修改会议信息")
    return meeting


@transaction.atomic
def agenda_set(*, meeting_pk: int, version: int, actor: User) -> Meeting:
    """The agenda stands; from now on only supplements with a reason. Raises RuleBroken, StaleState."""
    must(actor, PREPARE)
    meeting = meeting_locked(meeting_pk, version, (S.PREPARING,))
    require(may_set_agenda(items=meeting.items.count()))
    recusals_propose(meeting)
    before = meeting.state
    meeting.set_agenda()
    return touched(meeting, actor=actor, before=before)


@transaction.atomic
def agenda_reopen(*, meeting_pk: int, version: int, reason: str, actor: User) -> Meeting:
    """Back to preparation, before the meeting is held. Raises RuleBroken, StaleState."""
    must(actor, PREPARE)
    meeting = meeting_locked(meeting_pk, version, (S.AGENDA_SET,))
    before = meeting.state
    meeting.reopen_agenda()
    return touched(meeting, actor=actor, before=before, note=reason)


@transaction.atomic
def meeting_cancel(*, meeting_pk: int, version: int, reason: str, actor: User) -> Meeting:
    """It does not take place; its items wait for another meeting. Raises RuleBroken, StaleState."""
    must(actor, PREPARE)
    meeting = meeting_locked(meeting_pk, version, Meeting.BEFORE)
    before = meeting.state
    meeting.cancel()
    return touched(meeting, actor=actor, before=before, note=reason)


@transaction.atomic
def meeting_hold(*, meeting_pk: int, version: int, actor: User) -> Meeting:
    """It took place, with a quorum and every recusal answered. Raises RuleBroken, StaleState."""
    must(actor, RECORD)
    meeting = meeting_locked(meeting_pk, version, (S.AGENDA_SET,))
    recusals_propose(meeting)
    require(
        may_hold(
            attendance_of(meeting),
            held_on=meeting.held_on,
            today=clock.today(),
            open_recusals=open_recusals(meeting),
        )
    )
    before = meeting.state
    meeting.hold()
    return touched(meeting, actor=actor, before=before)


@transaction.atomic
def proxy_set(*, meeting_pk: int, version: int, leader: str, scan: StoredFile, actor: User) -> Meeting:
    """Staff enter the results for a leader (代录), from the scan that the leader signed.

    Raises RuleBroken, StaleState.
    """
    must(actor, RECORD)
    meeting = meeting_locked(meeting_pk, version, (*Meeting.BEFORE, S.HELD))
    meeting.proxy_for, meeting.scan = leader, scan
    return touched(meeting, actor=actor, note=f"代录：代{leader}录入，已上传签字扫描件")


@transaction.atomic
def meeting_finalise(*, meeting_pk: int, version: int, actor: User) -> Meeting:
    """The minutes are final; a second person's word, and upper rooms hear what was decided.

    Raises RuleBroken, and StaleState where somebody else was faster.
    """
    must(actor, FINALISE)
    meeting = meeting_locked(meeting_pk, version, (S.HELD,))
    items = list(meeting.items.prefetch_related("entries"))
    decided = [item for item in items if item.is_decided]
    stale = stale_items(decided, lock=True)
    require(
        may_finalise(
            stale=[
                (item.title, item.agenda_kind.article, "".join(stale[item.pk]))
                for item in decided
                if item.pk in stale
            ],
            undecided=titles_undecided(items),
            recorders={item.recorded_by_id for item in items if item.recorded_by_id is not None},
            finaliser=actor.pk,
            proxy_without_scan=meeting.is_proxy and meeting.scan_id is None,
        )
    )
    before = meeting.state
    meeting.finalise(by=actor)
    touched(meeting, actor=actor, before=before)
    for item in decided:
        item_decided.send(
            AgendaItem, item=item, entries=list(item.entries.all()), meeting=meeting, actor=actor
        )
    return meeting


def _saved(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        told_as_rule(meeting)
        raise
