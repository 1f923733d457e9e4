"""Alarm clocks of reminders: they look at rows and wake services."""

from __future__ import annotations

from celery import shared_task

from core.jobs import JobRun, job_kind


@shared_task
def sweep_reminders() -> None:
    """Sees whether the day's reminders are to be written, and whether something has to leave."""
    from .services import reminders_sweep  # noqa: PLC0415 - a task's body imports its service

    reminders_sweep()


@job_kind("notices.remind", lease=300, label="生成到期提示")
def remind(run: JobRun) -> None:
    """Writes today's reminders."""
    from .services import reminders_write  # noqa: PLC0415

    reminders_write(run=run)


# The lease outlasts two timeouts of one message.
@job_kind("notices.deliver", lease=60, label="发送提示")
def deliver(run: JobRun) -> None:
    """Sends what is due: arguments {channel: code}."""
    from .services import deliveries_send  # noqa: PLC0415

    deliveries_send(run=run)
