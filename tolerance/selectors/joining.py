"""Which existing matters a described application may join, and whether it is a described one (一事一议)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from matters.models import Accountability, Investigation, Mark, Matter

from ..models import ToleranceCase


@dataclass(frozen=True)
class Candidate:
    """A matter of the cadre, and what is known on it, in words."""

    matter: Matter
    known_by: tuple[str, ...]


def candidates(case: ToleranceCase, user: User) -> list[Candidate]:
    """The matters of the cadre that the officer sees, newest first; few queries.

    The case then shows the matter to its cadre: accountability of which he was not told, and investigations
    that are not disclosed, offer none.
    """
    found: dict[int, list[str]] = defaultdict(list)
    marks = Mark.objects.visible_to(user).filter(cadre=case.cadre_id)
    for mark in marks.order_by("decided_on", "pk"):
        found[mark.matter_id].append(f"{mark.measure}，{mark.decided_on}")
    held = Accountability.objects.visible_to(user).filter(cadre=case.cadre_id, told_on__isnull=False)
    for record in held.order_by("opened_on", "pk"):
        found[record.matter_id].append(f"问责：{record.body}，{record.get_state_display()}")
    known = Investigation.objects.visible_to(user).filter(cadre=case.cadre_id, disclosed=True)
    for investigation in known.filter(matter__isnull=False).order_by("pk"):
        found[investigation.matter_id].append("可以公开的立案")  # type: ignore[index]
    others = ToleranceCase.objects.visible_to(user).filter(cadre=case.cadre_id, submitted_on__isnull=False)
    for other in others.exclude(pk=case.pk).order_by("pk"):
        found[other.matter_id].append(f"容错申请 {other.number}，{other.get_state_display()}")
    found.pop(case.matter_id or 0, None)
    rows = Matter.objects.filter(pk__in=found).order_by("-number")
    return [Candidate(matter, tuple(dict.fromkeys(found[matter.pk]))) for matter in rows]


def joinable(case: ToleranceCase, user: User) -> list[Candidate]:
    """What a described application may join; nothing for one that names a matter of its own."""
    return candidates(case, user) if is_described(case, user) else []


def is_described(case: ToleranceCase, user: User) -> bool:
    """Whether nothing of the cadre that the user may know of hangs on the matter but the case itself."""
    if case.matter_id is None:
        return False
    return not any(
        _rows(relation, case, user).exists()
        for relation in Matter._meta.related_objects
        if relation.related_model is not None
    )


def _rows(relation: Any, case: ToleranceCase, user: User) -> Any:
    model = relation.related_model
    rows = model._default_manager.filter(**{relation.field.name: case.matter_id})
    if any(field.name == "cadre" for field in model._meta.get_fields()):
        rows = rows.filter(cadre=case.cadre_id)
    if model is ToleranceCase:
        return rows.exclude(pk=case.pk)
    return rows.visible_to(user) if model is Investigation else rows
