"""An appeal (申诉) against the answer of a review: noted, waited for, put before the committee (第六条)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, StaleState, require
from notices.selectors import calendar
from policy.review import last_day, may_appeal
from rulebook.selectors import limit_on

from ..access.review import APPEAL
from ..models import Appeal, Review, ReviewEvent
from .common import in_state, locked, must, saved
from .review import ROWS
from .revisions import stale_by_appeal

S = Review.State


@transaction.atomic
def appeal_record(*, pk: int, version: int, appealed_on: date, to_whom: str, actor: User) -> Appeal:
    """An appeal was made to a higher body. Raises RuleBroken, StaleState."""
    case = locked(ROWS, pk, version)
    must(actor, APPEAL, case)
    in_state(case, S.ANSWERED)
    if appealed_on > clock.today():
        raise RuleBroken({"appealed_on": "申诉日期不能晚于今天，请核对。"})
    require(
        may_appeal(
            appealed_on=appealed_on,
            answered_on=case.answered_on or appealed_on,
            until=case.appeal_until or appealed_on,
        )
    )
    days = limit_on("process_appeal_days", appealed_on)
    appeal = Appeal(
        review=case,
        appealed_on=appealed_on,
        to_whom=to_whom.strip(),
        due_on=last_day(appealed_on, days, calendar()).day,
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            appeal.save()
    except IntegrityError:
        told_as_rule(appeal)
        raise
    saved(case, ReviewEvent, actor=actor, before=case.state, note=f"向{appeal.to_whom}申诉")
    return appeal


@transaction.atomic
def appeal_result_record(
    *, pk: int, version: int, changed: bool, result: str, document_no: str, resulted_on: date, actor: User
) -> Appeal:
    """What the higher body decided, with its document. Raises RuleBroken, StaleState.

    version: of the appeal. changed: the result has to change, so that it waits for the committee.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("review").get(pk=pk)
    case = ROWS.get(pk=appeal.review_id)
    must(actor, APPEAL, case)
    if not appeal.appealed_on <= resulted_on <= clock.today():
        raise RuleBroken({"resulted_on": "处理日期应在申诉日期和今天之间，请核对。"})
    if not Appeal.objects.filter(pk=pk, version=version, result="").update(version=F("version") + 1):
        raise StaleState
    appeal.version, appeal.changed = version + 1, changed
    appeal.result, appeal.document_no, appeal.resulted_on = result.strip(), document_no.strip(), resulted_on
    appeal.save()
    note = f"申诉结果：{appeal.result}（{appeal.document_no}）"
    if changed:
        source = f"{appeal.to_whom}申诉处理决定（{appeal.document_no}）：{appeal.result}"
        stale_by_appeal(participant=case.feedback.participant, source=source, actor=actor)
        note += "；提请党委研究更正"
    ReviewEvent.record(case, actor=actor, note=note)
    return appeal
