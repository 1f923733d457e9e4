"""Accountability from beginning to decision, with the tolerance question between (第十一、十二条)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.models import User
from cadres.models import Cadre
from cadres.selectors import unit_of
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, StaleState, require
from policy import accountability as rules

from .access_accountability import ABSENT, DECIDE, END, RECORD, TELL, may
from .accountability_sources import last_grades
from .models import Accountability, AccountabilityEvent, Matter, Relief
from .pending import pending_of

State, Answer = Accountability.State, Accountability.Answer
NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


@transaction.atomic
def accountability_record(
    *,
    matter: Matter,
    cadre: Cadre,
    body: str,
    intended: str,
    opened_on: date,
    opening_document: str = "",
    actor: User,
) -> Accountability:
    """A body begins to hold a cadre to account. Raises RuleBroken after 免责, ValidationError for a twin."""
    if not may(actor, RECORD) or cadre.staff_no == actor.staff_no:
        raise RuleBroken(NOT_YOURS)
    cadre = cadre_held(cadre.pk)
    _not_later(opened_on, "opened_on", "启动日期")
    require(rules.may_record(cadre.name, rules.Question(exempt=excused(matter.pk, cadre.pk))))
    record = Accountability(
        matter=matter,
        cadre=cadre,
        body=body,
        intended=intended,
        opened_on=opened_on,
        opening_document=opening_document,
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        told_as_rule(record)
        raise
    return noted(record, actor, f"登记问责：{body}，拟{intended}")


@transaction.atomic
def accountability_tell(*, pk: int, version: int, told_on: date, actor: User) -> Accountability:
    """The cadre was told of the right to apply for tolerance. Raises RuleBroken, StaleState."""
    record = _locked(pk, version, TELL, actor)
    if record.told_on:
        raise RuleBroken(f"已于 {record.told_on} 告知本人。")
    _not_later(told_on, "told_on", "告知日期")
    if told_on < record.opened_on:
        raise RuleBroken({"told_on": "告知日期不能早于问责启动日期，请核对。"})
    record.told_on, record.told_by = told_on, actor
    record.save()
    return noted(record, actor, "告知本人有权申请容错")


@transaction.atomic
def accountability_tell_unit(*, pk: int, version: int, told_on: date, actor: User) -> Accountability:
    """The unit's Party organisation was told, so that it may apply, too. Raises RuleBroken, StaleState."""
    record = _locked(pk, version, TELL, actor)
    if record.told_on is None:
        raise RuleBroken("请先告知干部本人，再告知所在二级党组织。")
    if record.unit_told_on:
        raise RuleBroken(f"已于 {record.unit_told_on} 告知{record.unit_told}。")
    unit = unit_of(record.cadre)
    if unit is None:
        raise RuleBroken("名册中没有这名干部现在的任职单位，请先在名册中补全。")
    _not_later(told_on, "told_on", "告知日期")
    if told_on < record.told_on:
        raise RuleBroken({"told_on": "告知二级党组织的日期不能早于告知本人的日期，请核对。"})
    record.unit_told, record.unit_told_on = unit, told_on
    record.save()
    return noted(record, actor, f"告知{unit.name}党组织可以申请容错")


@transaction.atomic
def accountability_absent(*, pk: int, version: int, reason: str, actor: User) -> Accountability:
    """Written reasons why no circumstance of article 11 is there. Raises RuleBroken, StaleState."""
    record = _locked(pk, version, ABSENT, actor)
    require(rules.may_answer_absent(record.cadre.name, question_of(record), reason))
    record.answer, record.absent_reason = Answer.ABSENT, reason.strip()
    record.answer_words, record.answered_on, record.answered_by = "", clock.today(), actor
    record.save()
    return noted(record, actor, "书面说明不存在第十一条所列情形")


@transaction.atomic
def accountability_decide(
    *, pk: int, version: int, form: str, document_no: str, decided_on: date, actor: User
) -> Accountability:
    """The decision, with the last three grades as they stand. Raises RuleBroken, StaleState.

    What it costs the cadre is a mark of its own (`mark_record`).
    """
    record = _locked(pk, version, DECIDE, actor)
    require(rules.may_decide(record.cadre.name, question_of(record)))
    if record.answer == Answer.ABSENT and record.answered_by_id == actor.pk:
        raise RuleBroken("书面说明的人不能自己登记问责决定，请由另一部门负责人办理。")
    _not_later(decided_on, "decided_on", "决定日期")
    if decided_on < record.opened_on:
        raise RuleBroken({"decided_on": "决定日期不能早于问责启动日期，请核对。"})
    record.state, record.form, record.document_no = State.DECIDED, form, document_no
    record.decided_on, record.decided_by = decided_on, actor
    record.again_on = None
    record.grades = [list(one) for one in last_grades(record.cadre_id)]
    record.save()
    return noted(record, actor, f"作出问责决定：{form}，{document_no}", before=State.OPEN)


