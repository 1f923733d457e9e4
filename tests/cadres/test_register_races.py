"""Two officers at once: one open primary post, one identity number, one 工号; each refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from accounts.models import User
from cadres import services
from cadres.models import Appointment, Cadre, Post
from cadres.services import numbers
from core import changes
from tests.accounts.test_sign_in_races import at_once
from tests.support.register import appointed, cadre, post, unit

pytestmark = pytest.mark.django_db(transaction=True)
IDENTITY = "11010519491231002X"


def system() -> User:
    return User.objects.system()


def refused(found: list[Any]) -> list[ValidationError]:
    """All that did not go through; a crash is none of them."""
    assert all(isinstance(one, ValidationError) or not isinstance(one, Exception) for one in found), found
    return [one for one in found if isinstance(one, ValidationError)]


def two_posts_at_once() -> list[Any]:
    who, posts = cadre("1001"), [post(unit(name)) for name in ("教务处", "财务处")]

    def start(to: Post) -> Callable[[], Any]:
        return lambda: services.appointment_start(
            cadre=Cadre.objects.get(pk=who.pk), post=to, actor=system(), in_post_since="2024-09"
        )

    return at_once(*(start(to) for to in posts))


def test_two_primary_appointments_at_once_leave_one() -> None:
    (error,) = refused(two_posts_at_once())
    assert error.messages == ["该干部已有一个现任主职。"]
    assert Appointment.objects.filter(ended_on="", kind="primary").count() == 1


def test_without_lock_and_validation_the_constraint_still_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody waits and nobody looks, and the database alone keeps the second out."""
    monkeypatch.setattr("cadres.services.appointments.locked", lambda row: row)
    monkeypatch.setattr(Appointment, "full_clean", lambda self, **kwargs: None)
    found = two_posts_at_once()
    assert sum(isinstance(one, ValidationError) for one in found) == 1, found
    assert Appointment.objects.filter(ended_on="", kind="primary").count() == 1


def test_without_the_constraint_two_primary_posts_would_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the control: what the constraint is there for."""
    monkeypatch.setattr("cadres.services.appointments.locked", lambda row: row)
    monkeypatch.setattr(Appointment, "full_clean", lambda self, **kwargs: None)
    (one_open,) = (
        rule for rule in Appointment._meta.constraints if rule.name == "appointment_one_open_primary"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Appointment, one_open)
    try:
        assert not refused(two_posts_at_once())
        primary = Appointment.objects.filter(ended_on="", kind="primary")
        assert primary.count() == 2
        primary.filter(pk=primary.earliest("pk").pk).update(ended_on="2024-09")
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Appointment, one_open)


def test_two_side_posts_made_primary_at_once_leave_one() -> None:
    who = cadre("1001")
    held = [appointed(who, post(unit(name)), "concurrent") for name in ("教务处", "财务处")]

    def make_primary(pk: int) -> Callable[[], Any]:
        return lambda: services.appointment_edit(
            appointment=Appointment.objects.get(pk=pk), version=1, values={"kind": "primary"}, actor=system()
        )

    (error,) = refused(at_once(*(make_primary(one.pk) for one in held)))
    assert error.messages == ["该干部已有一个现任主职。"]
    assert Appointment.objects.filter(kind="primary").count() == 1


def one_number_for_two() -> list[Any]:
    people = [cadre("1001"), cadre("1002")]

    def give(pk: int) -> Callable[[], Any]:
        return lambda: services.identity_change(
            cadre=Cadre.objects.get(pk=pk), version=1, identity_no=IDENTITY, actor=system()
        )

    return at_once(*(give(one.pk) for one in people))


def test_one_identity_number_given_to_two_people_at_once_stays_with_one() -> None:
    (error,) = refused(one_number_for_two())
    assert "身份证号" in "".join(error.messages)
    assert Cadre.objects.filter(identity_hash__isnull=False).count() == 1


def test_without_the_look_beforehand_the_constraint_still_refuses_the_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control, and its words: the refusal of the database is told as a rule, never as a crash."""
    monkeypatch.setattr(numbers, "_not_taken", lambda cadre: None)
    (error,) = refused(one_number_for_two())
    assert error.messages == ["已有在册干部使用该身份证号。"]
    assert Cadre.objects.filter(identity_hash__isnull=False).count() == 1
    monkeypatch.setattr(changes, "told_as_rule", lambda row: None)
    with pytest.raises(IntegrityError):
        services.identity_change(
            cadre=Cadre.objects.get(identity_hash=None), version=1, identity_no=IDENTITY, actor=system()
        )


def test_one_staff_number_entered_twice_at_once_makes_one_person() -> None:
    def enter() -> Any:
        return services.cadre_create(staff_no="1001", values={"name": "陈静"}, actor=system())

    assert len(refused(at_once(enter, enter, enter))) == 2
    assert Cadre.objects.count() == 1
