"""Warning education (警示教育、敲警钟): who was told which masked case, and who was there (第十三条)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from cadres.models import Cadre
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, require
from policy.alerts import may_tell_case

from ..access import may_educate
from ..models import Attendance, Card, Education
from ..selectors.education import named_in
from .common import NOT_YOURS, locked


@transaction.atomic
def education_record(
    *, pk: int | None, version: int, unit: Unit | None, card: Card | None, values: dict[str, Any], actor: User
) -> Education:
    """Records an event, or corrects one. values: form, title, held_on, place, audience, case_text.

    Raises RuleBroken where the case is not masked, StaleState.
    """
    event = locked(Education.objects.all(), pk, version) if pk else Education(noted_by=actor)
    if pk and not may_educate(actor, event.unit_id):
        raise RuleBroken(NOT_YOURS)
    if not may_educate(actor, unit.pk if unit else None):
        raise RuleBroken({"unit": "只能登记本单位的警示教育，请选择本单位。"})
    held_on: date = values["held_on"]
    if held_on > clock.today():
        raise RuleBroken({"held_on": "请在举办之后登记。"})
    names = {*named_in(values["case_text"]), *_names(card)}
    require(may_tell_case(values["case_text"], names=names))
    for name, value in values.items():
        setattr(event, name, value)
    event.unit, event.card = unit, card
    changed_save(event, actor=actor)
    return event


def _names(card: Card | None) -> Collection[str]:
    """Of whom the case may be: the cadre of the card it comes from."""
    if card is None:
        return ()
    return (card.cadre.name, card.cadre.staff_no, card.document_no)


@transaction.atomic
def attendance_record(
    *, pk: int, version: int, present: Collection[Cadre], absent: Collection[Cadre], actor: User
) -> Education:
    """Who was there and who was not, in place of the list before. Raises RuleBroken, StaleState."""
    event = locked(Education.objects.all(), pk, version)
    if not may_educate(actor, event.unit_id):
        raise RuleBroken(NOT_YOURS)
    both = {cadre.pk for cadre in present} & {cadre.pk for cadre in absent}
    if both:
        raise RuleBroken("同一人不能既到场又未到场，请核对名单。")
    event.attendance.all().delete()
    rows = [(cadre, True) for cadre in present] + [(cadre, False) for cadre in absent]
    Attendance.objects.bulk_create(
        Attendance(education=event, cadre=cadre, present=there) for cadre, there in rows
    )
    changed_save(event, actor=actor)
    return event
