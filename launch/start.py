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
NEEDED_KEYS = (
    "from core import crypto; path = crypto.key_path(); path.exists() or crypto.create_key_file(path)"
)

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
    if not os.environ.get("KEY_FILE") and not (VAR / "keys" / "data.json").exists():
        manage("create_key_file", what="生成密钥")
    if options.setup:
        say("环境已就绪。运行 ./run 启动系统。 (Set up; ./run starts everything.)")
        return 0
    _prepare_database(options)
    return service.serve(options.port, started)


def _prepare_database(options: argparse.Namespace) -> None:
    """Schema and demo. Raises Trouble where the demo is asked for and the database holds other data."""
    embedded = not os.environ.get("DATABASE_URL")
    if options.reset_demo:
        _delete_demo(embedded)
    say("正在准备数据库（首次装入演示数据需要一些时间）……")
    manage("migrate", "--noinput", "-v0", what="升级数据库")
    asked = options.demo or options.reset_demo
    if not asked and not embedded:
        return
    try:
        manage("load_demo", "--demo", what="装入演示数据")
    except Trouble as trouble:
        # Real data in the embedded database is no reason not to start.
        if asked or trouble.status != HOLDS_REAL_DATA:
            raise


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
