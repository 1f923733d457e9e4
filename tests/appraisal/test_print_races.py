"""Two officers at one table after the meeting: each copy comes back once."""

from __future__ import annotations

import time
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from appraisal.models import CycleEvent, PrintRun
from appraisal.services import prints
from core import clock
from core.pages import RuleBroken
from tests.accounts.test_sign_in_races import at_once
from tests.support.prints import printed
from tests.support.rulebook import rulebook_restore
from tests.support.small_year import small_year

pytestmark = pytest.mark.django_db(transaction=True)


def slow_now() -> datetime:
    """Asked between the look and the change: the other has time to look too."""
    time.sleep(0.3)
    return clock.now()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> PrintRun:
    rulebook_restore()
    small_year(1)
    made = printed(copies=2)
    monkeypatch.setattr(prints, "clock", SimpleNamespace(now=slow_now))
    return made


def collect_twice(run: PrintRun) -> list[Any]:
    def collect() -> list[int]:
        return prints.copy_collect(run_pk=run.pk, numbers=[1, 2], actor=run.printed_by)

    return at_once(collect, collect)


def noted() -> int:
    return CycleEvent.objects.filter(note__startswith="收回").count()


def test_two_who_collect_at_once_note_each_copy_once(run: PrintRun) -> None:
    assert sorted(collect_twice(run)) == [[], [1, 2]]
    assert noted() == 1


@pytest.mark.postgres
def test_without_the_lock_it_would_be_noted_twice(run: PrintRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control. SQLite lets one writer in at a time anyway."""
    unlocked = PrintRun.objects.select_related("cycle")
    monkeypatch.setattr(prints, "_held", lambda pk: unlocked.get(pk=pk))
    assert collect_twice(run) == [[1, 2], [1, 2]]
    assert noted() == 2


def test_what_is_collected_is_not_reported_missing_meanwhile(run: PrintRun) -> None:
    found = at_once(
        lambda: prints.copy_collect(run_pk=run.pk, numbers=[1], actor=run.printed_by),
        lambda: prints.copy_report_missing(run_pk=run.pk, number=1, note="会后未交回", actor=run.printed_by),
    )
    copy = run.numbered.get(number=1)
    assert copy.collected_at
    # Either it was collected first and the report refused, or reported first and then found.
    assert isinstance(found[1], RuleBroken) == (copy.missing_note == "")
