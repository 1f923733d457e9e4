"""Which parameters hold on a day."""

from __future__ import annotations

from datetime import date

from .models import PolicyVersion


def version_on(day: date) -> PolicyVersion:
    """The approved version in force on that day; a year before the first version gets the first one."""
    in_force = (
        PolicyVersion.objects.filter(effective_from__lte=day).order_by("-effective_from", "-number").first()
    )
    return in_force or PolicyVersion.objects.earliest("number")
