"""The demo's running year: its plan approved by a meeting, its list made, reports asked for (第六条).

So a visitor finds every role's work of the season: reports to write, to check, a plan and a final minute.
"""

from __future__ import annotations

from django.db import transaction

from accounts.models import Role, User
from appraisal.agenda import APPROVED, PLAN, SUBJECT, plan_title
from appraisal.forms.plan import usual_days
from appraisal.models import Cycle
from appraisal.services import cycle_step, participants_generate, plan_draft
from appraisal.services.plans import EDITABLE
from ballots.models import ways_by_machine
from core import clock
from decisions.models import Attendee
from decisions.services import (
    AttendeeDraft,
    ResultDraft,
    agenda_item_from_offer,
    agenda_set,
    attendance_record,
    item_result_record,
    meeting_finalise,
    meeting_hold,
    meeting_open,
)
from policy.meetings import Votes

from .demo.institution import YEAR

RUNNING = YEAR + 1
MEMBERS = ("陈正", "林致远", "许国栋", "顾明", "方静", "秦岚", "宋怀远", "何敏", "沈国安")


def demo_cycle_complete() -> bool:
    """Does it once, after the accounts; whether there was anything to do. Visitors' own acts stay."""
    if Cycle.objects.filter(year=RUNNING).exists():
        return False
    with transaction.atomic():
        officer, head, clerk = (_first(role) for role in (Role.ORG_OFFICER, Role.ORG_HEAD, Role.PARTY_OFFICE))
        days = usual_days(RUNNING)
        said = {"focus": "学校重大决策部署的贯彻执行情况。", "bottom_scope": "", "ways": ways_by_machine()}
        values = {name: days.get(name) for name in EDITABLE} | said
        cycle = plan_draft(
            year=RUNNING, kind=Cycle.Kind.ANNUAL, level=Cycle.Level.MIDDLE, values=values, actor=officer
        )
        _approve(cycle, officer, head, clerk)
        participants_generate(cycle_pk=cycle.pk, actor=officer)
        cycle_step(cycle_pk=cycle.pk, step="open_reports", seen=Cycle.State.APPROVED, why_now="", actor=head)
    return True


def _first(role: Role) -> User:
    return User.objects.filter(grants__role=role).earliest("pk")


def _approve(cycle: Cycle, officer: User, head: User, clerk: User) -> None:
    """The standing committee's meeting, from the agenda to its final minutes."""
    meeting = meeting_open(
        kind="standing",
        number=f"{RUNNING}年第21次",
        held_on=clock.today(),
        place="行政楼第一会议室",
        chair=MEMBERS[0],
        actor=officer,
    )
    agenda_item_from_offer(
        meeting_pk=meeting.pk,
        version=meeting.version,
        kind=PLAN,
        subject_kind=SUBJECT,
        subject_id=cycle.pk,
        title=plan_title(cycle),
        actor=officer,
    )
    people = [
        AttendeeDraft(name=name, duty="党委委员", presence=Attendee.Presence.PRESENT) for name in MEMBERS
    ]
    meeting.refresh_from_db()
    attendance_record(meeting_pk=meeting.pk, version=meeting.version, people=people, actor=clerk)
    for act, actor in ((agenda_set, officer), (meeting_hold, clerk)):
        meeting.refresh_from_db()
        act(meeting_pk=meeting.pk, version=meeting.version, actor=actor)
    item = meeting.items.get()
    meeting.refresh_from_db()
    item_result_record(
        item_pk=item.pk,
        version=meeting.version,
        method="vote",
        results={0: ResultDraft(outcome=APPROVED, votes=Votes(len(MEMBERS), 0, 0))},
        actor=clerk,
    )
    meeting.refresh_from_db()
    meeting_finalise(meeting_pk=meeting.pk, version=meeting.version, actor=head)
