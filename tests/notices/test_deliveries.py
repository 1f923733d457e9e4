"""Letting digests leave: to a real mail server and a real robot, with every way in which it can go wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from accounts.models import Role, User
from core import clock
from core.jobs import JobRun, job_enqueue, job_run
from core.models import Job
from core.pages import RuleBroken, StaleState
from notices.channels import MailWay, robot_address_check
from notices.channels.robots import is_public
from notices.models import Channel, Delivery, NoticeChoice
from notices.registry import Duty, Holder
from notices.services import choice_save, deliveries_wake, delivery_again
from notices.services.handover import Hand
from tests.support.people import user_with
from tests.support.reminding import (
    Sink,
    deliver,
    duty,
    free_port,
    in_days,
    mail_server,
    mails_to,
    night,
    states,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(declared: list[Duty], hand: Any, sink: Sink) -> list[Delivery]:
    """Two officers, a digest for each, a mail for each that waits."""
    for number in "12":
        user = user_with(Role.ORG_OFFICER, staff_no=number)
        NoticeChoice.objects.create(user=user, email=f"{number}@example.edu.cn")
    declared.append(duty(Holder(role=Role.ORG_OFFICER), in_days(0)))
    night()
    return list(Delivery.objects.filter(channel="mail").order_by("pk"))


def first() -> Delivery:
    return Delivery.objects.filter(channel="mail").earliest("pk")


def another_takes_over() -> None:
    """As another process does that found the job free."""
    with connection.cursor() as cursor:
        Hand(Channel.MAIL, cursor, "").take_over()


def test_a_mail_says_how_many_wait_and_where_and_carries_its_number(
    waiting: list[Delivery], sink: Sink
) -> None:
    deliver()
    assert states() == ["sent", "sent"]
    host = "cadre.example.edu.cn"
    assert [(to, number) for to, number, _ in sink.taken] == [
        (f"{n}@example.edu.cn", f"<{row.number}@{host}>") for n, row in zip("12", waiting, strict=True)
    ]
    subject, *text = sink.taken[0][2].splitlines()
    assert subject == "待办到期提示：1 项"
    assert text == [
        "您在干部管理系统中有事项等待办理：", "今天到期：1 项", "", f"请登录查看：https://{host}/messages/",
    ]  # fmt: skip
    deliver()
    assert len(sink.taken) == 2


def test_a_server_that_is_away_keeps_everything_waiting_and_gets_it_later(
    waiting: list[Delivery], sink: Sink, hand: Any
) -> None:
    with mails_to(free_port()):
        deliver()
        assert states() == ["waiting", "waiting"]
        assert first().last_error == "连不上邮件服务器。"
        assert first().due_at > clock.now()
    deliver()
    assert sink.taken == []  # not before its time
    hand.shift(timedelta(hours=1))
    deliver()
    assert (states(), len(sink.taken)) == (["sent", "sent"], 2)


def test_a_full_mailbox_is_tried_again_and_an_unknown_one_is_not(
    waiting: list[Delivery], sink: Sink, hand: Any
) -> None:
    sink.answers = {"1@example.edu.cn": "452 full", "2@example.edu.cn": "550 no such user"}
    deliver()
    assert states() == ["waiting", "failed"]
    assert Delivery.objects.get(pk=waiting[1].pk).last_error == "邮件服务器不接受这个收件地址（550）。"
    sink.answers = {}
    hand.shift(timedelta(minutes=20))
    deliver()
    delivery_again(pk=waiting[1].pk, actor=User.objects.system())
    with pytest.raises(StaleState):
        delivery_again(pk=waiting[1].pk, actor=User.objects.system())
    deliver()
    assert states() == ["sent", "sent"]
    assert [number[1:37] for number in sink.numbers()] == [str(row.number) for row in waiting]


def test_after_three_days_it_is_given_up_and_says_so(waiting: list[Delivery], hand: Any) -> None:
    with mails_to(free_port()):
        deliver()
        hand.shift(timedelta(days=3))
        deliver()
    assert states() == ["failed", "failed"]
    assert first().last_error == "连不上邮件服务器。"


def test_what_a_dead_process_was_sending_is_uncertain_and_goes_again_under_its_number(
    waiting: list[Delivery], sink: Sink, hand: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the server took the first mail and before it turns to the second."""
    take = MailWay.hand_over

    def taken_and_dead(way: MailWay, **message: Any) -> None:
        take(way, **message)
        assert first().state == "sending", "committed before the call"
        raise SystemExit

    monkeypatch.setattr(MailWay, "hand_over", taken_and_dead)
    with pytest.raises(SystemExit):
        deliver()
    monkeypatch.undo()
    assert states() == ["sending", "sending"]
    deliveries_wake(actor=User.objects.system())
    hand.shift(timedelta(minutes=2))
    Job.objects.filter(state="running").update(state="waiting", lease_token=None, lease_until=None)
    deliver()
    assert states() == ["uncertain", "sent"], "of the other it is known that it had not left"
    assert "不确定是否送达" in first().last_error
    hand.shift(timedelta(minutes=1))
    deliver()
    assert states() == ["sent", "sent"]
    assert list(Delivery.objects.filter(channel="mail").values_list("tries", "interruptions")) == [
        (1, 0),
        (2, 1),
    ]
    numbers = sink.numbers()
    assert (len(numbers), len(set(numbers)), numbers.count(numbers[0])) == (3, 2, 2)


