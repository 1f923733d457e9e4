"""What a page costs in queries, and whether that depends on how many rows there are."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User

FEW, MANY = 6, 60
Costs = dict[str, int]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, address: str) -> tuple[int, int, bytes]:
    """Queries, status and body of one GET."""
    connection.queries_log.clear()  # it holds so many and no more
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        body = response.getvalue()
    return len(queries), response.status_code, body


def cost(user: User, name: str, *args: object, query: str = "") -> int:
    """Queries of a page, asked twice; the second time counts."""
    client, address = signed_in(user), reverse(name, args=args) + query
    for _ in range(2):
        queries, status, _body = asked(client, address)
        assert status == 200, (name, status)
    return queries


def both_sizes(costs: Callable[[int], Costs]) -> tuple[Costs, Costs]:
    found = []
    for people in (FEW, MANY):
        with transaction.atomic():
            found.append(costs(people))
            transaction.set_rollback(True)
    return found[0], found[1]


def differing(few: Costs, many: Costs) -> dict[str, tuple[int, int]]:
    return {name: (few[name], many[name]) for name in few if few[name] != many[name]}
