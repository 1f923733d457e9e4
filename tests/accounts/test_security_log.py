"""The security log: what an event says, and that it says nothing that must not be told."""

from __future__ import annotations

from datetime import datetime

import pytest
import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts.models import Role, SecurityEvent, SecurityLogHead, User
from accounts.services.security_log import security_event_record, shown
from core import clock
from tests.support import append_only
from tests.support.people import user_with

pytestmark = pytest.mark.django_db
Kind = SecurityEvent.Kind
IDENTITY, PHONE = "110101199003071234", "13812345678"


@pytest.fixture
def head_of_department() -> User:
    return user_with(Role.ORG_HEAD, Role.ORG_OFFICER, staff_no="20001")


def test_an_event_says_who_it_was_then_what_was_done_and_from_where(head_of_department: User) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc123", ip="10.1.2.3"):
        event = security_event_record(
            kind=Kind.REVEAL, actor=head_of_department, subject="20017", note="核对任免表"
        )
    head_of_department.grants.update(valid_to=F("valid_from"))
    head_of_department.staff_no = "29999"
    head_of_department.save()
    read = SecurityEvent.objects.get()
    assert (read.number, read.actor, read.actor_staff_no) == (event.number, head_of_department, "20001")
    assert read.actor_roles == "组织部负责人、组织部工作人员"
    assert (read.kind, read.refused, read.subject, read.note) == (Kind.REVEAL, False, "20017", "核对任免表")
    assert (read.ip, read.request_id) == ("10.1.2.3", "abc123")
    assert read.at == event.at


def test_numbers_have_no_gaps_even_where_an_act_was_taken_back(head_of_department: User) -> None:
    for _ in range(2):
        security_event_record(kind=Kind.SIGN_IN, actor=head_of_department)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        security_event_record(kind=Kind.REVEAL, actor=head_of_department)
        1 / 0  # noqa: B018
    security_event_record(kind=Kind.SIGN_OUT, actor=head_of_department)
    rows = list(SecurityEvent.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]
    assert [row.kind for row in rows] == [Kind.SIGN_IN, Kind.SIGN_IN, Kind.SIGN_OUT]


@pytest.mark.parametrize("kind", [Kind.SIGN_IN_FAILED, Kind.LOCKED, Kind.REFUSED])
def test_a_failure_counts_as_refused_whatever_the_caller_says(kind: Kind) -> None:
    assert security_event_record(kind=kind, actor=None, subject="20001").refused


def test_the_order_is_that_of_the_numbers_also_when_the_clock_is_set_back(
    head_of_department: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = security_event_record(kind=Kind.SIGN_IN, actor=head_of_department)
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 1, 1, tzinfo=clock.ZONE))
    second = security_event_record(kind=Kind.SIGN_OUT, actor=head_of_department)
    assert list(SecurityEvent.objects.values_list("number", flat=True)) == [second.number, first.number]


def test_the_database_refuses_to_change_or_delete_an_event(head_of_department: User) -> None:
    event = security_event_record(kind=Kind.GRANT, actor=head_of_department, subject="20017")
    changes = [
        lambda: SecurityEvent.objects.update(note="改写"),
        lambda: SecurityEvent.objects.all().delete(),
        lambda: SecurityEvent.objects.all()._raw_delete("default"),
        event.save,
        lambda: connection.cursor().execute("UPDATE accounts_securityevent SET note = 'x'"),
        lambda: connection.cursor().execute("DELETE FROM accounts_securityevent"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
            change()
    assert SecurityEvent.objects.get().subject == "20017"
    assert append_only.guarded(SecurityEvent._meta.db_table)


def test_an_account_in_the_log_is_not_deleted() -> None:
    known, unknown = user_with(staff_no="20002"), user_with(staff_no="20003")
    security_event_record(kind=Kind.SIGN_IN, actor=known)
    with pytest.raises(IntegrityError):
        known.delete()
    unknown.delete()


def test_a_lost_head_is_made_again_from_the_last_event(head_of_department: User) -> None:
    first = security_event_record(kind=Kind.SIGN_IN, actor=head_of_department)
    SecurityLogHead.objects.all().delete()
    second = security_event_record(kind=Kind.SIGN_OUT, actor=head_of_department)
    assert (second.number, second.previous_hash) == (2, first.hash)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (f"身份证 {IDENTITY}，手机 {PHONE}", "身份证 ***，手机 ***"),
        ('20001\r\n{"event": "x"}\x1b[2J', '20001\\u000d\\u000a{"event": "x"}\\u001b[2J'),
        ("2000\u202e1\u200b", "2000\\u202e1\\u200b"),
        ("名册\u2028第二行\x00\ud800", "名册\\u2028第二行\\u0000\\ud800"),
        ("𠮷野家·麦麦提 化学学院（二）.xlsx", "𠮷野家·麦麦提 化学学院（二）.xlsx"),
    ],
)
def test_what_is_invisible_is_written_out_and_personal_numbers_are_masked(given: str, stored: str) -> None:
    assert shown(given) == stored
    event = security_event_record(kind=Kind.IMPORT, actor=None, subject=given, note=given)
    event.refresh_from_db()
    assert (event.subject, event.note) == (stored, stored)
    assert event.digest() == event.hash


def test_long_text_is_cut_and_says_so() -> None:
    event = security_event_record(kind=Kind.EXPORT, actor=None, subject="甲" * 5_000, note="乙" * 5_000)
    assert (len(event.subject), len(event.note)) == (200, 500)
    assert event.subject.endswith("…")


def test_an_act_that_cannot_be_recorded_does_not_happen(
    head_of_department: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SecurityEvent, "digest", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        head_of_department.name = "改名"
        head_of_department.save()
        security_event_record(kind=Kind.ACCOUNT, actor=head_of_department, subject="20001")
    head_of_department.refresh_from_db()
    assert head_of_department.name == "周敏"
