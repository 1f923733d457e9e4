"""What the list of tolerance cases can be narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import Q

from accounts.selectors import units_under_any
from cadres.filters import UnitFilter
from core import clock
from core.lists import ListFilterSet
from policy.tolerance_terms import APPLICANTS, HANDED_IN_OPEN, OFFICES, OUTCOMES, STATES

from .models import ToleranceCase

TIMES = (("overdue", "已逾期"), ("open", "正在办理"))


class ToleranceFilterSet(ListFilterSet):
    """By state, deadline, office, applicant, outcome and unit."""

    state = django_filters.ChoiceFilter(label="状态", choices=list(STATES.items()), method="by_state")
    time = django_filters.ChoiceFilter(label="期限", choices=TIMES, method="by_time")
    office = django_filters.ChoiceFilter(label="办理部门", choices=list(OFFICES.items()), method="by_office")
    applicant = django_filters.ChoiceFilter(
        label="申请人", choices=list(APPLICANTS.items()), method="by_applicant"
    )
    outcome = django_filters.ChoiceFilter(
        label="认定结果", choices=list(OUTCOMES.items()), method="by_outcome"
    )
    unit = UnitFilter(label="单位（含下级）", method="by_unit")
    hints = {"unit": "单位名称或其中几个字"}

    class Meta:
        model = ToleranceCase
        fields: list[str] = []

    def by_state(self, name: str, value: str) -> Q:
        """In that state."""
        return Q(state=value)

    def by_time(self, name: str, value: str) -> Q:
        """Past its day, or still on its way."""
        if value == "overdue":
            return Q(due__lt=clock.today(), state__in=HANDED_IN_OPEN)
        return Q(state__in=HANDED_IN_OPEN)

    def by_office(self, name: str, value: str) -> Q:
        """Handled by that office."""
        return Q(office=value)

    def by_applicant(self, name: str, value: str) -> Q:
        """In whose name."""
        return Q(applicant=value)

    def by_outcome(self, name: str, value: str) -> Q:
        """With that finding in force, where the reader may know of it."""
        return Q(found=value)

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Of such a unit or below it."""
        return Q(unit__in=units_under_any(value))
