"""A clarification (澄清正名): from the talk about a cadre to the visit after it was put right (第十四条)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core.fields import StateField
from core.models import CaseEvent
from core.models.history import Versioned
from matters.models import Matter, Relief
from policy.clarification import UNTRUE, Reach

from ..access import ClarificationQuerySet
from .parts import BesidesPart, DoingPart, FindingPart, OverturnPart, PlanPart, RequestPart, circles_read


class ClarificationState(models.TextChoices):
    DRAFT = "draft", "草稿"
    CHECKING = "checking", "核查中"
    FOUND = "found", "结论待审定"
    ASKING = "asking", "征求本人意见"
    PLANNING = "planning", "拟定方案"
    APPROVING = "approving", "待审批"
    DOING = "doing", "实施中"
    DELIVERING = "delivering", "待签收"
    VISITING = "visiting", "待回访"
    DECLINED = "declined", "本人不要求澄清"
    UNSUITABLE = "unsuitable", "不宜澄清"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    OVERTURNED = "overturned", "已撤销"


S = ClarificationState
ENDED = (S.DECLINED, S.UNSUITABLE)
# Nothing more is done to these.
CLOSED = (S.ARCHIVED, S.WITHDRAWN, S.OVERTURNED)
AFTER_DOING = (S.DELIVERING, S.VISITING, S.ARCHIVED)


def _step(source: Any, target: str, label: str) -> Any:
    return transition("state", source=source, target=target, custom={"label": label})


def _reach(kept: str, units: Any) -> Reach:
    return Reach(circles_read(kept), frozenset(units.values_list("name", flat=True)))


class Clarification(
    ConcurrentTransitionMixin,
    RequestPart,
    FindingPart,
    PlanPart,
    DoingPart,
    BesidesPart,
    OverturnPart,
    Versioned,
):
    """One matter of talk about one cadre, checked and put right.

    matter: where marks rest on it; relief: what lifted them. Sub-units of the units chosen are meant too.
    """

    State = ClarificationState

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="clarifications"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="所在单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = StateField("状态", default=S.DRAFT, choices=S.choices)
    matter = models.ForeignKey(
        Matter,
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clarifications",
    )
    relief = models.OneToOneField(
        Relief, verbose_name="认定", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spread_units = models.ManyToManyField(Unit, verbose_name="传播到的单位", related_name="+", blank=True)
    audience_units = models.ManyToManyField(Unit, verbose_name="澄清到的单位", related_name="+", blank=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = "澄清正名"
        verbose_name_plural = "澄清正名"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="clarification_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(state=S.DRAFT),
                name="clarification_one_draft",
                violation_error_message="您已有一份没有提交的澄清申请。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.DRAFT, S.WITHDRAWN)) | Q(opened_on__isnull=False),
                name="clarification_opened_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(S.DRAFT, S.WITHDRAWN, S.CHECKING, S.FOUND))
                | (~Q(outcome="") & ~Q(finding="") & Q(confirmed_by__isnull=False)),
                name="clarification_goes_on_with_a_finding",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.ASKING, S.PLANNING, S.APPROVING, S.DOING, *AFTER_DOING, S.DECLINED))
                | Q(outcome=UNTRUE)
                | (Q(state=S.ARCHIVED) & ~Q(unsuitable="")),
                name="clarification_of_what_is_untrue",
                violation_error_message="只有核查失实的，才能澄清。",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.UNSUITABLE) | ~Q(unsuitable=""),
                name="clarification_unsuitable_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.DOING, S.DELIVERING, S.VISITING)) | Q(approved_by__isnull=False),
                name="clarification_done_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(malice="result")
                | (~Q(malice_no="") & ~Q(malice_body="") & Q(malice_found__isnull=False)),
                name="clarification_malice_has_document",
                violation_error_message="诬告陷害须有上级认定的文号。",
            ),
            models.CheckConstraint(
                condition=Q(overturned_on__isnull=True, overturned_by__isnull=True) & ~Q(state=S.OVERTURNED)
                | Q(state=S.OVERTURNED, outcome=UNTRUE, overturned_on__isnull=False)
                & Q(overturned_by__isnull=False)
                & ~Q(overturned_no="")
                & ~Q(overturned_reason=""),
                name="clarification_overturned_whole",
                violation_error_message="撤销澄清须有文号和理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre.name} {self.get_origin_display()}澄清"

    @property
    def is_untrue(self) -> bool:
        """Whether both the check and the head of the office say so, and nobody has found otherwise since."""
        return self.outcome == UNTRUE and self.confirmed_on is not None and self.overturned_on is None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def accused_no(self) -> str:
        """The document by which a higher body found a false accusation; "" where none did."""
        return self.malice_no if self.malice_found else ""

    def spread_reach(self) -> Reach:
        """Where it went. One query."""
        return _reach(self.spread, self.spread_units)

    def audience_reach(self) -> Reach:
        """Where it is put right. One query."""
        return _reach(self.audience, self.audience_units)

    def get_absolute_url(self) -> str:
        return reverse("clarification", args=[self.pk])

    @_step(S.DRAFT, S.CHECKING, "提交")
    def submit(self) -> None: ...

    @_step([S.DRAFT, S.CHECKING], S.WITHDRAWN, "撤回")
    def withdraw(self) -> None: ...

    @_step(S.CHECKING, S.FOUND, "提交核查结论")
    def find(self) -> None: ...

    @_step(S.FOUND, S.CHECKING, "退回核查")
    def check_again(self) -> None: ...

    @_step(S.FOUND, S.ASKING, "审定失实")
    def ask(self) -> None: ...

    @_step(S.ASKING, S.PLANNING, "本人同意")
    def agree(self) -> None: ...

    @_step(S.ASKING, S.DECLINED, "本人不要求澄清")
    def decline(self) -> None: ...

    @_step(S.PLANNING, S.APPROVING, "提交审批")
    def plan(self) -> None: ...

    @_step(S.APPROVING, S.PLANNING, "退回修改")
    def plan_again(self) -> None: ...

    @_step(S.APPROVING, S.DOING, "批准")
    def approve(self) -> None: ...

    @_step([S.FOUND, S.PLANNING, S.APPROVING], S.UNSUITABLE, "不宜澄清")
    def refuse(self) -> None: ...

    @_step(S.DOING, S.DELIVERING, "实施")
    def do(self) -> None: ...

    @_step(S.DELIVERING, S.VISITING, "签收")
    def deliver(self) -> None: ...

    @_step([S.VISITING, S.DECLINED, S.UNSUITABLE], S.ARCHIVED, "归档")
    def archive(self) -> None: ...

    @_step(
        [S.ASKING, S.PLANNING, S.APPROVING, S.DOING, *AFTER_DOING, S.DECLINED, S.UNSUITABLE],
        S.OVERTURNED,
        "撤销澄清",
    )
    def overturn(self) -> None: ...


class ClarificationEvent(CaseEvent):
    """What happened to a clarification, by whom; append-only by trigger."""

    case = models.ForeignKey(Clarification, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "澄清记录"
        verbose_name_plural = "澄清记录"
