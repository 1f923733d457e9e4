"""Whom a warning education was for."""

from __future__ import annotations

import re

from django.db.models import CharField, F, QuerySet, Value

from cadres.models import Cadre

from ..models import Education

WORDS = re.compile(r"[0-9A-Za-z]+")


def named_in(text: str) -> set[str]:
    """Names and 工号 of the register that the text tells; two queries, whatever the size of the register."""
    told = Cadre.objects.alias(told=Value(text, output_field=CharField())).exclude(name="")
    names = told.filter(told__contains=F("name")).order_by().values_list("name", flat=True)
    numbers = Cadre.objects.filter(staff_no__in=set(WORDS.findall(text))).order_by()
    return {*names, *numbers.values_list("staff_no", flat=True)}


def audience_of(event: Education) -> QuerySet[Cadre]:
    """The cadres who serve in the event's unit; nobody where it was for all: too many to tick."""
    if event.unit_id is None:
        return Cadre.objects.none()
    serving = Cadre.objects.filter(
        status=Cadre.Status.IN_REGISTER, appointments__ended_on="", appointments__post__unit=event.unit_id
    )
    return Cadre.objects.filter(pk__in=serving.values("pk")).order_by("pinyin", "staff_no")
