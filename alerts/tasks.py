"""Alarm clocks of signals and cards."""

from __future__ import annotations

from celery import shared_task

from core.jobs import JobRun, job_kind


@shared_task
def begin_nightly() -> None:
    """The day's scan, unless it has begun already."""
    from .services.scan import nightly_begin  # noqa: PLC0415 - a task's body imports its service

    nightly_begin()


@job_kind("alerts.nightly", lease=600)
def nightly(run: JobRun) -> None:
    """Rules over all cadres, cards that run out, signals to erase."""
    from .services.scan import nightly_run  # noqa: PLC0415

    nightly_run(run)
