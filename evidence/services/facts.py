"""Results of units and integrity opinions: every change is a new row (第六条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Unit, User
from appraisal.models import Cycle, CycleEvent, Participant
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState, require
from notices.selectors import calendar
from policy.integrity import may_ask, may_give
from policy.workdays import deadline
from rulebook.selectors import limit_on

from ..access.facts import ASK_INTEGRITY, ENTER_RESULT, GIVE_INTEGRITY
from ..models import IntegrityOpinion, IntegrityRequest, UnitResult
from ..selectors.integrity import asked_about, may_be_asked, unasked_in
from .common_facts import must

INTEGRITY_DAYS = "process_integrity_days"


@transaction.atomic
def unit_result_enter(
    *, unit: Unit, year: int, result: str, document_no: str, reason: str, seen: int | None, actor: User
) -> UnitResult:
    """A unit's result of a year; another one replaces it and says why.

    seen: primary key of the row that held when the page was shown, None where none did. Raises RuleBroken,
    StaleState.
    """
    must(actor, ENTER_RESULT)
    held = _held(unit, year, seen)
    if held is not None and not reason.strip():
        raise RuleBroken({"reason": f"{unit.name} {year} 年度已有结果，更正须写明原因。"})
    return UnitResult.objects.create(
        unit=unit,
        year=year,
        result=result.strip(),
        document_no=document_no.strip(),
        reason=reason.strip(),
        entered_by=actor,
    )


@transaction.atomic
def unit_result_void(*, unit: Unit, year: int, seen: int | None, reason: str, actor: User) -> UnitResult:
    """The unit has no result of that year after all. Raises RuleBroken, StaleState."""
    must(actor, ENTER_RESULT)
    if _held(unit, year, seen) is None:
        raise StaleState
    if not reason.strip():
        raise RuleBroken({"reason": "请写明作废的原因。"})
    return UnitResult.objects.create(unit=unit, year=year, void=True, reason=reason.strip(), entered_by=actor)


def _held(unit: Unit, year: int, seen: int | None) -> UnitResult | None:
    Unit.objects.select_for_update().get(pk=unit.pk)  # two people at once: one after the other
    held = UnitResult.objects.current().filter(unit=unit, year=year).first()
    if (held.pk if held else None) != seen:
        raise StaleState
    return held


@transaction.atomic
def integrity_ask(*, cycle_pk: int, actor: User) -> IntegrityRequest:
    """Asks the discipline office about everybody of the cycle who was not asked about. Raises RuleBroken."""
    must(actor, ASK_INTEGRITY)
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    waiting = unasked_in(cycle)
    require(may_ask(in_time=may_be_asked(cycle), waiting=len(waiting)))
    today = clock.today()
    due = deadline(today, limit_on(INTEGRITY_DAYS, today), calendar())
    asked = IntegrityRequest.objects.create(
        cycle=cycle,
        cadres=waiting,
        due_on=due.day,
        provisional=due.provisional,
        asked_by=actor,
    )
    CycleEvent.record(cycle, actor=actor, note=f"向纪委监察部门征求 {len(waiting)} 人的廉政意见")
    return asked


@transaction.atomic
def integrity_give(
    *,
    cycle_pk: int,
    cadre_pk: int,
    seen: int | None,
    conclusion: str,
    document_no: str,
    told: bool,
    actor: User,
) -> IntegrityOpinion:
    """The discipline office answers about one cadre, changes an answer or withdraws it: always a new row.

    seen: primary key of the opinion that held when the page was shown. Raises RuleBroken, StaleState.
    """
    must(actor, GIVE_INTEGRITY)
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    cadre = Cadre.objects.get(pk=cadre_pk)
    if cadre.staff_no == actor.staff_no:
        raise RuleBroken("本人的廉政意见由纪委监察部门其他同志答复。")
    held = IntegrityOpinion.objects.current().filter(cycle=cycle, cadre=cadre).first()
    if (held.pk if held else None) != seen:
        raise StaleState("这名同志的廉政意见刚刚由其他人答复，您的填写没有保存。")
    taking_part = Participant.objects.filter(cycle=cycle, cadre=cadre).exists()
    require(
        may_give(
            asked=taking_part and cadre.pk in asked_about(cycle),
            conclusion=conclusion,
            told=told,
            document_no=document_no,
            standing=held is not None,
        )
    )
    return IntegrityOpinion.objects.create(
        cycle=cycle,
        cadre=cadre,
        conclusion=conclusion,
        document_no=document_no.strip(),
        told=told,
        entered_by=actor,
    )


@transaction.atomic
def integrity_clear_rest(*, cycle_pk: int, document_no: str, cadres: list[int], actor: User) -> int:
    """无影响 with one number for everybody chosen who has no answer yet; how many. Raises RuleBroken."""
    must(actor, GIVE_INTEGRITY)
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    answered = IntegrityOpinion.objects.current().filter(cycle=cycle).values("cadre")
    people = Participant.objects.filter(cycle=cycle, cadre__in=cadres).exclude(cadre__in=answered)
    chosen = list(people.exclude(cadre__staff_no=actor.staff_no).values_list("cadre", flat=True))
    if not chosen:
        raise RuleBroken({"cadres": "请勾选还没有答复的同志。"})
    clear = IntegrityOpinion.Conclusion.CLEAR
    asked = set(chosen) <= asked_about(cycle)
    require(may_give(asked=asked, conclusion=clear, told=False, document_no=document_no, standing=False))
    IntegrityOpinion.objects.bulk_create(
        IntegrityOpinion(
            cycle=cycle,
            cadre_id=cadre,
            conclusion=clear,
            document_no=document_no.strip(),
            entered_by=actor,
        )
        for cadre in chosen
    )
    return len(chosen)
