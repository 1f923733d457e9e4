"""What the ranking of a year can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import F, Q
from django.db.models.lookups import LessThan

from accounts.selectors import units_under_any
from ballots.models import Sitting
from cadres.filters import UnitFilter
from core.lists import ListFilterSet
from policy.limits.base import TWELVE
from policy.outcomes import BOTTOM_WORDS, SUGGESTIONS
from policy.sittings import FIGURES

from .models import Cycle, Participant, Result

NO_WORD = "none"


class RankingFilterSet(ListFilterSet):
    """By category as shown, by suggestion, and by the unit of the present post."""

    category = django_filters.ChoiceFilter(label="考核类别", empty_label=None, method="by_category")
    suggestion = django_filters.ChoiceFilter(
        label="建议",
        choices=[*((word, word) for word in SUGGESTIONS), (NO_WORD, "无（不在两个名单上）")],
        empty_label=None,
        method="by_suggestion",
    )
    unit = UnitFilter(label="单位（含下级）", method="by_unit")

    class Meta:
        model = Result
        fields: list[str] = []

    hints = {"unit": "单位名称或其中几个字"}

    def __init__(self, *args: Any, places: Mapping[str, int], last: bool, **kwargs: Any) -> None:
        """places: category -> its place in the order. last: whether it is told who stood among the last."""
        super().__init__(*args, **kwargs)
        self.places = places
        if not last:
            words = [(word, word) for word in SUGGESTIONS if word not in BOTTOM_WORDS]
            self.filters["suggestion"].extra["choices"] = [*words, (NO_WORD, "无")]
        self.filters["category"].extra["choices"] = [(name, name) for name in places]

    def by_category(self, name: str, value: str) -> Q:
        """People of a category; its place is what the index knows."""
        return Q(position=self.places[value], category=value)

    def by_suggestion(self, name: str, value: str) -> Q:
        """A word of 建议, or that there is none."""
        return Q(word="" if value == NO_WORD else value)

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Whose primary post is in such a unit, below it, or in one merged into it."""
        return Q(held__post__unit__in=units_under_any(value))


class ParticipantFilterSet(ListFilterSet):
    """By category as listed, graded or not, and where the row came from."""

    category = django_filters.ChoiceFilter(label="考核类别", empty_label=None, method="by_category")
    graded = django_filters.ChoiceFilter(
        label="确定等次", choices=[("yes", "是"), ("no", "否")], empty_label=None, method="by_graded"
    )
    source = django_filters.ChoiceFilter(
        label="来源", choices=Participant.Source.choices, empty_label=None, method="by_source"
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Participant.objects.filter(cycle=cycle).order_by("category")
        names = listed.values_list("category", flat=True).distinct()
        self.filters["category"].extra["choices"] = [(name, name) for name in names]

    def by_category(self, name: str, value: str) -> Q:
        return Q(category=value)

    def by_graded(self, name: str, value: str) -> Q:
        return Q(graded=value == "yes")

    def by_source(self, name: str, value: str) -> Q:
        return Q(source=value)


class UnitSittingFilterSet(ListFilterSet):
    """By rater group, and by what is to be looked into."""

    group = django_filters.ChoiceFilter(label="票类", empty_label=None, method="by_group")
    doubt = django_filters.ChoiceFilter(
        label="须核对",
        choices=[
            ("returned", "收回多于发出"),
            ("quorum", "实到过少"),
            ("open", "没有填齐"),
        ],
        empty_label=None,
        method="by_doubt",
    )

    class Meta:
        model = Sitting
        fields: list[str] = []

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], enough: int, **kwargs: Any) -> None:
        """groups: code and name of the rater groups on the paper. enough: who has to come, of twelve."""
        super().__init__(*args, **kwargs)
        self.enough = enough
        self.filters["group"].extra["choices"] = list(groups)

    def by_group(self, name: str, value: str) -> Q:
        return Q(group=value)

    def by_doubt(self, name: str, value: str) -> Q:
        """The same questions as `policy.sittings`, of stored rows."""
        if value == "returned":
            return Q(returned__gt=F("issued"))
        if value == "quorum":
            return Q(present__isnull=False, expected__gt=0) & Q(
                LessThan(F("present") * TWELVE, F("expected") * self.enough)
            )
        return reduce(or_, (Q(**{f"{figure}__isnull": True}) for figure in FIGURES))