@transaction.atomic
def accountability_end(*, pk: int, version: int, reason: str, actor: User) -> Accountability:
    """No accountability after all. Raises RuleBroken, StaleState."""
    record = _locked(pk, version, END, actor)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明不再问责的理由。"})
    return _ended(record, reason.strip(), actor)


@transaction.atomic
def tolerance_answered(
    *, matter: Matter, cadre: Cadre, words: str, actor: User, relief: Relief | None = None
) -> int:
    """A tolerance case on this matter was decided: its question is answered in how many records.

    words: number of the case and finding, e.g. RC2026001 从轻. The records are the open ones, and those that
    the finding ended by its relief.
    """
    cadre_held(cadre.pk)
    asked = Q(state=State.OPEN)
    if relief is not None:
        asked |= Q(state=State.ENDED, ended_by=relief)
    records = Accountability.objects.select_for_update(of=("self",)).filter(asked, matter=matter, cadre=cadre)
    count = 0
    for record in records.select_related("cadre"):
        record.answer, record.answer_words = Answer.CASE, words
        record.answered_on, record.answered_by = clock.today(), actor
        record.version += 1
        record.save()
        noted(record, actor, f"容错认定：{words}")
        count += 1
    return count


@transaction.atomic
def excused_ended(*, relief: Relief, actor: User) -> int:
    """免除责任 or 澄清 ends every open record on that cadre and matter; how many (第十四条)."""
    open_ones = Accountability.objects.select_for_update(of=("self",)).filter(
        matter=relief.matter_id, cadre=relief.cadre_id, state=State.OPEN
    )
    found = list(open_ones.select_related("cadre"))
    for record in found:
        record.version += 1
        record.ended_by = relief
        _ended(record, f"{relief.kind}：{relief.source}"[:500], actor)
    return len(found)


def excused(matter_id: int, cadre_id: int) -> str:
    """What excuses the cadre on the matter, in words; "" where nothing is in force."""
    in_force = Relief.objects.filter(matter=matter_id, cadre=cadre_id, valid_to__isnull=True)
    row = in_force.order_by("-pk").first()
    return f"{row.kind}，{row.source}" if row else ""


def question_of(record: Accountability) -> rules.Question:
    """Where the tolerance question of a record stands; two queries."""
    return rules.Question(
        told=record.told_on is not None,
        answer=record.answer,
        open_since=_open_since(record),
        exempt=excused(record.matter_id, record.cadre_id),
    )


def _open_since(record: Accountability) -> date | None:
    """Since when a tolerance case of the cadre on the matter is open and not decided."""
    pending = pending_of([record.cadre_id], on=clock.today()).get(record.cadre_id, {})
    return pending.get(record.matter.number)


def _locked(pk: int, version: int, step: str, actor: User) -> Accountability:
    return locked_in(State.OPEN, pk, version, step, actor)


def locked_in(state: str, pk: int, version: int, step: str, actor: User) -> Accountability:
    """The record, its cadre held first, under its next version. Raises RuleBroken, StaleState."""
    cadre_held(Accountability.objects.values_list("cadre_id", flat=True).get(pk=pk))
    rows = Accountability.objects.select_for_update(of=("self",)).select_related("cadre", "matter")
    record = rows.get(pk=pk)
    if not may(actor, step, record):
        raise RuleBroken(NOT_YOURS)
    if not Accountability.objects.filter(pk=pk, version=version).update(version=F("version") + 1):
        raise StaleState
    record.version = version + 1
    if record.state != state:
        raise RuleBroken(f"这份问责记录{record.get_state_display()}，不能办理这一步。")
    return record


def cadre_held(cadre_id: int) -> Cadre:
    """The lock of `relief_record`, taken first as there: finding and decision come one after the other."""
    return Cadre.objects.select_for_update(of=("self",)).get(pk=cadre_id)


def _ended(record: Accountability, reason: str, actor: User) -> Accountability:
    record.state, record.ended_on, record.end_reason = State.ENDED, clock.today(), reason
    record.save()
    return noted(record, actor, f"不再问责：{reason}"[:500], before=State.OPEN)


def _not_later(day: date, field: str, label: str) -> None:
    if day > clock.today():
        raise RuleBroken({field: f"{label}不能晚于今天，请核对。"})


def noted(record: Accountability, actor: User, words: str, *, before: str = "") -> Accountability:
    """Leaves the event of what was done. before: the state it came from, "" where it stays."""
    AccountabilityEvent.record(record, actor=actor, from_state=before, note=words)
    return record
