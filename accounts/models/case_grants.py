"""Named, temporary grants: this officer on this case, in this capacity, from one day to another.

They are rows of django-guardian's permission model with a foreign key of their own to the case
(docs/decisions/0017): whatever guardian asks through `objects` sees the grants that count today, no others.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from core import clock
from core.prepared import Place


class CaseGrantQuerySet(models.QuerySet[Any]):
    """Named grants; `in_force` is the one place that knows which of them count on a day."""

    def in_force(self, *, on: date | Place) -> CaseGrantQuerySet:
        """Grants that count on that day (both ends included) and whose officer is active."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
            valid_from__lte=on,
            valid_to__gte=on,
            user__is_active=True,
        )

    def not_ended(self, *, on: date) -> CaseGrantQuerySet:
        """Grants that count on that day or will count later."""
        return self.filter(revoked_on__isnull=True, valid_to__gte=on)

    def in_capacity(self, *capacities: str) -> CaseGrantQuerySet:
        return self.filter(permission__codename__in=capacities)


class TodaysGrants(UserObjectPermissionManager):
    """What guardian's own functions ask: so neither an ended grant nor a future one opens anything."""

    def get_queryset(self) -> CaseGrantQuerySet:
        return CaseGrantQuerySet(self.model, using=self._db).in_force(on=clock.today())


class CaseGrant(UserObjectPermissionBase):
    """This officer on this case. A concrete class adds `content_object`, a foreign key to its case, and
    `Capacity`, whose values are the codenames of the case's permissions (`Meta.permissions`).

    A row is never deleted: it ends by `valid_to`, or earlier by `revoked_on`, the first day without it.
    records: all grants, the default. objects: those of today, for guardian.
    """

    Capacity: type[models.TextChoices]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="经办人", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    permission = models.ForeignKey(
        "auth.Permission", verbose_name="职责", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期")
    reason = models.CharField("指定依据", max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="指定人", on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField("指定时间", default=clock.now, editable=False)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤销人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoke_reason = models.CharField("撤销理由", max_length=200, blank=True)

    records = CaseGrantQuerySet.as_manager()
    objects: ClassVar[TodaysGrants] = TodaysGrants()

    class Meta:
        abstract = True
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object", "valid_from"],
                condition=Q(revoked_on__isnull=True),
                name="%(class)s_once_from_a_day",
                violation_error_message="该经办人已有自同一天起的这项职责。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="%(class)s_dates_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("granted_by")),
                name="%(class)s_not_for_oneself",
                violation_error_message="不能指定本人。",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | (Q(revoked_on__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="%(class)s_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.capacity_label}"

    @property
    def capacity(self) -> str:
        return self.permission.codename

    @property
    def capacity_label(self) -> str:
        """In words, of a capacity too that nobody is given any more."""
        return self.permission.name

    def counts(self, *, on: date) -> bool:
        """`CaseGrantQuerySet.in_force` for one row at hand, its officer's account left aside."""
        return self.valid_from <= on <= self.valid_to and (self.revoked_on is None or self.revoked_on > on)

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        try:
            cls._meta.get_field("content_object")
        except FieldDoesNotExist:
            said = "A named grant needs a foreign key 'content_object'."
            errors.append(checks.Error(said, obj=cls, id="accounts.E001"))
        return errors
