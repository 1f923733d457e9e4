"""What a year hears from below: reliefs and investigations."""

from __future__ import annotations

from typing import Any

from matters.signals import investigation_changed, relief_recorded

from .services.investigated import investigation_follow
from .services.reopening import relief_follow


def on_relief(sender: Any, *, relief: Any, actor: Any, **_: Any) -> None:
    relief_follow(relief=relief, actor=actor)


def on_investigation(sender: Any, *, investigation: Any, actor: Any, **_: Any) -> None:
    investigation_follow(investigation=investigation, actor=actor)


def connect() -> None:
    """Called once, when the apps are ready."""
    relief_recorded.connect(on_relief, dispatch_uid="appraisal.relief")
    investigation_changed.connect(on_investigation, dispatch_uid="appraisal.investigation")
