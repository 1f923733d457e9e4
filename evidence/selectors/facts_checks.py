"""What of the facts is missing before a step of a cycle (第六条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from appraisal.models import Cycle
from appraisal.selectors import parameters_of
from appraisal.selectors.components import weighing, without_components
from appraisal.workflow import Missing, register_check

from .integrity import unanswered
from .interviews import not_interviewed
from .observations import unobserved_in_cycle


def missing_integrity(cycle: Cycle) -> Iterator[Missing]:
    """Who has no integrity opinion."""
    if people := unanswered(cycle).count():
        yield Missing(f"还有 {people} 人没有廉政意见", reverse("year_integrity", args=[cycle.code]), people)


def missing_interviews(cycle: Cycle) -> Iterator[Missing]:
    """About whom nobody, or too few, were asked."""
    if people := not_interviewed(cycle).count():
        yield Missing(f"还有 {people} 人没有个别谈话", reverse("year_interviews", args=[cycle.code]), people)


def missing_observations(cycle: Cycle) -> Iterator[Missing]:
    """Who was not observed in any year of the cycle."""
    if people := unobserved_in_cycle(cycle).count():
        yield Missing(f"还有 {people} 人在考核期内没有平时考核记录", reverse("observation_coverage"), people)


def missing_components(cycle: Cycle) -> Iterator[Missing]:
    """Who lacks the score of a component that weighs: without it nobody's score is whole."""
    names = {item.code: item.name for item in weighing(parameters_of(cycle))} if cycle.parameters else {}
    lacking = without_components(cycle, parameters_of(cycle)) if names else {}
    for code, people in lacking.items():
        url = reverse("year_components", args=[cycle.code])
        yield Missing(f"还有 {people} 人没有“{names[code]}”得分", url, people, blocks=True)


def register_fact_checks() -> None:
    """Called once, when the apps are ready."""
    register_check("score", missing_components)
    register_check("score", missing_interviews)
    register_check("open_panel", missing_interviews)
    register_check("open_panel", missing_integrity)
    register_check("open_panel", missing_observations)
