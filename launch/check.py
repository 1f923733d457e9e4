"""`./test`: every check of the product, on the embedded parts or on the servers of the environment."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import packages, tools
from .machine import PYTHON, ROOT, VENV, Trouble, environment, say

ABOUT = """\
Runs the linters, the type checker, Django's own checks and the tests.
Without DATABASE_URL and REDIS_URL the tests run on SQLite and the embedded broker, else on those servers.
What could not run here is named at the end; with CI=true that is a failure."""
# Variables of the caller that must not reach the tests: each would make them depend on the machine.
FOREIGN = ("ALLOWED_HOSTS", "BEHIND_PROXY", "CLOCK_FILE", "KEY_FILE", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")

# glibc gives freed memory back and asks for it again, page by page: a tenth of all processor time.
KEEPS_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 28),
    "MALLOC_MMAP_THRESHOLD_": str(1 << 28),
    "MALLOC_TOP_PAD_": str(1 << 24),
}
# Its synchronous interface runs an event loop, in which Django would refuse to reach the database.
PLAYWRIGHT = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}

Result = tuple[str, int, float]  # name of a stage, its exit status, seconds


@dataclass(frozen=True)
class Stage:
    """One command of the suite."""

    name: str
    command: Sequence[str | Path]
    extra: Mapping[str, str] = field(default_factory=dict)

    def run(self, var: Path, *, output: IO[str] | None = None) -> int:
        """Runs it with everything that a machine makes under `var`; returns its exit status."""
        surroundings = {name: value for name, value in environment().items() if name not in FOREIGN}
        surroundings |= {
            "MODE": "test",
            "VAR_DIR": str(var),
            **KEEPS_MEMORY,
            **self.extra,
        }
        command = [str(part) for part in self.command]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            check=False,
        ).returncode

    def timed(self, var: Path, *, output: IO[str] | None = None) -> Result:
        started = time.monotonic()
        status = self.run(var, output=output)
        return self.name, status, time.monotonic() - started


def main(arguments: Sequence[str]) -> int:
    """Exit status of `./test` with these arguments."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        packages.ensure(packages.TOOLS)
        with tempfile.TemporaryDirectory(prefix="cadre-test-", ignore_cleanup_errors=True) as var:
            if options.fast is not None:
                return Stage("pytest", _pytest(*options.fast), PLAYWRIGHT).run(Path(var))
            return _run_all(Path(var), lint=not options.no_lint)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./test", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--no-lint", action="store_true", help="only the tests")
    parser.add_argument(
        "--fast",
        nargs=argparse.REMAINDER,
        metavar="ARG",
        help="only pytest, with what follows as its arguments",
    )
    return parser


def _run_all(var: Path, *, lint: bool) -> int:
    left_out = _left_out()
    results = _side_by_side(_lint_stages(), var) if lint else []
    tests = _test_stage(left_out)
    say(f"── {tests.name}")
    results.append(tests.timed(var))
    say("\nStage                 seconds")
    for name, status, seconds in results:
        say(f"{name:<21} {seconds:7.1f}  {'ok' if status == 0 else f'FAILED ({status})'}")
    for mark, reason in left_out.items():
        say(f"Left out: tests marked {mark}, since {reason}.")
    failed = any(status for _, status, _ in results) or (tools.on_ci() and bool(left_out))
    say("FAILED" if failed else "All checks passed.")
    return int(failed)


def _side_by_side(stages: Sequence[Stage], var: Path) -> list[Result]:
    """Runs stages that each keep one processor busy on all processors; says what each said, one by one."""
    with ThreadPoolExecutor(os.cpu_count()) as threads, ExitStack() as opened:
        outputs = [opened.enter_context(tempfile.TemporaryFile("w+", dir=var)) for _ in stages]
        running = [
            threads.submit(stage.timed, var, output=output)
            for stage, output in zip(stages, outputs, strict=True)
        ]
        results = []
        for stage, output, result in zip(stages, outputs, running, strict=True):
            results.append(result.result())
            output.seek(0)
            say(f"── {stage.name}\n{output.read()}".rstrip())
        return results


def _left_out() -> dict[str, str]:
    """Marks of the tests that cannot run on this machine, with the reason."""
    result = {}
    if not tools.chromium():
        result["browser"] = "no Chromium was found (Debian: apt install chromium-headless-shell)"
    if not tools.office():
        packages = "libreoffice-calc libreoffice-writer"
        result["office"] = f"no LibreOffice was found (Debian: apt install {packages})"
    if not tools.nginx():
        result["nginx"] = "no nginx was found (Debian: apt install nginx-light)"
    return result


def _lint_stages() -> list[Stage]:
    tool = VENV / "bin"
    production = {
        "MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "cadre.example.edu.cn",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or "postgres://cadre@localhost/cadre",
    }
    manage: list[str | Path] = [PYTHON, "manage.py"]
    return [
        # The longest first.
        Stage("mypy", [tool / "mypy"]),
        # What it leaves behind: the tests compiled, once and not by each worker of pytest.
        Stage("collect", _pytest("--collect-only", "-p", "no:terminal")),
        Stage("ruff check", [tool / "ruff", "check"]),
        Stage("ruff format", [tool / "ruff", "format", "--check"]),
        Stage("djlint", [tool / "djlint", "templates", "--lint", "--quiet"]),
        Stage("djlint format", [tool / "djlint", "templates", "--check"]),
        Stage("import-linter", [tool / "lint-imports"]),
        Stage("makemigrations", [*manage, "makemigrations", "--check", "--dry-run", "-v1"]),
        Stage("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def _test_stage(left_out: Mapping[str, str]) -> Stage:
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    # A test of the other database is not missing here, it has nothing to say.
    marks = [*(("sqlite", "once") if on_postgres else ("postgres",)), *left_out]
    return Stage(
        "pytest",
        _pytest("-n", "3", "--dist", "worksteal", "-m", " and ".join(f"not {mark}" for mark in marks)),
        PLAYWRIGHT,
    )


def _pytest(*arguments: str) -> list[str | Path]:
    return [PYTHON, "-m", "pytest", *arguments]
