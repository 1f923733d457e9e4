"""Excusing somebody from reporting, and ending that; both leave an event of the cycle (第六条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from appraisal.models import CycleEvent, Participant
from core.pages import RuleBroken, StaleState

from ..access.reports import EXCUSE, may
from ..models import ReportExcuse

WORDS = {True: "免于述职", False: "取消免于述职"}


@transaction.atomic
def report_excuse(*, participant_pk: int, excused: bool, reason: str, actor: User) -> Participant:
    """Says whether the participant is excused; reason: read by both departments and by the cadre.

    Raises RuleBroken, and StaleState where somebody else said the same before.
    """
    rows = Participant.objects.select_for_update(of=("self",)).select_related("cycle", "cadre", "report")
    person = rows.get(pk=participant_pk)
    if not may(actor, EXCUSE, person):
        raise RuleBroken("只有还没有提交述职报告的同志可以办理免于述职；您现在也可能没有这项权限。")
    if not reason.strip():
        raise RuleBroken({"reason": f"{WORDS[excused]}须写明理由。"})
    held = ReportExcuse.objects.filter(participant=person)
    if held.exists() == excused:
        raise StaleState(f"{person.cadre}刚刚已由其他人办理，您的操作没有保存。")
    if excused:
        ReportExcuse.objects.create(participant=person, reason=reason.strip(), excused_by=actor)
    else:
        held.delete()
    note = f"{person.cadre}：{WORDS[excused]}。理由：{reason.strip()}"
    CycleEvent.record(person.cycle, actor=actor, note=note)
    return person
