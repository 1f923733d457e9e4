"""The rulebook's first version, which the flush after a transactional test takes away."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from rulebook.models import PolicyVersion


def rulebook_restore() -> None:
    """Adds the first version as the migration did, where it is not there."""
    if not PolicyVersion.objects.exists():
        import_module("rulebook.migrations.0001_tables").add(apps, None)
