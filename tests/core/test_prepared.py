"""Statements built once per process and asked with other values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import CharField, Q, QuerySet, Value

from accounts.models import Role, RoleGrant, User
from accounts.selectors import roles_of
from core.models import Installation
from core.prepared import Place, Prepared

pytestmark = pytest.mark.django_db


def _called() -> QuerySet[Any, Any]:
    return Installation.objects.filter(name=Place("name", CharField())).values_list("name", "is_demo")


def test_the_same_statement_answers_to_other_values_in_the_types_of_the_fields() -> None:
    Installation.objects.create(name="甲大学", is_demo=True)
    called = Prepared(_called)
    assert called.rows(name="甲大学") == [("甲大学", True)]
    assert called.rows(name="乙大学") == []
    assert called.rows(name="甲' OR '1'='1") == []


def test_it_is_built_once() -> None:
    built = []

    def build() -> QuerySet[Any, Any]:
        built.append(1)
        return _called()

    called = Prepared(build)
    called.rows(name="甲"), called.rows(name="乙")
    assert built == [1]


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Prepared(_called).rows()


def test_no_day_is_built_in() -> None:
    """Else everybody would have the roles of the day on which the process started."""
    grants = RoleGrant.objects.in_force(on=date(2026, 1, 1)).values_list("role")
    with pytest.raises(AssertionError, match="day"):
        Prepared(lambda: grants).rows()


def test_roles_are_those_of_the_day_asked(django_user_model: type[User]) -> None:
    somebody = django_user_model.objects.create_user(staff_no="70001", name="周敏")
    days = {"valid_from": date(2026, 3, 1), "valid_to": date(2026, 3, 31)}
    RoleGrant.objects.create(user=somebody, role=Role.LEADER, **days)
    other = django_user_model.objects.create_user(staff_no="70002", name="秦守正")
    found = [roles_of(somebody, on=date(2026, month, 1)) for month in (2, 3, 4)]
    assert found == [set(), {Role.LEADER}, set()]
    assert roles_of(other, on=date(2026, 3, 1)) == set()


def test_a_place_stands_anywhere_that_an_expression_can() -> None:
    Installation.objects.create(name="甲大学")
    word = Place("word", CharField())
    here = Installation.objects.filter(Q(name=Place("name", CharField())))
    asked = Prepared(lambda: here.values_list("name", Value("在")).union(here.values_list("name", word)))
    assert sorted(asked.rows(name="甲大学", word="新")) == [("甲大学", "在"), ("甲大学", "新")]
