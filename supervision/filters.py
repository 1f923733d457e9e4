"""What the lists of supervision can be narrowed by."""

from __future__ import annotations

import django_filters
from django.db.models import Q

from accounts.selectors import units_under_any
from cadres.filters import UnitFilter
from core import clock
from core.lists import ListFilterSet
from policy.supervision import LEVELS

from .models import OPEN, ItemKind, ItemStatus, KeyPoint, RegisterItem, Risk, RiskKind

YES_NO = (("yes", "是"), ("no", "否"))
HINTS = {"unit": "单位名称或其中几个字"}


def _choice(label: str, choices: object, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=None, method=method)


class OfUnitFilterSet(ListFilterSet):
    """By unit, for every list of this room."""

    hints = HINTS

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Of such a unit, below it, or of one merged into it."""
        return Q(unit__in=units_under_any(value))

    def by_kind(self, name: str, value: str) -> Q:
        """Of that kind."""
        return Q(kind=value)


class RiskFilterSet(OfUnitFilterSet):
    """By unit, kind, level of the post, and whether it stands."""

    unit = UnitFilter(label="单位（含下级）", method="by_unit")
    kind = _choice("类别", RiskKind.choices, "by_kind")
    level = _choice("岗位等级", tuple((str(code), word) for code, word in LEVELS.items() if code), "by_level")
    closed = _choice("已解除", YES_NO, "by_closed")

    class Meta:
        model = Risk
        fields: list[str] = []

    def by_level(self, name: str, value: str) -> Q:
        """Of posts of that level."""
        return Q(post__level=int(value))

    def by_closed(self, name: str, value: str) -> Q:
        """Whether it is a risk no more."""
        return Q(closed_on__isnull=value == "no")


class ItemFilterSet(OfUnitFilterSet):
    """By unit, kind, status, whether open, and past its day."""

    unit = UnitFilter(label="单位（含下级）", method="by_unit")
    kind = _choice("种类", ItemKind.choices, "by_kind")
    status = _choice("状态", ItemStatus.choices, "by_status")
    open = _choice("未办结", YES_NO, "by_open")
    overdue = _choice("已逾期", (("yes", "是"),), "by_overdue")

    class Meta:
        model = RegisterItem
        fields: list[str] = []

    def by_status(self, name: str, value: str) -> Q:
        """Where the line stands."""
        return Q(status=value)

    def by_open(self, name: str, value: str) -> Q:
        """Whether something is still to be done."""
        return Q(status__in=OPEN) if value == "yes" else ~Q(status__in=OPEN)

    def by_overdue(self, name: str, value: str) -> Q:
        """Open past its day."""
        return Q(status__in=OPEN, due_on__lt=clock.today())


class KeyPointFilterSet(OfUnitFilterSet):
    """By unit, kind, and whether it is watched today."""

    unit = UnitFilter(label="单位（含下级）", method="by_unit")
    kind = _choice("种类", KeyPoint.Kind.choices, "by_kind")
    now = _choice("现在是重点", YES_NO, "by_now")

    class Meta:
        model = KeyPoint
        fields: list[str] = []

    def by_now(self, name: str, value: str) -> Q:
        """Whether today lies in its days."""
        today = clock.today()
        inside = Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))
        return inside if value == "yes" else ~inside
