"""Two seconds before midnight of 31 December, and 29 February: each step on its own day, each night once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from alerts import services
from alerts.models import CardEvent
from core import clock
from core.models import Job
from notices.models import Reminder
from tests.support.alerts import Office, seen
from tests.support.reminding import night

pytestmark = pytest.mark.django_db


def told_of_cards() -> int:
    return Reminder.objects.filter(kind__startswith="alerts.").count()


def test_a_card_is_signed_in_the_old_year_and_both_nights_run_once() -> None:
    with time_machine.travel("2026-12-31T23:59:58+08:00", tick=False) as hand:
        office = Office()
        card = office.issued()
        night()
        told = told_of_cards()
        assert told
        card = services.card_sign(**seen(card), actor=office.own)
        assert (card.issued_on, card.signed_on) == (date(2026, 12, 31), date(2026, 12, 31))
        assert card.number.startswith("2026-")
        jobs = [services.nightly_begin()]
        night()
        hand.shift(timedelta(seconds=4))
        assert clock.today() == date(2027, 1, 1)
        jobs += [services.nightly_begin(), services.nightly_begin()]
        night()
        assert told_of_cards() == told, "a holiday, and nothing has come nearer than a stage"
        assert [job.key for job in jobs if job] == ["2026-12-31", "2027-01-01"]
        # The clock was wrong and goes back: the night that was does not run again, the order of events stays.
        hand.shift(timedelta(days=-2))
        night()
        assert told_of_cards() == told
        services.card_revoke(**seen(card), reason="系误报的", document_no="撤 1", actor=office.head)
        states = CardEvent.objects.filter(case=card).order_by("pk").values_list("to_state", flat=True)
        assert list(states) == ["draft", "issued", "planning", "revoked"]
        assert Job.objects.filter(kind=services.scan.NIGHTLY).count() == 2


def test_a_card_of_29_february_lapses_on_28_february() -> None:
    with time_machine.travel("2028-02-29T09:00:00+08:00", tick=False) as hand:
        office = Office()
        card = office.issued()
        assert (card.issued_on, card.lapses_on) == (date(2028, 2, 29), date(2029, 2, 28))
        hand.move_to("2029-02-27T23:59:58+08:00")
        assert services.cards_lapse(on=clock.today(), actor=office.head) == 0
        hand.shift(timedelta(seconds=4))
        assert services.cards_lapse(on=clock.today(), actor=office.head) == 1
        assert services.cards_lapse(on=clock.today(), actor=office.head) == 0
