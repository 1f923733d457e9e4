"""Timing, memory, and the machine's name."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Ratio:
    """One measurement: seconds of ours and of the floor, and the limit that the issue sets."""

    name: str
    ours: float
    floor: float
    limit: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    def line(self) -> str:
        """A row of the figures table."""
        verdict = "ok" if self.ratio <= self.limit else "OVER"
        return (
            f"| {self.name} | {_shown(self.ours)} | {_shown(self.floor)} | {self.ratio:.2f} × "
            f"| {self.limit} × | {verdict} | {self.note} |"
        )


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1000:.1f} ms"


def best(times: int, before: Callable[[], object], act: Callable[[], object]) -> float:
    """The shortest of several runs, each prepared by `before`, which is not timed."""
    found = []
    for _ in range(times):
        before()
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found)


def peak_memory_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """Processor, cores, memory, Python and database of this run."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    python = platform.python_version()
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {python}, PostgreSQL {server}"