def test_whoever_lost_a_row_hands_over_no_other(
    waiting: list[Delivery], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was asleep while another took over its rows sends one of them at most."""
    take = MailWay.hand_over

    def taken_over(way: MailWay, **message: Any) -> None:
        take(way, **message)
        another_takes_over()

    monkeypatch.setattr(MailWay, "hand_over", taken_over)
    actor, given = User.objects.system(), {"channel": "mail"}
    job = job_enqueue("notices.deliver", key="mail", arguments=given, actor=actor, wake_worker=False)
    job_run(job.pk)
    assert len(sink.taken) == 1
    assert states() == ["uncertain", "waiting"]


def test_the_second_of_two_that_died_in_hand_leaves_the_first_sent(
    waiting: list[Delivery], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row says how far the dead one had come, so only the mail in its hands is in doubt."""
    take = MailWay.hand_over

    def dies_at_the_second(way: MailWay, **message: Any) -> None:
        take(way, **message)
        if len(sink.taken) == 2:
            raise SystemExit

    monkeypatch.setattr(MailWay, "hand_over", dies_at_the_second)
    with pytest.raises(SystemExit):
        deliver()
    another_takes_over()
    assert states() == ["sent", "uncertain"]


def test_whatever_stops_us_in_the_middle_of_a_dialogue_confuses_no_other_mail(
    waiting: list[Delivery], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses once, after the server heard of a first mail: the next begins a new dialogue."""
    reach, refused = Hand.reach, []

    def refuses_once(mine: Hand, pk: int) -> None:
        if pk and not refused:
            refused.append(pk)
            raise DatabaseError
        reach(mine, pk)

    monkeypatch.setattr(Hand, "reach", refuses_once)
    deliver()
    assert states() == ["uncertain", "sent"]
    assert sink.numbers()[0][1:37] == str(waiting[1].number)


def test_a_fault_of_ours_with_one_mail_holds_up_no_other(
    waiting: list[Delivery], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = MailWay.hand_over

    def faulty(way: MailWay, *, to: Any, **message: Any) -> None:
        if to.email.startswith("1@"):
            raise UnicodeEncodeError("ascii", "", 0, 1, "")
        take(way, to=to, **message)

    monkeypatch.setattr(MailWay, "hand_over", faulty)
    deliver()
    assert states() == ["uncertain", "sent"]


def test_a_connection_that_breaks_leaves_the_mail_uncertain(waiting: list[Delivery], hand: Any) -> None:
    """A server that accepts a connection, greets, and hangs up when the mail comes."""
    with rude_server() as port, mails_to(port):
        deliver()
    assert set(states()) == {"uncertain"}
    assert first().interruptions == 1


def test_whoever_lost_the_lease_hands_nothing_over(waiting: list[Delivery], sink: Sink) -> None:
    from core.jobs import LeaseLost, job_enqueue, kind_of  # noqa: PLC0415
    from notices.services import deliveries_send  # noqa: PLC0415

    job = job_enqueue(
        "notices.deliver", key="mail", arguments={"channel": "mail"}, actor=User.objects.system(),
        wake_worker=False,
    )  # fmt: skip
    import uuid  # noqa: PLC0415

    with pytest.raises(LeaseLost):
        deliveries_send(run=JobRun(job, kind_of("notices.deliver"), uuid.uuid4()))
    assert sink.taken == []


class Robots(BaseHTTPRequestHandler):
    """Both platforms. answers: what is said, in turn; then `errcode` 0."""

    taken: list[tuple[str, dict[str, Any], str]] = []
    answers: list[tuple[int, str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, json.loads(body), self.headers["Idempotency-Key"]))
        status, said = self.answers.pop(0) if self.answers else (200, '{"errcode": 0}')
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *args: Any) -> None:
        """Keeps quiet."""


@pytest.fixture
def platform() -> Iterator[str]:
    Robots.taken, Robots.answers = [], []
    server = HTTPServer(("127.0.0.1", 0), Robots)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, webhook_hosts=(*before.webhook_hosts, url))
    yield url
    settings.ENVIRONMENT = before
    server.shutdown()
    server.server_close()


def with_robot(kind: str, url: str, declared: list[Duty], key: str = "") -> User:
    me = user_with(Role.ORG_OFFICER)
    chosen = {"mail": False, "email": "", "robot": kind, "robot_url": url, "robot_key": key}
    choice_save(actor=me, values=chosen | {"quiet_from": None, "quiet_to": None})
    declared.append(duty(Holder(user_id=me.pk), in_days(0)))
    night()
    return me


def test_a_robot_gets_the_text_and_the_number_and_the_signature_of_its_platform(
    declared: list[Duty], hand: Any, platform: str, caplog: pytest.LogCaptureFixture
) -> None:
    with_robot("dingtalk", f"{platform}/robot/send?access_token=abc", declared, key="SEC0")
    with caplog.at_level(logging.INFO):
        deliver("robot")
    assert "abc" not in caplog.text, "the address opens the group"
    assert states("robot") == ["sent"]
    ((path, body, number),) = Robots.taken
    asked = parse_qs(urlsplit(path).query)
    moment = str(int(clock.now().timestamp() * 1000))
    signed = hmac.new(b"SEC0", f"{moment}\nSEC0".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": ["abc"],
        "timestamp": [moment],
        "sign": [base64.b64encode(signed).decode()],
    }
    assert body["msgtype"] == "text"
    assert body["text"]["content"].startswith("待办到期提示：1 项\n")
    assert number == str(Delivery.objects.get(channel="robot").number)


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        ((200, '{"errcode": 45009}'), "waiting", "太频繁"),
        ((503, ""), "waiting", "暂时不能接收（503）"),
        ((200, '{"errcode": 93000}'), "failed", "拒绝接收（93000）"),
        ((200, "<html>"), "failed", "拒绝接收（None）"),
        ((302, ""), "failed", "拒绝接收（302）"),
    ],
    ids=["too often", "busy", "wrong key", "no answer of a robot", "a redirect is not followed"],
)
def test_what_a_platform_answers_decides(
    declared: list[Duty], hand: Any, platform: str, answer: tuple[int, str], state: str, error: str
) -> None:
    Robots.answers = [answer]
    with_robot("wecom", f"{platform}/cgi-bin/webhook/send?key=abc", declared)
    deliver("robot")
    assert states("robot") == [state]
    assert error in Delivery.objects.get(channel="robot").last_error
    assert len(Robots.taken) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/send",
        "https://qyapi.weixin.qq.com:8443/send",
        "https://user@qyapi.weixin.qq.com/send",
        "https://qyapi.weixin.qq.com.example.com/send",
        "https://169.254.169.254/latest",
        "http://127.0.0.1/",
        "ftp://oapi.dingtalk.com/",
        "https://[::1",
        "qyapi.weixin.qq.com/send",
    ],
)
def test_no_other_address_is_called(url: str) -> None:
    with pytest.raises(RuleBroken):
        robot_address_check(url)


def test_a_listed_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    robot_address_check("https://qyapi.weixin.qq.com/send?key=1")
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: inside)
    assert not is_public("qyapi.weixin.qq.com")


def rude_server() -> Any:
    """Greets, agrees to everything, and hangs up at the end of a mail."""
    from contextlib import contextmanager  # noqa: PLC0415

    @contextmanager
    def running() -> Iterator[int]:
        with mail_server() as sink:

            async def hang_up(server: Any, session: Any, envelope: Any) -> str:
                server.transport.close()
                return "250 OK"

            sink.handle_DATA = hang_up  # type: ignore[method-assign]
            yield sink.port

    return running()
