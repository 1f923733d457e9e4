"""Routine observations (平时考核): what was seen of a cadre between two appraisals, never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import StateField
from core.models import CaseEvent, StoredFile

from ..access.facts import ObservationQuerySet


class Observation(ConcurrentTransitionMixin, models.Model):
    """One fact about one cadre; its words never change, and a wrong one is withdrawn with a reason.

    unit: where the cadre stood when it was entered. office_no: of a petition (信访) nothing is kept but the
    number under which the competent office holds it, and it is never shown to the cadre. shown_at: since when
    the cadre reads it. disputed: the cadre does not agree. kept_reason: looked at again and found right
    (核对后维持), read by the cadre; empty again where the cadre disagrees once more.
    """

    class Source(models.TextChoices):
        SURVEY = "survey", "调研"
        MEETING = "meeting", "列席会议"
        TALK = "talk", "谈话"
        TASK = "task", "专项任务"
        PETITION = "petition", "信访"
        AUDIT = "audit", "审计"

    class Direction(models.TextChoices):
        GOOD = "good", "正面"
        NEUTRAL = "neutral", "中性"
        POOR = "poor", "负面"

    class State(models.TextChoices):
        RECORDED = "recorded", "已记录"
        WITHDRAWN = "withdrawn", "已撤销"

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="observations"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="当时单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    observed_on = models.DateField("日期")
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    fact = models.TextField("事实", blank=True)
    office_no = models.CharField("承办部门编号", max_length=60, blank=True)
    direction = models.CharField("倾向", max_length=8, choices=Direction.choices)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="记录人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("记录时间", default=clock.now, editable=False)
    shown_at = models.DateTimeField("告知本人时间", null=True, blank=True, editable=False)
    disputed = models.BooleanField("本人有异议", default=False, editable=False)
    kept_reason = models.CharField("核对后维持的理由", max_length=300, blank=True)
    state = StateField("状态", default=State.RECORDED, choices=State.choices)
    withdrawn_reason = models.CharField("撤销原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "平时考核记录"
        verbose_name_plural = "平时考核记录"
        ordering = ["-observed_on", "-pk"]
        indexes = [models.Index(fields=["cadre", "observed_on"], name="observation_cadre_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="petition", fact="", shown_at__isnull=True) & ~Q(office_no="")
                | ~Q(source="petition") & ~Q(fact="") & Q(office_no=""),
                name="observation_petition_has_number_only",
                violation_error_message="信访来源只登记承办部门编号，其他来源须写明事实。",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", withdrawn_reason="")
                | Q(state="withdrawn") & ~Q(withdrawn_reason=""),
                name="observation_withdrawn_with_reason",
                violation_error_message="撤销须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(kept_reason="") | Q(disputed=True), name="observation_kept_was_disputed"
            ),
            models.CheckConstraint(
                condition=Q(disputed=False) | Q(shown_at__isnull=False), name="observation_disputed_was_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.observed_on} {self.get_source_display()}"

    def get_absolute_url(self) -> str:
        return reverse("observation", args=[self.pk])

    @property
    def told(self) -> str:
        """What pages print of it."""
        return self.fact or f"信访件（承办部门编号 {self.office_no}）"

    @transition(state, source=State.RECORDED, target=State.WITHDRAWN, custom={"label": "撤销记录"})
    def withdraw(self, *, reason: str) -> None:
        self.withdrawn_reason = reason


class ObservationAnswer(models.Model):
    """What the cadre says to an observation: one answer, later words are added to it. Append-only."""

    observation = models.ForeignKey(
        Observation, verbose_name="记录", on_delete=models.PROTECT, related_name="answers"
    )
    text = models.TextField("说明")
    disputes = models.BooleanField("对事实有异议", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="说明人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("说明时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "本人说明"
        verbose_name_plural = "本人说明"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="observation_answer_has_words")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d}"


class ObservationFile(models.Model):
    """Evidence of an observation. Append-only."""

    observation = models.ForeignKey(
        Observation, verbose_name="记录", on_delete=models.PROTECT, related_name="files"
    )
    file = models.ForeignKey(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class ObservationEvent(CaseEvent):
    """What happened to an observation, by whom; append-only by trigger."""

    case = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "平时考核大事记"
        verbose_name_plural = "平时考核大事记"
