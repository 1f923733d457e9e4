"""Rounds of democratic evaluation and their opened lines (第六条)."""

from __future__ import annotations

from typing import Any

from django.db import models

from cadres.models import Cadre
from core.models import StagedRow


class Round(models.Model):
    """One round of rating. Its paper is data: questions, scale, and rater groups with their weights.

    paper: {"questions": [{code, name}], "scale": [{code, word}], "groups": [{code, name}]}, each in the
    order that lines refer to by position; weights and points stay in the parameters of the year that uses it.
    """

    title = models.CharField("名称", max_length=100)
    paper = models.JSONField("票面")

    class Meta:
        verbose_name = "测评轮次"
        verbose_name_plural = "测评轮次"

    def __str__(self) -> str:
        return self.title

    @property
    def groups(self) -> list[dict[str, Any]]:
        return list(self.paper["groups"])


class BallotLine(models.Model):
    """What one opened paper says about one cadre. No account, time, address or sequence.

    `marks` packs one mark per question, four bits each, first question lowest: the position of the mark in
    the round's scale. 15 questions and 16 marks fit.
    """

    pk = models.CompositePrimaryKey("round_id", "cadre_id", "paper")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_index=False, related_name="lines")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, db_index=False, related_name="+")
    paper = models.CharField("票号", max_length=32)
    group = models.PositiveSmallIntegerField("票类")
    marks = models.BigIntegerField("评价")

    class Meta:
        verbose_name = "测评记录"
        verbose_name_plural = "测评记录"


class StagedBallot(StagedRow):
    """A row of 民主测评 as read."""

    paper = models.CharField(max_length=32)
    group = models.PositiveSmallIntegerField()
    staff_no = models.CharField(max_length=32)
    marks = models.BigIntegerField()
