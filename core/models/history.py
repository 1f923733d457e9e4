"""Rows that people edit: a version that the UPDATE checks, and a copy of every state they had.

Copies are append-only in the database; whoever changes rows set-based calls `core.changes.history_catch_up`.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core import clock


class Versioned(models.Model):
    """A row that two people may edit at once; every change counts its version up."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True


class KeepsSecrets(models.Model):
    """A row with sealed columns: they stay out of the history, which says only which of them changed."""

    secrets_changed = models.CharField("已更改的保密项", max_length=60, blank=True, editable=False)

    class Meta:
        abstract = True


class FieldHistory(HistoricalRecords):
    """`history` of a model: one row per version, with who changed it, when and why.

    The time is `core.clock`'s; who and why come from `core.changes.changed_save`, never from a request.
    """

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        copy = getattr(instance, self.manager_name).model
        copy._default_manager.using(using).create(
            history_date=clock.now(),
            history_type=history_type,
            history_user=getattr(instance, "_history_user", None),
            history_change_reason=getattr(instance, "_change_reason", ""),
            **{field.attname: getattr(instance, field.attname) for field in self.fields_included(instance)},
        )
