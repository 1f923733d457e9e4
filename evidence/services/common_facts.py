"""What the services of facts share."""

from __future__ import annotations

from accounts.models import User
from core.pages import RuleBroken, StaleState

from ..access.facts import may

NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


def must(actor: User, step: str) -> None:
    """Raises RuleBroken for whose roles do not allow the step."""
    if not may(actor, step):
        raise RuleBroken(NOT_YOURS)


def unmoved(found: int, seen: int | None) -> None:
    """Raises StaleState where the row moved on since the user saw it."""
    if seen is not None and found != seen:
        raise StaleState
