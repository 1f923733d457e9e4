"""The other papers of an appraisal as one zip: commendation, talk records, notices, agendas, minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import User
from appraisal.access import MAKE_DOCUMENTS, may
from appraisal.agenda import SUBJECT
from appraisal.documents.bundles import maker_of, register_bundle
from appraisal.models import Cycle
from core.documents import documents_zip_request, register_builder
from core.models import DocumentBundle
from core.pages import RuleBroken
from decisions import registry
from decisions.models import AgendaItem, Meeting, Publicity
from decisions.selectors import agenda_context, minutes_context, notice_context

from ..access.uses import READ, talk_steps
from ..models import CommendationCase, ReminderTalk
from ..selectors.commendation import cases_seen
from ..selectors.talks import talks_seen
from ..uses_documents import commendation_document_of, talk_document_of

KIND, LABEL = "outcomes.papers", "表彰、谈话、公示和会议文书"
Paper = tuple[str, Callable[[], bytes]]


@transaction.atomic
def papers_request(*, cycle_pk: int, purpose: str, actor: User) -> DocumentBundle:
    """All of them that there are; while the same wish is open, that one is the answer. Raises RuleBroken."""
    cycle = Cycle.objects.get(pk=cycle_pk)
    if not may(actor, MAKE_DOCUMENTS, cycle):
        raise RuleBroken("考核文书由组织部制作。")
    name = f"{cycle.file_label}{LABEL}"
    return documents_zip_request(
        kind=KIND, arguments={"cycle": cycle.pk}, name=name, purpose=purpose, actor=actor
    )


def papers_build(arguments: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(file name, Word file) of each that this user may read one by one. Raises JobRefused."""
    for name, written in _papers(*maker_of(arguments)):
        yield name, written()


def papers_count(arguments: Mapping[str, Any]) -> int:
    """How many there will be; none of them is written for it. Raises JobRefused."""
    return sum(1 for _ in _papers(*maker_of(arguments)))


def _papers(cycle: Cycle, user: User) -> Iterator[Paper]:
    """File name, and what writes the file."""
    yield from _commendations(cycle, user)
    yield from _talks(cycle, user)
    yield from _notices(cycle, user)
    yield from _meetings(cycle, user)


def _commendations(cycle: Cycle, user: User) -> Iterator[Paper]:
    """One decision for each document number."""
    cases = cases_seen(cycle, user).filter(state=CommendationCase.State.COMMENDED)
    for number, case in {case.document_no: case for case in cases}.items():
        yield f"表彰决定/{number.replace('/', '_')}-表彰决定.docx", partial(commendation_document_of, case)


def _talks(cycle: Cycle, user: User) -> Iterator[Paper]:
    T = ReminderTalk.State
    for talk in talks_seen(user).filter(
        review__participant__cycle=cycle, state__in=(T.RECORDED, T.FOLLOWING, T.CLOSED)
    ):
        if READ in talk_steps(user, talk):
            cadre = talk.review.participant.cadre
            yield f"谈话提醒记录/{cadre.staff_no}-{cadre.name}.docx", partial(talk_document_of, talk)


def _notices(cycle: Cycle, user: User) -> Iterator[Paper]:
    render = registry.document_of(registry.NOTICE)
    if render is None:
        return
    of_cycle = Publicity.objects.filter(subject_kind=SUBJECT, subject_id=cycle.pk, begins_on__isnull=False)
    seen = of_cycle.filter(pk__in=Publicity.objects.visible_to(user).order_by().values("pk"))
    for found in seen.exclude(state=Publicity.State.WITHDRAWN):
        name = f"公示公告/{found.title.replace('/', '_')}.docx"
        yield name, partial(_written, render, notice_context, found, user)


def _meetings(cycle: Cycle, user: User) -> Iterator[Paper]:
    """The agenda of each meeting that dealt with the cycle, and the extracts of final minutes about it."""
    agenda, minutes = registry.document_of(registry.AGENDA), registry.document_of(registry.MINUTES)
    items = AgendaItem.objects.filter(
        subject_kind=SUBJECT, subject_id=cycle.pk, meeting__in=Meeting.objects.visible_to(user)
    ).exclude(meeting__state=Meeting.State.CANCELLED)
    told = set()
    for item in items.select_related("meeting", "corrects__meeting").order_by("meeting", "position", "pk"):
        name = f"{item.meeting}".replace("/", "_")
        if agenda and item.meeting_id not in told:
            told.add(item.meeting_id)
            yield f"会议议程/{name}-议程.docx", partial(_written, agenda, agenda_context, item.meeting)
        if minutes and item.meeting.is_final:
            title = item.title.replace("/", "_")
            yield f"会议纪要摘录/{name}-{title}.docx", partial(_written, minutes, minutes_context, item)


def _written(render: Callable[[Any], bytes], context: Callable[..., Any], *given: Any) -> bytes:
    return render(context(*given))


def register() -> None:
    """Called once, when the apps are ready."""
    register_builder(KIND, papers_build, count=papers_count, label=LABEL)
    register_bundle(KIND, "year_papers_make")
