"""The published holidays, which the flush after a transactional test takes away."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from notices.models import WorkDay


def workdays_restore() -> None:
    """Adds the published days as the migration did, where none are there."""
    if not WorkDay.objects.exists():
        import_module("notices.migrations.0001_tables").add(apps, None)
