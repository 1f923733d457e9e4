"""What the pages of accountability show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.selectors import Visitor
from core import clock
from policy.accountability import may_decide

from .access_accountability import ABSENT, AGAIN, DECIDE, END, RECORD, TELL, steps_of
from .accountability import question_of
from .accountability_sources import last_grades
from .models import Accountability
from .pending import Untold, untold_of

State = Accountability.State
WAITING, ANSWERED, OVER = "waiting", "answered", "over"
ASKED = (("", "全部"), (WAITING, "容错问题未回答"), (ANSWERED, "待作决定"), (OVER, "已办结"))


def finding_awaited(record: Accountability, user: Visitor) -> Untold | None:
    """The finding that is there already and its cadre, who reads, must not learn of yet."""
    own = getattr(user, "staff_no", "") == record.cadre.staff_no
    return untold_of(record.cadre_id).get(record.matter_id) if own else None


def as_before(record: Accountability) -> None:
    """The record as it was before a finding. Not to be saved."""
    record.state, record.answer, record.answer_words = State.OPEN, "", ""
    record.answered_on, record.answered_by = None, None
    record.form, record.document_no, record.decided_on = "", "", None
    record.ended_on, record.end_reason, record.again_on = None, "", None


def own_rows(rows: QuerySet[Accountability]) -> list[Accountability]:
    """All records of their cadre, each as he may see it: a choice of the list would tell of a finding."""
    found = list(rows.order_by("-opened_on", "-pk"))
    untold = untold_of(found[0].cadre_id) if found else {}
    for record in found:
        if record.matter_id in untold:
            as_before(record)
    return found


def asked_rows(rows: QuerySet[Accountability], asked: str) -> QuerySet[Accountability]:
    """The rows of one choice of the list; an unknown one is all of them."""
    if asked == WAITING:
        rows = rows.filter(state=State.OPEN, answer="")
    elif asked == ANSWERED:
        rows = rows.filter(state=State.OPEN).exclude(answer="")
    elif asked == OVER:
        rows = rows.exclude(state=State.OPEN)
    return rows.order_by("-opened_on", "-pk")


FOUND = "认定"  # in the note of every event that tells of a finding
AGAIN_WORDS = {True: "容错问题重新回答", False: "问责决定须重新研究"}


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True)
class AccountabilityPage:
    """grades: (year, grade), frozen with the decision, else as they stand; blocks: why none can be made."""

    facts: tuple[tuple[str, str], ...]
    question: tuple[tuple[str, str], ...]
    question_word: str
    question_kind: str
    grades: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...]
    links: tuple[Link, ...]
    moments: tuple[tuple[str, str, str], ...]


def accountability_page(record: Accountability, user: Visitor) -> AccountabilityPage:
    """One record for one reader; a fixed number of queries."""
    steps, asked = steps_of(user, record), question_of(record)
    finding = finding_awaited(record, user)
    if finding is not None:
        as_before(record)
        asked = replace(asked, answer="", exempt="", open_since=finding.since)
    verdict = may_decide(record.cadre.name, asked)
    blocks = tuple(reason.text for reason in verdict.reasons) if record.is_open else ()
    word, kind = _question_word(record, asked.open_since)
    frozen = record.state == State.DECIDED
    return AccountabilityPage(
        _facts(record),
        _question(record, asked.open_since),
        word,
        kind,
        tuple(tuple(one) for one in record.grades) if frozen else last_grades(record.cadre_id),
        blocks,
        _links(record, user, steps, asked.open_since, ready=verdict.ok),
        _moments(record, told=finding is None),
    )


def _facts(record: Accountability) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, Any]] = [
        ("事项", str(record.matter)),
        ("问责主体", record.body),
        ("拟采取的方式", record.intended),
        ("启动日期", record.opened_on),
        ("启动文号", record.opening_document),
        ("问责方式", record.form),
        ("问责文号", record.document_no),
        ("决定日期", record.decided_on),
        ("不再问责", f"{record.ended_on} {record.end_reason}" if record.ended_on else ""),
        ("登记人", record.recorded_by.name),
    ]
    return tuple((name, str(value)) for name, value in rows if value)


def _question(record: Accountability, open_since: date | None) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, Any]] = [
        ("告知本人有权申请容错", record.told_on or "尚未告知"),
        ("告知所在二级党组织", f"{record.unit_told_on} {record.unit_told}" if record.unit_told_on else ""),
        ("容错认定撤销", f"{record.again_on}，{AGAIN_WORDS[record.is_open]}" if record.again_on else ""),
        ("正在办理的容错申请", f"{open_since} 提出" if open_since else ""),
        ("回答", record.get_answer_display() if record.answer else ""),
        ("认定结果", record.answer_words),
        ("回答日期", record.answered_on),
        ("回答人", record.answered_by.name if record.answered_by else ""),
    ]
    return tuple((name, str(value)) for name, value in rows if value)


def _question_word(record: Accountability, open_since: date | None) -> tuple[str, str]:
    if open_since:
        return "容错认定中", "info"
    return ("已回答", "good") if record.answer else ("未回答", "warn")


def _links(
    record: Accountability, user: Visitor, steps: frozenset[str], open_since: date | None, *, ready: bool
) -> tuple[Link, ...]:
    def step(code: str) -> str:
        return reverse(f"accountability_{code}", args=[record.pk])

    if AGAIN in steps and record.state == State.DECIDED and record.again_on:
        return (Link("登记重新研究的结果", step("again"), primary=True),)
    if not record.is_open:
        return ()
    found = []
    if TELL in steps and not record.told_on:
        found.append(Link("登记告知本人", step("tell"), primary=True))
    elif TELL in steps and not record.unit_told_on:
        found.append(Link("登记告知所在二级党组织", step("tell_unit")))
    if not record.answer and open_since is None:
        found += _application(record, user, steps)
        if ABSENT in steps and record.told_on:
            found.append(Link("书面说明不存在容错情形", step("absent")))
    if DECIDE in steps and ready:
        found.append(Link("登记问责决定", step("decide"), primary=True))
    if END in steps:
        found.append(Link("不再问责", step("end")))
    return tuple(found)


def _application(record: Accountability, user: Visitor, steps: frozenset[str]) -> list[Link]:
    """Where the tolerance of this matter is asked for: by the cadre, or by an office of its own accord."""
    if getattr(user, "staff_no", "") == record.cadre.staff_no:
        return [
            Link("申请容错认定", f"{reverse('tolerance_start', args=['cadre'])}?record={record.pk}", True)
        ]
    if RECORD in steps:
        return [Link("主动容错", f"{reverse('tolerance_start', args=['office'])}?record={record.pk}")]
    return []


def _moments(record: Accountability, *, told: bool) -> tuple[tuple[str, str, str], ...]:
    """told: the reader may know of the finding, and of what came of it."""
    return tuple(
        (f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}", event.note or event.to_state, event.actor.name)
        for event in record.events.select_related("actor").order_by("-pk")
        if told or (event.to_state == State.OPEN and FOUND not in event.note)
    )
