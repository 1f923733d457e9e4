"""Whether it is untrue: found by one, confirmed by the head; only then the cadre is asked (第十四条)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import Unit, User
from core import clock
from core.pages import RuleBroken, require
from matters.models import Matter, Relief
from matters.services import relief_record
from policy.clarification import NONE, UNITS, UNTRUE, day_in_order

from ..access import CHECK, CONFIRM, WISH, WISH_PAPER, own
from ..models import Clarification, Origin, Outcome, Wishes
from ..models.parts import circles_kept
from .common import accusing, clean, clean_reason, in_state, locked, must, put, saved

S = Clarification.State


@transaction.atomic
def finding_record(
    *,
    pk: int,
    version: int,
    outcome: str,
    finding: str,
    finding_no: str,
    checked_on: date,
    external_no: str,
    spread: Collection[str],
    spread_units: Collection[Unit],
    spread_from: date | None,
    matter: Matter | None,
    actor: User,
) -> Clarification:
    """What the check found. spread: where it went; matter: on which marks rest.

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, CHECK, case)
    in_state(case, S.CHECKING)
    texts = clean(Clarification, finding=finding, finding_no=finding_no, external_no=external_no)
    require(day_in_order("核查日期", checked_on, after=None, today=clock.today()))
    if spread_from is not None:
        require(day_in_order("传播起始日期", spread_from, after=None, today=clock.today()))
    if case.origin == Origin.REPORT and not texts["external_no"]:
        raise RuleBroken({"external_no": "因举报反映提起的，请填写承办部门编号；不写举报人和举报内容。"})
    if outcome == UNTRUE and not spread:
        raise RuleBroken({"spread": "请选择传播范围：澄清只能在传播到的范围以内进行。"})
    if UNITS in spread and not spread_units:
        raise RuleBroken({"spread_units": "传播到有关单位的，请选择单位。"})
    before = case.state
    case.find()
    put(
        case,
        outcome=outcome,
        checked_on=checked_on,
        checked_by=actor,
        spread=circles_kept(spread),
        spread_from=spread_from,
        matter=matter,
        **texts,
    )
    case.spread_units.set(spread_units if UNITS in spread else ())
    said = f"核查结论：{Outcome(outcome).label}（{texts['finding_no']}），提请审定"
    return saved(case, actor=actor, before=before, note=said)


@transaction.atomic
def finding_return(*, pk: int, version: int, reason: str, actor: User) -> Clarification:
    """The head sends the finding back. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, CONFIRM, case)
    in_state(case, S.FOUND)
    said = clean_reason(reason)
    before = case.state
    case.check_again()
    return saved(case, actor=actor, before=before, note=f"退回核查：{said}")


@transaction.atomic
def finding_confirm(*, pk: int, version: int, unsuitable: str, actor: User) -> Clarification:
    """The head confirms it. Untrue: the marks on the matter are lifted, and the cadre is asked.

    unsuitable: what the cadre is told where it is not untrue. Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, CONFIRM, case)
    in_state(case, S.FOUND)
    if case.checked_by_id == actor.pk:
        raise RuleBroken("核查结论由另一人审定，不能审定自己的核查结论。")
    told = clean(Clarification, unsuitable=unsuitable)["unsuitable"]
    before = case.state
    put(case, confirmed_by=actor, confirmed_on=clock.today())
    if case.outcome == UNTRUE:
        case.ask()
        _lift(case, actor)
        said = f"审定失实（{case.finding_no}），征求本人意见"
    else:
        if not told:
            raise RuleBroken({"unsuitable": "核查结论不是失实，不能澄清，请写明告知本人的理由。"})
        accusing(case, unsuitable=told)
        case.refuse()
        case.unsuitable = told
        said = f"核查结论：{case.get_outcome_display()}，不予澄清：{told}"
    return saved(case, actor=actor, before=before, note=said)


def _lift(case: Clarification, actor: User) -> None:
    """What rests on the matter counts against this cadre no more (第十四条)."""
    matter = case.matter
    if matter is None or lifted(case):
        return
    case.relief = relief_record(
        matter=matter,
        cadre=case.cadre,
        kind=Relief.Kind.CLARIFIED,
        source=f"澄清正名，核查文号{case.finding_no}",
        actor=actor,
    )


def lifted(case: Clarification) -> bool:
    """Whether the matter is clarified already; 免除责任 may be revoked and does not stand for it."""
    found = Relief.objects.filter(matter=case.matter, cadre=case.cadre, valid_to__isnull=True)
    return found.filter(file_year__isnull=True, kind=Relief.Kind.CLARIFIED).exists()


@transaction.atomic
def wishes_record(
    *, pk: int, version: int, wishes: str, wishes_note: str, wished_on: date | None = None, actor: User
) -> Clarification:
    """What the cadre wishes: said here in person, or entered by the office that asked, with the day.

    Publicity declined is a way of clarifying; 不要求澄清 ends it, what was blocked is restored all the same.
    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    mine = own(actor, case)
    must(actor, WISH if mine else WISH_PAPER, case)
    in_state(case, S.ASKING)
    texts = clean(Clarification, wishes_note=wishes_note)
    day = wished_on or clock.today()
    require(day_in_order("表达意愿日期", day, after=case.confirmed_on, today=clock.today()))
    before = case.state
    case.decline() if wishes == NONE else case.agree()
    put(case, wishes=wishes, wished_on=day, wishes_by=actor, **texts)
    how = "本人表示" if mine else "代录本人意见"
    return saved(case, actor=actor, before=before, note=f"{how}：{Wishes(wishes).label}")
