"""The running product: a supervisor with web, worker, beat and broker under it, and how all of it ends."""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from .machine import LAST_LINES, PYTHON, ROOT, VAR, VENV, Trouble, environment, say

SECONDS_TO_ANSWER = 180  # a machine under load takes its time; what ends by itself is told at once
SECONDS_TO_STOP = 20
LOGS = VAR / "log"
PR_SET_PDEATHSIG = 1

GENERAL = """\
[supervisord]
nodaemon=true
silent=true
user={user}
logfile={logs}/supervisord.log
logfile_maxbytes=5MB
logfile_backups=1
pidfile={var}/supervisord.pid
childlogdir={logs}
"""
PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart=true
startsecs=2
startretries=20
stopsignal=TERM
stopwaitsecs=8
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""
# A group ends as a whole, groups one after another: first all that use the broker, then the broker.
GROUP = """
[group:{name}]
programs={programs}
priority={priority}
"""


def require_free_port(port: int) -> None:
    """Raises Trouble where something else listens on that port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Trouble(
                f"端口 {port} 不能使用（{error}）；请换一个，例如 ./run --port 8001\n"
                f"Port {port} cannot be used; choose another one with --port."
            ) from None


def programs(port: int) -> dict[str, list[str | Path]]:
    """Command line of each supervised program, in starting order."""
    celery: list[str | Path] = [PYTHON, "-m", "celery", "-A", "cadre_mgmt"]
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files; a slow disk would look like a dead worker
    result: dict[str, list[str | Path]] = {}
    if not os.environ.get("REDIS_URL"):
        result["broker"] = [PYTHON, "-m", "core.broker", VAR / "broker"]
    result["web"] = [
        *(PYTHON, "-m", "gunicorn", "--no-control-socket", "cadre_mgmt.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
        *(("--worker-tmp-dir", memory) if os.access(memory, os.W_OK) else ()),
    ]
    result["worker"] = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    result["beat"] = [
        *celery,
        "beat",
        "--schedule",
        VAR / "beat-schedule",
        "--pidfile=",
        "--loglevel",
        "INFO",
    ]
    return result


def configuration(port: int) -> str:
    """The supervisor's file for this machine."""
    places = {"root": ROOT, "var": VAR, "logs": LOGS, "user": os.getuid()}
    escaped = {name: str(value).replace("%", "%%") for name, value in places.items()}
    parts = [GENERAL.format(**escaped)]
    names = programs(port)
    for name, command in names.items():
        line = shlex.join(map(str, command)).replace("%", "%%")
        parts.append(PROGRAM.format(name=name, command=line, **escaped))
    users = ",".join(name for name in names if name != "broker")
    parts.append(GROUP.format(name="product", programs=users, priority=2))
    if "broker" in names:
        parts.append(GROUP.format(name="queue", programs="broker", priority=1))
    return "".join(parts)


def serve(port: int, started: float, *, sign_ins: Path | None = None) -> int:
    """Runs everything until a signal and returns 0. Raises Trouble where something ends by itself.

    started: the monotonic clock when `./run` began. sign_ins: the demo's file, shown with the address.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    file = VAR / "supervisord.conf"
    file.write_text(configuration(port), encoding="utf-8")
    web_log = LOGS / "web.log"
    log_start = web_log.stat().st_size if web_log.exists() else 0
    stop = _Stop()
    say("正在启动……")
    supervisor = subprocess.Popen(
        [VENV / "bin" / "supervisord", "-n", "-c", file],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads here
    )
    try:
        if _wait_for_web(port, supervisor, stop):
            _announce(port, time.monotonic() - started, sign_ins)
            while not stop.asked and supervisor.poll() is None:
                time.sleep(0.2)
        elif not stop.asked:
            raise Trouble("网页没有启动，日志的最后几行：\n" + _tail(web_log, log_start))
    finally:
        say("\n正在停止……")
        _end(supervisor)
    if not stop.asked:
        raise Trouble(f"看护进程意外结束，见 {LOGS / 'supervisord.log'}")
    say("已全部停止。")
    return 0


class _Stop:
    """Turns the signals that mean *end* into a flag, so that nothing is left half started."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: object) -> None:
        self.asked = True


def _end_with_parent() -> None:
    """In the child: Linux ends the supervisor when `./run` itself is killed and can stop nothing any more."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for_web(port: int, supervisor: subprocess.Popen[bytes], stop: _Stop) -> bool:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and supervisor.poll() is None and not stop.asked:
        try:
            opener.open(f"http://127.0.0.1:{port}/", timeout=10).close()
            return True
        except urllib.error.HTTPError as answer:
            return answer.code < 500
        except OSError:
            time.sleep(0.1)
    return False


def _announce(port: int, seconds: float, sign_ins: Path | None) -> None:
    say(f"\n已启动（用时 {seconds:.1f} 秒）：http://127.0.0.1:{port}/\n日志在 {LOGS}/，按 Ctrl-C 全部停止。")
    if sign_ins:
        say(f"\n演示账号（仅限本机演示）：\n{sign_ins.read_text(encoding='utf-8').rstrip()}")


def _tail(log: Path, start: int) -> str:
    if not log.exists():
        return f"  （{log} 不存在）"
    with log.open("rb") as stream:
        stream.seek(start)
        lines = stream.read().decode(errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-LAST_LINES:]) or "  （没有日志）"


def _end(supervisor: subprocess.Popen[bytes]) -> None:
    """Stops the supervisor and whatever it leaves behind in its session."""
    if supervisor.poll() is None:
        supervisor.terminate()
        try:
            supervisor.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
    for pid in _members(supervisor.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _members(session: int) -> Iterable[int]:
    """Processes of that session; empty where there is no /proc to read."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(entry.name)
