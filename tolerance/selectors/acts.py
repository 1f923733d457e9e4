"""What a case waits for now: the next acts, who holds each, until when; for duties and the case page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.models import Role
from accounts.selectors import account_of
from notices.registry import Holder
from policy.tolerance_officers import ACT, ANALYSE, VERIFY
from policy.tolerance_terms import (
    CADRE,
    DISCIPLINE,
    FACTORS,
    MILDER,
    NOT_TOLERATED,
    OFFICE,
    OFFICES,
    ORGANIZATION,
    UNIT,
    State,
)

from ..models import Outcome, ToleranceCase

HEAD_ROLE: Mapping[str, Role] = {ORGANIZATION: Role.ORG_HEAD, DISCIPLINE: Role.DISCIPLINE_HEAD}
# A naming has run out: whoever names has to name somebody again.
NAMING = "tolerance.naming"
OFFICER_ROLE: Mapping[str, Role] = {ORGANIZATION: Role.ORG_OFFICER, DISCIPLINE: Role.DISCIPLINE_OFFICER}


@dataclass(frozen=True)
class Act:
    """kind: of the duty; step: of `policy.tolerance_steps`, and the page; holders: any of them may do it."""

    kind: str
    label: str
    step: str
    holders: tuple[Holder, ...]
    due: date | None = None


@dataclass(frozen=True)
class People:
    """Who handles a case today. named: user -> capacities; aside: of the two offices, who has to step aside;
    headless: offices of which no head may handle it, so that whoever was called in acts (代行负责人)."""

    named: Mapping[int, Collection[str]] = field(default_factory=dict)
    aside: frozenset[int] = frozenset()
    headless: frozenset[str] = frozenset()

    def able(self, capacity: str) -> tuple[int, ...]:
        """Users who are named in that capacity."""
        return tuple(sorted(user for user, held in self.named.items() if capacity in held))


def waiting_cases(rows: Any) -> list[Any]:
    """Those of the cases that somebody has to move, with what `acts_of` reads and the account of
    each cadre; a fixed number of queries."""
    over = (State.DRAFT, State.REFUSED, State.WITHDRAWN, State.CLOSED)
    found = with_next(rows.exclude(state__in=over)).order_by("due", "pk")
    return list(found.annotate(account=account_of("cadre__staff_no", is_active=True)))


def with_next(rows: Any) -> Any:
    """The rows with the parts that decide what comes next."""
    outcomes = Outcome.objects.filter(in_force=True).select_related(
        "publication", "answer", "review", "report"
    )
    return rows.select_related("cadre", "triage", "hearing", "rectification").prefetch_related(
        "verifiers",
        "other_opinions",
        "factors",
        "opinions",
        Prefetch(
            "outcomes", queryset=outcomes.prefetch_related("publication__objections"), to_attr="standing"
        ),
    )


def with_parts(rows: Any) -> Any:
    """The rows with those parts, and with what the page of a case says of them: matter, unit, names."""
    more = with_next(rows).select_related("matter", "unit", "earlier", "triage__by")
    return more.prefetch_related(
        "verifiers__officer", "other_opinions__signer", "factors__author", "opinions__signed_by"
    )


def acts_of(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    """The next acts. case: read by `with_next`; user_id: the cadre's account, None for none. No query."""
    if user_id:
        people = replace(people, aside=people.aside | {user_id})
    if case.state in (State.SUBMITTED, State.RETURNED, State.VERIFYING, State.ANALYSING):
        yield from _opinions(case, user_id, people)
    steps = _BY_STATE.get(case.state)
    if steps is not None:
        yield from steps(case, user_id, people)


def _part(case: Any, name: str) -> Any:
    return getattr(case, name, None)


def _heads(
    case: ToleranceCase, people: People, office: str = "", *, but: int | None = None
) -> tuple[Holder, ...]:
    """The head of the office (the handling one), else whoever acts for him; but: who did the step before."""
    office = office or case.office
    if office in people.headless and (acting := people.able(ACT)):
        return tuple(Holder(user_id=user) for user in acting if user != but)
    return (Holder(role=HEAD_ROLE[office], besides=people.aside | ({but} if but else set())),)


def _other_office(case: ToleranceCase) -> str:
    return DISCIPLINE if case.office == ORGANIZATION else ORGANIZATION


def _sides(case: ToleranceCase, side: str, user_id: int | None, people: People) -> tuple[Holder, ...]:
    if side == CADRE:
        return (Holder(user_id=user_id),) if user_id else ()
    return (Holder(role=Role.UNIT_PARTY, unit_id=case.unit_id, besides=people.aside),) if case.unit_id else ()


