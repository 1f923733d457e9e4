"""Verification by two or more, the six factors, the statement, the opinions of both offices (第十二条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import EncryptedTextField
from core.models.history import Versioned
from policy import tolerance_terms as terms

from .case import ToleranceCase

_USER = settings.AUTH_USER_MODEL


class Verifier(models.Model):
    """An officer named to verify; confirmed_at: that one stands behind the result of the verification."""

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="verifiers"
    )
    officer = models.ForeignKey(
        _USER, verbose_name="核实人员", on_delete=models.PROTECT, related_name="tolerance_verifications"
    )
    named_by = models.ForeignKey(_USER, verbose_name="指定人", on_delete=models.PROTECT, related_name="+")
    named_on = models.DateField("指定日期", default=clock.today)
    ended_on = models.DateField("更换日期", null=True, blank=True)
    confirmed_at = models.DateTimeField("确认核实结果的时间", null=True, blank=True)

    class Meta:
        verbose_name = "核实人员"
        verbose_name_plural = "核实人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"],
                condition=Q(ended_on__isnull=True),
                name="tolerance_verifier_once",
                violation_error_message="核实人员须是不同的人。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.officer.name}"


class Verification(models.Model):
    """One step of the verification, by two officers together (参照政务处分法第四十二条).

    Where the installation only registers, content stays empty and the document number says where the paper
    lies.
    """

    class Step(models.TextChoices):
        TALK = "talk", "个别谈话"
        PAPERS = "papers", "调阅资料"
        PLACE = "place", "现场核查"
        INQUIRY = "inquiry", "向单位或者个人取证"
        EXPERT = "expert", "征求业务部门意见"
        RESULT = "result", "核实报告"

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="verifications"
    )
    step = models.CharField("核实方式", max_length=10, choices=Step.choices)
    on = models.DateField("日期")
    document_no = models.CharField("材料编号", max_length=100, blank=True)
    content = EncryptedTextField("核实内容", default="", blank=True)
    on_paper = models.BooleanField("内容见纸质材料", default=False)
    first = models.ForeignKey(_USER, verbose_name="核实人员一", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(_USER, verbose_name="核实人员二", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(_USER, verbose_name="录入人", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间", default=clock.now)

    class Meta:
        verbose_name = "核实步骤"
        verbose_name_plural = "核实步骤"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="tolerance_verified_by_two",
                violation_error_message="每一步核实须由两名不同的人员进行。",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False) | ~Q(document_no=""),
                name="tolerance_paper_has_number",
                violation_error_message="内容在纸质材料上的，须填写材料编号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_step_display()}"


class Factor(Versioned):
    """One of the six factors: facts, evidence, finding and author; no figure is drawn from them."""

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="factors"
    )
    kind = models.CharField("要素", max_length=12, choices=terms.FACTORS.items())
    facts = EncryptedTextField("事实", default="")
    evidence = EncryptedTextField("证据", default="")
    finding = models.CharField("判断", max_length=10, choices=terms.FINDINGS.items())
    author = models.ForeignKey(_USER, verbose_name="分析人", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField("日期", default=clock.today)

    class Meta:
        verbose_name = "分析要素"
        verbose_name_plural = "分析要素"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="tolerance_factor_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(terms.FACTORS), finding__in=list(terms.FINDINGS)),
                name="tolerance_factor_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class Hearing(models.Model):
    """The cadre's statement before the committee has the case; declined: nothing more to say."""

    case = models.OneToOneField(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="hearing"
    )
    statement = EncryptedTextField("本人陈述", default="", blank=True)
    declined = models.BooleanField("本人表示没有补充陈述", default=False)
    heard_on = models.DateField("听取日期", default=clock.today)
    entered_by = models.ForeignKey(_USER, verbose_name="录入人", on_delete=models.PROTECT, related_name="+")
    considered = EncryptedTextField("对陈述的采纳情况", default="", blank=True)

    class Meta:
        verbose_name = "本人陈述"
        verbose_name_plural = "本人陈述"

    def __str__(self) -> str:
        return f"{self.case} 本人陈述"


class JointOpinion(models.Model):
    """What one office proposes to the committee; both offices' stand side by side."""

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="opinions"
    )
    office = models.CharField("部门", max_length=12, choices=terms.OFFICES.items())
    proposal = models.CharField("建议", max_length=14, choices=terms.OUTCOMES.items())
    text = EncryptedTextField("意见", default="")
    signed_by = models.ForeignKey(_USER, verbose_name="签署人", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField("签署日期", default=clock.today)

    class Meta:
        verbose_name = "共同意见"
        verbose_name_plural = "共同意见"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office"],
                name="tolerance_joint_opinion_one_each",
                violation_error_message="这个部门的意见已经签署。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_office_display()}"
