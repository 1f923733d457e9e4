"""Rows of files on their way into the register."""

from __future__ import annotations

from django.db import models

from core.models import StagedRow
from core.partial_dates import PartialDateField

from .appointments import AppointmentColumns
from .cadres import CadreColumns


class StagedRoster(StagedRow, CadreColumns, AppointmentColumns):
    """A row of 干部名册 as read."""

    unit = models.CharField(max_length=100)
    unit_kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    rank = models.CharField(max_length=4)
    term_starts = PartialDateField()
    term_ends = PartialDateField()


class PersonColumns(models.Model):
    """What a row says about whom it means: 工号, or identity number, or name and birth month."""

    staff_no = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    born = PartialDateField()
    identity_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        abstract = True


class StagedPerson(StagedRow, PersonColumns):
    """A staged row that means one person."""

    class Meta:
        abstract = True
