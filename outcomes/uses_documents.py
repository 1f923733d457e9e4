"""表彰决定 and 谈话提醒记录 as Word files, from what is stored (第七条)."""

from __future__ import annotations

from django.utils import timezone

from appraisal import documents
from appraisal.documents import contexts
from core import clock
from core.models import Installation

from .models import CommendationCase, ReminderTalk
from .selectors.commendation import WITH_PERSON
from .selectors.people import as_read, places_of

Form = CommendationCase.Form
HONOURS = {Form.CIRCULAR: "通报表扬", Form.CERTIFICATE: "表彰，并颁发证书", Form.AWARD: "嘉奖"}


def commendation_document_of(case: CommendationCase) -> bytes:
    """The decision with everybody whom the same document commends: names, units and posts only."""
    cycle = case.participant.cycle
    same = CommendationCase.objects.filter(
        participant__cycle=cycle, document_no=case.document_no, state=CommendationCase.State.COMMENDED
    )
    people = [found.participant for found in same.select_related(*WITH_PERSON)]
    places = places_of(people)
    school = Installation.objects.first()
    name = school.name if school else ""
    return documents.commendation(
        contexts.Commendation(
            issuer=f"中共{name}委员会",
            number=case.document_no,
            title=f"关于表彰{cycle.file_label}考核主动作为、表现突出干部的决定",
            to="各二级党组织、各部门",
            grounds=(
                f"{cycle.file_label}考核中，一批干部主动作为、表现突出。"
                "根据考核结果和具体事迹，经党委研究并公示无异议，现作出表彰决定。",
            ),
            honour=HONOURS[Form(case.form)],
            people=contexts.listed(
                (person.cadre.name, *places[person.pk]) for person in as_read(people, places)
            ),
            hopes=("希望受到表彰的同志珍惜荣誉，再接再厉，发挥示范带动作用。",),
            on=contexts.day(case.commended_on),
        )
    )


def talk_document_of(talk: ReminderTalk) -> bytes:
    """谈话提醒记录; for who may read what was said."""
    person = talk.review.participant
    unit, post = places_of([person])[person.pk]
    at = timezone.localtime(talk.talked_at, clock.ZONE) if talk.talked_at else None
    refused = talk.signing == ReminderTalk.Signing.REFUSED
    confirmed = timezone.localtime(talk.confirmed_at, clock.ZONE).date() if talk.confirmed_at else None
    recorder = talk.recorded_by.name if talk.recorded_by else ""
    return documents.talk_record(
        contexts.TalkRecord(
            year=person.cycle.file_label,
            name=person.cadre.name,
            unit=unit,
            post=contexts.post_in(unit, post),
            talker=talk.leader.name if talk.leader else "",
            talker_post="分管校领导",
            recorder=recorder,
            at=f"{contexts.day(at.date())} {at:%H:%M}" if at else "",
            place=talk.place,
            grounds=(
                f"{talk.review.meeting}研判决定进行谈话提醒（第七条）。",
                *((f"本记录由{recorder}代谈话领导录入（代录）。",) if talk.by_proxy else ()),
            ),
            content=contexts.paragraphs(talk.content or ""),
            said=contexts.paragraphs("\n".join(filter(None, (talk.said, talk.comment)))),
            points=contexts.paragraphs(talk.points or ""),
            signed_on=f"本人已在系统中确认　{contexts.day(confirmed)}" if confirmed else "",
            refused=talk.refused or "" if refused else "",
            witnesses=(
                contexts.Witness(talk.witness_one, talk.witness_one_post),
                contexts.Witness(talk.witness_two, talk.witness_two_post),
            )
            if refused
            else (),
        )
    )
