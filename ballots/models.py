"""Rounds of democratic evaluation and their opened lines (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from cadres.models import Cadre
from core.models import StagedRow
from core.models.history import Versioned


class Way(models.TextChoices):
    MACHINE = "machine", "机读票导入"
    PHONE = "phone", "手机扫码"


def ways_by_machine() -> list[str]:
    """What a round uses unless its plan says otherwise."""
    return [Way.MACHINE.value]


def ways_label(ways: Iterable[str]) -> str:
    """Ways of voting in words, in their order."""
    used = set(ways)
    return "、".join(way.label for way in Way if way.value in used)


class Round(models.Model):
    """One round of rating. Its paper is data: questions, scale, and rater groups with their weights.

    paper: {"questions": [{code, name}], "scale": [{code, word}], "groups": [{code, name}]}, each in the
    order that lines refer to by position; weights and points stay in the parameters of the year that uses it.
    ways: how marks come in, of `Way`: papers read by machine, or (later) a phone with a printed code.
    papers_counted: {group position: [returned, valid]} of the lines as they are now, None until somebody
    counted them: a million lines take seconds, and pages show these numbers.
    """

    title = models.CharField("名称", max_length=100)
    paper = models.JSONField("票面")
    ways = models.JSONField("投票方式", default=ways_by_machine)
    papers_counted = models.JSONField("收回与有效票数", null=True, editable=False)

    class Meta:
        verbose_name = "测评轮次"
        verbose_name_plural = "测评轮次"

    def __str__(self) -> str:
        return self.title

    @property
    def groups(self) -> list[dict[str, Any]]:
        return list(self.paper["groups"])

    @property
    def ways_label(self) -> str:
        return ways_label(self.ways)

    @property
    def takes_papers(self) -> bool:
        """Whether papers read by machine come into this round."""
        return Way.MACHINE.value in self.ways


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


class Sitting(Versioned):
    """Who was entitled and who came, how many papers went out and came back, for one rater group of a round.

    unit: None for the whole institution, whose returned and valid papers are counted from the lines and
    never entered; of a unit they stand on the sheet of the machine reader. group: its code on the round's
    paper. A figure that nobody has entered is None. More papers given out than people present is possible
    (several papers a person), as more returned than given out is (the round is void then); more people
    present than entitled, or more valid papers than returned, is not.
    """

    round = models.ForeignKey(
        Round, verbose_name="测评轮次", on_delete=models.CASCADE, related_name="sittings"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.CharField("票类", max_length=40)
    expected = models.PositiveIntegerField("应到", null=True, blank=True)
    present = models.PositiveIntegerField("实到", null=True, blank=True)
    issued = models.PositiveIntegerField("发出", null=True, blank=True)
    returned = models.PositiveIntegerField("收回", null=True, blank=True)
    valid = models.PositiveIntegerField("有效", null=True, blank=True)

    class Meta:
        verbose_name = "测评会情况"
        verbose_name_plural = "测评会情况"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "group"],
                condition=Q(unit__isnull=True),
                name="sitting_once_for_the_whole",
                violation_error_message="这一票类的到会情况已经登记。",
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "group"],
                condition=Q(unit__isnull=False),
                name="sitting_once_per_unit",
                violation_error_message="这一单位这一票类的到会情况已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(expected__isnull=True) | Q(present__lte=F("expected")),
                name="sitting_present_within_expected",
                violation_error_message="实到不能多于应到。请核对签到表后更正。",
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True) | Q(returned__isnull=True) | Q(valid__lte=F("returned")),
                name="sitting_valid_within_returned",
                violation_error_message="有效不能多于收回。请核对阅读机统计单后更正。",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(returned__isnull=True, valid__isnull=True),
                name="sitting_whole_is_counted",
                violation_error_message="全校的收回和有效由系统按导入的票统计，不能填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.group}"


class StagedBallot(StagedRow):
    """A row of 民主测评 as read."""

    paper = models.CharField(max_length=32)
    group = models.PositiveSmallIntegerField()
    staff_no = models.CharField(max_length=32)
    marks = models.BigIntegerField()
