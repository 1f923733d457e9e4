"""10,000 digests to a real SMTP server on loopback, by the product's own job, against a bare loop.

Both use one connection: the product sends one mail at a time, so that a crash leaves one in doubt
(docs/decisions/0016). The server is aiosmtpd in a process of its own; it takes everything and keeps nothing.
"""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from bench.measure import Ratio, machine
from core import clock
from core.jobs import job_enqueue, job_run
from notices.channels.mail import mail_bytes, sender
from notices.models import Channel, Delivery, DeliveryState, NoticeChoice
from notices.registry import Duty, Holder
from notices.selectors_reminders import Due, Plan
from notices.services.deliveries import DELIVER
from notices.services.reminders import plan_write
from policy.reminders import Reached, Stage, digest_words

MAILS, LIMIT, ROUNDS = 10_000, 2, 2
SERVER = """
import asyncio, sys
from aiosmtpd.controller import Controller
class Takes:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Takes(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print("ready", flush=True)
sys.stdin.read()
"""


def tell() -> None:
    """Prints the ratio over an empty database."""
    call_command("migrate", verbosity=0)
    print(machine())
    print(reminders().line())


def reminders() -> Ratio:
    """The best of each, in turns."""
    with mail_server() as port:
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, smtp_url=f"smtp://127.0.0.1:{port}")
        write_digests()
        ours, floor = zip(*((sent(), bare(port)) for _ in range(ROUNDS)), strict=True)
    rate = MAILS / min(ours)
    note = f"{rate:.0f} mails a second; floor: smtplib in a loop over messages that are there, one connection"
    return Ratio(f"{MAILS} reminders by mail", min(ours), min(floor), LIMIT, note)


def write_digests() -> None:
    """A user, a reminder and a mail that waits, as many times."""
    User.objects.bulk_create(
        (User(staff_no=f"B{place:05}", name="甲", password="!") for place in range(MAILS)), batch_size=2_000
    )
    users = list(User.objects.filter(staff_no__startswith="B").order_by("pk"))
    NoticeChoice.objects.bulk_create(
        (NoticeChoice(user=user, email=f"{user.staff_no}@example.edu.cn") for user in users), batch_size=2_000
    )
    today = clock.today()
    due = tuple(
        Due(user.pk, Duty("b", "核对", "", "/", Holder(user_id=user.pk), date(2020, 1, 1), today), today,
            Reached(Stage.TODAY))
        for user in users
    )  # fmt: skip
    start = time.perf_counter()
    plan_write(Plan(today, MAILS, due, frozenset(), ()))
    print(f"written in {time.perf_counter() - start:.2f} s")


def sent() -> float:
    """The job, from its claim to its end."""
    Delivery.objects.filter(channel=Channel.MAIL).update(
        state=DeliveryState.WAITING, due_at=clock.now(), finished_at=None
    )
    job = job_enqueue(
        DELIVER, key="mail", arguments={"channel": "mail"}, actor=User.objects.system(), wake_worker=False
    )
    start = time.perf_counter()
    assert job_run(job.pk)
    seconds = time.perf_counter() - start
    assert Delivery.objects.filter(channel=Channel.MAIL, state=DeliveryState.SENT).count() == MAILS
    return seconds


def bare(port: int) -> float:
    """The same messages, made before the clock starts."""
    subject, text = digest_words(
        {Stage.TODAY: 1}, link=f"{settings.ENVIRONMENT.site}/messages/", weekly=False
    )
    rows = Delivery.objects.filter(channel=Channel.MAIL).values_list("number", "digest__user__staff_no")
    letters = [
        (to, mail_bytes(to=to, subject=subject, text=text, number=str(number)))
        for number, staff_no in rows
        for to in [f"{staff_no}@example.edu.cn"]
    ]
    start = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for to, letter in letters:
            server.sendmail(sender(), [to], letter)
    return time.perf_counter() - start


@contextmanager
def mail_server() -> Iterator[int]:
    """A server on a free port; ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield port
    finally:
        process.kill()
        process.wait()
