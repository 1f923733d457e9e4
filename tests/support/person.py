"""The first person of `small_year`, with time away and a relative: what pages below one cadre need."""

from __future__ import annotations

from datetime import date

from cadres.models import Absence, Appointment, Cadre, Kin
from tests.support.small_year import staff_no

SUBJECT = staff_no(0)
PERSON_PAGES = (
    "cadre_edit",
    "cadre_identity",
    "cadre_reveal",
    "cadre_leave",
    "cadre_return",
    "cadre_kin",
    "appointment_start",
    "absence_add",
)


def furnish_person() -> None:
    who = Cadre.objects.get(staff_no=SUBJECT)
    Absence.objects.create(cadre=who, kind="study", starts=date(2025, 9, 1))
    Kin.objects.create(cadre=who, relation="spouse", name="林一诺")


def person_of() -> list[object]:
    return [SUBJECT]


def appointment_of() -> list[object]:
    return [SUBJECT, Appointment.objects.get(cadre__staff_no=SUBJECT).pk]


def absence_of() -> list[object]:
    return [SUBJECT, Absence.objects.get(cadre__staff_no=SUBJECT).pk]


def kin_of() -> list[object]:
    return [SUBJECT, Kin.objects.get(cadre__staff_no=SUBJECT).pk]
