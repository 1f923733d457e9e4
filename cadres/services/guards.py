"""What every change of the register asks before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from accounts.models import User
from accounts.selectors import UnitScope
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken
from core.partial_dates import has_come
from core.tables.values import fold

from ..access import EDIT, scope_for, steps_of
from ..models import SECRETS, Cadre

OUT_OF_REACH = (
    "保存以后，这名干部就不在您的管理范围内了，所以没有保存。请由范围覆盖双方单位的组织部人员办理。"
)
UNIT_OUT_OF_REACH = "“{unit}”不在您的管理范围内。请由范围覆盖该单位的组织部人员办理。"


def put(row: models.Model, values: Mapping[str, Any], allowed: Iterable[str]) -> list[str]:
    """Sets the allowed fields and answers which of them differ now. Raises ValueError for any other."""
    strangers = set(values) - set(allowed)
    if strangers:
        raise ValueError(f"not for editing: {', '.join(sorted(strangers))}")
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def checked_save(row: Any, *, actor: User, reason: str = "", version: int | None = None) -> None:
    """Validates with the model's own rules, then saves with a copy in the history. Raises StaleState."""
    row.full_clean(exclude=[*SECRETS, "pinyin", "initials"], validate_unique=True)
    changed_save(row, actor=actor, reason=reason, version=version)


def locked(row: Any) -> Any:
    """The row as stored now, held until the transaction ends: two acts on it come one after the other."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def still_in_reach(cadre: Cadre, *, actor: User) -> None:
    """After an edit, in its transaction: whoever edited may still edit. Raises RuleBroken."""
    if not actor.is_system and EDIT not in steps_of(actor, cadre):
        raise RuleBroken(OUT_OF_REACH)


def unit_in_reach(unit: Any, *, actor: User) -> None:
    """Before people are put into a unit or its posts are changed. Raises RuleBroken."""
    if not reach_of(actor).covers(unit.pk):
        raise RuleBroken(UNIT_OUT_OF_REACH.format(unit=unit))


def reach_of(actor: User) -> UnitScope:
    """Where the actor may edit; commands and tasks everywhere."""
    return UnitScope(everywhere=True) if actor.is_system else scope_for(actor, EDIT)


def not_before_its_day(when: str, *, field: str, label: str) -> None:
    """What is entered counts at once, so its day or month must have come. Raises RuleBroken."""
    if not has_come(when, clock.today()):
        raise RuleBroken({field: f"{label}不能晚于今天，请核对；将来的变动请在当日或之后办理。"})


def reason_required(reason: str, *, least: int = 4, field: str | None = "reason") -> str:
    """The reason as written, at least so many characters. Raises RuleBroken."""
    said = reason.strip()
    if len(fold(said)) < least:
        raise RuleBroken({field: f"请写明原因，至少 {least} 个字。"})
    return said
