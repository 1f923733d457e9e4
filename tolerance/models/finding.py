"""What the Party committee found, what was reported upward, and how a refusal was answered (第十二条)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField
from matters.models import Relief
from policy import tolerance_terms as terms

from .case import ToleranceCase

_USER = settings.AUTH_USER_MODEL


class Outcome(models.Model):
    """The finding; the one in force and those that a later decision replaced.

    entry, meeting: of the decision. override: why the committee set a soft item of the negative list aside.
    relief: what 免除责任 led to in `matters`. given: the measures that the competent body gave in the end
    after 从轻 or 减轻, as entered: [{measure, decided_on, points, document_no, influence_to}].
    """

    case = models.ForeignKey(
        ToleranceCase, verbose_name="容错申请", on_delete=models.PROTECT, related_name="outcomes"
    )
    kind = models.CharField("认定结果", max_length=14, choices=terms.OUTCOMES.items())
    reason = EncryptedTextField("认定理由", default="", blank=True)
    override = models.CharField("不适用一般不予容错情形的理由", max_length=1000, blank=True)
    meeting = models.CharField("研究会议", max_length=120)
    entry = models.PositiveBigIntegerField("议题条目")
    decided_on = models.DateField("认定日期")
    in_force = models.BooleanField("有效", default=True)
    relief = models.OneToOneField(
        Relief, null=True, blank=True, on_delete=models.PROTECT, related_name="tolerance_outcome"
    )
    given = models.JSONField("实际给予的处理", default=list, blank=True)
    given_on = models.DateField("录入处理日期", null=True, blank=True)
    given_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_why = models.CharField("撤销的理由", max_length=500, blank=True)
    revoked_document = models.CharField("撤销文号", max_length=100, blank=True)

    class Meta:
        verbose_name = "认定结果"
        verbose_name_plural = "认定结果"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(in_force=True),
                name="tolerance_one_outcome",
                violation_error_message="这份申请已有认定结果。",
            ),
            models.UniqueConstraint(fields=["entry"], name="tolerance_outcome_once_per_entry"),
            models.CheckConstraint(
                condition=Q(kind__in=list(terms.OUTCOMES)), name="tolerance_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(relief__isnull=True) | Q(kind=terms.EXEMPT), name="tolerance_relief_of_exempt"
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(kind__in=sorted(terms.MILDER)),
                name="tolerance_given_of_milder",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | (Q(in_force=False) & ~Q(revoked_document="")),
                name="tolerance_revoked_by_a_document",
                violation_error_message="撤销认定须有文号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class Report(models.Model):
    """The finding was reported upward (报上级部门)."""

    outcome = models.OneToOneField(
        Outcome, verbose_name="认定结果", on_delete=models.PROTECT, related_name="report"
    )
    to_whom = models.CharField("上级部门", max_length=120)
    document_no = models.CharField("文号", max_length=100)
    reported_on = models.DateField("报送日期")
    by = models.ForeignKey(_USER, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "报上级记录"
        verbose_name_plural = "报上级记录"

    def __str__(self) -> str:
        return f"{self.outcome} {self.document_no}"


class Answer(models.Model):
    """不予容错 is answered in a fitting way and never published (以适当方式予以答复)."""

    class How(models.TextChoices):
        WRITTEN = "written", "书面答复"
        FACE = "face", "当面答复"

    outcome = models.OneToOneField(
        Outcome, verbose_name="认定结果", on_delete=models.PROTECT, related_name="answer"
    )
    how = models.CharField("答复方式", max_length=8, choices=How.choices)
    text = EncryptedTextField("答复内容")
    answered_on = models.DateField("答复日期", default=clock.today)
    by = models.ForeignKey(_USER, verbose_name="答复人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"

    def __str__(self) -> str:
        return f"{self.outcome} 答复"
