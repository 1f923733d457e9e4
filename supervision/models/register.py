"""The daily supervision register (日常监督台账), status and days only, and key people, places … (第八条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from cadres.models import Cadre, StagedPerson
from core.models.history import FieldHistory, Versioned

from ..access import OfUnitQuerySet


class ItemKind(models.TextChoices):
    PERSONAL = "personal", "个人有关事项报告"
    TRAVEL = "travel", "出国（境）证照"
    OUTSIDE = "outside", "兼职"
    AUDIT = "audit", "经济责任审计"
    ABSENCE = "absence", "外出报备"
    INSPECTION = "inspection", "巡察整改"
    DUTY = "duty", "述责述廉"


class ItemStatus(models.TextChoices):
    WAITING = "waiting", "待办"
    CHECKING = "checking", "查核中"
    MENDING = "mending", "整改中"
    DONE = "done", "已办结"
    NONE = "none", "不适用"


OPEN = (ItemStatus.WAITING, ItemStatus.CHECKING, ItemStatus.MENDING)


class ItemColumns(models.Model):
    """The columns of a line, stored and staged. period: e.g. 2026; no content of reports."""

    kind = models.CharField("种类", max_length=12, choices=ItemKind.choices)
    period = models.CharField("年度或期次", max_length=20, blank=True)
    status = models.CharField("状态", max_length=10, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    document_no = models.CharField("文号", max_length=60, blank=True)

    class Meta:
        abstract = True


class RegisterItem(ItemColumns, Versioned):
    """One thing watched: of a cadre, or of a unit (巡察整改)."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    cadre = models.ForeignKey(
        Cadre,
        verbose_name="干部",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="register_items",
    )

    objects = OfUnitQuerySet.as_manager()
    history = FieldHistory()

    class Meta:
        verbose_name = "日常监督事项"
        verbose_name_plural = "日常监督事项"
        indexes = [models.Index(fields=["unit", "status", "due_on"], name="register_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "kind", "period", "document_no"],
                name="register_once",
                violation_error_message="该干部这一年度（期次）的同一事项已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(cadre__isnull=False) | Q(kind="inspection"),
                name="register_of_a_cadre",
                violation_error_message="除巡察整改外，请填写干部。",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False)
                | (~Q(status="done") & Q(done_on__isnull=True)),
                name="register_done_has_day",
                violation_error_message="已办结的须有办结日期，未办结的没有。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.cadre or self.unit}"


class KeyPoint(Versioned):
    """关键人、关键处、关键事、关键时 of a unit, from a day until it is ended."""

    class Kind(models.TextChoices):
        PERSON = "person", "关键人"
        PLACE = "place", "关键处"
        MATTER = "matter", "关键事"
        MOMENT = "moment", "关键时"

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", null=True, blank=True, on_delete=models.PROTECT, related_name="key_points"
    )
    name = models.CharField("名称", max_length=100)
    why = models.CharField("列为重点的理由", max_length=200, blank=True)
    starts = models.DateField("起始日期")
    ends = models.DateField("结束日期", null=True, blank=True)

    objects = OfUnitQuerySet.as_manager()
    history = FieldHistory()

    class Meta:
        verbose_name = "监督重点"
        verbose_name_plural = "监督重点"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="key_point_in_order",
                violation_error_message="结束日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(cadre__isnull=False),
                name="key_point_person_is_a_cadre",
                violation_error_message="关键人须填写干部工号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class StagedItem(StagedPerson, ItemColumns):
    """A row of 日常监督台账 as read. unit_name: of a row that means a whole unit and nobody in it."""

    unit_name = models.CharField(max_length=100)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
