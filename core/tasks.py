"""Alarm clocks: each wakes a service of `core`."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from .jobs import JobRun, job_kind


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
    """Purge old finished jobs, lapsed documents, files that no row names, and what killed imports staged."""
    from .documents import bundles_sweep  # noqa: PLC0415
    from .files import files_sweep  # noqa: PLC0415
    from .imports import staging_sweep  # noqa: PLC0415
    from .jobs import jobs_purge  # noqa: PLC0415

    jobs_purge(days=settings.JOB_KEEP_DAYS)
    bundles_sweep()
    files_sweep()
    staging_sweep()


# A short lease: each document takes milliseconds and reports, so who follows a killed maker waits seconds.
@job_kind("core.documents", lease=15, label="生成文书")
def make_documents(run: JobRun) -> None:
    """Make the documents of one bundle: arguments {bundle: primary key}."""
    from .documents import bundle_build  # noqa: PLC0415

    bundle_build(run)
