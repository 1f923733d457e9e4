"""Two officers at one key task at the same moment: one verifies, the other is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from accounts.models import Role
from core.pages import StaleState
from evidence import services
from evidence.models import KeyTask, KeyTaskEvent
from evidence.services import tasks
from tests.evidence.test_facts_tasks import School
from tests.outcomes.test_uses_races import at_once
from tests.support.people import user_with

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def both_verify(school: School) -> list[Any]:
    task = school.at(KeyTask.State.SUBMITTED)
    people = [school.who["org_head"], user_with(Role.ORG_HEAD, staff_no="96195", name="郑远")]
    given = {"task_pk": task.pk, "version": task.version}
    return at_once(*(lambda who=who: services.key_task_verify(**given, actor=who) for who in people))


def verified() -> int:
    return KeyTaskEvent.objects.filter(to_state=KeyTask.State.DONE).count()


def test_of_two_who_verify_one_task_one_does() -> None:
    found = both_verify(School())
    assert sum(isinstance(outcome, KeyTask) for outcome in found) == 1, found
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert verified() == 1


def test_without_the_lock_both_would_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each reads it as handed in, and the state is not compared when it is saved."""
    school, both = School(), threading.Barrier(2)

    def unlocked(pk: int, version: int | None) -> KeyTask:
        found = KeyTask.objects.get(pk=pk)
        both.wait(20)
        return found

    monkeypatch.setattr(tasks, "_locked", unlocked)
    monkeypatch.setattr(KeyTask, "save", lambda self, **kwargs: None)
    both_verify(school)
    assert verified() == 2
