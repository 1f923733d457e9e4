"""Who holds which post, how, since when: appointments, their probation and their terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual

from core.models.history import FieldHistory, Versioned
from core.partial_dates import PartialDateField

from .cadres import Cadre
from .posts import Post


def month_not_before(later: str, earlier: str) -> Q:
    """Either is unknown, or the later one's month is not before the earlier one's: precision may differ."""
    in_order = GreaterThanOrEqual(Left(F(later), 7), Left(F(earlier), 7))
    return Q(**{later: ""}) | Q(**{earlier: ""}) | Q(in_order)


class AppointmentColumns(models.Model):
    """The appointment's columns, the same in the register and in a staged roster row."""

    admin_level = models.CharField("行政级别", max_length=20, blank=True)
    in_post_since = PartialDateField("任现职时间")
    in_rank_since = PartialDateField("任现职级时间")
    supervising_leader = models.CharField("分管校领导", max_length=64, blank=True)

    class Meta:
        abstract = True


class Appointment(AppointmentColumns, Versioned):
    """A cadre in a post. One open primary appointment per cadre: there the appraisal places the cadre.

    Who acts for a vacant head keeps the own post as primary, so the rank stays what it was.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", "主职"
        ACTING = "acting", "主持工作"
        CONCURRENT = "concurrent", "兼任"

    class Probation(models.TextChoices):
        PASSED = "passed", "按期转正"
        EXTENDED = "extended", "延长试用"
        FAILED = "failed", "试用不合格"

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey(Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField("任职类型", max_length=12, choices=Kind.choices, default=Kind.PRIMARY)
    document_no = models.CharField("任职文号", max_length=100, blank=True)
    probation_from = PartialDateField("试用期起")
    probation_to = PartialDateField("试用期止")
    probation_outcome = models.CharField("试用结果", max_length=12, choices=Probation.choices, blank=True)
    ended_on = PartialDateField("免职时间")
    end_document_no = models.CharField("免职文号", max_length=100, blank=True)
    end_reason = models.CharField("免职原因", max_length=100, blank=True)

    history = FieldHistory()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(kind="primary", ended_on=""),
                name="appointment_one_open_primary",
                violation_error_message="该干部已有一个现任主职。",
            ),
            models.UniqueConstraint(
                fields=["cadre", "post", "kind"],
                condition=Q(ended_on=""),
                name="appointment_post_once_open",
                violation_error_message="该干部已在任这个岗位。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["primary", "acting", "concurrent"]), name="appointment_kind_known"
            ),
            models.CheckConstraint(
                condition=month_not_before("ended_on", "in_post_since"),
                name="appointment_dates_in_order",
                violation_error_message="免职时间不能早于任现职时间。",
            ),
            models.CheckConstraint(
                condition=month_not_before("probation_to", "probation_from"),
                name="appointment_probation_in_order",
                violation_error_message="试用期止不能早于试用期起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.post}"

    @property
    def is_open(self) -> bool:
        return not self.ended_on


class Term(Versioned):
    """A term of an appointment (任期), from month to month, both included."""

    appointment = models.ForeignKey(
        Appointment, verbose_name="任职", on_delete=models.PROTECT, related_name="terms"
    )
    starts = PartialDateField("任期起")
    ends = PartialDateField("任期止")

    history = FieldHistory()

    class Meta:
        verbose_name = "任期"
        verbose_name_plural = "任期"
        constraints = [
            models.UniqueConstraint(fields=["appointment"], name="term_once_per_appointment"),
            models.CheckConstraint(
                condition=Q(ends="") | Q(ends__gte=F("starts")),
                name="term_dates_in_order",
                violation_error_message="任期止不能早于任期起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts}—{self.ends}"
