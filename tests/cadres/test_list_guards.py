"""What the list never tells: rows and columns of others, scores by their order; and what it asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, RoleGrant
from cadres.models import Cadre
from cadres.tables import CADRE_LIST
from core.lists import ListQuery, RefusedName
from core.lists.query import OWN_NAMES
from tests.support.people import SINCE, user_with
from tests.support.roster import listed, many, unit_named
from tests.support.small_year import small_year

pytestmark = pytest.mark.django_db
LIST = "/cadres/"
SEEING = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)
SCOPED = (Role.LEADER, Role.UNIT_PARTY)
MOST_QUERIES = 12


def paths(model: type[models.Model], depth: int = 3, seen: tuple[type, ...] = ()) -> Iterator[str]:
    """Every path that Django would follow from a model, through relations in both directions."""
    for field in model._meta.get_fields():
        name = field.name if not field.auto_created or field.concrete else field.get_accessor_name()
        if not name:
            continue
        query_name = getattr(field, "related_query_name", None)
        name = query_name() if field.auto_created and not field.concrete and query_name else name
        yield name
        related = field.related_model
        if depth > 1 and isinstance(related, type) and related not in seen:
            yield from (f"{name}__{rest}" for rest in paths(related, depth - 1, (*seen, model)))


ALL_PATHS = sorted(set(paths(Cadre)))
LOOKUPS = ("", "__exact", "__startswith", "__isnull", "__in", "__gt")


def test_the_walk_reaches_what_is_hidden() -> None:
    assert {"identity_no", "identity_hash", "pinyin"} <= set(ALL_PATHS)
    assert any("total" in path for path in ALL_PATHS), "the score of a year"
    assert any(path.startswith("mark") for path in ALL_PATHS), "what counts against somebody"
    assert len(ALL_PATHS) > 150


@pytest.mark.once
def test_no_path_of_any_model_is_a_name_of_the_list() -> None:
    """F19: each as order, column and filter, with and without a lookup; tables.py declares the rest."""
    held = CADRE_LIST.seen_by(user_with(Role.ORG_HEAD))[1]
    columns = {column.key for column in CADRE_LIST.columns}
    sortable = {column.key for column in CADRE_LIST.columns if column.sort}
    filters = set(CADRE_LIST.filterset_class.base_filters)
    wrong = []

    def refused(query: str) -> bool:
        try:
            ListQuery.read(CADRE_LIST, held, QueryDict(query))
        except RefusedName:
            return True
        return False

    for path in ALL_PATHS:
        asked = [(f"sort={sign}{path}", path not in sortable) for sign in ("", "-")]
        asked += [(f"columns={path}", path not in columns)]
        asked += [(f"{path}{lookup}=1", f"{path}{lookup}" not in filters | OWN_NAMES) for lookup in LOOKUPS]
        wrong += [query for query, expected in asked if refused(query) != expected]
    assert wrong == []


@pytest.mark.parametrize("address", ["/cadres/", "/cadres/export/"])
def test_a_name_that_is_none_of_the_list_is_refused_by_its_pages(client: Client, address: str) -> None:
    client.force_login(user_with(Role.ORG_HEAD))
    listed("10001")
    for query in ("sort=participations__results__total", "columns=identity_hash", "marks__points__gt=0"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert query.partition("=")[2 if query[:4] in ("sort", "colu") else 0] in answer.content.decode()
        assert "traceback" not in answer.content.decode().lower()


def test_the_names_that_are_declared_are_facts_of_the_register() -> None:
    """What may be sorted or filtered by reads the person, the post and the unit, and nothing sealed."""
    allowed = {field.name for field in Cadre._meta.concrete_fields} - {"identity_no", "identity_hash"}
    read = {path for column in CADRE_LIST.columns for path in (*column.sort,)}
    for path in read:
        first, _, rest = path.partition("__")
        assert first in allowed - {"phone", "phone_hash"} or (first == "held" and "cadre" not in rest), path


def test_the_order_of_names_says_nothing_about_a_score(client: Client) -> None:
    """In the scored year person i is better than person i + 1; numbers are dealt so that no order follows."""
    small_year(9)
    for number, cadre in enumerate(Cadre.objects.order_by("staff_no")):
        Cadre.objects.filter(pk=cadre.pk).update(staff_no=f"5{(number * 5) % 9}")
    client.force_login(user_with(Role.ORG_HEAD))
    whole = client.get(LIST).content.decode()
    for column in CADRE_LIST.columns:
        for sign in ("", "-"):
            answer = client.get(LIST, {"sort": f"{sign}{column.key}"})
            assert answer.status_code == (200 if column.sort else 400)
    assert not any(word in whole for word in ("总分", "得分", "名次", "扣分"))


def test_nothing_of_the_request_reaches_filter_as_a_name() -> None:
    """No `filter(**…)`, `order_by(*…)` or `values(*…)` over anything named request, GET or params."""
    found = []
    for folder in ("core/lists", "cadres", "accounts", "portal", "intake", "appraisal"):
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    spread = [k.value for k in node.keywords if k.arg is None]
                    spread += [a.value for a in node.args if isinstance(a, ast.Starred)]
                    if node.func.attr in ("filter", "exclude", "order_by", "values", "annotate"):
                        found += [
                            f"{path.name}:{node.lineno}"
                            for part in spread
                            if any(word in ast.unparse(part) for word in ("request", "GET", "params", "POST"))
                        ]
    assert found == []


# Work


def visitor(role: Role) -> Any:
    user = user_with(staff_no="30001" if role == Role.CADRE else "90001")
    unit = unit_named("机械工程学院") if role in SCOPED else None
    RoleGrant.objects.create(user=user, role=role, unit=unit, valid_from=SINCE)
    return user


@pytest.mark.parametrize("role", [*SEEING, *SCOPED, Role.CADRE])
@pytest.mark.parametrize(
    "query", [{}, {"q": "wang"}, {"sort": "-unit", "columns": "ethnicity"}, {"unit": "机械"}]
)
def test_the_same_queries_for_one_person_and_for_fifty(
    client: Client, role: Role, query: dict[str, str]
) -> None:
    school = unit_named("机械工程学院")
    client.force_login(visitor(role))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST, query).status_code == 200
        return len(found)

    many(1, unit=school)
    one = asked()
    many(60, unit=school, first=40_001)
    assert asked() == one
    assert one <= MOST_QUERIES


@pytest.mark.parametrize(
    "role", [Role.PARTY_OFFICE, Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER]
)
def test_who_has_no_business_with_cadres_has_no_such_page(client: Client, role: Role) -> None:
    listed("10001")
    client.force_login(user_with(role))
    for name in ("cadres", "cadre_export", "exports"):
        assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("role", [*SCOPED, Role.CADRE])
def test_who_sees_cadres_without_the_right_to_export_is_forbidden(client: Client, role: Role) -> None:
    unit = unit_named("机械工程学院")
    listed("30001", unit=unit)
    client.force_login(visitor(role))
    assert "/cadres/export/" not in client.get(LIST).content.decode()
    assert client.get("/cadres/export/").status_code == 403
    assert client.post("/cadres/export/", {"purpose": "任职回避核查", "numbers": "masked"}).status_code == 403
    assert client.get("/cadres/export-requests/").status_code == 404


def test_a_page_of_fifty_is_small(client: Client) -> None:
    many(60)
    client.force_login(user_with(Role.ORG_HEAD))
    assert len(client.get(LIST).content) < 120 * 1024
    everything = client.get(LIST, {"columns": [column.key for column in CADRE_LIST.columns]})
    assert len(everything.content) < 250 * 1024
