"""Filters of the lists of signals and cards."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from accounts.models import Unit
from accounts.selectors import units_under
from core import clock
from core.lists import ListFilterSet
from policy.alerts_steps import ENDED, RUNNING

from .models import Card, Signal
from .registry import OTHERS, RULES

STAGES = [("running", "正在办理"), ("ended", "已结束")]


class SignalFilterSet(ListFilterSet):
    """By state, by rule, by whether its day has passed."""

    state = django_filters.ChoiceFilter(
        label="状态", choices=[(code, label) for code, label in Signal.State.choices if code != "erased"],
        empty_label=None, method="by_state",
    )  # fmt: skip
    rule = django_filters.ChoiceFilter(label="规则", empty_label=None, method="by_rule")
    late = django_filters.ChoiceFilter(
        label="研判期限", choices=[("yes", "已逾期")], empty_label=None, method="by_late"
    )

    class Meta:
        model = Signal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["rule"].extra["choices"] = [
            *((rule.code, rule.words) for rule in RULES.values()), *OTHERS.items(),
        ]  # fmt: skip

    def by_state(self, name: str, value: str) -> Q:
        return Q(state=value)

    def by_rule(self, name: str, value: str) -> Q:
        return Q(rule=value)

    def by_late(self, name: str, value: str) -> Q:
        return Q(state="waiting", due_on__lt=clock.today())


class CardFilterSet(ListFilterSet):
    """By kind, state, unit at issue, and whether a step is past its day."""

    kind = django_filters.ChoiceFilter(
        label="种类", choices=Card.Kind.choices, empty_label=None, method="by_kind"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=STAGES + Card.State.choices, empty_label=None, method="by_state"
    )
    unit = django_filters.ChoiceFilter(label="签发时单位", empty_label=None, method="by_unit")
    late = django_filters.ChoiceFilter(
        label="本步期限", choices=[("yes", "已逾期")], empty_label=None, method="by_late"
    )

    class Meta:
        model = Card
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by().values("unit")
        units = Unit.objects.filter(pk__in=seen).order_by("name").values_list("pk", "name")
        self.filters["unit"].extra["choices"] = [(str(pk), name) for pk, name in units]

    def by_kind(self, name: str, value: str) -> Q:
        return Q(kind=value)

    def by_state(self, name: str, value: str) -> Q:
        return {"running": Q(state__in=RUNNING), "ended": Q(state__in=ENDED)}.get(value, Q(state=value))

    def by_unit(self, name: str, value: str) -> Q:
        return Q(unit__in=units_under(Unit.objects.get(pk=value)))

    def by_late(self, name: str, value: str) -> Q:
        return Q(state__in=RUNNING, due_on__lt=clock.today())
