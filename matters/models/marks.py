"""One matter, many marks: what happened, and what counts against whom (第八、十一条)."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre
from core.models import CaseEvent
from core.models.history import Versioned

from ..access import MarkQuerySet


class Matter(models.Model):
    """A matter (事项): what happened, whoever was part of it.

    title and description are empty for one that came with a file; neither names a reporter.
    """

    number = models.CharField("事项编号", max_length=40, unique=True)
    title = models.CharField("事项名称", max_length=120, blank=True)
    description = models.TextField("事项情况", blank=True)

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def wording(self) -> str:
        """Digest of its words: whoever changes them says with it which ones the page showed."""
        return sha256(f"{self.title}\n{self.description}".encode()).hexdigest()


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


class EndSource(models.TextChoices):
    """Where the end of an influence period comes from."""

    COMPUTED = "computed", "按规定推算"
    DOCUMENT = "document", "以决定书为准"
    EDITED = "edited", "凭理由改定"


class Mark(MarkColumns, Versioned):
    """Something that counts against one cadre because of one matter, until a relief lifts it.

    starts_on: the day from which the period runs, of approval (党纪) or of decision (others); empty for what
    came with a file. influence_to: the first free day ([influence_from, influence_to), 第十四条);
    end_source: where it comes from, empty where the measure has no period. lifted_on: the written 解除, which
    ends the period only. dropped_at: the moment from which the mark counts nowhere, cancelled (cancelled_on,
    with the reason) or replaced by a ruling (replaced_by). origin: what led to it, e.g. `alerts.card:12`.
    recorded_at: empty for what came with a year's file.
    """

    matter = models.ForeignKey(Matter, verbose_name="事项", on_delete=models.PROTECT, related_name="marks")
    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="marks")
    decided_on = models.DateField("日期")
    file_year = models.PositiveSmallIntegerField("来自哪一年度的文件", null=True, blank=True)
    is_sanction = models.BooleanField("现行处分", default=False)
    starts_on = models.DateField("批准或决定日期", null=True, blank=True)
    term_months = models.PositiveSmallIntegerField("期限（月）", null=True, blank=True)
    influence_from = models.DateField("影响期起", null=True, blank=True)
    influence_to = models.DateField("影响期止", null=True, blank=True)
    end_source = models.CharField("影响期依据", max_length=10, choices=EndSource.choices, blank=True)
    end_reason = models.CharField("改定影响期的理由", max_length=300, blank=True)
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    lifting_document = models.CharField("解除文号", max_length=100, blank=True)
    dropped_at = models.DateTimeField("不再计入的时间", null=True, blank=True, editable=False)
    cancelled_on = models.DateField("撤销日期", null=True, blank=True)
    cancel_document = models.CharField("撤销文号", max_length=100, blank=True)
    cancel_reason = models.CharField("撤销理由", max_length=500, blank=True)
    replaced_by = models.ForeignKey(
        "matters.Ruling",
        verbose_name="由何认定替代",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced",
    )
    ruling = models.ForeignKey(
        "matters.Ruling",
        verbose_name="依何认定给予",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="given",
    )
    origin = models.CharField("来源", max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True, editable=False)

    objects = MarkQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifting_document="")
                | Q(lifted_on__gte=F("decided_on")) & ~Q(lifting_document=""),
                name="mark_lifted_has_document",
                violation_error_message="解除须有文号，且不早于决定日期。",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, cancelled_on__isnull=True, replaced_by__isnull=True)
                | Q(dropped_at__isnull=False, cancelled_on__isnull=False, replaced_by__isnull=True)
                & ~Q(cancel_reason="")
                | Q(dropped_at__isnull=False, cancelled_on__isnull=True, replaced_by__isnull=False),
                name="mark_dropped_says_why",
                violation_error_message="不再计入的记录须写明撤销理由或替代它的认定。",
            ),
            models.CheckConstraint(
                condition=~Q(end_source=EndSource.EDITED) | ~Q(end_reason=""),
                name="mark_edited_end_has_reason",
                violation_error_message="改定影响期须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.number} {self.cadre} {self.measure}"

    @property
    def stands(self) -> bool:
        """Neither cancelled nor replaced; a relief may lift it all the same."""
        return self.dropped_at is None

    @property
    def runs_from(self) -> date:
        """The day from which an influence period runs."""
        return self.starts_on or self.decided_on


class MarkEvent(CaseEvent):
    """What was done to a mark, by whom; append-only by trigger."""

    case = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "记录办理情况"
        verbose_name_plural = "记录办理情况"
