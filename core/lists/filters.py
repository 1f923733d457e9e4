"""Filters of a list: declared one by one with django-filter, drawn and named by ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django_filters.constants import EMPTY_VALUES


@dataclass(frozen=True)
class Chip:
    """A filter in force, as a reader sees it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Input:
    """One filter as the page draws it: a choice where `options` are given, else a field of text."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    suggestions: tuple[str, ...]
    hint: str
    errors: tuple[str, ...]


class ListFilterSet(django_filters.FilterSet):
    """Only filters declared by name; `filter(**what_the_browser_sent)` has no place here."""

    hints: dict[str, str] = {}

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All filters in one `filter`: each of its own would join the same relation once more.

        A filter's method takes (name, value) and returns a Q.
        """
        found = Q()
        for name, value in self.form.cleaned_data.items():
            if value in EMPTY_VALUES:
                continue
            one = self.filters[name]
            found &= (
                getattr(self, one.method)(name, value)
                if one.method
                else Q(**{f"{one.field_name}__{one.lookup_expr}": value})
            )
        return queryset.filter(found)

    def suggestions(self, name: str) -> tuple[str, ...]:
        """What a field of text offers while somebody types."""
        return ()

    def problems(self) -> dict[str, tuple[str, ...]]:
        """name -> what is wrong with the value given, {} where all is well."""
        return {} if self.form.is_valid() else {k: tuple(map(str, v)) for k, v in self.form.errors.items()}

    def inputs(self) -> Iterator[Input]:
        """Every filter in the order of declaration, with what is set and what is wrong with it."""
        problems = self.problems()
        for name, one in self.filters.items():
            yield Input(
                name=name,
                label=str(one.label),
                value=self._given(name),
                options=_options(one.field),
                suggestions=self.suggestions(name),
                hint=self.hints.get(name, ""),
                errors=problems.get(name, ()),
            )

    def chips(self) -> Iterator[Chip]:
        """The filters in force, in words."""
        for name, one in self.filters.items():
            given = self._given(name)
            if given:
                yield Chip(name, str(one.label), dict(_options(one.field)).get(given, given))

    def _given(self, name: str) -> str:
        return str(self.data.get(name, ""))


def _options(field: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(field, forms.ChoiceField):
        return ()
    choices: list[tuple[Any, Any]] = list(field.choices)  # type: ignore[arg-type]
    return tuple((str(value), str(label)) for value, label in choices if value != "")
