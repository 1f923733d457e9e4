"""Individual interviews (个别谈话、情况核实) of a cycle: who was asked is kept by group, never by name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Cycle
from cadres.models import Cadre
from core import clock
from core.fields import StateField
from core.models import CaseEvent

from ..access.interviews import InterviewQuerySet


class Interview(ConcurrentTransitionMixin, models.Model):
    """One talk about one cadre by two of the panel; its words never change, a wrong one is withdrawn.

    group, people: from which group how many were talked to; no name is kept, so that none can leak.
    findings: facts in the panel's own words, never a quotation.
    """

    class Kind(models.TextChoices):
        TALK = "talk", "个别谈话"
        CHECK = "check", "情况核实"

    class Group(models.TextChoices):
        LEADER = "leader", "分管校领导"
        CHIEF = "chief", "单位主要负责人"
        COLLEAGUE = "colleague", "班子成员和中层干部"
        STAFF = "staff", "教职工"
        SERVED = "served", "服务对象"
        OWN = "own", "干部本人"

    class State(models.TextChoices):
        RECORDED = "recorded", "已登记"
        WITHDRAWN = "withdrawn", "已撤销"

    cycle = models.ForeignKey(Cycle, verbose_name="考核", on_delete=models.PROTECT, related_name="interviews")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="interviews")
    kind = models.CharField("方式", max_length=8, choices=Kind.choices, default=Kind.TALK)
    group = models.CharField("谈话对象", max_length=12, choices=Group.choices)
    people = models.PositiveSmallIntegerField("谈话人数", default=1)
    held_on = models.DateField("谈话日期")
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谈话人", on_delete=models.PROTECT, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谈话人（第二人）", on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField("谈话内容", max_length=200)
    findings = models.TextField("了解到的事实")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    state = StateField("状态", default=State.RECORDED, choices=State.choices)
    withdrawn_reason = models.CharField("撤销原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "个别谈话"
        verbose_name_plural = "个别谈话"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["cycle", "cadre"], name="interview_cycle_cadre")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by=F("second_by")),
                name="interview_by_two_people",
                violation_error_message="个别谈话须由两人进行。",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & ~Q(findings=""), name="interview_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", withdrawn_reason="")
                | Q(state="withdrawn") & ~Q(withdrawn_reason=""),
                name="interview_withdrawn_with_reason",
                violation_error_message="撤销须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.held_on} {self.get_group_display()}"

    @property
    def by(self) -> str:
        """Both who held it, as pages print them."""
        return f"{self.first_by.name}、{self.second_by.name}"

    @property
    def whom(self) -> str:
        """Who was talked to, as pages print it: a group and a number."""
        return f"{self.get_group_display()} {self.people} 人"

    @transition(state, source=State.RECORDED, target=State.WITHDRAWN, custom={"label": "撤销谈话"})
    def withdraw(self, *, reason: str) -> None:
        self.withdrawn_reason = reason


class InterviewEvent(CaseEvent):
    """What happened to an interview, by whom; append-only by trigger."""

    case = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "个别谈话大事记"
        verbose_name_plural = "个别谈话大事记"
