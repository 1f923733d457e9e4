"""The plan of a cycle: drafted and edited here, approved by the committee's final minutes (第六条)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from ballots.imports import paper_of
from ballots.models import Round, Way, ways_by_machine
from core.pages import RuleBroken, StaleState, require
from decisions.selectors import open_items_of
from policy.grades import may_plan_share
from policy.parameters import AppraisalParameters
from policy.workflow import may_discard_plan
from rulebook.models import PolicyVersion
from rulebook.selectors import version_on

from ..access import DRAFT_PLAN, may
from ..agenda import PLAN, SUBJECT
from ..models import Cycle, CycleEvent, Participant, Plan
from ..signals import cycle_moved
from .counting import cycle_locked

EDITABLE = (
    "focus",
    "cutoff_on",
    "report_due",
    "voting_from",
    "voting_to",
    "panel_due",
    "decision_due",
    "archive_due",
    "excellent_share",
    "bottom_scope",
    "ways",
)
OFFERED_WAYS = frozenset({Way.MACHINE.value})  # a phone has its place; it cannot be chosen yet
LATER = "后续版本提供"


@transaction.atomic
def plan_draft(*, year: int, kind: str, level: str, values: Mapping[str, Any], actor: User) -> Cycle:
    """A cycle with its plan, the one of a discarded draft again. values: of `EDITABLE`.

    Raises RuleBroken where there is one already.
    """
    given = _given(year, values)
    which = {"year": year, "kind": kind, "level": level}
    found, created = Cycle.objects.get_or_create(**which, defaults={"source": Cycle.Source.PLAN})
    cycle = cycle_locked(found.pk)
    if not created and not cycle.is_discarded:
        raise RuleBroken({"year": f"{cycle.label}已有考核，请打开它继续办理。"})
    Plan.objects.create(cycle=cycle, drafted_by=actor, **given)
    CycleEvent.record(cycle, actor=actor, note="起草考核方案")
    return cycle


@transaction.atomic
def plan_edit(*, cycle_pk: int, version: int, values: Mapping[str, Any], actor: User) -> Cycle:
    """Changes a plan that is not approved yet. Raises RuleBroken, StaleState."""
    cycle = cycle_locked(cycle_pk)
    if cycle.state != Cycle.State.DRAFT:
        raise StaleState("方案已经审定，不能再改动，您的修改没有保存。需要调整的，请提请党委另行决定。")
    if not may(actor, DRAFT_PLAN, cycle):
        raise RuleBroken("您现在的角色不能修改考核方案，没有执行任何操作。")
    _not_discarded(cycle)
    fields = _given(cycle.year, values)
    if not Plan.objects.filter(cycle=cycle, version=version).update(version=version + 1, **fields):
        raise StaleState("这份方案刚刚被其他人修改，您的修改没有保存。")
    CycleEvent.record(cycle, actor=actor, note="修改考核方案")
    return cycle


@transaction.atomic
def plan_discard(*, cycle_pk: int, version: int, reason: str, actor: User) -> Cycle:
    """Gives a draft plan up, before a meeting has it or anybody is asked for anything.

    Its row and whoever a file put on its list go; the cycle stays without a plan, with what happened to it.
    version: of the plan as it was shown. Raises RuleBroken, StaleState.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.state != Cycle.State.DRAFT:
        raise StaleState("方案刚刚已经审定，不能再放弃，没有执行任何操作。")
    if not may(actor, DRAFT_PLAN, cycle):
        raise RuleBroken("您现在的角色不能放弃考核方案草案，没有执行任何操作。")
    _not_discarded(cycle)
    if cycle.plan.version != version:
        raise StaleState("这份方案刚刚被其他人修改，草案没有放弃。")
    items = open_items_of(PLAN, SUBJECT, cycle.pk).select_related("meeting")
    require(may_discard_plan([str(item.meeting) for item in items], reason=reason))
    Participant.objects.filter(cycle=cycle).delete()
    cycle.plan.delete()
    CycleEvent.record(cycle, actor=actor, note=f"放弃考核方案草案。原因：{reason.strip()}")
    return cycle


@transaction.atomic
def plan_return(*, cycle_pk: int, meeting: str, actor: Any) -> Cycle:
    """The committee sent the plan back: it comes again. Raises RuleBroken for a discarded one."""
    cycle = cycle_locked(cycle_pk)
    _still_there(cycle)
    CycleEvent.record(cycle, actor=actor, note=f"{meeting}退回修改考核方案")
    return cycle


@transaction.atomic
def plan_approve(*, cycle_pk: int, meeting: str, actor: Any) -> Cycle:
    """Freezes the parameters in force at the end of the cycle's last year; the committee approved the plan.

    The plan may choose the scope of the last seats, since nobody has voted yet. Runs in the transaction in
    which the minutes become final. Raises RuleBroken for a plan that is approved or discarded.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.state != Cycle.State.DRAFT:
        raise RuleBroken(f"{cycle.label}的考核方案已经审定，不能再次审定。")
    _still_there(cycle)
    version = _version_of(cycle.year)
    chosen = {"bottom_scope": cycle.plan.bottom_scope} if cycle.plan.bottom_scope else {}
    frozen = {**version.parameters, **chosen}
    parameters = AppraisalParameters.from_json(frozen)
    round = Round.objects.create(
        title=f"{cycle.label}民主测评", paper=paper_of(parameters), ways=cycle.plan.ways
    )
    cycle.approve(policy=version, parameters=frozen, round=round)
    cycle.save()
    Plan.objects.filter(cycle=cycle).update(meeting=meeting)
    note = f"{meeting}审定，冻结参数{version}"
    CycleEvent.record(cycle, actor=actor, from_state=Cycle.State.DRAFT, note=note)
    cycle_moved.send(Cycle, cycle=cycle, from_state=Cycle.State.DRAFT, to_state=cycle.state, actor=actor)
    return cycle


def _not_discarded(cycle: Cycle) -> None:
    """Raises StaleState where somebody gave the draft up meanwhile."""
    if cycle.is_discarded:
        last = cycle.events.select_related("actor").latest("pk")
        raise StaleState(f"这份方案草案刚刚已由{last.actor.name}放弃，您的操作没有执行。")


def _still_there(cycle: Cycle) -> None:
    """Raises RuleBroken where a meeting decides on a draft that was given up."""
    if cycle.is_discarded:
        raise RuleBroken(f"{cycle.label}的考核方案草案已经放弃，请把这一议题记为缓议。")


def _given(year: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a plan; where nothing is said of ways, papers are read by machine. Raises RuleBroken."""
    found = {"ways": ways_by_machine(), **values}
    _ways_known(found["ways"])
    most = AppraisalParameters.from_json(_version_of(year).parameters).excellent_most
    require(may_plan_share(found["excellent_share"], most), {"grade.share": "excellent_share"})
    return {name: found[name] for name in EDITABLE}


def _version_of(year: int) -> PolicyVersion:
    """The parameters in force at the end of a cycle's last year."""
    return version_on(date(year, 12, 31))


def _ways_known(ways: Collection[str]) -> None:
    if not ways:
        raise RuleBroken({"ways": "请至少选择一种投票方式。"})
    if late := [way.label for way in Way if way.value in ways and way.value not in OFFERED_WAYS]:
        raise RuleBroken({"ways": f"{'、'.join(late)}{LATER}，现在请选择{Way.MACHINE.label}。"})
