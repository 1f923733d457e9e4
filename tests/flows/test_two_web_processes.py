"""Two web processes, two workers, one beat, as production runs them: nobody notices that one of them dies."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
import redis

from accounts.models import Role, User
from core import jobs
from core.models import Job, StoredFile
from tests.support.people import PASSWORD, user_with
from tests.support.processes import (
    PROJECT,
    Crew,
    embedded_broker,
    environment,
    flush,
    publishing_to,
    wait_until,
)
from tests.support.slow_jobs import SLOW

# SQLite is for one machine; several processes of each kind stand on PostgreSQL.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
HOST = "cadre.example.edu.cn"
JOBS = 20


@dataclass
class Browser:
    """One visitor behind nginx, who reaches whichever web process is asked."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, port: int, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, Location and text of the answer."""
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "10.1.2.3",
            "X-Request-ID": "0123456789abcdef" * 2,
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(line).items():
                    assert morsel["secure"], line
                    self.cookies[name] = morsel.value
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            connection.close()

    def get(self, port: int, path: str = "/my-sessions/") -> tuple[int, str]:
        status, location, _ = self.ask(port, "GET", path)
        return status, location

    def post(self, port: int, page: str, path: str, **form: str) -> tuple[int, str]:
        """Fills in the form of a page of the other kind: its token comes from there."""
        text = self.ask(port, "GET", page)[2]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        assert token, text
        status, location, _ = self.ask(port, "POST", path, {"csrfmiddlewaretoken": token[1], **form})
        return status, location

    def is_in(self, port: int) -> bool:
        status, location = self.get(port)
        assert status == 200 or location.startswith("/sign-in/"), (status, location)
        return status == 200


class Web:
    """Web processes with the settings of production, ended with the test."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        self._environment = environment(url, folder) | {
            "MODE": "production",
            "SECRET_KEY": "k" * 30 + "7-signing-key-of-a-test" * 2,
            "ALLOWED_HOSTS": HOST,
            "BEHIND_PROXY": "true",
        }
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
            cwd=PROJECT,
            env=self._environment,
            check=True,
        )

    def start(self, port: int = 0) -> int:
        """One more, listening; its port."""
        if not port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
        with (self._folder / f"web-{port}.log").open("ab") as log:
            self.running[port] = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "-c", "python:cadre_mgmt.server"),
                    *("--workers", "1", "--bind", f"127.0.0.1:{port}", "cadre_mgmt.wsgi"),
                ],
                cwd=PROJECT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: answers(port), seconds=30, what=f"web on {port}\n{self.log(port)}")
        return port

    def kill(self, port: int) -> None:
        process = self.running.pop(port)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, port: int) -> str:
        return (self._folder / f"web-{port}.log").read_text(errors="replace")


def answers(port: int) -> bool:
    try:
        return Browser().ask(port, "GET", "/healthz")[0] == 200
    except OSError:
        return False


@pytest.fixture
def broker() -> Iterator[str]:
    with embedded_broker() as url, publishing_to(url):
        yield url


@pytest.fixture
def crew(broker: str, tmp_path: Path) -> Iterator[Crew]:
    crew = Crew(broker, tmp_path)
    yield crew
    crew.dismiss()


@pytest.fixture
def web(broker: str, tmp_path: Path, crew: Crew) -> Iterator[Web]:
    # Ends before the crew, which then waits until PostgreSQL has noticed.
    web = Web(broker, tmp_path)
    yield web
    for port in list(web.running):
        web.kill(port)


def done() -> int:
    """Of this test's jobs: the beat adds those of the hour."""
    return Job.objects.filter(kind=SLOW, state="done").count()


def ready(port: int) -> bool:
    status, _, text = Browser().ask(port, "GET", "/readyz")
    # How full this machine's disk is, is no matter of this test.
    return status in (200, 503) and [line for line in text.splitlines() if line.endswith("fail")] in (
        [],
        ["disk fail"],
    )


def test_one_of_each_may_die(web: Web, crew: Crew, broker: str) -> None:
    user_with(Role.ORG_OFFICER, password=PASSWORD)
    first, second = web.start(), web.start()
    browser, other = Browser(), Browser()

    # Signed in on one, signed in on the other; signed out on one, out on the other.
    assert browser.post(first, "/sign-in/", "/sign-in/", username="90001", password=PASSWORD) == (302, "/")
    assert browser.is_in(first)
    assert browser.is_in(second)
    assert not other.is_in(second)
    assert other.post(second, "/sign-in/", "/sign-in/", username="90001", password=PASSWORD) == (302, "/")
    assert browser.post(second, "/my-sessions/", "/sign-out/")[0] == 302
    assert not browser.is_in(first)
    assert other.is_in(first), "another sign-in of the same person is another session"

    # Twenty jobs; meanwhile a worker, a web process and the whole queue go away.
    actor = User.objects.system()
    work = {"steps": 3}
    keys = [jobs.job_enqueue(SLOW, key=f"slow:{n}", arguments=work, actor=actor).pk for n in range(JOBS)]
    crew.beat()
    lost, _ = crew.worker(), crew.worker()
    wait_until(lambda: done() >= 2, seconds=40, what=f"two jobs\n{crew.log()}")
    crew.kill(lost)
    web.kill(first)
    flush(broker)
    assert done() < JOBS, "killed too late to prove anything"
    assert other.is_in(second), "the session lives in the database, not in a process or in the queue"
    wait_until(lambda: done() == JOBS, seconds=60, what=f"all jobs\n{crew.log()}")
    names = list(StoredFile.objects.values_list("name", flat=True))
    assert sorted(names) == sorted(f"effect-{pk}" for pk in keys), "each effect once"

    web.start(first)
    assert other.is_in(first)
    # The first answer reads every migration, which on a machine as busy as this one takes its time.
    wait_until(lambda: ready(first), seconds=30, what=f"readiness\n{web.log(first)}")
    every_line_is_json(web.log(first))


def test_pages_answer_without_a_broker(web: Web, crew: Crew, broker: str) -> None:
    """F2: slower is allowed, signed out or an error is not."""
    user_with(Role.ORG_OFFICER, password=PASSWORD)
    port, browser = web.start(), Browser()
    assert browser.post(port, "/sign-in/", "/sign-in/", username="90001", password=PASSWORD) == (302, "/")
    with redis.Redis.from_url(broker) as client:
        client.shutdown(nosave=True)
    started = time.monotonic()
    assert browser.is_in(port)
    assert browser.get(port, "/")[0] == 200
    assert time.monotonic() - started < 10
    assert not ready(port)


def every_line_is_json(log: str) -> None:
    """Also gunicorn's own; and the number that nginx gave stands in the line of the request."""
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line["logger"] == "gunicorn.error" for line in lines)
    signed = [line for line in lines if line.get("path") == "/sign-in/" and line.get("method") == "POST"]
    assert [line["request_id"] for line in signed] == ["0123456789abcdef" * 2]
    assert signed[0]["ip"] == "10.1.2.3"
