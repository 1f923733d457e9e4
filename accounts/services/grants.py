"""Grants: the security officer proposes, the system officer confirms, and only then anything changes.

docs/decisions/0007 says why these two. Who may do what is asked here, not only by the pages.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from core import clock
from core.pages import RuleBroken, StaleState, require
from policy.separation import Holding, may_decide, may_grant, may_propose
from policy.verdict import Verdict

from ..models import OFFICER_ROLES, GrantProposal, Role, RoleGrant, SecurityEvent, Unit, User
from ..selectors import holds_role
from .people import account_lock, officers_must_remain
from .security_log import security_event_record
from .sessions import sessions_invalidate

Kind, State = GrantProposal.Kind, GrantProposal.State


@transaction.atomic
def grant_propose(
    *,
    user: User,
    role: Role,
    unit: Unit | None,
    valid_from: date,
    valid_to: date | None,
    reason: str,
    actor: User,
) -> GrantProposal:
    """Asks for a grant; without any effect until `proposal_approve`. Raises RuleBroken."""
    _must_hold(actor, Role.SECURITY_OFFICER)
    require(may_propose(proposer=actor.pk, subject=user.pk))
    user = _lock(user)
    if valid_to is not None and valid_to < clock.today():
        raise RuleBroken({"valid_to": "终止日期已经过去，请改为今天或以后。"})
    require(_judged(user, role=role, unit=unit, since=max(valid_from, clock.today()), until=valid_to))
    _none_waiting(user, role=role, unit=unit)
    proposal = GrantProposal.objects.create(
        kind=Kind.GRANT,
        user=user,
        role=role,
        unit=unit,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        proposed_by=actor,
    )
    _note(proposal, actor, "提出")
    return proposal


@transaction.atomic
def grant_end_propose(*, grant: RoleGrant, last_day: date | None, reason: str, actor: User) -> GrantProposal:
    """Asks to end a grant: after `last_day`, or at once. Raises RuleBroken."""
    _must_hold(actor, Role.SECURITY_OFFICER)
    require(may_propose(proposer=actor.pk, subject=grant.user_id))
    user = _lock(grant.user)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    _end_judged(grant, last_day)
    _none_waiting(user, role=Role(grant.role), unit=grant.unit)
    proposal = GrantProposal.objects.create(
        kind=Kind.END,
        user=user,
        role=grant.role,
        unit=grant.unit,
        grant=grant,
        valid_to=last_day,
        reason=reason,
        proposed_by=actor,
    )
    _note(proposal, actor, "提出")
    return proposal


@transaction.atomic
def proposal_approve(*, proposal: GrantProposal, actor: User, note: str = "") -> GrantProposal:
    """The second person's yes: now the rights change, with the user's next request. Raises RuleBroken."""
    _must_hold(actor, Role.SYSTEM_OFFICER)
    user = _lock(proposal.user)
    proposal = _waiting(proposal)
    require(may_decide(decider=actor.pk, proposer=proposal.proposed_by_id, subject=proposal.user_id))
    proposal.grant = _end(proposal) if proposal.kind == Kind.END else _begin(proposal, user)
    _decide(proposal, State.APPROVED, actor, note)
    sessions_invalidate(user=user)
    _note(proposal, actor, "复核同意")
    security_event_record(
        kind=SecurityEvent.Kind.ROLE_CHANGE, actor=actor, subject=user.staff_no, note=_words(proposal)
    )
    return proposal


@transaction.atomic
def proposal_reject(*, proposal: GrantProposal, actor: User, note: str) -> GrantProposal:
    """The second person's no. Raises RuleBroken."""
    _must_hold(actor, Role.SYSTEM_OFFICER)
    proposal = _waiting(proposal)
    require(may_decide(decider=actor.pk, proposer=proposal.proposed_by_id, subject=proposal.user_id))
    _decide(proposal, State.REJECTED, actor, note)
    _note(proposal, actor, "复核退回")
    return proposal


@transaction.atomic
def proposal_withdraw(*, proposal: GrantProposal, actor: User) -> GrantProposal:
    """Whoever proposed takes it back. Raises RuleBroken."""
    proposal = _waiting(proposal)
    if proposal.proposed_by_id != actor.pk:
        raise RuleBroken("只有提出人可以撤回申请。")
    _decide(proposal, State.WITHDRAWN, actor, "")
    _note(proposal, actor, "撤回")
    return proposal


