"""People who sign in, the units of the university, and who holds which role where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    _Manager = BaseUserManager["User"]
else:
    _Manager = BaseUserManager


class UserManager(_Manager):
    SYSTEM_STAFF_NO = "SYSTEM"

    def create_user(self, *, staff_no: str, name: str, password: str | None = None, **extra: Any) -> User:
        """An account that signs in with its 工号; without a password nobody can sign in with it."""
        user = self.model(staff_no=staff_no, name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> User:
        """The account 系统任务 under which commands and tasks act; it cannot sign in."""
        user, _ = self.get_or_create(
            staff_no=self.SYSTEM_STAFF_NO,
            defaults={"name": "系统任务", "is_system": True, "password": "!"},
        )
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(staff_no=username)


class User(AbstractBaseUser):
    """One account per person; 工号 signs in. Rights come from `RoleGrant`, never from a flag here."""

    staff_no = models.CharField("工号", max_length=32, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    is_system = models.BooleanField("系统账号", default=False)

    USERNAME_FIELD = "staff_no"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return f"{self.name}（{self.staff_no}）"


class UnitKind(models.TextChoices):
    OFFICE = "机关部门"
    SCHOOL = "二级学院"
    AFFILIATE = "直属单位"


class Unit(models.Model):
    """A unit of the university; renamed and merged units keep their rows with an end date."""

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
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return self.name


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


class RoleGrant(models.Model):
    """Who holds which role, over which unit and its sub-units, from when to when (both days included)."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, verbose_name="范围", null=True, blank=True, on_delete=models.PROTECT)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)

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
