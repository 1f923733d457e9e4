"""Two at the same moment, on PostgreSQL: two heads issue at once, an exemption meets an issue, two scans."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role
from alerts import services
from alerts.models import Card, Signal
from alerts.registry import RULES
from alerts.services import common
from core import clock
from core.models import Job
from core.pages import RuleBroken, StaleState
from matters.models import Mark, Matter, Relief
from matters.services import relief_record
from tests.support.alerts import Office, cadre_in, seen
from tests.support.people import user_with
from tests.support.rulebook import rulebook_restore

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> Office:
    rulebook_restore()
    return Office()


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


def two_heads(office: Office) -> list[Any]:
    card, other = office.draft(), user_with(Role.DISCIPLINE_HEAD, staff_no="93009", name="另一负责人")
    given = {**seen(card), "points": 0}
    return at_once(
        lambda: services.card_issue(**given, document_no="纪 1", actor=office.head),
        lambda: services.card_issue(**given, document_no="纪 2", actor=other),
    )


def test_two_heads_who_issue_at_once_make_one_card(office: Office) -> None:
    found = two_heads(office)
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert (Mark.objects.count(), Card.objects.get().state) == (1, "issued")


def test_control_without_lock_and_version_both_issue(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guards off: nobody holds the row, nobody asks what the user saw, each save takes its turn."""
    both_read = threading.Barrier(2)

    def read(step: str, *, pk: int, version: int, actor: Any) -> Card:
        card = Card.objects.select_related("cadre", "unit").get(pk=pk)
        both_read.wait(timeout=20)
        return card

    monkeypatch.setattr("alerts.services.cards.card_for", read)
    monkeypatch.setattr(common, "changed_save", lambda row, actor: super(Card, row).save_base())
    found = two_heads(office)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    assert Mark.objects.count() == 2, "one draft has become two marks"


def test_an_exemption_and_an_issue_at_once_leave_nothing_that_counts(office: Office) -> None:
    matter = Matter.objects.create(number="SX1", title="采购")
    card = office.draft(matter=matter)
    found = at_once(
        lambda: services.card_issue(**seen(card), document_no="纪 1", points=0, actor=office.head),
        lambda: relief_record(
            matter=matter, cadre=office.cadre, kind=Relief.Kind.EXEMPT, source="党委会", actor=office.org_head
        ),
    )
    assert isinstance(found[1], Relief), found
    assert not isinstance(found[0], Exception) or isinstance(found[0], RuleBroken), found
    assert not Card.objects.counted().exists()
    assert Card.objects.get().state in ("exempted", "dropped")


def test_two_beats_and_two_workers_find_each_fact_once(office: Office) -> None:
    for number in range(20):
        cadre_in(office.unit, f"4{number:04d}", "赵任久", since="2010-01")
    rule = RULES["post_held_long"]
    at_once(*[services.nightly_begin] * 4)
    assert Job.objects.filter(kind="alerts.nightly").count() == 1
    at_once(*[lambda: services.rule_scan(rule, on=clock.today())] * 4)
    assert Signal.objects.filter(rule="post_held_long").count() == 20
