"""The results of a term as its page and its workbook show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..models import Cycle, TermResult
from ..selectors import Sight
from .sheets import NONE, figure


@dataclass(frozen=True)
class TermRow:
    """One person: figures as texts, a dash for none; years: (year, total or why not)."""

    name: str
    staff_no: str
    category: str
    years: tuple[tuple[int, str, str], ...]
    mean: str
    end: str
    total: str
    proposal: str
    reasons: tuple[str, ...]
    decided: str


def term_rows(cycle: Cycle, results: Iterable[TermResult], sight: Sight) -> list[TermRow]:
    """The rows that the reader may see figures of; nobody's of the own category before the decision."""
    return [_row(result) for result in results if sight.shows(result.participant.category)]


def _row(result: TermResult) -> TermRow:
    person = result.participant
    grading = getattr(person, "grading", None)
    return TermRow(
        name=person.cadre.name,
        staff_no=person.cadre.staff_no,
        category=person.category,
        years=tuple(_year(year) for year in result.years),
        mean=figure(result.annual_mean),
        end=figure(result.end_score),
        total=figure(result.total),
        proposal=result.proposal or NONE,
        reasons=tuple(reason["text"] for reason in result.reasons),
        decided=grading.decided if grading and grading.decided else NONE,
    )


def _year(year: dict[str, Any]) -> tuple[int, str, str]:
    return year["year"], year["total"] or NONE, year["why"]
