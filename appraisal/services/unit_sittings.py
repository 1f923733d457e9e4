"""Votes held unit by unit: the five figures of one sitting entered, corrected, taken away (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Unit
from ballots.models import Sitting
from ballots.services import UNIT_FIGURES, Figures, SittingEntry, unit_sitting_drop, unit_sitting_set
from core.pages import RuleBroken, require
from policy.sittings import WORDS, UnitSitting, unit_sitting_verdict

from .. import selectors
from ..access import sittings_open
from ..models import Cycle, CycleEvent
from .sittings import NOT_ENTERED, closed_words


@transaction.atomic
def unit_sitting_add(*, cycle_pk: int, unit: Unit, group: str, figures: Figures, actor: Any) -> Sitting:
    """Enters a sitting that nobody has entered yet. Raises RuleBroken, StaleState."""
    cycle = _open_cycle(cycle_pk)
    name = _group_name(cycle, group)
    if selectors.unit_sitting_of(cycle, unit_pk=unit.pk, group=group):
        raise RuleBroken({"group": f"{unit.name}的{name}已经登记，请在列表中打开这一场更正。"})
    return _stored(cycle, unit, group, SittingEntry(0, figures), actor)


@transaction.atomic
def unit_sitting_edit(*, cycle_pk: int, unit: Unit, group: str, entry: SittingEntry, actor: Any) -> Sitting:
    """Corrects a sitting. entry: with the version that was seen. Raises RuleBroken, StaleState."""
    cycle = _open_cycle(cycle_pk)
    return _stored(cycle, unit, group, entry, actor)


@transaction.atomic
def unit_sitting_remove(*, cycle_pk: int, unit: Unit, group: str, version: int, actor: Any) -> Cycle:
    """Takes a sitting away; what it said stays in the cycle's record. Raises RuleBroken, StaleState."""
    cycle = _open_cycle(cycle_pk)
    assert cycle.round is not None
    gone = unit_sitting_drop(round=cycle.round, unit_pk=unit.pk, group=group, version=version)
    said = "，".join(f"{WORDS[name]} {_figure(gone[name])}" for name in UNIT_FIGURES)
    _told(cycle, f"删除{unit.name}{_group_name(cycle, group)}的测评会登记：{said}", actor)
    return cycle


def _open_cycle(pk: int) -> Cycle:
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=pk)
    if cycle.round is None or not sittings_open(cycle):
        raise RuleBroken(closed_words(cycle))
    return cycle


def _group_name(cycle: Cycle, code: str) -> str:
    found = [group["name"] for group in cycle.round.groups if group["code"] == code] if cycle.round else []
    if not found:
        raise RuleBroken({"group": "票面上没有这一票类，请重新选择。"})
    return str(found[0])


def _stored(cycle: Cycle, unit: Unit, group: str, entry: SittingEntry, actor: Any) -> Sitting:
    name = _group_name(cycle, group)
    require(unit_sitting_verdict(UnitSitting(unit.name, name, *(entry.figures[key] for key in UNIT_FIGURES))))
    assert cycle.round is not None
    changed = unit_sitting_set(round=cycle.round, unit_pk=unit.pk, group=group, entry=entry)
    if changed:
        _told(cycle, f"登记{unit.name}{name}的测评会：{_said(*changed)}", actor)
    return cycle.round.sittings.select_related("unit").get(unit=unit, group=group)


def _told(cycle: Cycle, note: str, actor: Any) -> None:
    CycleEvent.record(cycle, actor=actor, from_state=cycle.state, note=note)


def _said(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> str:
    changes = [
        f"{WORDS[name]} {_figure(before[name])}→{_figure(after[name])}"
        for name in UNIT_FIGURES
        if before[name] != after[name]
    ]
    return "，".join(changes) or NOT_ENTERED


def _figure(value: int | None) -> str:
    return NOT_ENTERED if value is None else str(value)
