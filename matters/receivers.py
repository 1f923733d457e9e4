"""What matters itself does when something of its own is told."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from .accountability import excused_ended
from .signals import relief_recorded


@receiver(relief_recorded, dispatch_uid="matters.excused_ended")
def on_relief(sender: Any, relief: Any, actor: Any, **kwargs: Any) -> None:
    """Whoever is excused is held to account no more."""
    excused_ended(relief=relief, actor=actor)
