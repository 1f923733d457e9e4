"""Telling results to the cadres, and what comes of it: signed, on paper, or refused (第六条)."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

from django.db import transaction

from accounts.models import User
from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import parameters_of
from core import clock
from core.pages import require
from core.uploads import SCANS, upload_store
from notices.selectors import calendar
from policy.review import last_day, may_record_refusal, may_sign
from policy.workdays import deadline

from ..access.review import ENTER_PAPER, ENTER_REFUSAL, HAND_OVER, SIGN
from ..models import Feedback, FeedbackEvent
from .common import in_state, locked, must, saved

S = Feedback.State
ROWS = Feedback.objects.select_related("participant__cadre", "participant__cycle")


@transaction.atomic
def feedback_open(*, cycle: Cycle, actor: Any) -> list[Feedback]:
    """Every participant gets the notice of the result, with the days on which to sign and to ask for review.

    Whoever has one already keeps it.
    """
    told = Feedback.objects.filter(participant__cycle=cycle).values("participant")
    people = Participant.objects.filter(cycle=cycle).exclude(pk__in=told).order_by("pk")
    revised = dict(Grading.objects.filter(participant__cycle=cycle).values_list("participant", "revision"))
    notices = [_notice(cycle, person) for person in people]
    for notice in notices:
        notice.revision = max(revised.get(notice.participant_id, 1), 1)
    made = Feedback.objects.bulk_create(notices)
    FeedbackEvent.objects.bulk_create(
        FeedbackEvent(case=notice, actor=actor, to_state=notice.state, note="结果通知") for notice in made
    )
    return made


@transaction.atomic
def feedback_renew(*, participant: Participant, revision: int, actor: Any) -> Feedback:
    """The notice of a revised result; the earlier one stays with what became of it."""
    notice = _notice(participant.cycle, participant)
    notice.revision = revision
    notice.save()
    FeedbackEvent.record(notice, actor=actor, note=f"结果修订为第 {revision} 版，重新通知")
    return notice


def _notice(cycle: Cycle, person: Participant) -> Feedback:
    parameters, days, today = parameters_of(cycle), calendar(), clock.today()
    due = deadline(today, parameters.feedback_days, days)
    until = last_day(today, parameters.review_days, days)
    return Feedback(
        participant=person,
        notified_on=today,
        due=due.day,
        provisional=due.provisional,
        review_until=until.day,
    )


@transaction.atomic
def feedback_recount(*, actor: Any) -> int:
    """Days that still run are counted again when the calendar changes; a review is never due sooner."""
    today, days, moved = clock.today(), calendar(), 0
    waiting = ROWS.filter(state=S.WAITING, due__gte=today).select_for_update(of=("self",))
    for notice in waiting:
        parameters = parameters_of(notice.participant.cycle)
        due = deadline(notice.notified_on, parameters.feedback_days, days)
        until = last_day(notice.notified_on, parameters.review_days, days).day
        now = (max(due.day, today), due.provisional, max(until, notice.review_until))
        if now == (notice.due, notice.provisional, notice.review_until):
            continue
        notice.due, notice.provisional, notice.review_until = now
        saved(notice, FeedbackEvent, actor=actor, before=notice.state, note="期限按工作日历重新计算")
        moved += 1
    return moved


@transaction.atomic
def feedback_sign(*, pk: int, version: int, opinion: str, actor: User) -> Feedback:
    """The cadre signs in the system. Raises RuleBroken, StaleState."""
    notice = locked(ROWS, pk, version)
    must(actor, SIGN, notice)
    in_state(notice, S.WAITING)
    before = notice.state
    notice.sign()
    notice.way, notice.signed_on, notice.opinion = Feedback.Way.SYSTEM, clock.today(), opinion.strip()
    notice.recorded_by = actor
    return saved(notice, FeedbackEvent, actor=actor, before=before, note="本人签收")


@transaction.atomic
def feedback_hand_over(*, pk: int, version: int, handed_on: date, actor: User) -> Feedback:
    """The supervising leader or the department told the result in person. Raises RuleBroken, StaleState."""
    notice = locked(ROWS, pk, version)
    must(actor, HAND_OVER, notice)
    in_time = may_sign(signed_on=handed_on, notified_on=notice.notified_on, today=clock.today())
    require(in_time, {"feedback.early": "handed_on", "feedback.future": "handed_on"})
    notice.handed_by, notice.handed_on = actor, handed_on
    said = f"{actor.name}于 {handed_on} 当面反馈"
    return saved(notice, FeedbackEvent, actor=actor, before=notice.state, note=said)


@transaction.atomic
def feedback_paper_enter(
    *,
    pk: int,
    version: int,
    signed_on: date,
    opinion: str,
    scan: BinaryIO,
    scan_name: str,
    actor: User,
) -> Feedback:
    """Staff enter a notice signed on paper (代录), with its scan.

    Raises RuleBroken, StaleState, FileTooLarge.
    """
    notice = locked(ROWS, pk, version)
    must(actor, ENTER_PAPER, notice)
    in_state(notice, S.WAITING)
    in_time = may_sign(signed_on=signed_on, notified_on=notice.notified_on, today=clock.today())
    require(in_time, {"feedback.early": "signed_on", "feedback.future": "signed_on"})
    before = notice.state
    notice.sign()
    notice.way, notice.signed_on, notice.opinion = Feedback.Way.PAPER, signed_on, opinion.strip()
    notice.recorded_by = actor
    notice.scan = upload_store(scan, name=scan_name, actor=actor, kinds=SCANS)
    said = f"代录纸质签收，扫描件“{notice.scan.name}”"
    return saved(notice, FeedbackEvent, actor=actor, before=before, note=said)


@transaction.atomic
def feedback_refusal_record(
    *, pk: int, version: int, reason: str, witness_one: str, witness_two: str, actor: User
) -> Feedback:
    """The cadre would not sign, and two people saw it. Raises RuleBroken, StaleState."""
    notice = locked(ROWS, pk, version)
    must(actor, ENTER_REFUSAL, notice)
    in_state(notice, S.WAITING)
    require(
        may_record_refusal(
            reason=reason, witnesses=(witness_one, witness_two), name=notice.participant.cadre.name
        ),
        {
            "feedback.refusal": "reason",
            "feedback.witnesses": "witness_two",
            "feedback.own_witness": "witness_one",
        },
    )
    before = notice.state
    notice.refuse()
    notice.refusal, notice.recorded_by = reason.strip(), actor
    notice.witness_one, notice.witness_two = witness_one.strip(), witness_two.strip()
    said = f"拒绝签收，见证人{notice.witness_one}、{notice.witness_two}"
    return saved(notice, FeedbackEvent, actor=actor, before=before, note=said)
