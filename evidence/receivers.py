"""What evidence does when a cycle moves on, inside the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from appraisal.models import Cycle, CycleState
from appraisal.signals import cycle_moved

from .services import publish_checked


@receiver(cycle_moved, sender=Cycle)
def reports_become_public(
    sender: Any, cycle: Cycle, from_state: str, to_state: str, actor: Any, **kwargs: Any
) -> None:
    """With the step 公示述职报告 every checked report is public."""
    if from_state == CycleState.SELF_REPORT and to_state == CycleState.REPORT_PUBLIC:
        publish_checked(cycle, actor=actor)
