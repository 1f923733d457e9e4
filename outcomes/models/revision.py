"""A decided result that a later fact has overtaken, and the revision n+1 that keeps n (第十四条)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Participant
from core import clock
from core.fields import StateField
from core.models import CaseEvent
from core.models.history import Versioned
from matters.models import Matter, Relief

from ..access.review import StaleQuerySet


class Revision(models.Model):
    """State n+1 of one person's decided result beside state n; append-only by trigger.

    before, after: what the result said, as JSON; digest: SHA-256 over both in their canonical form. meeting,
    entry: the decision that made it.
    """

    participant = models.ForeignKey(
        Participant, verbose_name="参加考核人员", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("原因", max_length=500)
    before = models.JSONField("修订前")
    after = models.JSONField("修订后")
    digest = models.CharField("摘要", max_length=64)
    meeting = models.CharField("研究会议", max_length=120)
    entry = models.PositiveBigIntegerField("议题条目", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = "结果修订"
        verbose_name_plural = "结果修订"
        ordering = ["participant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="revision_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="revision_after_the_first"),
            models.CheckConstraint(condition=~Q(reason=""), name="revision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} 第 {self.number} 版"

    @property
    def decided_on(self) -> date:
        """The day of the meeting that decided it; `made_at` is when its minutes became final."""
        return date.fromisoformat(self.after["decided_on"])


class StaleState(models.TextChoices):
    OPEN = "open", "待党委研究"
    DECIDED = "decided", "党委已定，待办理"
    SETTLED = "settled", "已处理"


class StaleResult(ConcurrentTransitionMixin, Versioned):
    """A decided result that no longer fits what counts on a matter; it stays until a body decides.

    cause, source: what came after the decision, in words (免除责任, 撤销记录, 减轻 …), and where it is
    written; matter: none where a higher body decided so on an appeal; relief: where it was one. would_be:
    what the year would say of this person now; agreed: the effects on the lists that the committee agreed to,
    carried out by the head.
    """

    State = StaleState

    participant = models.ForeignKey(
        Participant, verbose_name="参加考核人员", on_delete=models.PROTECT, related_name="stale_results"
    )
    matter = models.ForeignKey(
        Matter,
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stale_results",
    )
    cause = models.CharField("情形", max_length=20)
    source = models.CharField("来源", max_length=700)
    relief = models.ForeignKey(
        Relief,
        verbose_name="免责或澄清",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stale_results",
    )
    state = StateField("状态", default=State.OPEN, choices=State.choices)
    found_on = models.DateField("发现日期")
    would_be = models.JSONField("不计该事项的结果")
    agreed = models.JSONField("党委同意的更正", default=list)
    note = models.CharField("处理情况", max_length=500, blank=True)
    revision = models.OneToOneField(
        Revision, verbose_name="修订", null=True, blank=True, on_delete=models.PROTECT, related_name="settles"
    )

    objects = StaleQuerySet.as_manager()

    class Meta:
        verbose_name = "待修订结果"
        verbose_name_plural = "待修订结果"
        constraints = [
            models.UniqueConstraint(fields=["participant", "relief"], name="stale_once_per_relief"),
            models.UniqueConstraint(
                fields=["participant", "matter", "cause"],
                condition=Q(relief__isnull=True, state="open"),
                name="stale_once_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(note=""), name="stale_settled_has_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.get_state_display()}"

    @property
    def said(self) -> str:
        """What came after the decision, for the agenda."""
        if self.matter_id is None:
            return f"{self.source}，决定变更考核结果"
        if self.relief_id:
            return f"{self.source}认定{self.cause}，该事项的扣分和影响不再计算"
        return f"审定后{self.cause}（{self.source}），该事项按现有记录重新计算"

    @property
    def is_worse(self) -> bool:
        """What counts now is heavier than what was decided on: nothing of the result follows from it."""
        return bool(self.would_be.get("worse"))

    def get_absolute_url(self) -> str:
        return reverse("stale_page", args=[self.participant.cycle.code, self.pk])

    @transition(state, source=State.OPEN, target=State.DECIDED, custom={"label": "党委已定"})
    def decide(self) -> None: ...

    @transition(state, source=[State.OPEN, State.DECIDED], target=State.SETTLED, custom={"label": "处理完毕"})
    def settle(self) -> None: ...


class StaleEvent(CaseEvent):
    """What happened to a stale result, by whom; append-only by trigger."""

    case = models.ForeignKey(StaleResult, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "待修订结果记录"
        verbose_name_plural = "待修订结果记录"
