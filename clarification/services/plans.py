"""How it is to be clarified: drawn up, approved by the head or above, or found not to be suitable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from accounts.selectors import units_under_any
from core import clock
from core.pages import RuleBroken, require
from notices.selectors import calendar
from policy.clarification import UNITS, Approval, Plan, Reach, day_in_order, may_approve, may_manage, may_plan
from policy.limits.clarification import APPROVE as APPROVE_DAYS
from policy.limits.clarification import DO as DO_DAYS
from policy.workdays import deadline
from rulebook.selectors import limit_on

from ..access import APPROVE, PLAN, REFUSE
from ..models import Body, Channel, Clarification
from ..models.parts import circles_kept
from ..selectors import managed_by_register
from .common import ROWS, accusing, clean, clean_reason, in_state, locked, must, put, saved

S = Clarification.State


@transaction.atomic
def plan_submit(
    *,
    pk: int,
    version: int,
    channel: str,
    audience: Collection[str],
    audience_units: Collection[Unit],
    words: str,
    risk_level: str,
    risk: str,
    managed: bool,
    managed_reason: str = "",
    actor: User,
) -> Clarification:
    """Draws the plan up and sends it to approval; never wider than the talk went.

    managed: whether a cadre of the Party committee (校管干部); other than the register says with
    managed_reason. Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, PLAN, case)
    in_state(case, S.PLANNING)
    texts = clean(Clarification, words=words, risk=risk, managed_reason=managed_reason)
    units = list(audience_units) if UNITS in audience else []
    reach = Reach(frozenset(audience), frozenset(unit.name for unit in units))
    require(may_plan(Plan(case.wishes, channel, reach, _spread(case), **_said(case, texts))))
    known = managed_by_register(case)
    verdict = may_manage(managed, known, texts["managed_reason"])
    if not verdict.ok:
        raise RuleBroken({"managed_reason": [reason.text for reason in verdict.reasons]})
    if managed == known:
        texts["managed_reason"] = ""
    before, today = case.state, clock.today()
    case.plan()
    due = deadline(today, limit_on(APPROVE_DAYS, today), calendar())
    put(
        case,
        channel=channel,
        audience=circles_kept(audience),
        risk_level=risk_level,
        managed=managed,
        **texts,
    )
    put(case, planned_by=actor, planned_on=today, approve_due=due.day, provisional=due.provisional)
    case.audience_units.set(units)
    said = f"方案：{Channel(channel).label}，{reach.words}，提请审批"
    if texts["managed_reason"]:
        said += f"；更正为{'' if managed else '非'}校管干部：{texts['managed_reason']}"
    return saved(case, actor=actor, before=before, note=said)


def _said(case: Clarification, texts: dict[str, str]) -> dict[str, str]:
    return {"words": texts["words"], "risk": texts["risk"], "accused_document": case.accused_no}


def _spread(case: Clarification) -> Reach:
    """Where it went, with the sub-units of the units named."""
    reach = case.spread_reach()
    below = units_under_any(case.spread_units.values_list("pk", flat=True)) if reach.units else ()
    names = Unit.objects.filter(pk__in=below).values_list("name", flat=True)
    return Reach(reach.circles, reach.units | frozenset(names))


@transaction.atomic
def plan_return(*, pk: int, version: int, reason: str, actor: User) -> Clarification:
    """The head sends the plan back. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, APPROVE, case)
    in_state(case, S.APPROVING)
    said = clean_reason(reason)
    before = case.state
    case.plan_again()
    return saved(case, actor=actor, before=before, note=f"方案退回：{said}")


@transaction.atomic
def plan_approve(
    *,
    pk: int,
    version: int,
    approving_body: str,
    approval_no: str,
    approved_on: date | None = None,
    actor: User,
) -> Clarification:
    """The head approves it, for 校管干部 with what the Party committee or its discipline secretary decided.

    approved_on: the day on which that body decided; today where none is given, and for the head's own word.
    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, APPROVE, case)
    in_state(case, S.APPROVING)
    texts = clean(Clarification, approval_no=approval_no)
    said = Approval(actor.pk, case.planned_by_id, case.managed, approving_body, texts["approval_no"])
    require(may_approve(said))
    today = clock.today()
    day = approved_on if approving_body and approved_on else today
    in_order = day_in_order("批准日期", day, after=case.confirmed_on, today=today)
    if not in_order.ok:
        raise RuleBroken({"approved_on": [reason.text for reason in in_order.reasons]})
    return _approved(case, approving_body, texts["approval_no"], day, actor)


@transaction.atomic
def plan_decide(
    *, pk: int, agreed: bool, reason: str, meeting: str, decided_on: date, actor: User
) -> Clarification | None:
    """The Party committee's minutes are final. None where it was approved or ended by another way before.

    decided_on: the day of the meeting, whenever its minutes were entered.
    """
    case = locked(pk, None)
    if case.state != S.APPROVING:
        return None
    if agreed:
        return _approved(case, Body.PARTY, meeting[:100], decided_on, actor)
    before = case.state
    case.plan_again()
    return saved(case, actor=actor, before=before, note=f"{meeting}未同意方案：{reason}")


def _approved(case: Clarification, body: str, document_no: str, on: date, actor: Any) -> Clarification:
    before = case.state
    case.approve()
    due = deadline(on, limit_on(DO_DAYS, on), calendar())
    put(case, approving_body=body, approval_no=document_no, approved_by=actor, approved_on=on)
    put(case, do_due=due.day, provisional=due.provisional)
    by = f"{Body(body).label}（{document_no}）" if body else "纪委监察部门负责人"
    return saved(case, actor=actor, before=before, note=f"批准方案：{by}")


@transaction.atomic
def case_refuse(*, pk: int, version: int, unsuitable: str, actor: User) -> Clarification:
    """The head finds that clarifying would not be suitable (不宜澄清), with the reason the cadre is told.

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, REFUSE, case)
    in_state(case, S.PLANNING, S.APPROVING)
    told = clean(Clarification, unsuitable=unsuitable)["unsuitable"]
    if not told:
        raise RuleBroken({"unsuitable": "请写明不宜澄清的理由，理由告知本人。"})
    accusing(case, unsuitable=told)
    before = case.state
    case.refuse()
    case.unsuitable = told
    return saved(case, actor=actor, before=before, note=f"不宜澄清：{told}")


def deadlines_recount(*, actor: User) -> None:
    """The calendar of working days changed: deadlines that are not over are counted again."""
    today, days = clock.today(), calendar()
    rows = ROWS.select_for_update(of=("self",))
    for case in rows.filter(state__in=(S.APPROVING, S.DOING, S.DELIVERING)):
        approving = case.state == S.APPROVING
        name, key = ("approve_due", APPROVE_DAYS) if approving else ("do_due", DO_DAYS)
        start, old = case.planned_on if approving else case.approved_on, getattr(case, name)
        if start is None or old is None or old < today:
            continue
        due = deadline(start, limit_on(key, start), days)
        if (due.day, due.provisional) == (old, case.provisional):
            continue
        put(case, provisional=due.provisional, **{name: max(due.day, today)})
        saved(case, actor=actor, before=case.state, note=f"工作日历有变化，期限重新计算为{due.words}")
