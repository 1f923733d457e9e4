"""Rows of files as read, before they are written."""

from __future__ import annotations

from django.db import models

from cadres.models import StagedPerson

from .marks import MarkColumns


class StagedMatter(StagedPerson, MarkColumns):
    """A row of 扣分与认定 as read."""

    number = models.CharField(max_length=40)


class StagedSanction(StagedPerson):
    """A row of 现行处分 as read."""

    measure = models.CharField(max_length=30)
    decided_on = models.DateField(null=True)
    influence_to = models.DateField(null=True)
    document_no = models.CharField(max_length=100)
    number = models.CharField(max_length=40)
