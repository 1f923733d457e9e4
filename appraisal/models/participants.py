"""Who takes part in a cycle, in which category, and whether a grade can be given (第六条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cadres.models import Cadre, StagedPerson

from .cycle import Cycle


class ParticipantColumns(models.Model):
    """The columns of a participant, the same when stored and when staged."""

    category = models.CharField("考核类别", max_length=30)
    graded = models.BooleanField("确定等次", default=True)
    ungraded_reason = models.CharField("不确定等次原因", max_length=200, blank=True)

    class Meta:
        abstract = True


class Participant(ParticipantColumns):
    """A cadre who takes part in a cycle, in the category fixed before voting.

    unit_name, post_title: where the cadre stood on the cut-off day, as shown ever after. basis: why on the
    list and why in this category, [{rule, article, text}]. discreet: the reason is for the heads of both
    offices; everybody else reads 需组织部门核定.
    """

    class Source(models.TextChoices):
        FILE = "file", "名单导入"
        REGISTER = "register", "名册生成"
        HAND = "hand", "人工更正"

    cycle = models.ForeignKey(
        Cycle, verbose_name="年度", on_delete=models.PROTECT, related_name="participants"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="participations"
    )
    source = models.CharField("来源", max_length=10, choices=Source.choices, db_default=Source.FILE)
    unit_name = models.CharField("单位", max_length=100, db_default="", blank=True)
    post_title = models.CharField("职务", max_length=100, db_default="", blank=True)
    discreet = models.BooleanField("原因不公开", db_default=False)
    basis = models.JSONField("列入依据", default=list, db_default=[])
    version = models.PositiveIntegerField("版本", default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = "参加考核人员"
        verbose_name_plural = "参加考核人员"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "cadre"],
                name="participant_once",
                violation_error_message="该干部已在本年度名单中。",
            ),
            models.CheckConstraint(
                condition=Q(discreet=False) | Q(graded=False), name="participant_discreet_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.category}"


class StagedParticipant(StagedPerson, ParticipantColumns):
    """A row of 参加考核人员名单 as read."""
