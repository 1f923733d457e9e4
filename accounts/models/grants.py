"""Who holds which role where."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from core.prepared import Place
from policy.separation import OFFICERS, UNIT_ROLES

from .units import Unit
from .users import User


class Role(models.TextChoices):
    ORG_HEAD = "org_head", "组织部负责人"
    ORG_OFFICER = "org_officer", "组织部工作人员"
    DISCIPLINE_HEAD = "discipline_head", "纪委监察部门负责人"
    DISCIPLINE_OFFICER = "discipline_officer", "纪委监察部门工作人员"
    PARTY_OFFICE = "party_office", "党办工作人员"
    LEADER = "leader", "分管领导"
    UNIT_PARTY = "unit_party", "二级党组织"
    CADRE = "cadre", "干部"
    SYSTEM_OFFICER = "system_officer", "系统管理员"
    SECURITY_OFFICER = "security_officer", "安全管理员"
    AUDIT_OFFICER = "audit_officer", "审计管理员"


OFFICER_ROLES = frozenset(Role(value) for value in OFFICERS)
ROLES_OF_A_UNIT = frozenset(Role(value) for value in UNIT_ROLES)


class GrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants; `in_force` is the one place that knows which of them count on a day."""

    def in_force(self, *, on: date | Place) -> GrantQuerySet:
        """Grants that count on that day, if their user is active."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, is_void=False)

    def still_open(self, *, on: date) -> GrantQuerySet:
        """Grants that count on that day or will count later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), is_void=False)


class RoleGrant(models.Model):
    """Who holds which role, over which unit and its sub-units, from when to when (both days included).

    A row is a right: it is made when a second person has approved (`GrantProposal`), it ends by its date and
    is never deleted. The triggers of migration 0003 refuse what `policy.separation` refuses.
    is_void: ended before it had counted on any whole day.
    """

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, verbose_name="范围", null=True, blank=True, on_delete=models.PROTECT)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    is_void = models.BooleanField("当日即终止", default=False, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "角色授予"
        verbose_name_plural = "角色授予"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(valid_to__isnull=True, unit__isnull=False),
                name="grant_once_per_unit",
                violation_error_message="该用户在此单位已有此角色。",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to__isnull=True, unit__isnull=True),
                name="grant_once_everywhere",
                violation_error_message="该用户已有此角色。",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_dates_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
