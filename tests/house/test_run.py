"""`./run` as a person uses it: start, look, a worker dies, Ctrl-C, start again, end by the system."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from launch import check, service

from .tracked import ROOT

# The embedded parts are what is started here, so once is enough: not again on the servers of the environment.
pytestmark = pytest.mark.sqlite

# On a machine that also does something else: waiting longer than needed costs nothing.
PATIENCE = 300


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a machine whose folder is `home`, without any setting of this one."""
    foreign = {*check.FOREIGN, "DATABASE_URL", "REDIS_URL", "MODE"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"VAR_DIR": str(home / "var"), "TMPDIR": str(home), "PYTHONUTF8": "1"}


class Running:
    """One `./run` in a folder of its own."""

    def __init__(self, home: Path, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        self.var = home / "var"
        self.output = home / "output"
        self.environment = surroundings(home)
        with self.output.open("w") as stream:
            self.process = subprocess.Popen(
                [*self.command, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(ROOT / "run"), "--port", str(self.port)]

    def said(self) -> str:
        return self.output.read_text()

    def until(self, done: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, f"after {seconds} s still waiting for {what}:\n{self.said()}"
            assert self.process.poll() is None, self.said()
            time.sleep(0.2)

    def started(self) -> bool:
        return f"http://127.0.0.1:{self.port}/" in self.said()

    def members(self) -> set[int]:
        """Processes under the supervisor."""
        return set(service._members(int((self.var / "supervisord.pid").read_text())))

    def worker(self) -> int | None:
        """The pid of the worker itself, whose parent is the supervisor."""
        supervisor = int((self.var / "supervisord.pid").read_text())
        for pid in self.members():
            with suppress(OSError):
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                if parent == supervisor and b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
        return None

    def ready_workers(self) -> int:
        log = self.var / "log" / "worker.log"
        return log.read_text().count(" ready.") if log.exists() else 0

    def page(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=60) as answer:
            assert answer.status == 200
            text: str = answer.read().decode()
            return text

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def home() -> Iterator[Path]:
    # A short path: sockets allow about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="cadre-run-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., Running]]:
    begun: list[Running] = []

    def begin(*arguments: str) -> Running:
        running = Running(home, *arguments)
        begun.append(running)
        return running

    yield begin
    for running in begun:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(PATIENCE)


def test_start_look_lose_a_worker_end_and_start_again(start: Callable[..., Running]) -> None:
    first = start()
    first.until(first.started, "the address")
    assert re.search(r"组织部负责人\s+\S+\s+\S+\s+\S{8,}", first.said())
    assert 'lang="zh-CN"' in first.page()
    second = subprocess.run(
        first.command, cwd=ROOT, env=first.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"已在运行 (A copy is already running)：http://127.0.0.1:{first.port}/" in second.stderr

    first.until(lambda: first.ready_workers() == 1, "the worker")
    dead = first.worker()
    assert dead
    os.kill(dead, signal.SIGKILL)
    assert first.page()
    first.until(lambda: first.ready_workers() == 2, "another worker")
    assert first.worker() not in (None, dead)

    members = first.members()
    assert len(members) >= 5
    assert first.end(signal.SIGINT) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in members)

    again = start()
    again.until(again.started, "the address")
    assert "正在安装" not in again.said()
    assert "正在收集静态文件" not in again.said()
    members = again.members()
    assert again.end(signal.SIGHUP) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in members)


def test_setting_up_touches_no_database_and_keeps_keys_private(start: Callable[..., Running]) -> None:
    setting_up = start("--setup")
    assert setting_up.process.wait(PATIENCE) == 0, setting_up.said()
    assert not (setting_up.var / "db.sqlite3").exists()
    assert (setting_up.var / "static" / "staticfiles.json").exists()
    keys = sorted((setting_up.var / "keys").iterdir())
    assert [key.name for key in keys] == ["data.json", "django"]
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o600, 0o600]
    assert setting_up.var.stat().st_mode & 0o777 == 0o700


def test_starting_the_demo_over_never_deletes_real_data(start: Callable[..., Running], home: Path) -> None:
    var = home / "var"
    program = "from accounts.models import Unit; Unit.objects.create(name='真实单位', kind='机关部门')"
    for arguments in (["migrate", "-v0"], ["shell", "--no-imports", "-c", program]):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=surroundings(home), check=True)
    # Without `./run` too, a new database has its data key.
    assert (var / "keys" / "data.json").stat().st_mode & 0o777 == 0o600
    before = (var / "db.sqlite3").stat().st_ino
    (var / "demo-sign-ins.txt").write_text("left behind by another database")
    resetting = start("--reset-demo")
    assert resetting.process.wait(PATIENCE) == 1
    assert "有非演示数据，未删除" in resetting.said()
    assert (var / "db.sqlite3").stat().st_ino == before
    real = start()
    real.until(real.started, "the address")
    assert "演示账号" not in real.said()
