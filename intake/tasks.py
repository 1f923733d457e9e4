"""Reading, applying and undoing without a browser waiting; and the daily clearing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task

from core.jobs import JobRefused, JobRun, LeaseLost, job_kind


@contextmanager
def _rescued(run: JobRun) -> Iterator[None]:
    """Where the last attempt fails too, the case goes back to where somebody can go on."""
    try:
        yield
    except (JobRefused, LeaseLost):
        raise
    except Exception:
        if run.job.attempts >= run.job.max_attempts:
            from .services import intakes_rescue  # noqa: PLC0415

            intakes_rescue(actor=run.actor, pk=run.arguments["intake"])
        raise


# The leases outlast the longest silent step: judging a million ballot lines.
@job_kind("intake.stage", lease=300, label="读取导入的文件")
def stage(run: JobRun) -> None:
    """Reads one file: arguments {intake: primary key}."""
    from .services import intake_stage  # noqa: PLC0415 - a task's body imports its service

    with _rescued(run):
        intake_stage(
            pk=run.arguments["intake"],
            actor=run.actor,
            report=lambda done, note: run.progress(done, 0, note),
        )


@job_kind("intake.apply", lease=300, label="写入导入的文件")
def apply(run: JobRun) -> None:
    """Applies one confirmed file: arguments {intake: primary key}."""
    from .services import intake_apply  # noqa: PLC0415

    run.progress(0, 0, "正在写入")
    with _rescued(run):
        intake_apply(run=run, pk=run.arguments["intake"])


@job_kind("intake.undo", lease=300, label="撤销导入")
def undo(run: JobRun) -> None:
    """Takes one import back: arguments {intake: primary key}."""
    from .services import intake_take_back  # noqa: PLC0415

    run.progress(0, 0, "正在恢复")
    intake_take_back(run=run, pk=run.arguments["intake"])


@shared_task
def sweep_intakes() -> None:
    """Deletes files and means of undoing that are older than they may be."""
    from accounts.models import User  # noqa: PLC0415

    from .services import intakes_sweep  # noqa: PLC0415

    intakes_sweep(actor=User.objects.system())
