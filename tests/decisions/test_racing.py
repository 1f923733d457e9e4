"""Two at the same moment: one finalises, one finds; without the lock both would."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role
from core.pages import RuleBroken, StaleState
from decisions import services
from decisions.models import Meeting, MeetingEvent
from decisions.services import common
from decisions.signals import item_decided
from tests.support.meetings import Room, objected, public, somebody

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
def room() -> Room:
    """A meeting with all its results, entered by the clerk."""
    made = Room()
    item = made.item("王建国", "李秀英")
    made.members()
    made.held()
    made.decided(item)
    return made


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The key of every item that upper rooms hear of."""
    found: list[int] = []

    def hear(sender: Any, item: Any, **kwargs: Any) -> None:
        found.append(item.pk)

    item_decided.connect(hear)
    yield found
    item_decided.disconnect(hear)


def both_finalise(room: Room) -> list[Any]:
    other = somebody("95012", Role.ORG_HEAD, "郑批准")
    given = room.given
    return at_once(
        *(lambda who=who: services.meeting_finalise(**given, actor=who) for who in (room.head, other))
    )


def test_two_who_finalise_at_once_are_one(room: Room, heard: list[int]) -> None:
    found = both_finalise(room)
    assert sum(isinstance(outcome, Meeting) for outcome in found) == 1, found
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert len(heard) == 1
    assert MeetingEvent.objects.filter(to_state="final").count() == 1


@pytest.mark.postgres
def test_without_the_lock_the_decision_is_told_twice(
    room: Room, heard: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each reads the meeting as held and goes on; only the guard on the state is left."""
    meeting_of_both = threading.Barrier(2)

    def unlocked(pk: int, version: int | None, states: Any) -> Meeting:
        found = Meeting.objects.get(pk=pk)
        meeting_of_both.wait(20)
        return found

    monkeypatch.setattr(services.meetings, "meeting_locked", unlocked)
    monkeypatch.setattr(Meeting, "save", lambda self, **kwargs: Meeting.objects.filter(pk=self.pk).first())
    both_finalise(room)
    assert len(heard) == 2


def test_two_results_of_one_item_are_one(room: Room) -> None:
    item = room.now.items.get()
    given = {"item_pk": item.pk, "version": room.now.version, "method": "vote", "actor": room.clerk}
    results = room.results(item)
    found = at_once(*(lambda: services.item_result_record(**given, results=results) for _ in range(2)))
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found


def test_an_item_and_the_beginning_of_the_meeting_do_not_cross() -> None:
    """An item is on the agenda of the meeting that was held, or it is refused; never in between."""
    room = Room()
    room.item("王建国")
    room.members()
    room.agreed()
    given = room.given
    found = at_once(
        lambda: services.meeting_hold(**given, actor=room.clerk),
        lambda: room.item("李秀英", title="第二批", supplementary="临时增加"),
    )
    refused = [outcome for outcome in found if isinstance(outcome, RuleBroken)]
    assert len(refused) == 1, found
    held = room.now.state == Meeting.State.HELD
    assert room.now.items.count() == (1 if held else 2)


def test_one_finding_of_an_objection_wins() -> None:
    objection = objected(public("王建国", "李秀英"), "王建国")
    given = {"objection_pk": objection.pk, "note": "经核实", "actor": objection.handler}
    found = at_once(
        lambda: services.objection_close(**given, finding="true", stays=False),
        lambda: services.objection_close(**given, finding="not_true", stays=True),
    )
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found


def test_the_lock_is_where_the_services_look_for_it() -> None:
    """What the control replaces is what the service calls."""
    assert services.meetings.meeting_locked is common.meeting_locked
