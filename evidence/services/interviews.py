"""Interviews entered and withdrawn; nothing is overwritten, no name of who was asked is kept (第六条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from appraisal.models import Cycle, Participant
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.twice import made_just_now
from policy.interviews import Draft, may_record, may_withdraw

from ..access.facts import RECORD_INTERVIEW
from ..models import Interview, InterviewEvent
from ..selectors.interviews import interviewer_of, panel_members
from .common_facts import must, unmoved


@transaction.atomic
def interview_record(
    *,
    cycle_pk: int,
    cadre_pk: int,
    kind: str,
    group: str,
    people: int,
    held_on: date,
    first_by: User,
    second_by: User,
    topic: str,
    findings: str,
    actor: User,
) -> Interview:
    """What two of the panel heard about a cadre from one group. Raises RuleBroken."""
    must(actor, RECORD_INTERVIEW)
    # Locked, so that nothing is added while the committee's minutes close the panel's work.
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    person = Participant.objects.filter(cycle=cycle, cadre=cadre_pk).select_related("cadre").first()
    if person is None:
        raise RuleBroken("这名同志不在本次考核的名单中。")
    both = [first_by, second_by]
    if panel_members().filter(pk__in=[user.pk for user in both]).count() < len({user.pk for user in both}):
        raise RuleBroken({"first_by": "谈话人须是组织部或纪委监察部门参加考核组的同志，请重新选择。"})
    draft = Draft(
        state=cycle.state,
        held_on=held_on,
        today=clock.today(),
        interviewers=[interviewer_of(user, person.cadre) for user in both],
        findings=findings,
        about_oneself=person.cadre.staff_no == actor.staff_no,
    )
    require(
        may_record(draft),
        {
            "interview.future": "held_on",
            "interview.two": "second_by",
            "interview.recusal": "first_by",
            "interview.findings": "findings",
        },
    )
    said = {
        "kind": kind,
        "group": group,
        "people": people,
        "held_on": held_on,
        "first_by_id": first_by.pk,
        "second_by_id": second_by.pk,
        "topic": topic.strip(),
        "findings": findings.strip(),
    }
    about = Interview.objects.standing().filter(cycle=cycle, cadre=person.cadre)
    if twin := made_just_now(about, said, actor=actor):
        return twin
    found = Interview.objects.create(cycle=cycle, cadre=person.cadre, entered_by=actor, **said)
    InterviewEvent.record(found, actor=actor, note=f"登记：{found.whom}")
    return found


@transaction.atomic
def interview_withdraw(*, interview_pk: int, version: int | None, reason: str, actor: User) -> Interview:
    """It was entered wrongly: it stays, crossed out, and counts no more. Raises RuleBroken, StaleState."""
    must(actor, RECORD_INTERVIEW)
    rows = Interview.objects.visible_to(actor).select_for_update(of=("self",)).select_related("cycle")
    found = rows.filter(pk=interview_pk).first()
    if found is None:
        raise StaleState
    unmoved(found.version, version)
    withdrawn = found.state == Interview.State.WITHDRAWN
    require(may_withdraw(state=found.cycle.state, withdrawn=withdrawn, reason=reason))
    before = found.state
    found.withdraw(reason=reason.strip())
    found.version += 1
    found.save()
    InterviewEvent.record(found, actor=actor, from_state=before, note=reason.strip())
    return found
