"""What the lists of facts can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from accounts.selectors import units_under_any
from cadres.filters import UnitFilter
from core.lists import ListFilterSet
from policy.quarters import quarter_read, quarters_back

from .models import KeyTask, Observation

QUARTERS_OFFERED = 12
YES_NO = (("yes", "是"), ("no", "否"))


class ObservationFilterSet(ListFilterSet):
    """By quarter, source, direction, dispute, state, and the unit at the time."""

    quarter = django_filters.ChoiceFilter(label="季度", empty_label=None, method="by_quarter")
    source = django_filters.ChoiceFilter(
        label="来源", choices=Observation.Source.choices, empty_label=None, method="by_source"
    )
    direction = django_filters.ChoiceFilter(
        label="倾向", choices=Observation.Direction.choices, empty_label=None, method="by_direction"
    )
    disputed = django_filters.ChoiceFilter(
        label="本人有异议", choices=YES_NO, empty_label=None, method="by_dispute"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=Observation.State.choices, empty_label=None, method="by_state"
    )
    unit = UnitFilter(label="当时单位（含下级）", method="by_unit")

    class Meta:
        model = Observation
        fields: list[str] = []

    hints = {"unit": "单位名称或其中几个字"}

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(quarter.code, quarter.label) for quarter in quarters_back(today, QUARTERS_OFFERED)]
        self.filters["quarter"].extra["choices"] = offered

    def by_quarter(self, name: str, value: str) -> Q:
        """Observed on a day of that quarter."""
        quarter = quarter_read(value)
        return Q(observed_on__range=(quarter.first, quarter.last)) if quarter else Q()

    def by_source(self, name: str, value: str) -> Q:
        """Of that source."""
        return Q(source=value)

    def by_direction(self, name: str, value: str) -> Q:
        """Of that direction."""
        return Q(direction=value)

    def by_dispute(self, name: str, value: str) -> Q:
        """Whether the cadre does not agree."""
        return Q(disputed=value == "yes")

    def by_state(self, name: str, value: str) -> Q:
        """Standing or withdrawn."""
        return Q(state=value)

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Where the cadre stood when it was entered."""
        return Q(unit__in=units_under_any(value))


class KeyTaskFilterSet(ListFilterSet):
    """By state, by year of the deadline, and by unit."""

    state = django_filters.ChoiceFilter(
        label="状态", choices=KeyTask.State.choices, empty_label=None, method="by_state"
    )
    year = django_filters.NumberFilter(label="时限年度", method="by_year")
    unit = UnitFilter(label="责任单位（含下级）", method="by_unit")

    class Meta:
        model = KeyTask
        fields: list[str] = []

    hints = {"unit": "单位名称或其中几个字"}

    def by_state(self, name: str, value: str) -> Q:
        """Where the task stands."""
        return Q(state=value)

    def by_year(self, name: str, value: Any) -> Q:
        """Due in that year."""
        return Q(due_on__year=int(value))

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Of such a unit, below it, or of one merged into it."""
        return Q(unit__in=units_under_any(value))
