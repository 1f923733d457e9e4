"""Beside the steps: restoring what was blocked, a note to the committee, a suspicion referred up."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from policy.clarification import day_in_order

from ..access import MALICE, NOTE, RESTORE
from ..models import Blocked, Clarification, Malice, Origin
from ..models.cases import CLOSED
from .common import accusing, clean, locked, must, put, saved

S = Clarification.State
UNTRUE_ONLY = "核查失实的结论审定以后，才能办理这一步。"


@transaction.atomic
def blocked_add(
    *, pk: int, version: int, kind: str, what: str, blocked_on: date | None, actor: User
) -> Blocked:
    """Something was put off because of the talk. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, RESTORE, case)
    if case.state in (S.DRAFT, *CLOSED):
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能再登记受影响的事项。")
    texts = clean(Blocked, what=what)
    if blocked_on is not None:
        require(day_in_order("暂缓日期", blocked_on, after=None, today=clock.today()))
    found = Blocked(case=case, kind=kind, blocked_on=blocked_on, **texts)
    found.save()
    saved(case, actor=actor, before=case.state, note=f"登记受影响事项：{found}")
    return found


@transaction.atomic
def blocked_restore(
    *, pk: int, version: int, restored_on: date, restored_note: str, document_no: str, actor: User
) -> Blocked:
    """It was restored, or made good. pk, version: of the item. Raises RuleBroken, StaleState."""
    found = Blocked.objects.select_for_update(of=("self",)).select_related("case__cadre").get(pk=pk)
    if found.version != version:
        raise StaleState
    case = locked(found.case_id, None)
    must(actor, RESTORE, case)
    if not case.is_untrue:
        raise RuleBroken(UNTRUE_ONLY)
    if found.restored_on is not None:
        raise RuleBroken("这一项已经恢复。")
    texts = clean(Blocked, restored_note=restored_note, document_no=document_no)
    require(day_in_order("恢复日期", restored_on, after=found.blocked_on, today=clock.today()))
    put(found, restored_on=restored_on, restored_by=actor, **texts)
    changed_save(found, actor=actor)
    saved(case, actor=actor, before=case.state, note=f"恢复{found}，{restored_on:%Y-%m-%d}")
    return found


@transaction.atomic
def committee_note(*, pk: int, version: int, spread_from: date, note: str, actor: User) -> Clarification:
    """Panels read from now on that later votes fell under the talk. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, NOTE, case)
    if not case.is_untrue:
        raise RuleBroken(UNTRUE_ONLY)
    texts = clean(Clarification, note=note)
    accusing(case, note=texts["note"])
    require(day_in_order("传播起始日期", spread_from, after=None, today=clock.today()))
    put(case, spread_from=spread_from, noted_on=clock.today(), **texts)
    said = f"提请党委研判时注意：{spread_from:%Y-%m-%d}以后的票数"
    return saved(case, actor=actor, before=case.state, note=said)


@transaction.atomic
def malice_step(
    *,
    pk: int,
    version: int,
    to: str,
    malice_body: str = "",
    malice_no: str = "",
    malice_on: date | None = None,
    malice_found: bool | None = None,
    actor: User,
) -> Clarification:
    """A suspicion is raised, dropped (错告, explained only), referred up, or answered by the higher body.

    Only that answer, with its document number, says 诬告陷害. Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, MALICE, case)
    if case.origin != Origin.REPORT:
        raise RuleBroken("只有举报反映才涉及诬告陷害的认定。")
    if not case.is_untrue:
        raise RuleBroken(UNTRUE_ONLY)
    if to not in NEXT[case.malice]:
        raise RuleBroken(f"现在是“{case.get_malice_display()}”，不能办理这一步。")
    texts = clean(Clarification, malice_body=malice_body, malice_no=malice_no)
    if to == Malice.RESULT_RECEIVED and not (
        texts["malice_no"] and texts["malice_body"] and malice_found is not None
    ):
        raise RuleBroken(
            {"malice_no": "诬告陷害由设区的市级以上党委或者纪检监察机关认定，请填写认定机关、结果和文号。"}
        )
    if to == Malice.REFERRED_UP and not texts["malice_body"]:
        raise RuleBroken({"malice_body": "请填写报送的上级机关。"})
    day = malice_on or clock.today()
    require(day_in_order("日期", day, after=case.confirmed_on, today=clock.today()))
    put(case, malice=to, malice_on=day)
    case.malice_found = malice_found if to == Malice.RESULT_RECEIVED else None
    if to in (Malice.REFERRED_UP, Malice.RESULT_RECEIVED):
        put(case, **texts)
    said = f"{Malice(to).label}{'：' + texts['malice_no'] if texts['malice_no'] else ''}"
    return saved(case, actor=actor, before=case.state, note=said)


NEXT: dict[str, tuple[str, ...]] = {
    Malice.UNSEEN: (Malice.SUSPECTED,),
    Malice.SUSPECTED: (Malice.REFERRED_UP, Malice.UNSEEN),
    Malice.REFERRED_UP: (Malice.RESULT_RECEIVED,),
    Malice.RESULT_RECEIVED: (),
}
