"""The measures of 第八条 after their signature: answer, self-criticism, report, end; dates and numbers."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, require
from policy import alerts as policy
from policy.alerts_steps import ANSWER, CONCLUDE, CRITICISE, FOLLOW_REPORT

from ..models import Card, CardEvent
from .common import card_for, due, moved, workdays_from
from .signals import signal_follow_up

# conclusion -> the lead that it leaves (`alerts.registry.FOLLOW_UPS`).
LEADS = {"other": "inquiry_other", "not_improved": "not_improved"}


@transaction.atomic
def card_answer(*, pk: int, version: int, on: date, actor: User) -> Card:
    """The written answer to a 函询 has come; what it says stays on its paper."""
    card = card_for(ANSWER, pk=pk, version=version, actor=actor)
    require(policy.may_record_day(on, sent=card.signed_on or on, today=clock.today()))
    before = card.state
    card.answer(on=on)
    due(card, workdays_from(on, "alerts_close_days"))
    return moved(card, actor=actor, before=before, note=f"{on} 收到书面答复")


@transaction.atomic
def card_criticise(*, pk: int, version: int, on: date, actor: User) -> Card:
    """The written self-criticism after a 诫勉 has come; the follow-up begins."""
    card = card_for(CRITICISE, pk=pk, version=version, actor=actor)
    require(policy.may_record_day(on, sent=card.signed_on or on, today=clock.today()))
    before = card.state
    card.criticise(on=on)
    card.due_on, card.provisional = card.ends_on, False
    return moved(card, actor=actor, before=before, note=f"{on} 收到书面检讨，{card.ends_on} 跟踪了解")


@transaction.atomic
def card_follow_report(*, pk: int, version: int, on: date, document_no: str, actor: User) -> Card:
    """The written report on what was put right after a 诫勉 has come; what it says stays on its paper."""
    card = card_for(FOLLOW_REPORT, pk=pk, version=version, actor=actor)
    require(policy.may_record_day(on, sent=card.answered_on or on, today=clock.today()))
    if not document_no.strip():
        raise RuleBroken({"document_no": "请填写书面整改报告的文号。"})
    card.report_on, card.report_no = on, document_no.strip()
    return moved(card, actor=actor, before=card.state, note=f"{on} 收到书面整改报告（{card.report_no}）")


@transaction.atomic
def card_conclude(*, pk: int, version: int, conclusion: str, on: date, actor: User) -> Card:
    """A measure of 第八条 ends; where it did not suffice, the next step waits for judgement.

    Raises RuleBroken, StaleState.
    """
    card = card_for(CONCLUDE, pk=pk, version=version, actor=actor)
    require(
        policy.may_conclude(
            card.kind, conclusion=conclusion, on=on, today=clock.today(), follow_on=card.ends_on
        )
    )
    before = card.state
    if conclusion == "not_improved":
        card.escalate(conclusion=conclusion)
    else:
        card.close(conclusion=conclusion)
    card.ended_on = on
    moved(card, actor=actor, before=before, note=policy.CONCLUSIONS[card.kind][conclusion])
    if conclusion == "again":
        _asked_again(card, actor)
    elif rule := LEADS.get(conclusion):
        signal_follow_up(card, rule)
    return card


def _asked_again(card: Card, actor: User) -> Card:
    """Another 函询 on the same matter, which its head issues or not."""
    draft = Card(
        kind=Card.Kind.INQUIRY,
        cadre=card.cadre,
        unit=card.unit,
        matter=card.matter,
        drafted_by=actor,
        due_on=workdays_from(clock.today(), "alerts_judge_days").day,
    )
    changed_save(draft, actor=actor)
    CardEvent.record(draft, actor=actor, note=f"{card.number} 说明不清，再次函询")
    return draft
