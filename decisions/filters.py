"""What the lists of meetings and publicity can be narrowed by."""

from __future__ import annotations

import django_filters

from core.lists import ListFilterSet

from .models import Meeting, Publicity


class MeetingFilterSet(ListFilterSet):
    """Kind, state and year."""

    kind = django_filters.ChoiceFilter(label="会议类别", choices=Meeting.Kind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=Meeting.State.choices)
    since = django_filters.DateFilter(label="会议日期从", field_name="held_on", lookup_expr="gte")
    hints = {"since": "例如 2026-01-01"}


class PublicityFilterSet(ListFilterSet):
    """Scope and state."""

    scope = django_filters.ChoiceFilter(label="公示范围", choices=Publicity.Scope.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=Publicity.State.choices)
