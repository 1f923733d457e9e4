"""考核结果通知书 of everybody as one zip, made by a job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from appraisal.access import MAKE_DOCUMENTS, may
from appraisal.documents import result_notice
from appraisal.documents.bundles import maker_of, register_bundle
from appraisal.models import Cycle
from appraisal.selectors import parameters_of
from appraisal.selectors.sheets import people_sheets
from core.documents import documents_zip_request, register_builder
from core.models import DocumentBundle
from core.pages import RuleBroken

from ..documents import notice_document
from ..models import Feedback
from ..selectors.people import places_of

KIND = "outcomes.result_notices"


@transaction.atomic
def notices_request(*, cycle_pk: int, purpose: str, actor: User) -> DocumentBundle:
    """Everybody's newest notice; while the same wish is open, that one is the answer. Raises RuleBroken."""
    cycle = Cycle.objects.get(pk=cycle_pk)
    if not may(actor, MAKE_DOCUMENTS, cycle):
        raise RuleBroken("全部考核结果通知书由组织部制作。")
    arguments = {"cycle": cycle.pk}
    if not notices_count({**arguments, "requested_by": actor.pk}):
        raise RuleBroken("还没有结果通知，没有可以制作的通知书。考核转入“结果反馈”后再制作。")
    name = f"{cycle.file_label}考核结果通知书"
    return documents_zip_request(kind=KIND, arguments=arguments, name=name, purpose=purpose, actor=actor)


def newest_notices(cycle: Cycle, user: User) -> QuerySet[Feedback]:
    """The newest notice of each participant, by category and 工号; the own one is handled by others."""
    later = Feedback.objects.filter(participant=OuterRef("participant"), revision__gt=OuterRef("revision"))
    found = Feedback.objects.visible_to(user).filter(~Exists(later), participant__cycle=cycle)
    return (
        found.exclude(participant__cadre__staff_no=user.staff_no)
        .select_related("participant__cadre", "participant__result", "participant__term_result")
        .order_by("participant__category", "participant__cadre__staff_no")
    )


def notices_count(arguments: Mapping[str, Any]) -> int:
    """How many there will be."""
    cycle, user = Cycle.objects.get(pk=arguments["cycle"]), User.objects.get(pk=arguments["requested_by"])
    return newest_notices(cycle, user).count()


def notices_build(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(file name, Word file) of each. Raises JobRefused."""
    cycle, user = maker_of(arguments)
    notices = list(newest_notices(cycle, user))
    people = [notice.participant for notice in notices]
    for person in people:
        person.cycle = cycle
    scored = [person for person in people if hasattr(person, "result")]
    sheets = {sheet.participant.pk: sheet for sheet in people_sheets(scored, parameters_of(cycle))}
    places = places_of(people)
    for notice in notices:
        person = notice.participant
        folder, name = person.category.replace("/", "_"), person.cadre.name.replace("/", "_")
        path = f"{folder}/{person.cadre.staff_no}-{name}-{cycle.file_label}考核结果通知书.docx"
        yield path, result_notice(notice_document(notice, sheets.get(person.pk), places[person.pk]))


def register() -> None:
    """Called once, when the apps are ready."""
    register_builder(KIND, notices_build, count=notices_count, label="考核结果通知书")
    register_bundle(KIND, "feedback_notices_make")
