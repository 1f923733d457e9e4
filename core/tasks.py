"""Alarm clocks: each wakes a service of `core`."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings


@shared_task
def run_job(pk: int) -> None:
    """Run one job if it is due."""
    from .jobs import job_run  # noqa: PLC0415

    job_run(pk)


@shared_task
def sweep_jobs() -> None:
    """Wake due jobs again: whatever happened to the queue, the rows are still there."""
    from .jobs import jobs_sweep  # noqa: PLC0415

    jobs_sweep()


@shared_task
def sweep_leftovers() -> None:
    """Purge old finished jobs, files that no row names, and what killed imports left in staging."""
    from .files import files_sweep  # noqa: PLC0415
    from .imports import staging_sweep  # noqa: PLC0415
    from .jobs import jobs_purge  # noqa: PLC0415

    jobs_purge(days=settings.JOB_KEEP_DAYS)
    files_sweep()
    staging_sweep()
