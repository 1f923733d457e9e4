"""A page whose database goes away answers 503 in plain words (F3); a fault of our own stays a 500."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Role, User
from portal.views.home import home
from tests.support.people import user_with

pytestmark = pytest.mark.django_db(transaction=True)


def database_goes(*args: Any, **kwargs: Any) -> None:
    """PostgreSQL ends this session, as in a restart; SQLite is held by somebody else for too long."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            return
        cursor.execute("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN IMMEDIATE")
            User.objects.update(is_active=True)


def our_own_fault(*args: Any, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user_with(Role.ORG_HEAD))
    return client


def test_while_it_is_away_the_page_says_so_and_then_all_is_well(client: Client, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(home.__module__ + ".inbox_of", database_goes)
        answer = client.get("/")
    connection.close()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "系统暂时不可用" in text
    assert answer["X-Request-ID"] in text
    assert client.get("/").status_code == 200


def test_a_fault_of_ours_is_no_busy_database(client: Client, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(home.__module__ + ".inbox_of", our_own_fault)
        answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
