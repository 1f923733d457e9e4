"""试算: a confirmed year under other parameters. Nothing is stored, no other year is read (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.selectors import holds_role
from accounts.services.security_log import security_event_record
from core import clock
from core.pages import RuleBroken, require
from policy.appraisal import appraise
from policy.changes import Change, parameter_changes
from policy.parameters import AppraisalParameters
from policy.what_if import Trial, compare, may_try

from .. import selectors
from ..access import YEAR_ROLES
from ..models import Cycle
from ..selectors.what_if import drifted, people_named, trial_base

# Some ten seconds; more people than any university has.
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class Tried:
    """A trial as one user may see it.

    changes: how the tried parameters differ from the frozen ones; drift: people whose record changed after
    the count, so that both sides are of today's records; names: participant -> (工号, name) of the moves.
    """

    cycle: Cycle
    changes: list[Change]
    trial: Trial
    drift: int
    names: Mapping[Any, tuple[str, str]]


@transaction.atomic
def what_if_run(*, parameters: AppraisalParameters, actor: User) -> Tried:
    """What the newest confirmed year would have been under these parameters, through the actor's sight.

    Takes no year: it finds the one there is. Raises RuleBroken with the rule that forbids it. A fixed number
    of queries, whatever the number of people.
    """
    if not holds_role(actor, YEAR_ROLES, on=clock.today()):
        raise RuleBroken("您现在的角色不能试算。")
    cycle, verdict = trial_base()
    require(verdict)
    assert cycle is not None
    sight = selectors.sight_of(actor, cycle)
    if not sight.figures:
        raise RuleBroken("该年度的缺票待核尚未核定，不能试算。")
    if cycle.participants.count() > MOST_PEOPLE:
        raise RuleBroken(f"参加考核人员超过 {MOST_PEOPLE} 人，页面上不能试算，请联系系统管理员。")
    frozen = selectors.parameters_of(cycle)
    facts = selectors.year_facts(cycle, frozen)
    require(may_try(facts, frozen, parameters))
    before = appraise(facts, year=cycle.year, parameters=frozen)
    after = appraise(facts, year=cycle.year, parameters=parameters)
    trial = compare(
        facts, before, after, frozen=frozen, tried=parameters, own_categories=sight.own_categories
    )
    return Tried(
        cycle=cycle,
        changes=parameter_changes(frozen, parameters),
        trial=trial,
        drift=drifted(cycle, before, [about.key for about in facts]),
        names=people_named(move.key for move in trial.moves),
    )


def what_if_export_note(*, tried: Tried, file_name: str, purpose: str, actor: User) -> None:
    """Somebody took a trial with them; a look at it is not written down."""
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT,
        actor=actor,
        subject=file_name,
        note=f"{tried.cycle.label}数据试算，{len(tried.changes)} 处参数不同。用途：{purpose}",
    )
