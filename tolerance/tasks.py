"""Alarm clocks of tolerance."""

from __future__ import annotations

from celery import shared_task


@shared_task
def sweep_publications() -> None:
    """Takes down findings whose days of publication are over."""
    from accounts.models import User  # noqa: PLC0415 - a task imports its service

    from .services import publications_expire  # noqa: PLC0415

    publications_expire(actor=User.objects.system())
