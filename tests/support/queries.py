"""What a page costs in queries, and whether that depends on how many rows there are."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

Costs = dict[str, int]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(
    client: Client, address: str, *, follow: bool = False, sent: bool = False
) -> tuple[int, int, bytes]:
    """Queries, status and body of one GET; follow: also of where it leads; sent: of an empty POST instead."""
    connection.queries_log.clear()  # it holds so many and no more
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address) if sent else client.get(address, follow=follow)
        body = response.getvalue()
    return len(queries), response.status_code, body


def differing(few: Costs, many: Costs) -> dict[str, tuple[int, int]]:
    return {name: (few[name], many[name]) for name in few if few[name] != many[name]}
