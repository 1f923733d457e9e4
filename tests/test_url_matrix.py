"""Every named URL, for every role: the table to read when asking who sees what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year

ANONYMOUS, NOBODY = "anonymous", "no role"
VISITORS = (ANONYMOUS, NOBODY, *Role.values)
TWO_DEPARTMENTS = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)


def for_all(status: int, **others: int) -> dict[str, int]:
    """The same answer to a GET by every visitor, but for those named."""
    return dict.fromkeys(VISITORS, status) | {
        NOBODY if key == "nobody" else key: s for key, s in others.items()
    }


ONLY_THE_TWO = for_all(404, anonymous=302, **dict.fromkeys(TWO_DEPARTMENTS, 200))
MATRIX: dict[str, dict[str, int]] = {
    "home": for_all(200, anonymous=302),
    "healthz": for_all(200),
    "sign_in": for_all(302, anonymous=200),
    "sign_out": for_all(405),
    "year": ONLY_THE_TWO,
    "year_results": ONLY_THE_TWO,
}
ARGUMENTS = {"year": [YEAR], "year_results": [YEAR]}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_url_has_a_name_and_every_name_a_row() -> None:
    names = [pattern.name for pattern in patterns(get_resolver())]
    assert None not in names
    assert sorted(names) == sorted(MATRIX)
    assert all(tuple(row) == VISITORS for row in MATRIX.values())


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_who_may_open_what(client: Client, visitor: str) -> None:
    small_year(1)
    if visitor != ANONYMOUS:
        client.force_login(user_with(*([] if visitor == NOBODY else [Role(visitor)])))
    found = {}
    for name in MATRIX:
        response = client.get(reverse(name, args=ARGUMENTS.get(name)))
        if response.streaming:
            response.getvalue()
        found[name] = response.status_code
    assert found == {name: row[visitor] for name, row in MATRIX.items()}
