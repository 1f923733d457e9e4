"""Work on accounts that goes on without a browser waiting."""

from __future__ import annotations

from celery import shared_task

from core.jobs import JobRun, job_kind


@shared_task
def audit_anchor() -> None:
    """Writes down where the security log ends now."""
    from .services.audit import anchor_write  # noqa: PLC0415 - a task's body imports its service

    anchor_write()


@job_kind("accounts.audit_verify", lease=120, label="核验安全日志")
def audit_verify(run: JobRun) -> None:
    """Checks the whole security log."""
    from .services.audit import verification_run  # noqa: PLC0415

    verification_run(run)
