"""Typed staging of the files of this room."""

from __future__ import annotations

from django.db import models

from core.models import StagedRow


class StagedUnitResult(StagedRow):
    """A row of 单位目标考核结果 as read. unit: its name, folded."""

    unit = models.CharField(max_length=100)
    result = models.CharField(max_length=40)
    document_no = models.CharField(max_length=100)
    reason = models.CharField(max_length=200)
