"""Publicity from its draft to its end; each person finishes alone (第七条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState, require
from notices.selectors import calendar
from policy.publicity import may_expire, may_publish
from policy.workdays import deadline

from ..access import PUBLISH
from ..models import Publicity, PublicityEvent, PublicityPerson
from ..selectors.publicity import home_units, people_without_objection
from ..signals import publicity_ended, publicity_finished, publicity_published, publicity_withdrawn
from .common import must

S = Publicity.State
FIELDS = ("title", "scope", "text", "days")


@dataclass(frozen=True)
class PublicPerson:
    """One person of a list in the words that the school reads; never a score, a rank or a reason."""

    cadre_id: int | None
    name: str
    unit: str
    post: str


@transaction.atomic
def publicity_draft(
    *,
    kind: str,
    title: str,
    subject_kind: str,
    subject_id: int,
    people: Sequence[PublicPerson],
    days: int,
    scope: str,
    text: str,
    actor: User,
) -> Publicity:
    """A list to be looked over before it is public. days: working days. Raises RuleBroken."""
    must(actor, PUBLISH)
    require(may_publish(people=len(people), days=days, text=text))
    publicity = Publicity.objects.create(
        kind=kind,
        title=title,
        subject_kind=subject_kind,
        subject_id=subject_id,
        scope=scope,
        text=text,
        days=days,
        drafted_by=actor,
    )
    units = home_units(person.cadre_id for person in people)
    PublicityPerson.objects.bulk_create(
        PublicityPerson(
            publicity=publicity,
            position=place,
            cadre_id=person.cadre_id,
            name=person.name,
            unit=person.unit,
            post=person.post,
            scope_unit_id=units.get(person.cadre_id or 0),
        )
        for place, person in enumerate(people, 1)
    )
    PublicityEvent.record(publicity, actor=actor, note=f"草拟，{len(people)} 人，{days} 个工作日")
    return publicity


@transaction.atomic
def publicity_open(
    *,
    kind: str,
    title: str,
    subject_kind: str,
    subject_id: int,
    people: Sequence[PublicPerson],
    days: int,
    scope: str,
    text: str,
    actor: User,
) -> Publicity:
    """Drafts a list and makes it public at once; today is none of the days. Raises RuleBroken."""
    publicity = publicity_draft(
        kind=kind,
        title=title,
        subject_kind=subject_kind,
        subject_id=subject_id,
        people=people,
        days=days,
        scope=scope,
        text=text,
        actor=actor,
    )
    return publicity_publish(pk=publicity.pk, version=publicity.version, actor=actor)


@transaction.atomic
def publicity_edit(*, pk: int, version: int, values: Mapping[str, Any], actor: User) -> Publicity:
    """Another title, text, scope or period, before it is public. Raises RuleBroken, StaleState."""
    must(actor, PUBLISH)
    publicity = publicity_locked(pk, version, (S.DRAFT,))
    for name in FIELDS:
        setattr(publicity, name, values[name])
    require(may_publish(people=publicity.people.count(), days=publicity.days, text=publicity.text))
    return moved(publicity, actor=actor, note="修改：标题、范围、公示期和正文")


@transaction.atomic
def publicity_publish(*, pk: int, version: int, actor: User) -> Publicity:
    """Public from now on, for so many working days after today. Raises RuleBroken, StaleState."""
    must(actor, PUBLISH)
    publicity = publicity_locked(pk, version, (S.DRAFT,))
    require(may_publish(people=publicity.people.count(), days=publicity.days, text=publicity.text))
    last = deadline(clock.today(), publicity.days, calendar())
    publicity.begins_on, publicity.ends_on = clock.today(), last.day
    publicity.provisional = last.provisional
    before = publicity.state
    publicity.publish()
    moved(publicity, actor=actor, before=before, note=f"公示至 {last.words}")
    publicity_published.send(Publicity, publicity=publicity, actor=actor)
    return publicity


@transaction.atomic
def publicity_expire(*, pk: int, version: int, actor: User) -> Publicity:
    """After the last day: everybody without an open objection finishes; the rest wait for its finding.

    Raises RuleBroken, StaleState.
    """
    must(actor, PUBLISH)
    publicity = publicity_locked(pk, version, (S.RUNNING,))
    require(may_expire(ends_on=last_day(publicity), today=clock.today()))
    before = publicity.state
    finished = people_finish(publicity, actor=actor)
    if publicity.people.filter(state=PublicityPerson.State.RUNNING).exists():
        publicity.expire()
        return moved(publicity, actor=actor, before=before, note=f"期满，{len(finished)} 人无异议，其余待查")
    return publicity_finish(publicity, actor=actor, note=f"期满，{len(finished)} 人无异议")


@transaction.atomic
def publicity_withdraw(*, pk: int, version: int, reason: str, actor: User) -> Publicity:
    """The whole list is taken back, with a reason. Raises RuleBroken, StaleState."""
    must(actor, PUBLISH)
    publicity = publicity_locked(pk, version, (S.DRAFT, S.RUNNING, S.EXPIRED))
    before = publicity.state
    people = list(publicity.people.filter(state=PublicityPerson.State.RUNNING))
    for person in people:
        person.withdraw(reason=reason)
        person.save()
    publicity.withdraw(reason=reason)
    moved(publicity, actor=actor, before=before, note=reason)
    publicity_withdrawn.send(Publicity, publicity=publicity, people=people, reason=reason, actor=actor)
    return publicity


@transaction.atomic
def publicity_person_withdraw(
    *, pk: int, person_pk: int, version: int, reason: str, actor: User
) -> PublicityPerson:
    """One person is taken off the list, with a reason; the others go on. Raises RuleBroken, StaleState."""
    must(actor, PUBLISH)
    publicity = publicity_locked(pk, version, (S.RUNNING, S.EXPIRED))
    person = publicity.people.get(pk=person_pk)
    if person.state != PublicityPerson.State.RUNNING:
        raise RuleBroken(f"{person.name}的公示已经办结（{person.get_state_display()}），不能再撤下。")
    person.withdraw(reason=reason)
    person.save()
    moved(publicity, actor=actor, note=f"撤下{person.name}：{reason}")
    publicity_withdrawn.send(Publicity, publicity=publicity, people=[person], reason=reason, actor=actor)
    end_if_nobody_is_left(publicity, actor=actor)
    return person


def publicity_locked(pk: int, version: int | None, states: tuple[str, ...]) -> Publicity:
    """The publicity, locked. Raises StaleState where it moved on, RuleBroken where its state forbids it."""
    publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and publicity.version != version:
        said = f"这次公示刚刚被其他人办理（现在：{publicity.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    if publicity.state not in states:
        raise RuleBroken(f"公示现在的状态是“{publicity.get_state_display()}”，不能办理这一步。")
    return publicity


def moved(publicity: Publicity, *, actor: User, note: str = "", before: str = "") -> Publicity:
    """Saves a changed publicity under its next version and leaves the event."""
    publicity.version += 1
    publicity.save()
    PublicityEvent.record(publicity, actor=actor, from_state=before or publicity.state, note=note)
    return publicity


def people_finish(publicity: Publicity, *, actor: User) -> list[PublicityPerson]:
    """Whoever has no open objection is done, and the upper room hears of them."""
    finished = list(people_without_objection(publicity))
    for person in finished:
        person.finish()
        person.save()
    if finished:
        publicity_finished.send(Publicity, publicity=publicity, people=finished, actor=actor)
    return finished


def publicity_finish(publicity: Publicity, *, actor: User, note: str) -> Publicity:
    """Nobody's is open any more."""
    before = publicity.state
    publicity.end()
    moved(publicity, actor=actor, before=before, note=note)
    publicity_ended.send(Publicity, publicity=publicity, actor=actor)
    return publicity


def end_if_nobody_is_left(publicity: Publicity, *, actor: User) -> None:
    """Ends a list all of whose people are done; while the period runs only where nobody is on it any more."""
    if not publicity.people.filter(state=PublicityPerson.State.RUNNING).exists():
        publicity_finish(publicity, actor=actor, note="名单上的人员均已办结")


def last_day(publicity: Publicity) -> Any:
    """The last day of a list that is or was public."""
    return publicity.ends_on
