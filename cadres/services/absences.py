"""Time away from the post: noted and ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core.pages import RuleBroken

from ..models import Absence, Cadre
from .guards import checked_save, locked, still_in_reach


@transaction.atomic
def absence_add(
    *, cadre: Cadre, kind: str, starts: date, actor: User, ends: date | None = None, note: str = ""
) -> Absence:
    """Notes time away. Raises RuleBroken where it overlaps another of the same kind, ValidationError."""
    if locked(cadre).status != Cadre.Status.IN_REGISTER:
        raise RuleBroken("离册干部不登记离岗。")
    absence = Absence(cadre=cadre, kind=kind, starts=starts, ends=ends, note=note)
    _alone(absence, field="starts")
    checked_save(absence, actor=actor, reason="登记离岗")
    still_in_reach(cadre, actor=actor)
    return absence


@transaction.atomic
def absence_end(*, absence: Absence, version: int, ends: date, actor: User, reason: str = "") -> Absence:
    """The last day away; also corrects a day given earlier. Raises what `absence_add` does, StaleState."""
    locked(absence.cadre)
    absence.ends = ends
    _alone(absence, field="ends")
    checked_save(absence, actor=actor, reason=reason or "结束离岗", version=version)
    still_in_reach(absence.cadre, actor=actor)
    return absence


def _alone(absence: Absence, *, field: str) -> None:
    others = absence.cadre.absences.filter(kind=absence.kind).exclude(pk=absence.pk)
    if any(_overlap(absence, other) for other in others):
        raise RuleBroken({field: "这段时间与已登记的同类离岗重叠，请核对起止日期。"})


def _overlap(one: Absence, other: Absence) -> bool:
    return one.starts <= (other.ends or date.max) and other.starts <= (one.ends or date.max)