def _must_hold(actor: User, role: Role) -> None:
    if not holds_role(actor, {role}, on=clock.today()):
        raise RuleBroken(f"只有{role.label}可以办理这一步。")


def _lock(user: User) -> User:
    """Locked, so that two grants to one person are judged one after the other."""
    user = account_lock(user)
    if user.is_system:
        raise RuleBroken("系统账号不能授予角色。")
    return user


def _judged(user: User, *, role: Role, unit: Unit | None, since: date, until: date | None) -> Verdict:
    if not user.is_active:
        raise RuleBroken("该账号已停用，请先启用再授予角色。")
    if unit is not None and unit.valid_to is not None and unit.valid_to < since:
        raise RuleBroken({"unit": f"“{unit.name}”已于 {unit.valid_to:%Y-%m-%d} 撤销，请选择现有单位。"})
    held = [
        Holding(grant.role, Role(grant.role).label, grant.unit_id, grant.valid_from, grant.valid_to)
        for grant in RoleGrant.objects.still_open(on=clock.today()).filter(user=user)
    ]
    asked = Holding(role, Role(role).label, unit.pk if unit else None, since, until)
    return may_grant(asked, held)


def _none_waiting(user: User, *, role: Role, unit: Unit | None) -> None:
    if GrantProposal.objects.filter(user=user, role=role, unit=unit, state=State.WAITING).exists():
        raise RuleBroken("该用户的这一角色已有一项待复核的申请，请先等待复核或撤回。")


def _end_judged(grant: RoleGrant, last_day: date | None) -> None:
    today = clock.today()
    if grant.is_void or (grant.valid_to is not None and grant.valid_to < today):
        raise RuleBroken("这项授予已经终止。")
    if last_day is not None:
        if last_day < max(today, grant.valid_from):
            raise RuleBroken({"last_day": "最后一天不能早于今天和起始日期；要立即终止，请留空。"})
        if grant.valid_to is not None and last_day > grant.valid_to:
            raise RuleBroken({"last_day": "终止日期只能提前，不能推后；要延长，请重新授予。"})
    if grant.role in OFFICER_ROLES:
        first_without = today if last_day is None else last_day + timedelta(days=1)
        officers_must_remain(leaving=grant.user, roles=[Role(grant.role)], on=first_without)


def _waiting(proposal: GrantProposal) -> GrantProposal:
    proposal = GrantProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.state != State.WAITING:
        raise StaleState(f"这项申请{proposal.get_state_display()}，不能再办理。")
    return proposal


def _begin(proposal: GrantProposal, user: User) -> RoleGrant:
    # Never back in time: what was done before the second person's yes was done without this right.
    since = max(proposal.valid_from or clock.today(), clock.today())
    if proposal.valid_to is not None and proposal.valid_to < since:
        raise RuleBroken("申请的终止日期已经过去，请退回。")
    role = Role(proposal.role)
    require(_judged(user, role=role, unit=proposal.unit, since=since, until=proposal.valid_to))
    return RoleGrant.objects.create(
        user=user, role=role, unit=proposal.unit, valid_from=since, valid_to=proposal.valid_to
    )


def _end(proposal: GrantProposal) -> RoleGrant:
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(proposals=proposal)
    last_day = proposal.valid_to
    if last_day is not None and last_day < max(clock.today(), grant.valid_from):
        last_day = None  # the day passed while the proposal waited
    _end_judged(grant, last_day)
    yesterday = clock.today() - timedelta(days=1)
    grant.is_void = last_day is None and grant.valid_from > yesterday
    grant.valid_to = last_day or max(yesterday, grant.valid_from)
    grant.save(update_fields=["valid_to", "is_void"])
    return grant


def _decide(proposal: GrantProposal, state: str, actor: User, note: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, clock.now()
    proposal.note = note
    proposal.save(update_fields=["state", "decided_by", "decided_at", "note", "grant"])


def _note(proposal: GrantProposal, actor: User, verb: str) -> None:
    security_event_record(
        kind=SecurityEvent.Kind.GRANT,
        actor=actor,
        subject=proposal.user.staff_no,
        note=f"{verb}：{_words(proposal)}",
    )


def _words(proposal: GrantProposal) -> str:
    where = f"，范围 {proposal.unit.name}" if proposal.unit else ""
    return f"{proposal.get_kind_display()}“{proposal.get_role_display()}”{where}（申请 {proposal.pk}）"
