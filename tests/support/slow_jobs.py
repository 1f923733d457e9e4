"""Kinds of jobs for tests, with an effect that can be counted: one row in StoredFile per effect.

A worker process of a test learns them by `--include tests.support.slow_jobs`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import register_builder
from core.jobs import JobRun, job_kind
from core.models import StoredFile

STEP = 0.1
LEASE = 2
SLOW = "test.slow"
SLOW_DOCUMENTS = "test.slow_documents"


def effect(run: JobRun) -> None:
    """The visible effect. Nothing in the table forbids a second one."""
    StoredFile.objects.create(
        storage_name=secrets.token_hex(24),
        name=f"effect-{run.job.pk}",
        media_type="text/plain",
        size=0,
        sha256="",
        created_by=run.actor,
    )


def effects_of(pk: int) -> int:
    return StoredFile.objects.filter(name=f"effect-{pk}").count()


@job_kind(SLOW, lease=LEASE, max_attempts=9)
def slow(run: JobRun) -> None:
    """Works for `steps` steps, then has its effect as the product's jobs do."""
    steps = run.arguments.get("steps", 1)
    for step in range(steps):
        time.sleep(STEP)
        run.progress(step + 1, steps, f"第 {step + 1} 步")
    with run.effects():
        effect(run)
        time.sleep(STEP)
        run.result = {"steps": steps}


def slow_documents(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """`count` documents, each after a step."""
    for number in range(arguments["count"]):
        time.sleep(STEP)
        yield f"{number}.txt", f"第 {number} 份".encode()


register_builder(SLOW_DOCUMENTS, slow_documents, count=lambda arguments: arguments["count"])
