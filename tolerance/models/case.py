"""The case itself: who asks for whom, on which matter, in which office, and where it stands (第十二条)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent
from core.models.history import Versioned
from matters.models import Investigation, Matter
from policy import tolerance_terms as terms
from policy.tolerance_officers import CAPACITIES

from ..access import ToleranceQuerySet

S = terms.State
_TOLD = [S.PUBLISHED, S.REPLIED, S.RECTIFYING]


class ToleranceCase(ConcurrentTransitionMixin, Versioned):
    """One cadre's application on one matter.

    applied_by: who wrote it; applicant: in whose name. since, due: first and last day of the present state
    (due_days working days after `since`; none where calendar days count). suspended_from: the state to which
    a case that joined an investigation comes back. earlier: the application before, which needs new facts.
    """

    State = S
    STATES = terms.STATES

    number = models.CharField("容错编号", max_length=40, blank=True)
    matter = models.ForeignKey(
        Matter,
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tolerance_cases",
    )
    matter_title = models.CharField("事项名称", max_length=120, blank=True)
    matter_text = EncryptedTextField("事项经过", default="", blank=True)
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="tolerance_cases"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tolerance_cases",
    )
    applicant = models.CharField("申请人", max_length=8, choices=terms.APPLICANTS.items())
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="填写人", on_delete=models.PROTECT, related_name="+"
    )
    office = models.CharField("办理部门", max_length=12, choices=terms.OFFICES.items())
    state = StateField("状态", default=S.DRAFT, choices=terms.STATES.items())

    grounds = EncryptedTextField("申请容错的理由", default="", blank=True)
    experience = EncryptedTextField("关于缺乏经验、先行先试", default="", blank=True)
    exploration = EncryptedTextField("关于探索性试验", default="", blank=True)
    development = EncryptedTextField("关于推动发展", default="", blank=True)
    conditions = models.JSONField("所主张的条件", default=list, blank=True)
    new_facts = EncryptedTextField("新的事实", default="", blank=True)
    earlier = models.OneToOneField(
        "self",
        verbose_name="前一次申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
    )

    since = models.DateField("进入现状态日期", default=clock.today)
    due = models.DateField("办理期限", null=True, blank=True)
    due_days = models.PositiveSmallIntegerField("期限的工作日数", null=True, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)
    extended = models.CharField("延长核实的理由", max_length=500, blank=True)
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    return_note = models.TextField("补正意见", max_length=2000, blank=True)
    returned_on = models.DateField("退回补正日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    refusal = models.TextField("不予受理的理由", max_length=2000, blank=True)
    verified_on = models.DateField("核实完成日期", null=True, blank=True)
    referred_on = models.DateField("提请党委研究日期", null=True, blank=True)
    withdrawal = models.CharField("撤回的理由", max_length=500, blank=True)
    suspended_from = models.CharField("中止前的状态", max_length=12, blank=True)
    suspended_on = models.DateField("中止日期", null=True, blank=True)
    investigation = models.ForeignKey(
        Investigation,
        verbose_name="并案的立案",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tolerance_cases",
    )
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        verbose_name = "容错申请"
        verbose_name_plural = "容错申请"
        ordering = ["-pk"]
        # What an officer can be named for on one case (`ToleranceGrant`).
        default_permissions = ()
        permissions = list(CAPACITIES.items())
        indexes = [models.Index(fields=["state", "due"], name="tolerance_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="tolerance_number_once",
                violation_error_message="这个容错编号已经使用。",
            ),
            models.UniqueConstraint(
                fields=["cadre", "matter"],
                condition=Q(state__in=terms.HANDED_IN_OPEN, matter__isnull=False),
                name="tolerance_one_open",
                violation_error_message="该干部在这一事项上已有一份容错申请正在办理。",
            ),
            models.CheckConstraint(condition=Q(state__in=list(terms.STATES)), name="tolerance_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | (Q(submitted_on__isnull=False, matter__isnull=False) & ~Q(number="")),
                name="tolerance_submitted_on_a_matter",
                violation_error_message="提交的申请须有事项和编号。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="tolerance_refused_has_reason",
                violation_error_message="不予受理须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("verifying", "analysing", "committee", *terms.FOUND))
                | Q(accepted_on__isnull=False),
                name="tolerance_handled_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | (~Q(suspended_from="") & Q(suspended_on__isnull=False)),
                name="tolerance_suspended_comes_back",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False), name="tolerance_closed_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '容错申请草稿'} {self.cadre.name}"

    def get_absolute_url(self) -> str:
        return reverse("tolerance_case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in terms.OPEN

    @property
    def outcome_in_force(self) -> Any:
        """The finding in force, None while there is none; read once, or with the case (`acts.with_next`)."""
        if "_outcome" not in self.__dict__:
            read: Any = self.__dict__.get("standing", self.outcomes.filter(in_force=True))
            self.__dict__["_outcome"] = next(iter(read[:1]), None)
        return self.__dict__["_outcome"]

    @property
    def matter_words(self) -> str:
        """The matter as people name it."""
        title = getattr(self.matter, "title", "") or self.matter_title
        number = self.matter.number if self.matter else ""
        return " ".join(part for part in (number, title) if part) or "（还没有写明）"

    @transition(state, source=[S.DRAFT, S.RETURNED], target=S.SUBMITTED, custom={"label": "提交"})
    def submit(self) -> None: ...

    @transition(state, source=S.SUBMITTED, target=S.RETURNED, custom={"label": "退回补正"})
    def send_back(self) -> None: ...

    @transition(state, source=S.SUBMITTED, target=S.VERIFYING, custom={"label": "受理"})
    def accept(self) -> None: ...

    @transition(state, source=[S.SUBMITTED, S.RETURNED], target=S.REFUSED, custom={"label": "不予受理"})
    def refuse(self) -> None: ...

    @transition(
        state,
        source=[S.DRAFT, S.SUBMITTED, S.RETURNED, S.VERIFYING, S.ANALYSING, S.COMMITTEE, S.SUSPENDED],
        target=S.WITHDRAWN,
        custom={"label": "撤回"},
    )
    def withdraw(self) -> None: ...

    @transition(state, source=S.VERIFYING, target=S.ANALYSING, custom={"label": "完成核实"})
    def verified(self) -> None: ...

    @transition(state, source=S.ANALYSING, target=S.COMMITTEE, custom={"label": "提请党委研究"})
    def refer(self) -> None: ...

    @transition(state, source=S.COMMITTEE, target=S.ANALYSING, custom={"label": "取回补充"})
    def take_back(self) -> None: ...

    @transition(state, source=S.COMMITTEE, target=S.DECIDED, custom={"label": "认定"})
    def decide(self) -> None: ...

    @transition(state, source=S.DECIDED, target=S.REPORTED, custom={"label": "报上级部门"})
    def report(self) -> None: ...

    @transition(state, source=S.REPORTED, target=S.PUBLISHED, custom={"label": "公开"})
    def publish(self) -> None: ...

    @transition(state, source=S.REPORTED, target=S.REPLIED, custom={"label": "答复"})
    def reply(self) -> None: ...

    @transition(state, source=_TOLD, target=S.REVIEWING, custom={"label": "申请复核"})
    def ask_review(self) -> None: ...

    @transition(state, source=S.REVIEWING, target=S.RECTIFYING, custom={"label": "复核维持"})
    def keep(self) -> None: ...

    @transition(state, source=S.REVIEWING, target=S.COMMITTEE, custom={"label": "复核后重新研究"})
    def reopen(self) -> None: ...

    @transition(state, source=[S.PUBLISHED, S.REPLIED], target=S.RECTIFYING, custom={"label": "进入纠错整改"})
    def rectify(self) -> None: ...

    @transition(state, source=S.RECTIFYING, target=S.CLOSED, custom={"label": "办结归档"})
    def close(self) -> None: ...

    @transition(
        state,
        source=[S.SUBMITTED, S.RETURNED, S.VERIFYING, S.ANALYSING, S.SUSPENDED],
        target=S.CLOSED,
        custom={"label": "事项已澄清，办结"},
    )
    def clear(self) -> None: ...

    @transition(
        state,
        source=[S.DECIDED, S.REPORTED, *_TOLD, S.REVIEWING],
        target=S.CLOSED,
        custom={"label": "撤销认定后办结"},
    )
    def revoke(self) -> None: ...

    @transition(state, source=list(terms.SUSPENDABLE), target=S.SUSPENDED, custom={"label": "并案中止"})
    def suspend(self) -> None: ...

    @transition(state, source=S.SUSPENDED, target=S.SUBMITTED, custom={"label": "恢复到待受理"})
    def resume_submitted(self) -> None: ...

    @transition(state, source=S.SUSPENDED, target=S.RETURNED, custom={"label": "恢复到待补正"})
    def resume_returned(self) -> None: ...

    @transition(state, source=S.SUSPENDED, target=S.VERIFYING, custom={"label": "恢复到调查核实"})
    def resume_verifying(self) -> None: ...

    @transition(state, source=S.SUSPENDED, target=S.ANALYSING, custom={"label": "恢复到综合分析"})
    def resume_analysing(self) -> None: ...

    @transition(state, source=S.SUSPENDED, target=S.COMMITTEE, custom={"label": "恢复到待党委研究"})
    def resume_committee(self) -> None: ...


class ToleranceEvent(CaseEvent):
    """What happened to a case, by whom; append-only by trigger."""

    case = models.ForeignKey(ToleranceCase, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "容错大事记"
        verbose_name_plural = "容错大事记"
