"""What matters itself does when something of its own is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from .accountability import excused_ended
from .accountability_again import excuse_revoked
from .models import Relief
from .signals import MarkChange, Why, marks_changed, relief_recorded


@receiver(relief_recorded, dispatch_uid="matters.excused_ended")
def on_relief(sender: Any, relief: Any, actor: Any, **kwargs: Any) -> None:
    """Whoever is excused is held to account no more."""
    excused_ended(relief=relief, actor=actor)


@receiver(marks_changed, dispatch_uid="matters.excuse_revoked")
def on_change(sender: Any, changes: Iterable[MarkChange], actor: Any, **kwargs: Any) -> None:
    """Whoever is excused no more may be held to account again."""
    for change in changes:
        if change.why == Why.REVOKED and isinstance(change.cause, Relief):
            excuse_revoked(relief=change.cause, actor=actor)
