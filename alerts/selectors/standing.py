"""Where a cadre stands: the unit of today, what is lifted, the yellow cards that count."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from cadres.models import Appointment, Cadre
from core import clock
from matters.models import Matter, Relief

from ..models import Card


def post_of(cadre: Cadre) -> str:
    """The title of the primary post of today; empty where there is none."""
    held = Appointment.objects.filter(cadre=cadre, ended_on="", kind=Appointment.Kind.PRIMARY)
    return held.values_list("post__title", flat=True).first() or ""


def is_lifted(matter: Matter, cadre: Cadre) -> bool:
    """Whether the cadre is exempt or clarified on the matter today (第十四条): no card may rest on it."""
    today = clock.today()
    rows = Relief.objects.filter(matter=matter, cadre=cadre)
    in_force = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
    return in_force.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today)).exists()


def yellow_since(cadre: Cadre, since: date) -> int:
    """How many yellow cards of the cadre count that were issued after that day."""
    return Card.objects.counted().filter(cadre=cadre, kind=Card.Kind.YELLOW, issued_on__gt=since).count()
