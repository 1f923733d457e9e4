"""Two at the same moment: one wins, the other is told and keeps what was typed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.pages import StaleState
from outcomes import services
from outcomes.models import CommendationCase, FollowUp
from outcomes.services import uses_common
from tests.support.small_year import YEAR
from tests.support.uses import Uses, record

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


def test_evidence_written_by_two_at_once_is_written_by_one() -> None:
    uses = Uses().listed()
    case = uses.cases[0]
    given = {"pk": case.pk, "version": case.version, "performance": "突出"}
    found = at_once(
        lambda: services.evidence_record(**given, initiative="甲写的", actor=uses.officer),
        lambda: services.evidence_record(**given, initiative="乙写的", actor=uses.head),
    )
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert CommendationCase.objects.get(pk=case.pk).version == case.version + 1


@pytest.mark.postgres
def test_without_the_version_the_second_overwrites_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody asks what the user saw."""
    uses = Uses().listed()
    case = uses.cases[0]
    real = uses_common.locked
    monkeypatch.setattr(
        "outcomes.services.commendation.locked",
        lambda model, pk, version, states=(): real(model, pk, None, states),
    )
    given = {"pk": case.pk, "version": case.version, "performance": "突出"}
    found = at_once(
        lambda: services.evidence_record(**given, initiative="甲写的", actor=uses.officer),
        lambda: services.evidence_record(**given, initiative="乙写的", actor=uses.head),
    )
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    assert CommendationCase.objects.get(pk=case.pk).version == case.version + 2


def test_a_talk_is_recorded_once_and_followed_up_once() -> None:
    uses = Uses().supervised().decided()
    talk = uses.talk
    refused = {"signing": "refused", "refused": "不签", "witness_one": "钱平", "witness_two": "孙立"}
    given = {"pk": talk.pk, "version": talk.version, "values": record(**refused), "upload": None}
    found = at_once(
        lambda: services.talk_record(**given, actor=uses.leader),
        lambda: services.talk_record(**given, actor=uses.head),
    )
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert FollowUp.objects.count() == 2


def test_whoever_was_slower_finds_the_own_words_in_the_form(client: Client) -> None:
    uses = Uses().listed()
    case = uses.cases[0]
    services.evidence_record(
        pk=case.pk, version=case.version, initiative="先写的", performance="", actor=uses.head
    )
    client.force_login(uses.officer)
    typed = {"version": case.version, "initiative": "后写的一大段", "performance": "也写了"}
    url = reverse("commendation_evidence", args=[YEAR, case.pk])
    response = client.post(url, typed)
    assert response.status_code == 409
    text = response.content.decode()
    assert "后写的一大段" in text
    assert "您填写的内容仍在下面" in text
    assert CommendationCase.objects.get(pk=case.pk).initiative == "先写的"
    # Having looked, the officer saves all the same.
    version = CommendationCase.objects.get(pk=case.pk).version
    assert client.post(url, typed | {"version": version}).status_code == 303
