"""How far every mark is on a day: in its period, over, lifted, or out of all counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from policy.influence import (
    LIFTED,
    LIFTING_DUE,
    NEEDS_JUDGEMENT,
    NONE,
    RUNNING,
    STATES,
    TABLE,
    Influence,
    state_on,
)
from rulebook.selectors import limits_of_all_days

from ..models import Mark
from ..pending import WORD
from .periods import Period, influences_of, lifted_pairs

EXPIRING, DROPPED, RELIEVED = "expiring", "dropped", "relieved"
AWAITED = "awaited"  # to a cadre who waits for the finding; no count knows of it
WORDS = {
    **STATES,
    NONE: "计入，没有影响期",
    EXPIRING: "即将期满",
    DROPPED: "已撤销或替代",
    RELIEVED: "已免责或澄清",
    AWAITED: WORD,
}
STYLES = {
    RUNNING: "warn",
    EXPIRING: "warn",
    LIFTING_DUE: "danger",
    NEEDS_JUDGEMENT: "info",
    RELIEVED: "good",
    LIFTED: "good",
}
# As the list offers them: what asks for somebody first.
ORDER = (RUNNING, EXPIRING, LIFTING_DUE, NEEDS_JUDGEMENT, LIFTED, NONE, RELIEVED, DROPPED)


@dataclass(frozen=True)
class MarkState:
    """code: of WORDS; influence: its period, None for what counts nowhere."""

    code: str
    influence: Influence | None = None

    @property
    def word(self) -> str:
        return WORDS[self.code]

    @property
    def style(self) -> str:
        return STYLES.get(self.code, "neutral")

    @property
    def free_on(self) -> date | None:
        """The first day without influence."""
        return self.influence.runs_until if self.influence else None


def states_on(marks: Any, *, on: date) -> dict[int, MarkState]:
    """Mark id -> how far it is; a copy in another year's file is left out. Six queries.

    marks: a queryset. A period counts all marks of its cadre, also those that are not among them.
    """
    cadres = list(marks.order_by().values_list("cadre_id", flat=True).distinct())
    periods = {one.mark: one for some in influences_of(cadres, on=on).values() for one in some}
    lifted = lifted_pairs(cadres, on)
    notice = limits_of_all_days()(on)["matters_lifting_notice"]
    found = {}
    columns = ("pk", "cadre_id", "matter_id", "file_year", "dropped_at", "decided_on")
    for pk, cadre, matter, year, dropped, decided in marks.order_by().values_list(*columns):
        if dropped is not None:
            found[pk] = MarkState(DROPPED)
        elif lifted.get((cadre, matter), set()) & {None, year}:
            found[pk] = MarkState(RELIEVED)
        elif pk in periods:
            found[pk] = MarkState(_code(periods[pk], on, notice), periods[pk].influence)
        elif decided > on:
            found[pk] = MarkState(NONE)
    return found


def _code(period: Period, on: date, notice: int) -> str:
    code, ends = state_on(period.influence, on), period.influence.runs_until
    if code == RUNNING and ends and ends - timedelta(days=notice) <= on:
        return EXPIRING
    return code


def liftings_due(*, on: date) -> list[tuple[Mark, date]]:
    """Standing marks that end only by a written 解除, from the days of notice before, with their last day."""
    written = [word for word, row in TABLE.items() if row.written_lifting]
    marks = Mark.objects.standing().filter(measure__in=written, lifted_on__isnull=True)
    states = states_on(marks, on=on)
    wanted = {
        pk: state.free_on
        for pk, state in states.items()
        if state.code in (EXPIRING, LIFTING_DUE) and state.free_on is not None
    }
    rows = Mark.objects.filter(pk__in=wanted).select_related("cadre", "matter")
    return sorted(((mark, wanted[mark.pk]) for mark in rows), key=lambda pair: (pair[1], pair[0].pk))
