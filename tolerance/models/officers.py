"""Who handles a case by name, who steps aside, and when a case goes upward (第十二条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import CaseGrant
from core import clock
from core.fields import EncryptedTextField
from policy import tolerance_officers as rules

from ..access_officers import EscalationQuerySet, RecusalQuerySet
from .case import ToleranceCase

_USER = settings.AUTH_USER_MODEL


class Capacity(models.TextChoices):
    """The codenames of the case's permissions (`ToleranceCase.Meta.permissions`)."""

    INTAKE = rules.INTAKE, rules.CAPACITIES[rules.INTAKE]
    VERIFY = rules.VERIFY, rules.CAPACITIES[rules.VERIFY]
    ANALYSE = rules.ANALYSE, rules.CAPACITIES[rules.ANALYSE]
    CONSULT = rules.CONSULT, rules.CAPACITIES[rules.CONSULT]
    ACT = rules.ACT, rules.CAPACITIES[rules.ACT]


class ToleranceGrant(CaseGrant):
    """This officer on this tolerance case."""

    Capacity = Capacity

    content_object = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="grants"
    )

    class Meta(CaseGrant.Meta):
        verbose_name = "经办人指定"
        verbose_name_plural = "经办人指定"


class Participant(models.Model):
    """Somebody who took part in the disputed decision, as declared; such a person handles nothing here.

    user: where the person has an account, which is how the recusal is found.
    """

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="participants"
    )
    user = models.ForeignKey(
        _USER, verbose_name="账号", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("姓名", max_length=64)
    part = models.CharField("在该决定中的角色", max_length=100, blank=True)
    declared_by = models.ForeignKey(_USER, verbose_name="申报人", on_delete=models.PROTECT, related_name="+")
    declared_on = models.DateField("申报日期", default=clock.today)

    class Meta:
        verbose_name = "有争议决定的参与人"
        verbose_name_plural = "有争议决定的参与人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(user__isnull=False),
                name="tolerance_participant_once",
                violation_error_message="这个人已经申报。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Recusal(models.Model):
    """One person steps aside from one case, or was asked to (回避).

    origin: who raised it; what the register itself calls for is granted as it is found, without anybody to
    decide. from_above: the superior decides and 党办 records it; decided_for: by whose decision it was, e.g.
    党委书记.
    """

    class Origin(models.TextChoices):
        FOUND = "found", "系统核对"
        CADRE = "cadre", "干部本人申请"
        OFFICER = "officer", "经办人自行申请"

    class State(models.TextChoices):
        WAITING = "waiting", "等待决定"
        GRANTED = "granted", "回避"
        REFUSED = "refused", "不回避"

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="recusals"
    )
    officer = models.ForeignKey(
        _USER, verbose_name="回避人", on_delete=models.PROTECT, related_name="tolerance_recusals"
    )
    ground = models.CharField("情形", max_length=10, choices=list(rules.GROUNDS.items()))
    reason = EncryptedTextField("理由", default="", blank=True)
    origin = models.CharField("提出", max_length=8, choices=Origin.choices)
    asked_by = models.ForeignKey(_USER, verbose_name="提出人", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("提出日期", default=clock.today)
    from_above = models.BooleanField("由上级决定", default=False)
    state = models.CharField("结果", max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        _USER, verbose_name="办理人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_for = models.CharField("决定人", max_length=64, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decision_note = EncryptedTextField("决定理由", default="", blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"],
                condition=~Q(state="refused"),
                name="tolerance_recusal_one_open",
                violation_error_message="这个人的回避已在办理或者已经决定。",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_on__isnull=True)
                | (~Q(state="waiting") & Q(decided_on__isnull=False)),
                name="tolerance_recusal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("officer")),
                name="tolerance_recusal_not_by_oneself",
                violation_error_message="不能决定本人的回避。",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(origin="found") | Q(decided_by__isnull=False),
                name="tolerance_recusal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.officer.name} {self.get_state_display()}"


class Escalation(models.Model):
    """Too few are left who may verify, or a head: the case goes upward, and the superior says who handles it.

    people_left: how many were left when it was found. After `arranged_on` also people outside the two
    offices may be named, as the arrangement says.
    """

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="escalations"
    )
    found_on = models.DateField("上报日期", default=clock.today)
    people_left = models.PositiveSmallIntegerField("可以办理的人数")
    arrangement = models.TextField("上级安排", max_length=2000, blank=True)
    document_no = models.CharField("批示或者文号", max_length=100, blank=True)
    arranged_for = models.CharField("批示人", max_length=64, blank=True)
    arranged_on = models.DateField("安排日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        _USER, verbose_name="录入人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = "报上级安排"
        verbose_name_plural = "报上级安排"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(arranged_on__isnull=True),
                name="tolerance_escalation_one_open",
                violation_error_message="这份申请已经报上级安排。",
            ),
            models.CheckConstraint(
                condition=Q(arranged_on__isnull=True, arrangement="")
                | (Q(arranged_on__isnull=False, entered_by__isnull=False) & ~Q(arrangement="")),
                name="tolerance_escalation_arranged_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} 报上级安排"
