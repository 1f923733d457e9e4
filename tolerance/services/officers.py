"""Naming officers for a case, taking it back; who took part in the disputed decision (第十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services.case_grants import case_grant_give, case_grant_revoke
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, StaleState, require
from policy.limits.tolerance_officers import NAMED_DAYS, VERIFIERS_LEAST
from policy.tolerance_officers import ACT, INTAKE, NAMED_BY_HEADS, VERIFY, aside, may_name, must_go_up
from policy.tolerance_steps import Party
from policy.tolerance_terms import OFFICES
from rulebook.selectors import limit_on

from ..access import parties_of
from ..access_officers import decided_from_above, may_arrange, offices_without_head
from ..models import Escalation, Participant, Recusal, ToleranceCase, ToleranceEvent, ToleranceGrant, Verifier
from ..selectors.officers import candidates, pool_of

NOT_YOURS = "经办人由部门负责人指定，没有执行任何操作。"


@transaction.atomic
def officer_name(
    *,
    case: ToleranceCase,
    user: User,
    capacity: str,
    valid_from: date,
    valid_to: date,
    reason: str,
    actor: User,
) -> ToleranceGrant:
    """Names an officer with dates. Raises RuleBroken: recused, of no office, writer and checker at once."""
    if capacity not in NAMED_BY_HEADS:
        raise RuleBroken({"capacity": "代行负责人由上级安排，请选择其他职责。"})
    case = _locked(case, actor)
    person = candidates(case, [user.pk], since=valid_from, until=valid_to)[user.pk]
    longest = limit_on(NAMED_DAYS, clock.today())
    require(may_name(person, capacity, since=valid_from, until=valid_to, longest=longest))
    grant = case_grant_give(
        kind=ToleranceGrant,
        case=case,
        user=user,
        capacity=capacity,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        actor=actor,
    )
    if capacity == VERIFY:
        Verifier.objects.get_or_create(
            case=case, officer=user, ended_on__isnull=True, defaults={"named_by": actor}
        )
    _note(case, actor, f"指定{user.name}为{grant.capacity_label}人员（至 {valid_to:%Y-%m-%d}）")
    return grant


@transaction.atomic
def officer_revoke(*, grant: ToleranceGrant, reason: str, actor: User) -> ToleranceGrant:
    """Takes an officer off the case from this moment on. Raises RuleBroken, StaleState."""
    case = _locked(grant.content_object, actor)
    grant = case_grant_revoke(grant=grant, reason=reason, actor=actor)
    if grant.capacity == VERIFY:
        case.verifiers.filter(officer=grant.user, ended_on__isnull=True).update(ended_on=clock.today())
    _note(case, actor, f"撤销{grant.user.name}的{grant.capacity_label}职责")
    return grant


def verifiers_named(*, case: ToleranceCase, people: Sequence[User], actor: User) -> None:
    """受理 or 调整核实人员 named them: each gets the grant that opens the case. Raises RuleBroken."""
    today = clock.today()
    until = today + timedelta(days=limit_on(NAMED_DAYS, today))
    known = candidates(case, [user.pk for user in people], since=today, until=until)
    for user in people:
        require(may_name(known[user.pk], VERIFY, since=today, until=until, longest=(until - today).days))
        if VERIFY not in known[user.pk].held:
            _give(case, user, VERIFY, until, actor)
        Verifier.objects.get_or_create(
            case=case, officer=user, ended_on__isnull=True, defaults={"named_by": actor}
        )


def handler_named(*, case: ToleranceCase, user: User, actor: User) -> None:
    """Whoever read the application first goes on with it; the head who accepts gives the grant."""
    today = clock.today()
    until = today + timedelta(days=limit_on(NAMED_DAYS, today))
    person = candidates(case, [user.pk], since=today, until=until)[user.pk]
    if user != actor and person.free and INTAKE not in person.held:
        _give(case, user, INTAKE, until, actor)


def verifier_ended(*, case: ToleranceCase, user: User, actor: User) -> None:
    """Somebody else verifies now: the grant goes with the task."""
    case.verifiers.filter(officer=user, ended_on__isnull=True).update(ended_on=clock.today())
    grants = ToleranceGrant.records.not_ended(on=clock.today()).in_capacity(VERIFY)
    for grant in grants.filter(content_object=case, user=user):
        case_grant_revoke(grant=grant, reason="更换核实人员", actor=actor)


def _give(case: ToleranceCase, user: User, capacity: str, until: date, actor: User) -> None:
    case_grant_give(
        kind=ToleranceGrant,
        case=case,
        user=user,
        capacity=capacity,
        valid_from=clock.today(),
        valid_to=until,
        reason="受理时指定" if case.accepted_on == clock.today() else "办理中指定",
        actor=actor,
    )


@transaction.atomic
def participant_declare(
    *, case: ToleranceCase, user: User | None, name: str, part: str, actor: User
) -> Participant:
    """Records who took part in the disputed decision; an officer among them steps aside at once.

    Who may declare (the applicant and the office) is asked by the caller. Raises RuleBroken.
    """
    case = ToleranceCase.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=case.pk)
    said = Participant(case=case, user=user, name=user.name if user else name, part=part, declared_by=actor)
    try:
        with transaction.atomic():
            said.save()
    except IntegrityError:
        told_as_rule(said)
        raise
    _note(case, actor, f"申报有争议决定的参与人：{said.name}")
    if user is not None:
        person = candidates(case, [user.pk], since=clock.today(), until=clock.today())[user.pk]
        if person.of_office or person.held:
            recusal_found(case=case, user=user, actor=actor)
    return said


def recusal_found(*, case: ToleranceCase, user: User, actor: User) -> Recusal | None:
    """Writes down a recusal that the register calls for, takes the person off, and looks who is left."""
    today = clock.today()
    person = candidates(case, [user.pk], since=today, until=today)[user.pk]
    reasons = list(aside(person))
    if not person.grounds or person.recused:
        return None
    recusal, made = Recusal.objects.get_or_create(
        case=case,
        officer=user,
        state__in=[Recusal.State.WAITING, Recusal.State.GRANTED],
        defaults={
            "state": Recusal.State.GRANTED,
            "ground": min(person.grounds),
            "reason": reasons[0].text,
            "origin": Recusal.Origin.FOUND,
            "asked_by": actor,
            "decided_on": today,
        },
    )
    if not made:
        Recusal.objects.filter(pk=recusal.pk).update(
            state=Recusal.State.GRANTED, decided_on=today, origin=Recusal.Origin.FOUND
        )
    stepped_aside(case=case, user=user, actor=actor)
    return recusal


def stepped_aside(*, case: ToleranceCase, user: User, actor: User) -> None:
    """What follows from every recusal: no grant is left, and too few left goes upward."""
    today = clock.today()
    for grant in ToleranceGrant.records.not_ended(on=today).filter(content_object=case, user=user):
        case_grant_revoke(grant=grant, reason="回避", actor=actor)
    case.verifiers.filter(officer=user, ended_on__isnull=True).update(ended_on=today)
    recusals_directed(case)
    _note(case, actor, f"{user.name}回避")
    look_who_is_left(case=case, actor=actor)


def recusals_directed(case: ToleranceCase) -> None:
    """To whom each waiting recusal goes now; a head who steps aside decides on nobody of this case."""
    for recusal in case.recusals.filter(state=Recusal.State.WAITING).select_related("officer"):
        above = decided_from_above(recusal)
        if recusal.from_above != above:
            Recusal.objects.filter(pk=recusal.pk).update(from_above=above)


def look_who_is_left(*, case: ToleranceCase, actor: User) -> Escalation | None:
    """Sends the case upward where fewer than the least number could still verify; once while it is open."""
    today = clock.today()
    pool = pool_of(case, on=today).values()
    missing = offices_without_head(case)
    if not must_go_up(pool, least=limit_on(VERIFIERS_LEAST, today), heads_missing=bool(missing)):
        return None
    if case.escalations.filter(arranged_on__isnull=True).exists():
        return None
    found = Escalation.objects.create(case=case, people_left=sum(person.free for person in pool))
    without = "".join(f"，{OFFICES[office]}没有可以办理的负责人" for office in sorted(missing))
    _note(case, actor, f"可以办理的人员还有 {found.people_left} 人{without}，报上级安排")
    return found


@transaction.atomic
def escalation_arrange(
    *,
    escalation: Escalation,
    arrangement: str,
    document_no: str,
    arranged_for: str,
    acting: User | None = None,
    actor: User,
) -> Escalation:
    """党办 records what the superior arranged; then others may be named. Raises RuleBroken, StaleState.

    acting: who takes the place of a head who has to stay away (代行负责人).
    """
    if not may_arrange(actor):
        raise RuleBroken("上级的安排由党办录入，没有执行任何操作。")
    taken = Escalation.objects.filter(pk=escalation.pk, arranged_on__isnull=True)
    if not taken.update(
        arrangement=arrangement,
        document_no=document_no,
        arranged_for=arranged_for,
        arranged_on=clock.today(),
        entered_by=actor,
    ):
        raise StaleState("上级的安排已经录入，没有再作修改。")
    escalation.refresh_from_db()
    if acting is not None:
        _acting_named(escalation.case, acting, actor)
    _note(escalation.case, actor, f"上级安排：{arranged_for}，{document_no}")
    return escalation


def _acting_named(case: ToleranceCase, user: User, actor: User) -> None:
    if not offices_without_head(case):
        raise RuleBroken({"acting": "两个部门的负责人都可以办理本案，不需要代行。"})
    today = clock.today()
    until = today + timedelta(days=limit_on(NAMED_DAYS, today))
    person = candidates(case, [user.pk], since=today, until=until)[user.pk]
    require(may_name(person, ACT, since=today, until=until, longest=(until - today).days))
    _give(case, user, ACT, until, actor)


def _locked(case: ToleranceCase, actor: User) -> ToleranceCase:
    """The case for a head of one of the offices, or who acts for one (代行负责人). Raises RuleBroken."""
    if not {Party.HANDLING_HEAD, Party.OTHER_HEAD} & parties_of(actor, case):
        raise RuleBroken(NOT_YOURS)
    return ToleranceCase.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=case.pk)


def _note(case: ToleranceCase, actor: User, words: str) -> None:
    ToleranceEvent.record(case, actor=actor, from_state=case.state, note=words)
