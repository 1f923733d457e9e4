"""Many writers, one chain; and what happens where nobody locks its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.models import SecurityEvent, SecurityLogHead, User
from accounts.services import security_log
from accounts.services.audit import Verification, chain_verify
from accounts.services.security_log import security_event_record
from tests.support.people import user_with

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 15
Kind = SecurityEvent.Kind


def in_threads(*actions: Callable[[], Any]) -> list[Any]:
    """What each action returns or raises; they start together, on connections of their own."""
    barrier = threading.Barrier(len(actions))

    def one(action: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(one, actions))


def write(actor: User) -> int:
    """Some events, each in an act of its own; how many could not be written."""
    lost = 0
    for _ in range(EACH):
        try:
            with transaction.atomic():
                User.objects.filter(pk=actor.pk).update(name="周敏")
                security_event_record(kind=Kind.REVEAL, actor=actor, subject="20017")
        except IntegrityError:
            lost += 1
    return lost


@pytest.fixture
def writers() -> list[User]:
    return [user_with(staff_no=f"2000{i}") for i in range(WRITERS)]


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody locks the head, and all look at it before anybody writes."""
    first_look = threading.Barrier(WRITERS)

    def look() -> SecurityLogHead:
        head = SecurityLogHead.objects.get()
        if not head.number and not first_look.broken:
            first_look.wait(10)
        return head

    SecurityLogHead.objects.create()
    monkeypatch.setattr(security_log, "_lock_head", look)


@pytest.fixture
def forks_allowed() -> Iterator[None]:
    """Without the constraints that refuse a second successor, as for whoever drops them."""
    table = SecurityEvent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT security_event_one_successor")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (number)")
        cursor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT security_event_one_successor UNIQUE (previous_hash)"
        )


def checked() -> Verification:
    return chain_verify(anchors=[])


def test_concurrent_writers_make_one_chain(writers: list[User]) -> None:
    lost = in_threads(*(lambda actor=actor: write(actor) for actor in writers))
    assert lost == [0] * WRITERS
    result = checked()
    assert (result.findings, result.rows, result.last_number) == ([], WRITERS * EACH, WRITERS * EACH)


@pytest.mark.postgres
def test_without_the_lock_writers_take_the_same_place_and_the_constraint_refuses(
    writers: list[User], unlocked: None
) -> None:
    """The first control: on SQLite immediate transactions stand in for the lock, so only here."""
    lost = in_threads(*(lambda actor=actor: write(actor) for actor in writers))
    assert sum(lost) > 0
    assert checked().intact, "what was written is still one chain: the database is the last guard"


@pytest.mark.postgres
def test_without_lock_and_constraint_the_chain_forks_and_the_check_says_so(
    writers: list[User], unlocked: None, forks_allowed: None
) -> None:
    in_threads(*(lambda actor=actor: write(actor) for actor in writers))
    result = checked()
    assert any("链条在此分叉" in finding for finding in result.findings)


def account_and_chain_at_once(change: User) -> list[Any]:
    """One changes an account and records it; meanwhile the account's owner does something recorded."""
    locked, recording = threading.Event(), threading.Event()

    def administrator() -> None:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=change.pk)
            locked.set()
            recording.wait(1)
            security_event_record(kind=Kind.ACCOUNT, actor=None, subject=change.staff_no)

    def owner() -> None:
        locked.wait(10)
        threading.Timer(0.3, recording.set).start()
        security_event_record(kind=Kind.EXPORT, actor=change)

    return in_threads(administrator, owner)


@pytest.mark.postgres
def test_changing_an_account_and_its_owners_act_do_not_lock_each_other_out() -> None:
    assert account_and_chain_at_once(user_with(staff_no="20001")) == [None, None]
    assert checked().rows == 2


@pytest.mark.postgres
def test_without_the_earlier_lock_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_log, "_hold", lambda actor: None)
    outcomes = account_and_chain_at_once(user_with(staff_no="20001"))
    assert any(isinstance(outcome, OperationalError) for outcome in outcomes)


def test_a_check_while_others_write_finds_nothing(writers: list[User]) -> None:
    security_event_record(kind=Kind.SIGN_IN, actor=writers[0])

    def check() -> list[str]:
        return [finding for _ in range(5) for finding in checked().findings]

    *lost, found = in_threads(*(lambda actor=actor: write(actor) for actor in writers[:3]), check)
    assert (lost, found) == ([0, 0, 0], [])
