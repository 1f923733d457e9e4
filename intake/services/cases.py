"""One step of an intake: take it as the user saw it, change it, count the version on."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from core.jobs import job_enqueue
from core.pages import RuleBroken, StaleState

from ..models import Intake, IntakeEvent, IntakeLane

MOVED_ON = "这次导入刚刚有了新的进展（可能是您在另一个页面点过，或同事已经处理）。请看过现在的情形再继续。"


def taken(pk: int, version: int) -> Intake:
    """The intake, locked, as the user saw it. Raises StaleState where it moved on."""
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=pk)
    # A conditional update, which both databases keep: of two clicks one finds the version it saw.
    if not Intake.objects.filter(pk=pk, version=version).update(version=F("version") + 1):
        raise StaleState(MOVED_ON)
    intake.version = version + 1
    return intake


def allowed(condition: bool, words: str) -> None:
    """Goes on only where the state allows it."""
    if not condition:
        raise RuleBroken(words)


def told(intake: Intake, *, actor: Any, before: str, note: str = "") -> None:
    """Stores the case and writes its event."""
    intake.save()
    IntakeEvent.record(intake, actor=actor, from_state=before, note=note)


def work(intake: Intake, kind: str, *, actor: Any) -> None:
    """Asks for the background job of a step."""
    intake.job = job_enqueue(kind, key=f"intake:{intake.pk}", arguments={"intake": intake.pk}, actor=actor)


def lane_lock() -> None:
    """Until the transaction ends no other file is applied or undone."""
    lane, _ = IntakeLane.objects.get_or_create(single=True)
    IntakeLane.objects.select_for_update().get(pk=lane.pk)
