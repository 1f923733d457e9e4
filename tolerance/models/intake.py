"""What comes with an application, and how the office reads it first (第十一、十二条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField
from core.models import StoredFile
from policy import tolerance_terms as terms

from .case import ToleranceCase

# What was added in these states belongs to the application, and both sides see it.
OF_APPLICATION = (terms.State.DRAFT, terms.State.RETURNED)


class Attachment(models.Model):
    """A file of the case: proof of the application, of the verification or of what follows."""

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="tolerance_attachment"
    )
    what = models.CharField("材料名称", max_length=120, blank=True)
    at_state = models.CharField("上传时的状态", max_length=12, choices=terms.STATES.items())
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = "容错材料"
        verbose_name_plural = "容错材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what or self.file.name


class OtherOpinion(models.Model):
    """The written opinion of the other side: the unit's Party organisation, or the cadre.

    signer: who signed, never the cadre of the case for the unit. post: the signer's post as signed.
    """

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="other_opinions"
    )
    side = models.CharField(
        "意见方", max_length=8, choices=[(code, terms.APPLICANTS[code]) for code in (terms.CADRE, terms.UNIT)]
    )
    asked_on = models.DateField("征求日期", default=clock.today)
    due = models.DateField("提出期限", null=True, blank=True)
    text = EncryptedTextField("书面意见", default="", blank=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签署人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    post = models.CharField("签署人职务", max_length=100, blank=True)
    given_on = models.DateField("签署日期", null=True, blank=True)

    class Meta:
        verbose_name = "另一方意见"
        verbose_name_plural = "另一方意见"
        constraints = [
            models.UniqueConstraint(fields=["case", "side"], name="tolerance_opinion_one_each"),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, signer__isnull=True)
                | Q(given_on__isnull=False, signer__isnull=False),
                name="tolerance_opinion_signed",
                violation_error_message="书面意见须有签署人和日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_side_display()}"


class Triage(models.Model):
    """The office's first reading: three distinctions with reasons, conditions, negative list (第十一条).

    Reasons are written for every distinction; hard and soft are codes of `policy.tolerance_terms`.
    """

    case = models.OneToOneField(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="triage"
    )
    experience = models.CharField("缺乏经验与明知故犯", max_length=10, choices=terms.SIDES.items())
    experience_reason = EncryptedTextField("理由一", default="")
    exploration = models.CharField("探索试验与明令禁止", max_length=10, choices=terms.SIDES.items())
    exploration_reason = EncryptedTextField("理由二", default="")
    development = models.CharField("推动发展与谋取私利", max_length=10, choices=terms.SIDES.items())
    development_reason = EncryptedTextField("理由三", default="")
    conditions = models.JSONField("符合的条件", default=list, blank=True)
    hard = models.JSONField("不得容错的情形", default=list, blank=True)
    soft = models.JSONField("一般不予容错的情形", default=list, blank=True)
    note = EncryptedTextField("说明", default="", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="研判人", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("研判日期", default=clock.today)

    class Meta:
        verbose_name = "初步研判"
        verbose_name_plural = "初步研判"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    experience__in=list(terms.SIDES),
                    exploration__in=list(terms.SIDES),
                    development__in=list(terms.SIDES),
                ),
                name="tolerance_triage_all_three",
                violation_error_message="三个区分都须作出判断。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} 初步研判"