def _opinions(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    for one in case.other_opinions.all():
        holders = _sides(case, one.side, user_id, people)
        if one.given_on is None and holders:
            yield Act("tolerance.opinion", "对容错申请提出书面意见", "give_opinion", holders, one.due)


def _submitted(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    triage = _part(case, "triage")
    if triage is None:
        desk = Holder(role=OFFICER_ROLE[case.office], besides=people.aside)
        yield Act("tolerance.intake", "初步研判容错申请", "triage", (desk,), case.due)
    else:
        heads = _heads(case, people, but=triage.by_id)
        yield Act("tolerance.intake", "决定是否受理容错申请", "accept", heads, case.due)


def _returned(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    yield Act("tolerance.cure", "补正容错申请", "write", (Holder(user_id=case.applied_by_id),), case.due)


def _verifying(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    waiting = [one.officer_id for one in case.verifiers.all() if not one.ended_on and not one.confirmed_at]
    able = people.able(VERIFY)
    for officer in waiting:
        if officer in able:
            holder = Holder(user_id=officer)
            yield Act("tolerance.verify", "调查核实并确认结果", "verify", (holder,), case.due)
    if not set(waiting) <= set(able):
        yield Act(NAMING, "核实人员的指定已到期，重新指定", "name", _heads(case, people), case.due)


def _analysing(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    written = {one.kind for one in case.factors.all()}
    heard = _part(case, "hearing") is not None
    if len(written) < len(FACTORS):
        holders = tuple(Holder(user_id=user) for user in _analysts(case, people))
        if holders:
            yield Act("tolerance.analyse", "填写六要素分析", "analyse", holders, case.due)
        else:
            label = "经办人的指定已到期，指定六要素分析人员"
            yield Act(NAMING, label, "officer_name", _heads(case, people), case.due)
    if not heard and user_id:
        yield Act(
            "tolerance.statement", "对容错申请作本人陈述", "state", (Holder(user_id=user_id),), case.due
        )
    elif not heard:
        holders = tuple(Holder(user_id=user) for user in _verifiers(case, people)) or _heads(case, people)
        yield Act("tolerance.statement", "当面听取本人陈述并登记", "hear", holders, case.due)
    signed = {one.office for one in case.opinions.all()}
    if len(written) == len(FACTORS) and heard:
        for office in OFFICES:
            if office not in signed:
                heads = _heads(case, people, office)
                yield Act("tolerance.sign", "签署容错共同意见", "sign", heads, case.due)
        if len(signed) == len(OFFICES):
            yield Act("tolerance.refer", "将容错申请提请党委研究", "refer", _heads(case, people), case.due)


def _analysts(case: ToleranceCase, people: People) -> list[int]:
    """Who verified and may still open the case, and who was named for the analysis."""
    return sorted({*people.able(ANALYSE), *_verifiers(case, people)})


def _verifiers(case: ToleranceCase, people: People) -> list[int]:
    named = {one.officer_id for one in case.verifiers.all() if one.ended_on is None}
    return sorted(named & set(people.able(VERIFY)))


def _committee(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    heads = _heads(case, people, ORGANIZATION)
    yield Act("tolerance.committee", "将容错认定列入会议议题", "schedule", heads, case.due)


def _decided(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    yield Act("tolerance.report", "将容错认定结果报上级", "report", _heads(case, people), case.due)
    yield from _given(case, people)


def _given(case: ToleranceCase, people: People) -> Iterator[Act]:
    outcome = standing_of(case)
    if outcome is not None and outcome.kind in MILDER and outcome.given_on is None:
        yield Act("tolerance.given", "登记实际给予的处理", "enter_given", _heads(case, people))


def standing_of(case: Any) -> Any:
    """The finding in force, as `with_next` read it."""
    return case.standing[0] if case.standing else None


def _reported(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    outcome, heads = standing_of(case), _heads(case, people)
    if outcome is None:
        return
    if outcome.kind == NOT_TOLERATED:
        yield Act("tolerance.publish", "答复容错申请人", "reply", heads, case.due)
        return
    public = _part(outcome, "publication")
    if public is None:
        yield Act("tolerance.publish", "拟定公开内容，送本人阅看", "show", heads, case.due)
    elif any(one.replied_on is None for one in public.objections.all()):
        yield Act("tolerance.publish", "处理对公开内容的异议", "settle_objection", heads, case.due)
    else:
        yield Act("tolerance.publish", "阅看期满后公开认定结果", "publish", heads, case.due)
        if user_id:
            cadre = Holder(user_id=user_id)
            yield Act("tolerance.shown", "阅看拟公开的认定结果", "object", (cadre,), public.objections_until)
    yield from _given(case, people)


def _told(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    rectified = _part(case, "rectification")
    if rectified is None or rectified.passed is False:
        side = UNIT if case.applicant in (UNIT, OFFICE) else CADRE
        holders = _sides(case, side, user_id, people) or _sides(case, UNIT, user_id, people)
        yield Act("tolerance.rectify", "填写纠错整改情况", "rectify", holders, case.due)
    elif rectified.passed is None:
        checkers = _heads(case, people, DISCIPLINE, but=rectified.written_by_id)
        yield Act("tolerance.check", "核查纠错整改", "check", checkers, case.due)
    else:
        yield Act("tolerance.close", "容错申请办结归档", "close", _heads(case, people), case.due)
    yield from _given(case, people)


def _reviewing(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    heads = _heads(case, people, _other_office(case))
    yield Act("tolerance.review", "复核容错认定并答复", "answer_review", heads, case.due)


def _suspended(case: ToleranceCase, user_id: int | None, people: People) -> Iterator[Act]:
    heads = _heads(case, people, DISCIPLINE)
    yield Act("tolerance.resume", "提出处分意见之前恢复容错申请", "resume", heads)


_BY_STATE: Mapping[str, Any] = {
    State.SUBMITTED: _submitted,
    State.RETURNED: _returned,
    State.VERIFYING: _verifying,
    State.ANALYSING: _analysing,
    State.COMMITTEE: _committee,
    State.DECIDED: _decided,
    State.REPORTED: _reported,
    State.PUBLISHED: _told,
    State.REPLIED: _told,
    State.RECTIFYING: _told,
    State.REVIEWING: _reviewing,
    State.SUSPENDED: _suspended,
}
# What an act leads to where it has no page of its own: the case.
KINDS = (
    "tolerance.opinion", "tolerance.intake", "tolerance.cure", "tolerance.verify", "tolerance.analyse",
    "tolerance.statement", "tolerance.sign", "tolerance.refer", "tolerance.committee", "tolerance.report",
    "tolerance.given", "tolerance.publish", "tolerance.shown", "tolerance.rectify", "tolerance.check",
    "tolerance.close", "tolerance.review", "tolerance.resume", NAMING,
)  # fmt: skip
