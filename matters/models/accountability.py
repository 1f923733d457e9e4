"""An accountability record (问责记录), with the tolerance question that must be answered first (主动容错)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import EncryptedTextField
from core.models import CaseEvent
from core.models.history import Versioned

from ..access_accountability import AccountabilityQuerySet
from .marks import Matter
from .reliefs import Relief

_USER = settings.AUTH_USER_MODEL


class Accountability(Versioned):
    """One body holds one cadre to account on one matter (第十一、十二条).

    intended: the form that is intended; form: the one decided on. told_on: when the cadre was told of the
    right to apply for tolerance; unit_told, unit_told_on: which Party organisation was told so, too.
    answer: CASE, a finding of a tolerance case, whose words are `answer_words`; ABSENT, the discipline
    office's written reasons. ended_by: the finding that ended it. again_on: when the finding that answered or
    ended it was revoked: an open one is asked anew, a decided one looked at again. grades: (year, grade) of
    the last three as they stood when it was decided.
    """

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        DECIDED = "decided", "已作出决定"
        ENDED = "ended", "不再问责"

    class Answer(models.TextChoices):
        CASE = "case", "已作容错认定"
        ABSENT = "absent", "不存在第十一条所列情形"

    matter = models.ForeignKey(
        Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="accountabilities"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="accountabilities"
    )
    body = models.CharField("问责主体", max_length=120)
    intended = models.CharField("拟采取的方式", max_length=60)
    opened_on = models.DateField("启动日期")
    opening_document = models.CharField("启动文号", max_length=100, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    told_on = models.DateField("告知本人日期", null=True, blank=True)
    told_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit_told = models.ForeignKey(
        Unit,
        verbose_name="告知的二级党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit_told_on = models.DateField("告知二级党组织日期", null=True, blank=True)
    again_on = models.DateField("容错认定撤销日期", null=True, blank=True)
    answer = models.CharField("容错问题", max_length=8, choices=Answer.choices, blank=True)
    answer_words = models.CharField("认定结果", max_length=200, blank=True)
    absent_reason = EncryptedTextField("不存在容错情形的理由", default="", blank=True)
    answered_on = models.DateField("回答日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        _USER, verbose_name="回答人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField("问责方式", max_length=60, blank=True)
    document_no = models.CharField("问责文号", max_length=100, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        _USER, verbose_name="登记决定的人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grades = models.JSONField("近三年等次", default=list, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    end_reason = models.CharField("终止理由", max_length=500, blank=True)
    ended_by = models.ForeignKey(
        Relief,
        verbose_name="据以终止的认定",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_by = models.ForeignKey(_USER, verbose_name="登记人", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=clock.now, editable=False)

    objects = AccountabilityQuerySet.as_manager()

    class Meta:
        verbose_name = "问责记录"
        verbose_name_plural = "问责记录"
        ordering = ["-opened_on", "-pk"]
        indexes = [models.Index(fields=["state", "answer"], name="accountability_open_question")]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "matter", "body"],
                condition=Q(state="open"),
                name="accountability_one_open",
                violation_error_message="该问责主体就这一事项对该干部已有一份问责记录正在办理。",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    ~Q(answer="")
                    & ~Q(form="")
                    & ~Q(document_no="")
                    & Q(told_on__isnull=False, decided_on__isnull=False)
                ),
                name="accountability_decided_after_the_question",
                violation_error_message="先告知本人并回答容错问题，再填写问责方式和文号。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="accountability_answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="absent") | Q(told_on__isnull=False, answered_by__isnull=False),
                name="accountability_absent_after_told",
                violation_error_message="书面说明须在告知本人之后作出。",
            ),
            models.CheckConstraint(
                condition=~Q(answer="absent") | Q(decided_by__isnull=True) | ~Q(decided_by=F("answered_by")),
                name="accountability_two_persons",
                violation_error_message="书面说明的人不能自己登记问责决定。",
            ),
            models.CheckConstraint(
                condition=Q(unit_told__isnull=True, unit_told_on__isnull=True)
                | Q(unit_told__isnull=False, unit_told_on__isnull=False, told_on__isnull=False),
                name="accountability_unit_told_after_the_cadre",
                violation_error_message="先告知干部本人，再告知所在二级党组织。",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="accountability_ended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.number} {self.cadre.name} {self.body}"

    def get_absolute_url(self) -> str:
        return reverse("accountability", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class AccountabilityEvent(CaseEvent):
    """What was done to a record, by whom; append-only by trigger."""

    case = models.ForeignKey(Accountability, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "问责办理情况"
        verbose_name_plural = "问责办理情况"
