"""Two at the same moment: both confirmations count, one decision wins, and without the lock neither holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection

from appraisal.models import Cycle, GapDecision, ScoreConfirmation
from appraisal.services import confirmation, gap_confirm, gap_reject, gap_withdraw, score_confirm
from core.pages import RuleBroken, StaleState
from tests.support.scoring import Two, decided, open_gaps, proposed, two_officers
from tests.support.small_year import small_year

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


@pytest.fixture
def year() -> Cycle:
    return small_year(8, without_leaders=(6, 7))


@pytest.fixture
def two(year: Cycle) -> Two:
    return two_officers(year)


def both_confirm(year: Cycle, two: Two) -> list[Any]:
    decided(year, two)
    said = {"cycle_pk": year.pk, "outcome_sha256": year.outcome_sha256}
    return at_once(*(lambda u=u: score_confirm(**said, actor=u) for u in (two.counter, two.witness)))


def test_both_officers_at_the_same_moment_close_the_count(year: Cycle, two: Two) -> None:
    found = both_confirm(year, two)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    year.refresh_from_db()
    assert year.confirmed_at is not None
    assert ScoreConfirmation.objects.filter(cycle=year).count() == 2


@pytest.mark.postgres
def test_without_the_lock_each_sees_only_the_own_word(
    year: Cycle, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: nobody waits for the other, so both confirm and the year stays open."""
    meeting = threading.Barrier(2)
    record = confirmation.CycleEvent.record

    def after_both_wrote(*args: Any, **kwargs: Any) -> Any:
        meeting.wait(20)
        return record(*args, **kwargs)

    decided(year, two)
    monkeypatch.setattr(confirmation, "cycle_locked", lambda pk: Cycle.objects.get(pk=pk))
    monkeypatch.setattr(confirmation.CycleEvent, "record", after_both_wrote)
    said = {"cycle_pk": year.pk, "outcome_sha256": year.outcome_sha256}
    at_once(*(lambda u=u: score_confirm(**said, actor=u) for u in (two.counter, two.witness)))
    year.refresh_from_db()
    assert ScoreConfirmation.objects.filter(cycle=year).count() == 2
    assert year.confirmed_at is None


def test_one_officer_twice_is_one_word(year: Cycle, two: Two) -> None:
    decided(year, two)
    said = {"cycle_pk": year.pk, "outcome_sha256": year.outcome_sha256, "actor": two.counter}
    found = at_once(lambda: score_confirm(**said), lambda: score_confirm(**said))
    assert sum(isinstance(outcome, RuleBroken) for outcome in found) == 1
    assert ScoreConfirmation.objects.filter(cycle=year).count() == 1
    year.refresh_from_db()
    assert year.confirmed_at is None


def test_one_officer_twice_is_refused_by_the_database_too(
    year: Cycle, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the service forgets to ask."""
    decided(year, two)
    monkeypatch.setattr(confirmation, "require", lambda verdict: None)
    said = {"cycle_pk": year.pk, "outcome_sha256": year.outcome_sha256, "actor": two.counter}
    found = at_once(lambda: score_confirm(**said), lambda: score_confirm(**said))
    assert sum(isinstance(outcome, IntegrityError) for outcome in found) == 1
    assert ScoreConfirmation.objects.filter(cycle=year).count() == 1


def test_a_proposal_is_decided_once(year: Cycle, two: Two) -> None:
    """Agreed, refused and taken back at the same moment: one wins, the others are told."""
    keys = [item.pk for item in proposed(year, two)]
    given = {"cycle_pk": year.pk, "decisions": keys}
    found = at_once(
        lambda: gap_confirm(**given, actor=two.witness),
        lambda: gap_reject(**given, objection="应先补测", actor=two.witness),
        lambda: gap_withdraw(**given, actor=two.counter),
    )
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 2, found
    assert GapDecision.objects.values("state").distinct().count() == 1


def test_one_and_the_same_proposal_is_made_once(year: Cycle, two: Two) -> None:
    people = open_gaps(year)
    found = at_once(*(lambda: proposed(year, two, people=people),) * 2)
    assert sum(isinstance(outcome, RuleBroken) for outcome in found) == 1
    assert GapDecision.objects.count() == 2
