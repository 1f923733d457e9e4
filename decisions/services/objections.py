"""What people say against a list: received, handled by a named officer, closed with a finding (第七条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.twice import made_just_now
from policy.publicity import Handling, may_close, may_object

from ..access import HANDLE, OBJECT, may
from ..models import Objection, Publicity, PublicityPerson
from ..signals import publicity_objected, publicity_objection_closed
from .common import must
from .publicity import end_if_nobody_is_left, last_day, moved, people_finish, publicity_locked

S = Publicity.State
PersonState = PublicityPerson.State


@transaction.atomic
def objection_record(
    *,
    publicity_pk: int,
    person_pk: int | None,
    received_on: date,
    channel: str,
    objector: str,
    content: str,
    handler: User,
    actor: User,
) -> Objection:
    """Somebody objects; the end of that person's publicity, or of everybody's, waits for a finding.

    Raises RuleBroken.
    """
    must(actor, OBJECT)
    publicity = publicity_locked(publicity_pk, None, (S.RUNNING, S.EXPIRED))
    require(
        may_object(received_on=received_on, begins_on=publicity.begins_on, today=clock.today()),  # type: ignore[arg-type]
        {"publicity.future": "received_on", "publicity.before": "received_on"},
    )
    person = None if person_pk is None else publicity.people.get(pk=person_pk)
    if person is not None and person.state != PersonState.RUNNING:
        raise RuleBroken(f"{person.name}的公示已经办结（{person.get_state_display()}），请按信访渠道办理。")
    if not may(handler, HANDLE):
        raise RuleBroken({"handler": f"{handler.name}不能查核异议，请选择纪委监察部门人员或组织部负责人。"})
    said = {
        "received_on": received_on,
        "channel": channel,
        "objector": objector,
        "content": content,
        "handler_id": handler.pk,
    }
    known = publicity.objections.filter(person=person)
    if twin := made_just_now(known, said, actor=actor, by="received_by", at="received_at"):
        return twin
    objection = Objection.objects.create(publicity=publicity, person=person, received_by=actor, **said)
    about = person.name if person else "整个名单"
    moved(
        publicity,
        actor=actor,
        note=f"收到异议：对{about}（{objection.get_channel_display()}），由{handler.name}查核",
    )
    publicity_objected.send(Objection, objection=objection, actor=actor)
    return objection


@transaction.atomic
def objection_close(*, objection_pk: int, finding: str, stays: bool, note: str, actor: User) -> Objection:
    """What was found. Whoever does not stay is off the list; whoever stays finishes where the period is over.

    Raises RuleBroken, StaleState where it has a finding already.
    """
    must(actor, HANDLE)
    known = Objection.objects.get(pk=objection_pk)
    publicity = publicity_locked(known.publicity_id, None, (S.RUNNING, S.EXPIRED, S.WITHDRAWN, S.ENDED))
    objection = Objection.objects.select_related("person").get(pk=objection_pk)
    if not objection.is_open:
        raise StaleState("这条异议刚刚由其他人登记了结论，您的操作没有保存。")
    require(
        may_close(Handling(finding=finding, stays=stays, note=note)),
        {"publicity.grounds": "note", "publicity.true": "stays", "publicity.not_true": "stays"},
    )
    objection.finding, objection.stays, objection.finding_note = finding, stays, note
    objection.closed_by, objection.closed_at = actor, clock.now()
    objection.save()
    _take_off(publicity, objection)
    about = objection.person.name if objection.person else "整个名单"
    goes_on = "继续" if stays else "不再继续"
    moved(
        publicity, actor=actor, note=f"异议查核结论：对{about}，{objection.get_finding_display()}，{goes_on}"
    )
    publicity_objection_closed.send(Objection, objection=objection, actor=actor)
    if publicity.state in (S.RUNNING, S.EXPIRED):
        if clock.today() > last_day(publicity) and publicity.state == S.EXPIRED:
            people_finish(publicity, actor=actor)
        end_if_nobody_is_left(publicity, actor=actor)
    return objection


def _take_off(publicity: Publicity, objection: Objection) -> None:
    if objection.stays:
        return
    running = publicity.people.filter(state=PersonState.RUNNING)
    people = running if objection.person_id is None else running.filter(pk=objection.person_id)
    for person in people:
        person.uphold()
        person.save()
