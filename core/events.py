"""Case events: who did what when, never changed afterwards. The timeline that pages show."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from . import clock


class CaseEvent(models.Model):
    """One transition of one case. Each app has its own table with a foreign key named `case`.

    The migration that makes the table also carries `core.migration_operations.AppendOnly`. Order is
    that of recording (the key), not of the clock, which may be set back.
    """

    at = models.DateTimeField("时间", default=clock.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    from_state = models.CharField("原状态", max_length=40, blank=True)
    to_state = models.CharField("新状态", max_length=40)
    note = models.TextField("说明", blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_state}"

    @classmethod
    def record(
        cls, case: models.Model, *, actor: Any, from_state: str = "", to_state: str = "", note: str = ""
    ) -> Self:
        """Write one event, in the act's transaction; `to_state` is the case's present state unless given.

        Raises ValueError where neither the call nor the case names a state.
        """
        reached = to_state or getattr(case, "state", "")
        if not reached:
            raise ValueError("An event needs a state: pass to_state or give the case one.")
        return cls._default_manager.create(
            case=case, actor=actor, from_state=from_state, to_state=reached, note=note
        )

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        try:
            cls._meta.get_field("case")
        except FieldDoesNotExist:
            errors.append(
                checks.Error("A case event needs a foreign key named 'case'.", obj=cls, id="core.E001")
            )
        return errors
