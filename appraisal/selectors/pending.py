"""Deductions under an open tolerance case: they count; beside stands the total without (第十二条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import clock
from matters.pending import WORD, pending_of
from policy.influence import said
from policy.parameters import AppraisalParameters

from ..models import Cycle, Participant
from .sheets import PersonSheet, people_sheets

ARTICLE = "第十二条"


@dataclass(frozen=True)
class PendingTotal:
    """One participant's matters under an open case, (number, since when), and the total without them.

    total: None for somebody who is not ranked without them either.
    """

    matters: tuple[tuple[str, date], ...]
    total: Decimal | None

    @property
    def words(self) -> str:
        """As it is read aloud, with the figure: for whoever may see figures."""
        told = "、".join(f"{number}（{said(since)}起）" for number, since in self.matters)
        figure = "" if self.total is None else f"，不计该事项的总分为 {self.total}"
        return f"事项 {told}{WORD}，扣分和影响在认定前照常计入{figure}（{ARTICLE}）。"


def pending_totals(cycle: Cycle, parameters: AppraisalParameters) -> Mapping[int, PendingTotal]:
    """Participant id -> what is pending of those whom it concerns. No query where no case is open."""
    cadres = Participant.objects.filter(cycle=cycle).values("cadre_id")
    open_cases = pending_of(cadres, on=clock.today())
    if not open_cases:
        return {}
    people = Participant.objects.filter(cycle=cycle, result__isnull=False, cadre__in=list(open_cases))
    rows = list(people.select_related("cadre", "result", "cycle__round").order_by("pk"))
    sheets = people_sheets(rows, parameters)
    return {one.participant.pk: found for one in sheets if (found := pending_total(one))}


def pending_total(person: PersonSheet) -> PendingTotal | None:
    """What is pending of one person's sheet, None where nothing is."""
    if person.without is None:
        return None
    total = person.without.total if person.without.ranked else None
    return PendingTotal(tuple(sorted(person.pending.items())), total)
