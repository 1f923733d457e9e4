"""Duties of a test's own, nights in which reminders are written, and a mail server that takes notes."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings

from accounts.models import User
from core import clock
from core.jobs import job_enqueue, job_run
from core.models import Job
from notices.models import Delivery
from notices.registry import Duty, Holder
from notices.selectors_reminders import plan_of
from notices.services.deliveries import DELIVER
from notices.services.reminders import REMIND, plan_write


def duty(holder: Holder, due: date | None, *, url: str = "/", label: str = "核对", **more: Any) -> Duty:
    since = date(2026, 1, 1)
    return Duty("test.kind", label, "不该写进消息的事由", url, holder, since, due, **more)


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def night() -> None:
    """Today's reminders, written as the job writes them."""
    plan_write(plan_of(clock.today()))


def night_job() -> Job:
    """The job of today's reminders, run here; no transaction may be open."""
    return _run(REMIND, key=f"{clock.today()}")


def deliver(channel: str = "mail") -> Job:
    """What is due on a channel, sent from here."""
    return _run(DELIVER, key=channel, arguments={"channel": channel})


def _run(kind: str, **given: Any) -> Job:
    job = job_enqueue(kind, actor=User.objects.system(), wake_worker=False, **given)
    assert job_run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.last_error
    return job


def states(channel: str = "mail") -> list[str]:
    return list(Delivery.objects.filter(channel=channel).order_by("pk").values_list("state", flat=True))


@dataclass
class Sink:
    """A real SMTP server on loopback. taken: (address, Message-ID, text) of what it accepted, in order.

    answers: what it says instead of taking, by address.
    """

    port: int
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        said = f"{message['subject']}\n{message.get_content()}"
        self.taken.append((envelope.rcpt_tos[0], message["message-id"], said))
        return "250 OK"

    def numbers(self) -> list[str]:
        return [number for _, number, _ in self.taken]


@contextmanager
def mail_server(port: int = 0) -> Iterator[Sink]:
    """The server, and a product that is set to use it."""
    sink = Sink(port or free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        with mails_to(sink.port):
            yield sink
    finally:
        controller.stop()


@contextmanager
def mails_to(port: int) -> Iterator[None]:
    """This process sends its mail there."""
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(
        before, smtp_url=f"smtp://127.0.0.1:{port}", site_url="https://cadre.example.edu.cn"
    )
    try:
        yield
    finally:
        settings.ENVIRONMENT = before


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
