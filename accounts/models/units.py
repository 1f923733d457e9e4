"""The units of the university: a tree with dates, the names they had, and which leaders answer for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models.history import FieldHistory, Versioned


class UnitKind(models.TextChoices):
    OFFICE = "机关部门"
    SCHOOL = "二级学院"
    AFFILIATE = "直属单位"


class Unit(Versioned):
    """A unit of the university. Renamed, it keeps its row; merged, it keeps it with an end date."""

    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    successor = models.ForeignKey(
        "self",
        verbose_name="并入单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    document_no = models.CharField("设立或调整文号", max_length=100, blank=True)

    history = FieldHistory()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to__isnull=True),
                name="unit_one_open_name",
                violation_error_message="已有同名的现存单位。",
            ),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="unit_not_its_own_parent",
                violation_error_message="单位不能是自己的上级单位。",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (~Q(successor=F("id")) & Q(valid_to__isnull=False)),
                name="unit_successor_of_closed",
                violation_error_message="只有已撤销的单位才有并入单位，且不能并入自己。",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_dates_in_order",
                violation_error_message="撤销日期不能早于设立日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.valid_to is None


class UnitName(models.Model):
    """A name that a unit had until a day, that day included (曾用名)."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField("曾用名", max_length=100)
    valid_to = models.DateField("使用至")

    class Meta:
        verbose_name = "单位曾用名"
        verbose_name_plural = "单位曾用名"
        ordering = ["unit", "valid_to"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_to"],
                name="unit_name_one_per_day",
                violation_error_message="该单位在这一天已经更过名。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（至 {self.valid_to}）"


class Supervision(Versioned):
    """Which school leader answers for a unit (分管), from when to when. It shows; rights come from grants."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="supervisions")
    leader = models.ForeignKey(
        "accounts.User", verbose_name="分管校领导", on_delete=models.PROTECT, related_name="supervisions"
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "分管"
        verbose_name_plural = "分管"
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "leader"],
                condition=Q(valid_to__isnull=True),
                name="supervision_once_open",
                violation_error_message="该领导已在分管此单位。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="supervision_dates_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.unit}"
