"""One matter, many marks: what happened, what counts against whom, and what lifts it (第十一至十四条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre, StagedPerson
from core.models import CaseEvent
from core.models.history import Versioned

from .access import InvestigationQuerySet


class Matter(models.Model):
    """A matter (事项): what happened, whoever was part of it."""

    number = models.CharField("事项编号", max_length=40, unique=True)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


class MarkColumns(models.Model):
    """The columns of one mark, the same when stored and when staged.

    finding: the 认定 as the source words it; empty where none was made.
    """

    measure = models.CharField("措施", max_length=30)
    decided_on = models.DateField("日期", null=True)
    points = models.DecimalField("扣分", max_digits=10, decimal_places=4, default=0)
    document_no = models.CharField("文号", max_length=100, blank=True)
    finding = models.CharField("认定", max_length=20, blank=True)

    class Meta:
        abstract = True


class Mark(MarkColumns):
    """Something that counts against one cadre because of one matter, until a relief lifts it."""

    matter = models.ForeignKey(Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="marks")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="marks")
    decided_on = models.DateField("日期")
    file_year = models.PositiveSmallIntegerField("来自哪一年度的文件", null=True, blank=True)
    # As the document says; only a current sanction (现行处分) has one.
    influence_to = models.DateField("影响期止", null=True, blank=True)
    is_sanction = models.BooleanField("现行处分", default=False)

    class Meta:
        verbose_name = "记录"
        verbose_name_plural = "记录"
        ordering = ["matter__number", "decided_on", "pk"]
        indexes = [models.Index(fields=["cadre", "decided_on"], name="mark_cadre_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="mark_points_not_negative",
                violation_error_message="扣分不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(influence_to__isnull=True) | Q(influence_to__gte=F("decided_on")),
                name="mark_influence_in_order",
                violation_error_message="影响期止不能早于决定日期。",
            ),
            models.UniqueConstraint(
                fields=["cadre", "measure", "decided_on"],
                condition=Q(is_sanction=True),
                name="mark_sanction_once",
                violation_error_message="该干部同一天的同一处分已经登记。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.cadre} {self.measure}"


class Relief(models.Model):
    """What lifts all of one cadre's marks on one matter, of any date, and nobody else's (第十四条)."""

    class Kind(models.TextChoices):
        EXEMPT = "免除责任"
        CLARIFIED = "澄清"

    matter = models.ForeignKey(Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="reliefs")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField("认定", max_length=12, choices=Kind.choices)
    source = models.CharField("来源", max_length=200)
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_to = models.DateField("终止日期", null=True, blank=True)
    file_year = models.PositiveSmallIntegerField("来自哪一年度的文件", null=True, blank=True)

    class Meta:
        verbose_name = "免责与澄清"
        verbose_name_plural = "免责与澄清"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "cadre", "kind"],
                condition=Q(file_year__isnull=True, valid_to__isnull=True),
                name="relief_once_open",
                violation_error_message="该干部在此事项上已有同样的认定。",
            ),
            models.UniqueConstraint(
                fields=["matter", "cadre", "kind", "file_year"],
                condition=Q(file_year__isnull=False),
                name="relief_once_per_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.cadre} {self.kind}"


class Investigation(Versioned):
    """An investigation (立案审查调查) of one cadre; who may know of it: `matters.access`.

    disclosed: it may be known that the grade waits for it. While it is not, nothing that anybody but the
    heads of both offices and the discipline office sees may differ because of it.
    """

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="investigations"
    )
    opened_on = models.DateField("立案日期")
    document_no = models.CharField("立案文号", max_length=100)
    disclosed = models.BooleanField("可以公开", default=False)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=300, blank=True)

    objects = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = "立案情况"
        verbose_name_plural = "立案情况"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "document_no"],
                name="investigation_once",
                violation_error_message="该干部的这一立案文号已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="investigation_in_order",
                violation_error_message="结案日期不能早于立案日期。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="investigation_closed_has_outcome",
                violation_error_message="结案须写明处理结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.document_no}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class InvestigationEvent(CaseEvent):
    """What was recorded of an investigation, by whom; append-only by trigger."""

    case = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "立案记录"
        verbose_name_plural = "立案记录"


class StagedMatter(StagedPerson, MarkColumns):
    """A row of 扣分与认定 as read."""

    number = models.CharField(max_length=40)


class StagedSanction(StagedPerson):
    """A row of 现行处分 as read."""

    measure = models.CharField(max_length=30)
    decided_on = models.DateField(null=True)
    influence_to = models.DateField(null=True)
    document_no = models.CharField(max_length=100)
    number = models.CharField(max_length=40)
