"""A clarification begins: asked for by the cadre, or proposed by an office (第十四条)."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.db import transaction

from accounts.models import User
from cadres.models import Cadre
from cadres.selectors import unit_of
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from core.tables.errors import Refused
from core.uploads import upload_store
from policy.clarification import may_ask
from policy.private_numbers import may_keep

from ..access import ADD, ADD_OWN, ASK, BEGIN, WITHDRAW, own
from ..models import Began, Clarification, ClarificationEvent, ClarificationFile, Origin
from ..models.cases import CLOSED
from .common import clean, in_state, locked, must, put, saved

S = Clarification.State
MOST_FILES = 10


@transaction.atomic
def request_save(
    *, version: int, origin: str, facts: str, content: str, demand: str, actor: User
) -> Clarification:
    """Begins the cadre's own request or saves what was written so far; it may be incomplete.

    version: of the draft as the user saw it, 0 for a new one. Raises RuleBroken, StaleState.
    """
    must(actor, ASK)
    cadre = _own_cadre(actor)
    texts = clean(Clarification, facts=facts, content=content, demand=demand)
    draft = Clarification.objects.select_for_update().filter(cadre=cadre, state=S.DRAFT).first()
    if (draft.version if draft else 0) != version:
        raise StaleState
    if draft is None:
        draft = Clarification(cadre=cadre, unit=unit_of(cadre), began=Began.REQUEST, opened_by=actor)
    new = draft.pk is None
    put(draft, origin=origin, saved_at=clock.now(), **texts)
    changed_save(draft, actor=actor)
    if new:
        ClarificationEvent.record(draft, actor=actor, note="起草澄清申请")
    return draft


def _own_cadre(actor: User) -> Cadre:
    found = Cadre.objects.filter(staff_no=actor.staff_no).select_for_update(of=("self",)).first()
    if found is None:
        raise RuleBroken("名册中没有您的工号，请联系组织部。")
    return found


@transaction.atomic
def request_submit(*, pk: int, version: int, actor: User) -> Clarification:
    """Hands the own request in; from then on its words stand. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, ASK, case)
    in_state(case, S.DRAFT)
    require(may_ask(facts=case.facts, content=case.content, demand=case.demand))
    before = case.state
    case.submit()
    put(case, opened_on=clock.today(), unit=unit_of(case.cadre))
    return saved(case, actor=actor, before=before, note="本人书面申请澄清")


@transaction.atomic
def request_withdraw(*, pk: int, version: int, actor: User) -> Clarification:
    """The cadre takes it back before anything was found. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, WITHDRAW, case)
    in_state(case, S.DRAFT, S.CHECKING)
    if case.began != Began.REQUEST:
        raise RuleBroken("这件事由部门提出，不能撤回；不要求澄清的，可以在征求意见时写明。")
    before = case.state
    case.withdraw()
    return saved(case, actor=actor, before=before, note="本人撤回申请")


@transaction.atomic
def proposal_begin(
    *, cadre_pk: int, origin: str, facts: str, content: str, external_no: str, actor: User
) -> Clarification:
    """An office proposes it. external_no: for a report, its number there. Raises RuleBroken."""
    must(actor, BEGIN)
    cadre = Cadre.objects.get(pk=cadre_pk)
    texts = clean(Clarification, facts=facts, content=content, external_no=external_no)
    if origin == Origin.REPORT and not texts["external_no"]:
        raise RuleBroken({"external_no": "因举报反映提起的，请填写承办部门编号；不写举报人和举报内容。"})
    case = Clarification(
        cadre=cadre,
        unit=unit_of(cadre),
        began=Began.PROPOSAL,
        origin=origin,
        opened_by=actor,
        opened_on=clock.today(),
        **texts,
    )
    if own(actor, case):
        raise RuleBroken("不能为本人提起；请以干部身份书面申请。")
    case.submit()
    changed_save(case, actor=actor)
    ClarificationEvent.record(case, actor=actor, note="部门提出澄清")
    return case


@transaction.atomic
def file_add(*, pk: int, version: int, content: BinaryIO, name: str, actor: User) -> ClarificationFile:
    """Adds a file: the cadre to the own request until it is checked, the office to the case.

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    mine = own(actor, case)
    must(actor, ADD_OWN if mine else ADD, case)
    if mine:
        in_state(case, S.DRAFT, S.CHECKING)
    elif case.state in CLOSED:
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能再添加附件。")
    changed_save(case, actor=actor)
    ClarificationEvent.record(case, actor=actor, from_state=case.state, note="添加附件")
    return file_kept(case, content, name, own=mine, actor=actor)


def file_kept(
    case: Clarification, content: BinaryIO, name: str, *, own: bool, actor: User
) -> ClarificationFile:
    """Stores a file of the case inside the caller's transaction. Raises RuleBroken at `file`."""
    verdict = may_keep({"文件名": name})
    if not verdict.ok:
        raise RuleBroken({"file": [reason.text for reason in verdict.reasons]})
    if case.files.count() >= MOST_FILES:
        raise RuleBroken({"file": f"最多上传 {MOST_FILES} 个附件。"})
    return ClarificationFile.objects.create(case=case, file=_stored(content, name, actor), own=own)


def _stored(content: BinaryIO, name: str, actor: User) -> Any:
    try:
        return upload_store(content, name=name, actor=actor)
    except Refused as refused:
        raise RuleBroken({"file": f"{refused.message}。{refused.remedy}。"}) from None
