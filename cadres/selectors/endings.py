"""What of the register comes to an end: probation without an outcome, terms, time away.

The list's filters and the duties read the same rows, so that a count and its list agree.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ..models import Absence, Appointment, Cadre, Term

BACK_WITHIN = timedelta(days=14)
_HELD = {"ended_on": "", "cadre__status": Cadre.Status.IN_REGISTER}


def probations_undecided() -> QuerySet[Appointment]:
    """Appointments of today whose probation has an end and no outcome yet."""
    return Appointment.objects.filter(**_HELD, probation_outcome="").exclude(probation_to="")


def terms_running() -> QuerySet[Term]:
    """Terms of today's appointments that have an end, also where it has passed."""
    return Term.objects.filter(
        **{f"appointment__{path}": value for path, value in _HELD.items()}, ends__gt=""
    )


def absences_ending(on: date) -> QuerySet[Absence]:
    """Time away whose last day is that day or within the two weeks after it."""
    return Absence.objects.filter(
        cadre__status=Cadre.Status.IN_REGISTER, starts__lte=on, ends__range=(on, on + BACK_WITHIN)
    )


def in_month(path: str, month: str) -> Q:
    """A date known to the month or to the day lies in that month (`YYYY-MM`)."""
    return Q(**{f"{path}__startswith": month})


def before_month(path: str, on: date) -> Q:
    """A date known to the month or to the day lies before the month of `on`."""
    return Q(**{f"{path}__gt": "", f"{path}__lt": f"{on:%Y-%m}"})
