"""Who counts a year, what was decided of missing votes, and who confirmed the count (第六条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, transition

from core import clock
from core.fields import StateField

from .cycle import Cycle
from .participants import Participant


class ScoringOfficer(models.Model):
    """Who counts one year and who watches the count: two named people, until somebody else is named.

    The 计分人 is of the organization department, the 监票人 of the discipline office.
    """

    class Duty(models.TextChoices):
        COUNTER = "counter", "计分人"
        WITNESS = "witness", "监票人"

    cycle = models.ForeignKey(
        Cycle, verbose_name="年度", on_delete=models.PROTECT, related_name="scoring_officers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.PROTECT, related_name="+"
    )
    duty = models.CharField("职责", max_length=10, choices=Duty.choices)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="指定人", on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField("指定时间", default=clock.now)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)

    class Meta:
        verbose_name = "计分人员"
        verbose_name_plural = "计分人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "duty"],
                condition=Q(ended_at__isnull=True),
                name="scoring_officer_one_per_duty",
                violation_error_message="该年度已有人承担此项职责。",
            ),
            models.UniqueConstraint(
                fields=["cycle", "user"],
                condition=Q(ended_at__isnull=True),
                name="scoring_officer_two_people",
                violation_error_message="计分人和监票人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_duty_display()}"


class GapDecision(ConcurrentTransitionMixin, models.Model):
    """What two scoring officers decide of one participant's missing votes (缺票待核, 第六条).

    groups: codes of the rater groups that did not count when it was proposed. The decision holds for exactly
    these: where later papers change them, the gap is open again.
    """

    class Remedy(models.TextChoices):
        REMEASURE = "remeasure", "补测"
        RENORMALISE = "renormalise", "折算"
        UNRANKED = "unranked", "不排名"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待另一人核定"
        CONFIRMED = "confirmed", "已核定"
        REJECTED = "rejected", "未同意"
        LAPSED = "lapsed", "已失效"

    participant = models.ForeignKey(
        Participant, verbose_name="参加考核人员", on_delete=models.CASCADE, related_name="gap_decisions"
    )
    groups = models.JSONField("缺票的测评主体", default=list)
    remedy = models.CharField("处理办法", max_length=12, choices=Remedy.choices)
    reason = models.CharField("理由", max_length=500)
    state = StateField("状态", default=State.PROPOSED, choices=State.choices)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("提出时间", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核定人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("核定时间", null=True, blank=True)
    objection = models.CharField("不同意的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "缺票核定"
        verbose_name_plural = "缺票核定"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="gap_one_open_decision",
                violation_error_message="该同志的缺票已有处理意见。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="gap_two_people",
                violation_error_message="提出和核定须由两人分别进行。",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_by__isnull=False),
                name="gap_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.get_remedy_display()}"

    @transition(state, source=State.PROPOSED, target=State.CONFIRMED, custom={"label": "同意"})
    def confirm(self) -> None: ...

    @transition(state, source=State.PROPOSED, target=State.REJECTED, custom={"label": "不同意"})
    def reject(self) -> None: ...

    @transition(
        state, source=[State.PROPOSED, State.CONFIRMED], target=State.LAPSED, custom={"label": "失效"}
    )
    def lapse(self) -> None:
        """The votes changed, or the one who proposed it took it back."""


class ScoreConfirmation(models.Model):
    """One of the two confirmations of a count; it holds for these results and no others."""

    cycle = models.ForeignKey(
        Cycle, verbose_name="年度", on_delete=models.PROTECT, related_name="confirmations"
    )
    duty = models.CharField("职责", max_length=10, choices=ScoringOfficer.Duty.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="确认人", on_delete=models.PROTECT, related_name="+"
    )
    outcome_sha256 = models.CharField("计分结果摘要", max_length=64)
    confirmed_at = models.DateTimeField("确认时间", default=clock.now)

    class Meta:
        verbose_name = "计分确认"
        verbose_name_plural = "计分确认"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "outcome_sha256", "duty"], name="score_confirmed_once_per_duty"
            ),
            models.UniqueConstraint(
                fields=["cycle", "outcome_sha256", "user"],
                name="score_confirmed_by_two",
                violation_error_message="计分须由两人分别确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.user}"
