"""Reminders on real processes: beats, workers, a broker, a mail server, each failing in its own way.

Every failure has its control: the same with the guard taken away (`tests.support.slow_reminders`) loses a
message or says one twice. A crash may make one mail arrive twice, under the same number.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from core import clock
from core.jobs import job_enqueue
from core.models import Job
from notices.models import Delivery, Digest, NoticeChoice, Reminder, ReminderRun
from notices.services import reminders_sweep
from notices.services.deliveries import DELIVER
from tests.support.people import user_with
from tests.support.processes import Crew, broker_for_tests, flush, publishing_to, wait_until
from tests.support.reminding import Sink, free_port, mail_server, states

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 60
UNIQUE = ("reminder_once", "digest_once", "delivery_once")


class Night(Crew):
    """Beats and workers that share a clock at noon and one duty per user; `seconds` moves the clock."""

    include = "tests.support.slow_reminders"

    def __init__(self, broker: str, folder: Path, port: int, **extra: str) -> None:
        super().__init__(broker, folder)
        self.clock = folder / "clock"
        noon = datetime.now(clock.ZONE).replace(hour=12, minute=0)
        self._ahead = 0.0
        self.seconds((noon - datetime.now(clock.ZONE)).total_seconds())
        self._environment |= {
            "CLOCK_FILE": str(self.clock),
            "SMTP_URL": f"smtp://127.0.0.1:{port}",
            "DUE": f"{noon.date() + timedelta(days=1)}",
            **extra,
        }

    def seconds(self, more: float) -> None:
        """The clock of every process is so much further on."""
        self._ahead += more
        self.clock.write_text(str(self._ahead))

    def wait(self, done: Callable[[], bool], what: str) -> None:
        wait_until(done, seconds=SECONDS, what=f"{what}\n{self.log()[-3000:]}")


@pytest.fixture
def broker() -> Iterator[str]:
    with broker_for_tests() as url, publishing_to(url):
        yield url


@pytest.fixture
def night_for(broker: str, tmp_path: Path) -> Iterator[Callable[..., Night]]:
    """Makes the processes of a test, and sets this process to their clock; all end with the test."""
    made, before = [], settings.ENVIRONMENT

    def make(port: int, **extra: str) -> Night:
        made.append(Night(broker, tmp_path, port, **extra))
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clock_file=str(made[-1].clock))
        return made[-1]

    yield make
    for night in made:
        night.dismiss()
    settings.ENVIRONMENT = before


@pytest.fixture
def unguarded_tables() -> Iterator[None]:
    """Without the constraints that make a reminder, a digest and a delivery one."""
    models = (Reminder, Digest, Delivery)
    whole = {model: list(model._meta.constraints) for model in models}
    for model in models:
        model._meta.constraints = [c for c in whole[model] if c.name not in UNIQUE]
        _altered(model, whole[model], "remove_constraint")
    yield
    for model in (Delivery, Reminder, Digest):
        model.objects.all().delete()
    for model in models:
        model._meta.constraints = whole[model]
        _altered(model, whole[model], "add_constraint")


def _altered(model: Any, constraints: list[Any], how: str) -> None:
    """SQLite makes the table anew as the model stands; PostgreSQL alters it."""
    with connection.schema_editor() as editor:
        for constraint in constraints:
            if constraint.name in UNIQUE:
                getattr(editor, how)(model, constraint)


def people(count: int) -> None:
    for place in range(count):
        user = user_with(staff_no=f"77{place:03}", name=f"甲{place}")
        NoticeChoice.objects.create(user=user, email=f"{user.staff_no}@example.edu.cn")


def all_sent(count: int) -> Callable[[], bool]:
    return lambda: states() == ["sent"] * count


def arrived(sink: Sink) -> Counter[str]:
    """How often each address got mail."""
    return Counter(address for address, _, _ in sink.taken)


def test_two_beats_and_a_flushed_broker_say_everything_once(night_for: Any, broker: str) -> None:
    people(10)
    with mail_server() as sink:
        night = night_for(sink.port, PAUSE="0.05")
        reminders_sweep()
        flush(broker)
        night.beat()
        night.worker(beat=True)
        night.wait(lambda: len(sink.taken) >= 3, "three mails")
        flush(broker)
        night.wait(all_sent(10), "ten mails")
        time.sleep(2)  # as many beats again
    assert set(arrived(sink).values()) == {1}
    assert (Reminder.objects.count(), Digest.objects.count(), ReminderRun.objects.count()) == (10, 10, 1)


def test_without_its_guards_each_beat_says_it_again(night_for: Any, unguarded_tables: None) -> None:
    """The control: neither rows of days and open jobs nor constraints."""
    people(2)
    night = night_for(free_port(), SABOTAGE="unguarded")
    night.worker(beat=True)
    night.wait(lambda: Reminder.objects.count() > 2, "a second message")
    assert Reminder.objects.count() > 2, "two people, one thing each: whatever is more was said again"


def test_without_a_beat_that_looks_again_a_flushed_broker_loses_the_night(
    night_for: Any, broker: str
) -> None:
    """The control: a queue and a worker, and nobody who looks at the rows."""
    people(1)
    night = night_for(free_port())
    reminders_sweep()
    (lost,) = Job.objects.all()
    flush(broker)
    later = job_enqueue(DELIVER, key="robot", arguments={"channel": "robot"}, actor=lost.created_by)
    night.worker()
    night.wait(lambda: Job.objects.get(pk=later.pk).state == "done", "a job that was not lost")
    assert Job.objects.get(pk=lost.pk).state == "waiting"
    assert not Reminder.objects.exists()


def test_a_worker_killed_at_any_moment_loses_nothing_and_repeats_one_mail_at_most(night_for: Any) -> None:
    people(20)
    chance, kills = random.Random(8), 2
    with mail_server() as sink:
        night = night_for(sink.port, PAUSE="0.03")
        night.beat()
        for at_least in (2, 10):
            worker = night.worker()
            night.wait(lambda enough=at_least: len(sink.taken) >= enough, f"{at_least} mails")
            time.sleep(chance.uniform(0, 0.08))
            night.kill(worker)
            assert len(sink.taken) < 20, "killed too late to prove anything"
            night.seconds(75)  # longer than the lease of the dead one
        night.worker()
        night.wait(lambda: "sending" not in states(), "the mail that was left half sent")
        night.seconds(30)
        night.wait(all_sent(20), "twenty mails")
    found = arrived(sink)
    assert len(found) == 20
    assert sum(found.values()) - 20 <= kills
    numbers = {(address, number) for address, number, _ in sink.taken}
    assert len(numbers) == 20, "a mail that comes twice comes under one number"
    assert max(Delivery.objects.values_list("interruptions", flat=True)) <= kills


def test_marked_before_it_is_sent_a_killed_worker_loses_mail(night_for: Any) -> None:
    """The control: the row says that it has left, so nobody ever looks at it again."""
    people(4)
    with mail_server() as sink:
        night = night_for(sink.port, PAUSE="0.4", SABOTAGE="told_before")
        reminders_sweep()
        worker = night.worker()
        night.wait(lambda: Job.objects.filter(kind=DELIVER, state="running").exists(), "the mails begun")
        night.wait(lambda: len(sink.taken) == 2, "two mails")
        night.wait(lambda: states().count("sent") == 3, "the third on its way")
        night.kill(worker)
        time.sleep(0.5)
    assert len(sink.taken) == 2, "one was never seen"


def test_a_mail_server_away_for_an_hour_and_a_clock_a_day_off(night_for: Any) -> None:
    people(4)
    port = free_port()
    night = night_for(port)
    night.worker(beat=True)
    for tries in (1, 2, 3):
        night.wait(tried(tries, 4), f"try {tries}")
        night.seconds(1800)
    assert not set(states()) & {"sent", "failed"}
    with mail_server(port) as sink:
        night.wait(all_sent(4), "four mails")
        assert set(arrived(sink).values()) == {1}
        for days in (1, -2, 1):  # a day ahead, a day behind, right again
            night.seconds(days * 86_400)
            day = clock.today()
            night.wait(lambda on=day: ReminderRun.objects.filter(day=on).exists(), f"the night of {day}")
            night.wait(lambda: set(states()) == {"sent"}, "its mails")
        time.sleep(2)
    said = Counter(Reminder.objects.values_list("user", "stage"))
    assert set(said.values()) == {1}
    assert Counter(stage for _, stage in said) == {"eve": 4, "today": 4, "near": 4}
    assert set(arrived(sink).values()) == {3}
    assert len(set(sink.numbers())) == 12


def tried(times: int, count: int) -> Callable[[], bool]:
    return lambda: Delivery.objects.filter(channel="mail", state="waiting", tries__gte=times).count() == count


def test_whoever_gives_up_at_the_first_failure_loses_the_mail(night_for: Any) -> None:
    """The control: the server comes back, and nobody tries again."""
    people(2)
    port = free_port()
    night = night_for(port, SABOTAGE="gives_up")
    reminders_sweep()
    night.worker()
    night.wait(lambda: states() == ["failed"] * 2, "the first try")
    with mail_server(port) as sink:
        night.seconds(3600)
        reminders_sweep()
        time.sleep(1)
    assert sink.taken == []
