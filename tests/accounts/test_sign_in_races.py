"""Two at once: a first password opens one door, and two confirmations do not make one person two officers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from accounts.models import Role, RoleGrant, User
from accounts.services import grants
from accounts.services.grants import grant_propose, proposal_approve
from accounts.services.people import account_create, account_disable
from accounts.services.sign_in import sign_in_admit
from core import clock
from tests.support.people import user_with

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
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


def test_a_first_password_opens_once_also_for_several_at_once() -> None:
    officer = user_with(Role.SYSTEM_OFFICER, staff_no="90008")
    user, _ = account_create(staff_no="30001", name="林一诺", actor=officer)
    found = at_once(*(lambda: sign_in_admit(user=User.objects.get(pk=user.pk)) for _ in range(6)))
    assert sum(outcome is None for outcome in found) == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in found) == 5


def two_offices_at_once() -> list[Any]:
    """One person is granted two roles that exclude each other, confirmed at the same moment."""
    system = user_with(Role.SYSTEM_OFFICER, staff_no="90008")
    security = user_with(Role.SECURITY_OFFICER, staff_no="90009")
    person = user_with(staff_no="20001")
    terms = {"unit": None, "valid_from": clock.today(), "valid_to": None, "reason": "任职", "actor": security}
    asked = [grant_propose(user=person, role=r, **terms) for r in (Role.ORG_HEAD, Role.AUDIT_OFFICER)]
    return at_once(*(lambda p=p: proposal_approve(proposal=p, actor=system) for p in asked))


def test_two_confirmations_at_once_do_not_make_two_officers() -> None:
    found = two_offices_at_once()
    assert sum(isinstance(outcome, ValidationError) for outcome in found) == 1
    assert RoleGrant.objects.filter(user__staff_no="20001").count() == 1


def test_without_the_judgement_the_database_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the service forgets to ask, and the trigger still keeps the offices apart."""
    judged = grants._judged
    security_only = {"asked": 0}

    def forgetful(*args: Any, **terms: Any) -> Any:
        security_only["asked"] += 1
        return judged(*args, **terms) if security_only["asked"] <= 2 else grants.Verdict()

    monkeypatch.setattr(grants, "_judged", forgetful)
    found = two_offices_at_once()
    assert sum(isinstance(outcome, IntegrityError) for outcome in found) == 1
    assert RoleGrant.objects.filter(user__staff_no="20001").count() == 1


def test_the_last_two_of_an_office_are_not_closed_at_the_same_moment() -> None:
    administrators = [user_with(Role.SYSTEM_OFFICER, staff_no=f"9000{i}") for i in (7, 8)]
    auditors = [user_with(Role.AUDIT_OFFICER, staff_no=f"9001{i}") for i in (0, 1)]
    found = at_once(
        *(
            lambda a=a, u=u: account_disable(user=u, actor=a, reason="调离")
            for a, u in zip(administrators, auditors, strict=True)
        )
    )
    assert sum(isinstance(outcome, ValidationError) for outcome in found) == 1, found
    assert User.objects.filter(pk__in=[u.pk for u in auditors], is_active=True).count() == 1


def test_two_officers_do_not_close_each_other_at_the_same_moment() -> None:
    one, other = (user_with(Role.SYSTEM_OFFICER, staff_no=f"9000{i}") for i in (7, 8))
    found = at_once(
        lambda: account_disable(user=one, actor=other, reason="调离"),
        lambda: account_disable(user=other, actor=one, reason="调离"),
    )
    assert sum(isinstance(outcome, ValidationError) for outcome in found) == 1, found
