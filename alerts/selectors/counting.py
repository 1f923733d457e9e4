"""What counts today: marks that nothing lifts."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from matters.models import Mark, Relief
from matters.selectors import counted


def marks_in_force(on: date) -> QuerySet[Mark]:
    """Marks that stand and that no relief lifts on that day (第十四条)."""
    reliefs = Relief.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        matter=OuterRef("matter"),
        cadre=OuterRef("cadre"),
    )
    return counted(Mark.objects.filter(~Exists(reliefs)))
