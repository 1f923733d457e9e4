"""Parameters come as versions: approved by two people, added, never changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from policy.parameters import AppraisalParameters
from rulebook.models import PolicyVersion
from rulebook.selectors import version_on

pytestmark = pytest.mark.django_db


def add(
    number: int, effective_from: date, drafted_by: User | None, approved_by: User | None
) -> PolicyVersion:
    first = PolicyVersion.objects.get(number=1)
    return PolicyVersion.objects.create(
        document=first.document,
        number=number,
        parameters=first.parameters,
        effective_from=effective_from,
        drafted_by=drafted_by,
        approved_by=approved_by,
        approved_at=clock.now(),
    )


@pytest.fixture
def people() -> tuple[User, User]:
    return (
        User.objects.create_user(staff_no="1", name="起草人"),
        User.objects.create_user(staff_no="2", name="批准人"),
    )


def test_the_delivered_version_reads_as_parameters() -> None:
    version = PolicyVersion.objects.get(number=1)
    parameters = AppraisalParameters.from_json(version.parameters)
    assert parameters.to_json() == version.parameters


def test_the_version_in_force_on_the_day_is_taken(people: tuple[User, User]) -> None:
    add(2, date(2024, 1, 1), *people)
    assert version_on(date(2023, 12, 31)).number == 1
    assert version_on(date(2024, 1, 1)).number == 2
    assert version_on(date(2000, 1, 1)).number == 1


def test_nobody_approves_the_own_draft(people: tuple[User, User]) -> None:
    drafter, _ = people
    for approver in (drafter, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            add(2, date(2024, 1, 1), drafter, approver)


def test_a_version_can_neither_be_changed_nor_deleted() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(number=1).update(parameters={})
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(number=1).delete()
