"""A recusal asked for by the cadre or the officer, and decided (回避参照政务处分法第四十七、四十八条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState, require
from policy.tolerance_officers import ASKED, may_ask_recusal, may_decide_recusal

from .. import access_officers as access
from ..models import Recusal, ToleranceCase, ToleranceEvent
from ..selectors.officers import known_officers
from .officers import recusals_directed, stepped_aside

State = Recusal.State


@transaction.atomic
def recusal_ask(*, case: ToleranceCase, officer: User, ground: str, reason: str, actor: User) -> Recusal:
    """The cadre asks that an officer step aside, or the officer asks to. Raises RuleBroken."""
    case = ToleranceCase.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=case.pk)
    own, theirs = actor == officer, actor.staff_no == case.cadre.staff_no
    if not own and not theirs:
        raise RuleBroken("回避由干部本人或者经办人自己提出，没有执行任何操作。")
    if ground not in ASKED:
        raise RuleBroken({"ground": "请选择回避的情形。"})
    if not reason.strip():
        raise RuleBroken({"reason": "请写明理由。"})
    if officer not in known_officers(case, on=clock.today()):
        raise RuleBroken({"officer": "这个人现在不经办本案，请核对。"})
    standing = Recusal.objects.filter(case=case, officer=officer)
    require(
        may_ask_recusal(
            waiting=standing.filter(state=State.WAITING).exists(),
            granted=standing.filter(state=State.GRANTED).exists(),
            name=officer.name,
        )
    )
    origin = Recusal.Origin.OFFICER if own else Recusal.Origin.CADRE
    recusal = Recusal.objects.create(
        case=case, officer=officer, ground=ground, reason=reason.strip(), origin=origin, asked_by=actor
    )
    recusals_directed(case)
    recusal.refresh_from_db()
    ToleranceEvent.record(case, actor=actor, from_state=case.state, note=f"申请{officer.name}回避")
    return recusal


@transaction.atomic
def recusal_decide(
    *, recusal: Recusal, granted: bool, note: str, decided_for: str = "", actor: User
) -> Recusal:
    """The head decides; of a head, the superior through 党办, who says by whose decision (decided_for).

    Raises RuleBroken, and StaleState where it was decided meanwhile.
    """
    case = (
        ToleranceCase.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=recusal.case_id)
    )
    recusal = Recusal.objects.select_related("officer").get(pk=recusal.pk)
    require(may_decide_recusal(decider=actor.pk, officer=recusal.officer_id, asked_by=recusal.asked_by_id))
    if not access.may_decide_recusal(actor, recusal):
        raise RuleBroken("这项回避不由您决定，没有执行任何操作。")
    if access.decided_from_above(recusal) and not decided_for.strip():
        raise RuleBroken({"decided_for": "部门负责人的回避由上级决定，请写明决定人，如党委书记。"})
    taken = Recusal.objects.filter(pk=recusal.pk, state=State.WAITING)
    if not taken.update(
        state=State.GRANTED if granted else State.REFUSED,
        decided_by=actor,
        decided_for=decided_for.strip() or actor.name,
        decided_on=clock.today(),
    ):
        raise StaleState(f"这项回避已经决定：{recusal.get_state_display()}。")
    recusal.refresh_from_db()
    recusal.decision_note = note
    recusal.save(update_fields=["decision_note"])
    if granted:
        stepped_aside(case=case, user=recusal.officer, actor=actor)
    else:
        ToleranceEvent.record(case, actor=actor, from_state=case.state, note=f"{recusal.officer.name}不回避")
    return recusal
