"""The files that a clone holds, as the house tests read them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".xlsx", ".png", ".ico", ".docx"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every tracked file, and every new one that git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def python_files() -> list[Path]:
    """Hand-written Python: no migrations, which Django writes."""
    scripts = {ROOT / "run", ROOT / "test"}
    return [
        path
        for path in tracked_files()
        if (path.suffix == ".py" or path in scripts) and path.parent.name != "migrations"
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
