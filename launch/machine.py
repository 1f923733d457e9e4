"""Where things lie, how commands are run, and what is said when one fails."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ["VAR_DIR"]).resolve() if os.environ.get("VAR_DIR") else ROOT / "var"
LAST_LINES = 25


class Trouble(Exception):
    """Something the user has to know or mend; the message is shown without a traceback.

    status: exit status of the command that failed, if it was one.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


def say(text: str) -> None:
    """One line for the user; a terminal that has gone away is no reason to fail."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - lives as long as the process


def require_venv() -> None:
    """Raises Trouble where Debian's python3 came without what makes environments."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Trouble(
            "此 Python 缺少 venv（虚拟环境）组件。请先运行：apt install python3-venv\n"
            "This Python lacks venv/ensurepip. Please run first: apt install python3-venv"
        )


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment for a child: unbuffered, without another virtual environment's marks.

    Compiled modules are kept beside the packages, also where the machine forbids them in the sources: without
    them every process takes three seconds to start instead of one.
    """
    foreign = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    result = {name: value for name, value in os.environ.items() if name not in foreign}
    result.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))
    # Caches of pip, uv and npm need a home, which a service's environment may lack.
    result.setdefault("HOME", pwd.getpwuid(os.getuid()).pw_dir)
    result.setdefault("PATH", os.defpath)
    return {**result, "PYTHONUNBUFFERED": "1", **(extra or {})}


def do(command: Sequence[str | Path], *, what: str, extra: Mapping[str, str] | None = None) -> str:
    """Runs a command quietly and returns what it printed. Raises Trouble with its last lines."""
    outcome = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if outcome.returncode:
        lines = outcome.stdout.strip().splitlines()[-LAST_LINES:]
        message = "\n".join(
            [f"{what}：失败（退出码 {outcome.returncode}）", *(f"  {line}" for line in lines)]
        )
        raise Trouble(message, status=outcome.returncode)
    return outcome.stdout


def manage(*arguments: str, what: str) -> str:
    """Runs a management command. Raises Trouble."""
    return do([PYTHON, "manage.py", *arguments], what=what)


@contextmanager
def locked(path: Path, *, busy: str | None = None) -> Iterator[IO[str]]:
    """Holds a lock file while the block runs; waits for it, or raises Trouble(busy) where that is given."""
    # The folder is var/, with the database and keys in it: nobody else's business.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            stream.seek(0)
            raise Trouble(f"{busy}{stream.read().strip()}") from None
        yield stream
