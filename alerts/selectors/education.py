"""Whom a warning education was for."""

from __future__ import annotations

from django.db.models import QuerySet

from cadres.models import Cadre

from ..models import Education


def audience_of(event: Education) -> QuerySet[Cadre]:
    """The cadres who serve in the event's unit; nobody where it was for all: too many to tick."""
    if event.unit_id is None:
        return Cadre.objects.none()
    serving = Cadre.objects.filter(
        status=Cadre.Status.IN_REGISTER, appointments__ended_on="", appointments__post__unit=event.unit_id
    )
    return Cadre.objects.filter(pk__in=serving.values("pk")).order_by("pinyin", "staff_no")
