"""`./run`: everything from a bare clone to a running product, and its end."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence

from . import packages, service
from .machine import VAR, Trouble, locked, manage, say

ABOUT = """\
安装、启动并演示本系统：建立 .venv、安装前端文件、在 var/ 生成密钥、升级数据库、装入演示单位，
然后启动网页、任务进程、定时器和内置队列。按 Ctrl-C 全部停止。

Installs and starts everything on this machine; Ctrl-C stops all of it.
DATABASE_URL（sqlite:///… 或 postgres://…）与 REDIS_URL 选用正式的服务器；其余设置见 docs/environment.md。"""
HOLDS_REAL_DATA = 2  # exit status of load_demo


def main(arguments: Sequence[str]) -> int:
    """Exit status of `./run` with these arguments."""
    options = _parser().parse_args(arguments)
    # Until the product runs, every way of ending us interrupts the step under way and its child.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        busy = "本系统已在运行 (A copy is already running)："
        with locked(VAR / "run.lock", busy=busy) as lock:
            lock.truncate(0)
            lock.write(f"http://127.0.0.1:{options.port}/  进程 {os.getpid()}")
            lock.flush()
            return _carry_out(options)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\n已中断。再次运行 ./run 会从中断处继续。")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--setup", action="store_true", help="只安装环境、密钥和静态文件，不动数据库 (set up only)"
    )
    parser.add_argument(
        "--reset-demo",
        action="store_true",
        help="删除内置的演示数据库，重新装入演示数据 (start the demo over)",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="在 DATABASE_URL 指定的空数据库中装入演示数据 (load the demo there)",
    )
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000 (port of the web pages)")
    return parser


def _carry_out(options: argparse.Namespace) -> int:
    started = time.monotonic()
    service.require_free_port(options.port)
    packages.ensure()
    packages.ensure_static_files()
    # From here on what is written under var/ is for this user only.
    os.umask(0o077)
    _ensure_key(options)
    if options.setup:
        say("环境已就绪。运行 ./run 启动系统。 (Set up; ./run starts everything.)")
        return 0
    holds_demo = _prepare_database(options)
    return service.serve(options.port, started, sign_ins=VAR / "demo-sign-ins.txt" if holds_demo else None)


def _ensure_key(options: argparse.Namespace) -> None:
    """Makes the data key of a new machine. Raises Trouble where only the key is missing.

    Beside data that another key has sealed, a new one would hide that theirs is lost. `migrate` makes the
    key of every database that is new then: after `--reset-demo`, and on a server set up before.
    """
    key = VAR / "keys" / "data.json"
    if os.environ.get("KEY_FILE") or key.exists():
        return
    if os.environ.get("DATABASE_URL") or (VAR / "db.sqlite3").exists():
        if options.setup or options.reset_demo:
            return
        if manage("load_demo", "--state", what="查看数据库").strip() != "empty":
            raise Trouble(
                f"找不到密钥文件 {key}，而数据库中已有数据。"
                "请放回备份的密钥文件；如果只是演示，请用 --reset-demo。\n"
                "The database has data, but its key file is missing: restore it, or use --reset-demo."
            )
    manage("create_key_file", what="生成密钥")


def _prepare_database(options: argparse.Namespace) -> bool:
    """Schema and demo; whether the database holds the demo, whose sign-ins may then be shown.

    Raises Trouble where the demo is asked for and the database holds other data.
    """
    embedded = not os.environ.get("DATABASE_URL")
    if options.reset_demo:
        _delete_demo(embedded)
    say("正在准备数据库（首次装入演示数据需要一些时间）……")
    asked = options.demo or options.reset_demo
    if not asked and not embedded:
        manage("migrate", "--noinput", "-v0", what="升级数据库")
        return False
    try:
        manage("load_demo", "--demo", "--migrate", what="升级数据库并装入演示数据")
    except Trouble as trouble:
        # Real data in the embedded database is no reason not to start.
        if asked or trouble.status != HOLDS_REAL_DATA:
            raise
        return False
    return True


def _delete_demo(embedded: bool) -> None:
    if not embedded:
        raise Trouble("--reset-demo 只重置内置数据库；DATABASE_URL 指定的数据库请由管理员清空。")
    database = VAR / "db.sqlite3"
    if not database.exists():
        return
    if manage("load_demo", "--state", what="查看数据库").strip() == "real":
        raise Trouble(f"{database} 中有非演示数据，未删除。(Not a demo database: left as it is.)")
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
