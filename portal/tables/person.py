"""The page of one cadre, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.selectors import Visitor
from cadres.models import Appointment, Cadre
from core.charts import Chart

from .. import selectors
from ..access import PersonRights
from ..pictures import Dot, Timeline
from . import basics, record, tenure, years
from .tenure import AbsenceLine, AppointmentLine, TenureLine

SHOWN_EDITS = 8


@dataclass(frozen=True)
class PersonPage:
    """Everything the page shows to one viewer; the same number of queries whatever there is to tell."""

    status: str
    lead: str
    left: str
    contents: list[tuple[str, str]]
    groups: list[tuple[str, basics.Facts]]
    secrets: list[basics.Secret]
    contacts: basics.Facts
    appointments: list[AppointmentLine]
    tenure: list[TenureLine]
    picture: Timeline
    absences: list[AbsenceLine]
    years: list[years.YearLine]
    pending: list[str]
    years_empty: str
    trend: tuple[Dot, ...]
    trend_words: str
    chart: Chart | None
    record: list[record.RecordLine]
    periods: list[tuple[str, str, str]]
    bars: list[tuple[str, str, str]]
    edits: list[selectors.Edit]


def person_page(
    cadre: Cadre, appointments: list[Appointment], rights: PersonRights, viewer: Visitor
) -> PersonPage:
    """The page of a visible cadre for a viewer with these rights.

    appointments: those of `selectors.appointments_of`.
    """
    absences = tenure.absence_lines(selectors.absences_of(cadre), told=rights.reasons_away)
    facts = selectors.years_of(cadre, viewer, own_category=rights.own and not rights.departments)
    lines, picture = tenure.tenure(appointments, absences)
    words, dots = years.year_trend(facts, rights)
    own = getattr(viewer, "staff_no", "") == cadre.staff_no  # in whatever role he reads it
    told, bars = record.record_lines(cadre, own=own) if rights.matters else ([], [])
    present = basics.present_post(appointments)
    return PersonPage(
        status=cadre.get_status_display(),
        lead=basics.lead(cadre, appointments),
        left=basics.left(cadre),
        contents=contents(rights),
        groups=[*basics.basics(cadre), *([("职务与任期", present)] if present else [])],
        secrets=basics.secrets_of(cadre, rights),
        contacts=basics.contacts_of(cadre, rights),
        appointments=tenure.appointment_lines(appointments),
        tenure=lines,
        picture=picture,
        absences=absences,
        years=years.year_lines(facts, rights),
        pending=years.pending(facts, rights),
        years_empty=years.EMPTY_FOR_EDITORS if rights.edit else years.EMPTY,
        trend=dots,
        trend_words=words,
        chart=years.year_chart(facts, told, appointments, rights),
        record=told,
        periods=record.periods_of(told),
        bars=bars,
        edits=selectors.latest_edits(cadre, most=SHOWN_EDITS) if rights.departments else [],
    )


def contents(rights: PersonRights) -> list[tuple[str, str]]:
    """The sections that this viewer's page has, in their order."""
    return [
        ("basics", "基本信息"),
        ("tenure", "任职与任期"),
        ("years", "年度考核"),
        *([("matters", "事项与认定")] if rights.matters else []),
        ("absences", "离岗"),
        *([("history", "变动记录")] if rights.departments else []),
        ("why", "为什么能看到"),
    ]
