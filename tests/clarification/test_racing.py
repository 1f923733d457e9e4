"""Two at the same moment on one case: one wins, the other hears so; without the guard both would."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role
from clarification import services
from clarification.models import Clarification
from clarification.services import plans
from clarification.services.common import ROWS
from core.pages import RuleBroken, StaleState
from matters.models import Relief
from tests.outcomes.test_uses_races import at_once
from tests.support.clarifications import Clarity, marked
from tests.support.people import user_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def both(clarity: Clarity) -> list[Any]:
    second = user_with(Role.DISCIPLINE_HEAD, staff_no="90520", name="副书记")
    given = {"pk": clarity.case.pk, "version": clarity.case.version}
    return at_once(
        lambda: services.plan_approve(**given, approving_body="", approval_no="", actor=clarity.head),
        lambda: services.case_refuse(**given, unsuitable="会引起二次传播", actor=second),
    )


def test_one_approves_while_the_other_finds_it_unsuitable() -> None:
    clarity = Clarity().proposed().planned()
    found = both(clarity)
    assert sum(isinstance(one, Clarification) for one in found) == 1, found
    assert sum(isinstance(one, StaleState | RuleBroken) for one in found) == 1, found
    assert clarity.case.events.filter(from_state="approving").count() == 1


def test_two_confirm_and_the_marks_are_lifted_once() -> None:
    clarity = Clarity().proposed()
    clarity.found(matter=marked(clarity))
    second = user_with(Role.DISCIPLINE_HEAD, staff_no="90521", name="副书记")
    given = {"pk": clarity.case.pk, "version": clarity.case.version, "unsuitable": ""}
    found = at_once(
        *(
            lambda actor=actor: services.finding_confirm(**given, actor=actor)
            for actor in (clarity.head, second)
        )
    )
    assert sum(isinstance(one, Clarification) for one in found) == 1, found
    assert Relief.objects.count() == 1


def test_without_lock_and_version_both_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: neither waits nor looks again, so an approved plan is refused as well."""
    clarity = Clarity().proposed().planned()
    seen = [ROWS.get(pk=clarity.case.pk) for _ in range(2)]

    def written(case: Clarification, *, actor: Any, before: str, note: str) -> Clarification:
        Clarification.objects.filter(pk=case.pk).update(state=case.state, unsuitable=case.unsuitable)
        case.events.create(case=case, actor=actor, from_state=before, to_state=case.state, note=note)
        return case

    monkeypatch.setattr(plans, "saved", written)
    monkeypatch.setattr(plans, "locked", lambda pk, version: seen.pop())
    Clarification.objects.filter(pk=clarity.case.pk).update(approved_by=clarity.head)
    given = {"pk": clarity.case.pk, "version": clarity.case.version, "actor": clarity.head}
    services.plan_approve(**given, approving_body="", approval_no="")
    services.case_refuse(**given, unsuitable="二次传播")
    assert clarity.case.events.filter(from_state="approving").count() == 2
