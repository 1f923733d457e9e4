"""A count begins again while minutes become final: nothing is decided on what it replaces."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from accounts.models import User
from appraisal.models import Cycle
from appraisal.services import cycle_reopen, reopening
from core.pages import RuleBroken
from decisions import services
from decisions.models import Meeting
from decisions.selectors import stale
from decisions.services import meetings
from outcomes.models import BottomReview, CommendationCase
from outcomes.uses_agenda import BOTTOM, TOP
from tests.decisions.test_racing import at_once
from tests.decisions.test_recounted import recorded, tabled
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db(transaction=True)
A_WHILE = 2  # seconds that one gives the other to overtake; who waits for a lock does not come


@pytest.fixture
def uses() -> Uses:
    """Both lists stand before a meeting that has voted on them; the minutes are not final."""
    made = Uses().supervised().listed().submitted()
    items = {kind: tabled(made.room, kind) for kind in (TOP, BOTTOM)}
    made.room.members()
    made.room.held()
    recorded(made.room, items[TOP], "commend")
    recorded(made.room, items[BOTTOM], "talk")
    return made


def finalise(uses: Uses) -> Meeting:
    return services.meeting_finalise(**uses.room.given, actor=uses.head)


def reopen(uses: Uses) -> Cycle:
    return cycle_reopen(cycle_pk=uses.cycle.pk, reason="重新核对计分", actor=User.objects.system())


def final_while_reopened(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The count is void but not committed so, then the minutes become final."""
    begun, over = threading.Event(), threading.Event()
    enqueue = reopening.score_enqueue

    def paused(*args: Any, **kwargs: Any) -> Any:
        begun.set()
        over.wait(A_WHILE)
        return enqueue(*args, **kwargs)

    def after() -> Meeting:
        begun.wait(20)
        try:
            return finalise(uses)
        finally:
            over.set()

    monkeypatch.setattr(reopening, "score_enqueue", paused)
    return at_once(lambda: reopen(uses), after)


def reopened_while_final(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> bool:
    """The minutes were found to rest on the count and are not written yet, then it becomes void: was it?"""
    looked, over, overtaken = threading.Event(), threading.Event(), []
    judge = meetings.may_finalise

    def paused(**facts: Any) -> Any:
        looked.set()
        overtaken.append(over.wait(A_WHILE))
        return judge(**facts)

    def after() -> Cycle:
        looked.wait(20)
        found = reopen(uses)
        over.set()
        return found

    monkeypatch.setattr(meetings, "may_finalise", paused)
    found = at_once(lambda: finalise(uses), after)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    return overtaken[0]


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a list says is read as before, but nobody holds it."""
    monkeypatch.setattr(meetings, "stale_items", lambda items, lock: stale.stale_items(items))


def decided() -> tuple[int, int]:
    """(judgements, commendations) that a meeting has decided."""
    return BottomReview.objects.exclude(outcome="").count(), CommendationCase.objects.filter(
        state="agreed"
    ).count()


def test_what_rests_on_a_count_that_is_being_voided_waits_and_is_refused(
    uses: Uses, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, refused = final_while_reopened(uses, monkeypatch)
    assert isinstance(refused, RuleBroken), refused
    assert "正在重新计分" in "".join(refused.messages)
    assert decided() == (0, 0)
    assert uses.room.now.state == Meeting.State.HELD


@pytest.mark.postgres
def test_without_the_lock_a_talk_is_decided_on_the_void_count(
    uses: Uses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the minutes read the count as it was before, and go on."""
    unguarded(monkeypatch)
    found = final_while_reopened(uses, monkeypatch)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    assert decided() == (1, 6)
    assert Cycle.objects.get(pk=uses.cycle.pk).confirmed_at is None


def test_once_the_minutes_have_looked_the_count_stays_until_they_are_final(
    uses: Uses, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not reopened_while_final(uses, monkeypatch)
    assert decided() == (1, 6)


@pytest.mark.postgres
def test_without_the_lock_the_count_changes_under_them(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is void before the decision is written."""
    unguarded(monkeypatch)
    assert reopened_while_final(uses, monkeypatch)
    assert decided() == (1, 6)


def test_the_lock_is_asked_for_where_minutes_become_final() -> None:
    """What the controls replace is what the service calls."""
    assert meetings.stale_items is stale.stale_items
