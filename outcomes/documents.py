"""考核结果通知书 of one cadre: what the notice's page shows, as a Word file says it."""

from __future__ import annotations

from appraisal.documents.contexts import Line, ResultNotice, day, post_in
from appraisal.selectors import parameters_of
from appraisal.selectors.sheets import PersonSheet, person_sheet
from appraisal.tables.sheets import NONE, own_sheet

from .models import Feedback
from .selectors.people import places_of
from .selectors.standing import correction_words, snapshot_of, total_told

OFFICE = "党委组织部"
PRINTED = {"dimensions": "均分（各类主体合计）", "groups": "主体均分"}


def notice_document(
    notice: Feedback, sheet: PersonSheet | None = None, place: tuple[str, str] | None = None
) -> ResultNotice:
    """The context of `appraisal.documents.result_notice`: no rank, no counts.

    sheet, place: the person's score replayed, and `places_of`, where the caller has read them for many.
    """
    person = notice.participant
    cycle = person.cycle
    told = snapshot_of(person) if hasattr(person, "result") else None
    unit, post = place or places_of([person])[person.pk]
    grade = (told or {}).get("grade") or ("不确定等次" if not person.graded else "")
    return ResultNotice(
        number="",
        name=person.cadre.name,
        unit=unit,
        post=post_in(unit, post),
        what=f"{cycle.file_label}考核",
        outcome=grade,
        details=_details(notice, total_told(person, told), sheet) if told else (),
        review_by=day(notice.review_until),
        review_at=OFFICE,
        issuer=OFFICE,
        on=day(notice.notified_on),
    )


def _details(notice: Feedback, total: tuple[str, str], sheet: PersonSheet | None) -> tuple[Line, ...]:
    person = notice.participant
    found = [Line(*total)]
    if notice.revision > 1 and (corrected := correction_words(person, notice.revision)):
        found.insert(0, Line("更正情况", corrected))
    for table in own_sheet(sheet or person_sheet(person, parameters_of(person.cycle))).tables:
        if table.anchor in PRINTED:
            found += [
                Line(f"{row[0].text}{PRINTED[table.anchor]}", row[-1].text)
                for row in table.rows
                if row[-1].text != NONE
            ]
    return tuple(found)
