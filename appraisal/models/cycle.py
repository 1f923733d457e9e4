"""A year's appraisal and who takes part in it (第六条)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from ballots.models import Round
from cadres.models import Cadre, StagedPerson
from core import clock
from core.models import CaseEvent
from rulebook.models import PolicyVersion

from ..access import CycleQuerySet


class Cycle(ConcurrentTransitionMixin, models.Model):
    """One year's appraisal. Its parameters are frozen when it is approved and never change afterwards."""

    class State(models.TextChoices):
        DRAFT = "draft", "方案起草"
        APPROVED = "approved", "方案审定"
        VOTING = "voting", "民主测评"
        SCORED = "scored", "汇总计分"

    year = models.PositiveSmallIntegerField("年度", unique=True)
    state = FSMField("状态", default=State.DRAFT, choices=State.choices, protected=True)
    policy = models.ForeignKey(
        PolicyVersion, verbose_name="参数版本", null=True, on_delete=models.PROTECT, related_name="+"
    )
    parameters = models.JSONField("冻结的参数", default=dict)
    round = models.OneToOneField(
        Round, verbose_name="测评轮次", null=True, on_delete=models.PROTECT, related_name="cycle"
    )
    summary = models.JSONField("计分摘要", default=dict)
    outcome_sha256 = models.CharField("计分结果摘要", max_length=64, blank=True)
    scored_at = models.DateTimeField("计分时间", null=True, blank=True)
    confirmed_at = models.DateTimeField("计分确认时间", null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "年度考核"
        verbose_name_plural = "年度考核"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(policy__isnull=False, round__isnull=False),
                name="cycle_approved_has_policy",
                violation_error_message="方案审定时须冻结参数。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(state="scored"), name="cycle_confirmed_is_scored"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度考核"

    @property
    def is_decided(self) -> bool:
        """Whether the Party committee has decided on this year's lists; no state here is that far yet."""
        return False

    @transition(state, source=State.DRAFT, target=State.APPROVED, custom={"label": "审定方案"})
    def approve(self, *, policy: PolicyVersion, parameters: dict[str, Any], round: Round) -> None:
        self.policy, self.parameters, self.round = policy, parameters, round

    @transition(state, source=State.APPROVED, target=State.VOTING, custom={"label": "开始测评"})
    def open_voting(self) -> None: ...

    @transition(state, source=[State.VOTING, State.SCORED], target=State.SCORED, custom={"label": "汇总计分"})
    def score(self) -> None: ...

    @transition(state, source=State.SCORED, target=State.VOTING, custom={"label": "更正数据"})
    def correct(self) -> None:
        """The data changed: what was scored is no longer this year's result, until scored again."""
        self.scored_at = None

    @transition(state, source=State.SCORED, target=State.SCORED, custom={"label": "确认计分"})
    def confirm(self) -> None:
        """Two officers have confirmed these results: neither data nor results change from now on."""
        self.confirmed_at = clock.now()


class CycleEvent(CaseEvent):
    """What happened to a cycle, by whom; append-only by trigger."""

    case = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "考核大事记"
        verbose_name_plural = "考核大事记"


class ParticipantColumns(models.Model):
    """The columns of a participant, the same when stored and when staged."""

    category = models.CharField("考核类别", max_length=30)
    graded = models.BooleanField("确定等次", default=True)
    ungraded_reason = models.CharField("不确定等次原因", max_length=200, blank=True)

    class Meta:
        abstract = True


class Participant(ParticipantColumns):
    """A cadre who takes part in a year's appraisal, in the category fixed before voting."""

    cycle = models.ForeignKey(
        Cycle, verbose_name="年度", on_delete=models.PROTECT, related_name="participants"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="participations"
    )

    class Meta:
        verbose_name = "参加考核人员"
        verbose_name_plural = "参加考核人员"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "cadre"],
                name="participant_once",
                violation_error_message="该干部已在本年度名单中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.category}"


class StagedParticipant(StagedPerson, ParticipantColumns):
    """A row of 参加考核人员名单 as read."""
