"""What the services of this area share: the lock with the version that the user saw, and the refusals."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from accounts.models import User
from core.changes import changed_save
from core.models.history import Versioned
from core.pages import RuleBroken, StaleState

from ..access.review import may

Case = TypeVar("Case", bound=Versioned)
NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


def locked(rows: models.QuerySet[Case], pk: int, version: int) -> Case:
    """The case, locked until the transaction ends. Raises StaleState where it moved on since `version`."""
    case = rows.select_for_update(of=("self",)).get(pk=pk)
    if case.version != version:
        shown: Any = case
        said = f"这件事刚刚由他人办理（现在：{shown.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    return case


def must(actor: User, step: str, case: Any) -> None:
    """Raises RuleBroken for whose roles do not allow the step on that case."""
    if not may(actor, step, case):
        raise RuleBroken(NOT_YOURS)


def in_state(case: Any, *states: str) -> None:
    """Raises RuleBroken where the case has left the states from which the step is taken."""
    if case.state not in states:
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能办理这一步。")


def saved(case: Any, events: Any, *, actor: Any, before: str, note: str = "") -> Any:
    """Saves the case under its next version and leaves the event."""
    changed_save(case, actor=actor)
    events.record(case, actor=actor, from_state=before, note=note)
    return case
