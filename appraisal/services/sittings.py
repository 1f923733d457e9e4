"""Entering who came to a year's vote and how many papers were given out (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ballots.services import SITTING_FIGURES, SittingEntry, papers_count, sittings_set
from core.pages import RuleBroken
from policy.turnout import sitting_verdict

from .. import selectors
from ..access import sittings_open
from ..models import Cycle, CycleEvent

LABELS = dict(zip(SITTING_FIGURES, ("应到", "实到", "发出"), strict=True))
NOT_ENTERED = "未登记"


@transaction.atomic
def sittings_record(*, cycle_pk: int, entries: Mapping[str, SittingEntry], actor: Any) -> Cycle:
    """Stores 应到, 实到 and 发出 of the rater groups; what changed is one event of the year.

    entries: group code -> figures, with the version that was seen. Raises RuleBroken (by group code) for
    figures that cannot be and for a year whose count is confirmed, StaleState where somebody was faster.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle_pk)
    if cycle.round is None or not sittings_open(cycle):
        raise RuleBroken(closed_words(cycle))
    names = {group.code: group.name for group in selectors.parameters_of(cycle).groups}
    broken = {
        code: [reason.text for reason in verdict.reasons]
        for code, entry in entries.items()
        if not (
            verdict := sitting_verdict(names[code], entry.figures["expected"], entry.figures["present"])
        ).ok
    }
    if broken:
        raise RuleBroken(broken)
    changes = sittings_set(round=cycle.round, entries=entries)
    if changes:
        said = "；".join(f"{names[code]} {_said(before, after)}" for code, before, after in changes)
        CycleEvent.record(cycle, actor=actor, from_state=cycle.state, note=f"登记到会与票数情况：{said}")
    return cycle


def closed_words(cycle: Cycle) -> str:
    """Why nothing may be entered, and what to do."""
    if cycle.confirmed_at is not None:
        return (
            f"{cycle.label}的计分已经确认，到会与票数情况不能再更改。"
            "确有错误的，请书面说明，随材料一并提交党委。"
        )
    return f"{cycle.label}还没有开始民主测评，暂不能登记到会与票数情况。请在方案审定、测评开始后再登记。"


def _said(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> str:
    return "，".join(
        f"{label} {_figure(before[name])}→{_figure(after[name])}"
        for name, label in LABELS.items()
        if before[name] != after[name]
    )


def _figure(value: int | None) -> str:
    return NOT_ENTERED if value is None else str(value)


def year_papers_count(*, cycle: Cycle) -> None:
    """Counts what came back, once for these lines; every page and export reads that count (第六条)."""
    if cycle.round_id is not None:
        parameters = selectors.parameters_of(cycle)
        papers_count(
            round_pk=cycle.round_id, questions=len(parameters.dimensions), marks=len(parameters.marks)
        )
