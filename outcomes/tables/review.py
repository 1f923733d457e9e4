"""Notices, reviews and stale results as pages and workbooks show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, QuerySet

from appraisal.models import Cycle, Participant
from appraisal.selectors import parameters_of, whole_sight
from appraisal.selectors.sheets import person_sheet
from appraisal.tables.sheets import SheetPage, figure, own_sheet
from core import clock
from policy.review import may_refuse
from policy.urgency import Urgency, urgency_of

from ..access.review import (
    ACCEPT,
    ANSWER,
    APPEAL,
    ASK,
    ENTER_PAPER,
    ENTER_REFUSAL,
    HAND_OVER,
    READ_SCORES,
    SIGN,
    VERIFY,
    steps_of,
)
from ..models import Feedback, Review, StaleResult
from ..selectors.standing import BOTTOM, correction_words, effects_of, snapshot_of, total_told, words_told

Facts = list[tuple[str, str]]
KINDS = {
    "waiting": "warn",
    "signed": "good",
    "refused": "danger",
    "draft": "neutral",
    "submitted": "warn",
    "verifying": "info",
    "committee": "warn",
    "answered": "good",
    "withdrawn": "neutral",
    "open": "warn",
    "decided": "warn",
    "settled": "good",
}
WORTH = ("groups", "dimensions", "marks", "total")
# Of the vote at the end: deductions stand in the totals of the years (第六条).
WORTH_OF_A_TERM = ("groups", "dimensions")


@dataclass(frozen=True)
class Link:
    """A step on a page: its words and address; primary for what people come for."""

    label: str
    name: str
    primary: bool = False


@dataclass(frozen=True)
class NoticePage:
    """One notice for one reader. sheet: None where scores are not for this reader."""

    notice: Feedback
    facts: Facts
    sheet: SheetPage | None
    links: tuple[Link, ...]
    steps: frozenset[str]
    reviews: tuple[Review, ...]
    moments: list[tuple[str, str, str]]
    kind: str
    urgency: Urgency | None
    may_ask: bool
    own: bool


def notice_page(notice: Feedback, user: Any) -> NoticePage:
    """The notice with what its reader may see and do; a fixed number of queries."""
    steps = steps_of(user, notice)
    person = notice.participant
    own = getattr(user, "staff_no", "") == person.cadre.staff_no
    waiting = notice.state == Feedback.State.WAITING
    told = snapshot_of(person) if hasattr(person, "result") else None
    reviews = _reviews(notice, own=own, departments=READ_SCORES in steps)
    return NoticePage(
        notice=notice,
        facts=_facts(notice, told, scores=READ_SCORES in steps),
        sheet=_sheet(person) if READ_SCORES in steps and told else None,
        links=_notice_links(steps, waiting=waiting, own=own),
        steps=steps,
        reviews=reviews,
        moments=moments_of(notice),
        kind=KINDS[notice.state],
        urgency=urgency_of(notice.due, clock.today()) if waiting else None,
        may_ask=ASK in steps
        and not any(case.state in ("answered", "submitted", "verifying", "committee") for case in reviews),
        own=own,
    )


def _reviews(notice: Feedback, *, own: bool, departments: bool) -> tuple[Review, ...]:
    if not (own or departments):
        return ()
    found = Review.objects.filter(feedback=notice).order_by("pk")
    return tuple(found if own else found.filter(submitted_on__isnull=False))


def _facts(notice: Feedback, told: Mapping[str, Any] | None, *, scores: bool) -> Facts:
    person = notice.participant
    grade = (told or {}).get("grade") or ("不确定等次" if not person.graded else "未确定")
    signed = notice.get_way_display() if notice.way else ""
    corrected = correction_words(person, notice.revision) if notice.revision > 1 else ""
    return [
        ("姓名", person.cadre.name),
        ("考核类别", person.category),
        ("等次", grade),
        *([total_told(person, told)] if scores and told else []),
        *([("更正情况", corrected)] if scores and corrected else []),
        ("通知日期", _day(notice.notified_on)),
        ("签收期限", _day(notice.due) + ("（暂定）" if notice.provisional else "")),
        ("申请复核的期限", _day(notice.review_until)),
        *([("当面反馈", f"{_day(notice.handed_on)}，{notice.handed_by.name}")] if notice.handed_by else []),
        *([("签收", f"{_day(notice.signed_on)}，{signed}")] if notice.signed_on else []),
        *([("本人意见", notice.opinion)] if notice.opinion else []),
        *(
            [("拒绝签收", f"{notice.refusal}；见证人{notice.witness_one}、{notice.witness_two}")]
            if notice.refusal
            else []
        ),
    ]


def _sheet(person: Participant) -> SheetPage:
    """The own sheet, which holds no rank and no counts."""
    sheet = own_sheet(person_sheet(person, parameters_of(person.cycle)))
    worth = WORTH_OF_A_TERM if person.cycle.kind == Cycle.Kind.TERM else WORTH
    return SheetPage((), tuple(table for table in sheet.tables if table.anchor in worth), sheet.check)


def _notice_links(steps: frozenset[str], *, waiting: bool, own: bool) -> tuple[Link, ...]:
    found = []
    if waiting and SIGN in steps:
        found.append(Link("签收", "feedback_sign", primary=True))
    if HAND_OVER in steps:
        found.append(Link("记录当面反馈", "feedback_hand_over"))
    if waiting and ENTER_PAPER in steps:
        found.append(Link("代录纸质签收", "feedback_paper"))
    if waiting and ENTER_REFUSAL in steps:
        found.append(Link("记录拒绝签收", "feedback_refusal"))
    return tuple(found)


@dataclass(frozen=True)
class ReviewPage:
    """One request for review for one reader."""

    case: Review
    facts: Facts
    links: tuple[Link, ...]
    buttons: tuple[Link, ...]
    findings: tuple[Any, ...]
    files: tuple[Any, ...]
    moments: list[tuple[str, str, str]]
    kind: str
    own: bool
    late: bool


def review_page(case: Review, user: Any) -> ReviewPage:
    """The request with what its reader may see and do; the verifiers' words are for the two departments."""
    steps = steps_of(user, case)
    own = ASK in steps
    verifiers = tuple(case.verifiers.select_related("officer"))
    departments = READ_SCORES in steps and not own
    return ReviewPage(
        case=case,
        facts=_review_facts(case, verifiers, own=own),
        links=_review_links(case, steps, verifiers, getattr(user, "pk", 0)),
        buttons=_review_buttons(case, own=own),
        findings=verifiers if departments else (),
        files=tuple(case.attachments.select_related("file")),
        moments=[] if own else moments_of(case),
        kind=KINDS[case.state],
        own=own,
        late=bool(case.submitted_on and case.submitted_on > case.feedback.review_until),
    )


def _review_facts(case: Review, verifiers: Iterable[Any], *, own: bool) -> Facts:
    person = case.feedback.participant
    appeal = getattr(case, "appeal", None)
    names = "、".join(one.officer.name for one in verifiers)
    rows = [
        ("申请人", f"{person.cadre.name}（{person.cadre.staff_no}）"),
        ("提出日期", _day(case.submitted_on)),
        ("答复期限", _day(case.answer_due)),
        ("核实人员", "" if own else names),
        ("不予受理的理由", case.refusal),
        ("复核结果", case.get_outcome_display() + (f"为{case.grade}" if case.grade else "")),
        ("研究会议", case.meeting),
        ("答复日期", _day(case.answered_on)),
        ("答复", case.answer),
        ("申诉期限", _day(case.appeal_until)),
        ("申诉", f"{_day(appeal.appealed_on)}向{appeal.to_whom}申诉" if appeal else ""),
        ("申诉处理期限", _day(appeal.due_on) if appeal and not appeal.result else ""),
        ("申诉结果", f"{appeal.result}（{appeal.document_no}）" if appeal and appeal.result else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _review_links(
    case: Review, steps: frozenset[str], verifiers: Iterable[Any], user: int
) -> tuple[Link, ...]:
    S, found = Review.State, []
    if case.state == S.DRAFT and ASK in steps:
        found += [Link("修改", "review_edit"), Link("添加附件", "review_attach")]
    if case.state == S.SUBMITTED and ACCEPT in steps:
        found.append(Link("受理并指定核实人员", "review_accept", primary=True))
        on_time = may_refuse(submitted_on=case.submitted_on or date.min, until=case.feedback.review_until)
        if on_time.ok:
            found.append(Link("逾期，不予受理", "review_refuse"))
    said = {one.officer_id: one.conclusion for one in verifiers}
    if case.state == S.VERIFYING and VERIFY in steps and not said.get(user):
        found.append(Link("提交核实意见", "review_find", primary=True))
    if case.state == S.VERIFYING and ACCEPT in steps and not all(said.values()):
        found.append(Link("更换核实人员", "review_verifier_replace"))
    if case.state == S.VERIFYING and ANSWER in steps and all(said.values()):
        found.append(Link("答复", "review_answer", primary=True))
    appeal = getattr(case, "appeal", None)
    if case.state == S.ANSWERED and APPEAL in steps and appeal is None:
        found.append(Link("登记申诉", "appeal_record"))
    if APPEAL in steps and appeal is not None and not appeal.result:
        found.append(Link("登记申诉结果", "appeal_result", primary=True))
    return tuple(found)


def _review_buttons(case: Review, *, own: bool) -> tuple[Link, ...]:
    S = Review.State
    if not own:
        return ()
    if case.state == S.DRAFT:
        return (Link("提交申请", "review_submit", primary=True), Link("撤回", "review_withdraw"))
    return (Link("撤回", "review_withdraw"),) if case.state in (S.SUBMITTED, S.VERIFYING) else ()


def moments_of(case: Any) -> list[tuple[str, str, str]]:
    """The case's events, newest first. One query."""
    return [
        (f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}", event.note or event.to_state, event.actor.name)
        for event in case.events.select_related("actor").order_by("-pk")
    ]


STALE_NAMES = (
    ("total", "总分"),
    ("deducted", "扣分"),
    ("suggestion", "系统建议"),
    ("commended", "在拟表彰名单"),
    ("judged", "在提请研判名单"),
)


@dataclass(frozen=True)
class StalePage:
    """A stale result: what was decided beside what the year would say without the lifted matter."""

    case: StaleResult
    rows: tuple[tuple[str, str, str], ...]
    effects: tuple[int, ...]
    moments: list[tuple[str, str, str]]
    kind: str


def stale_page(case: StaleResult) -> StalePage:
    """Both states side by side; a fixed number of queries."""
    before = case.revision.before if case.revision else snapshot_of(case.participant)
    sight = whole_sight(case.participant.cycle)
    states = [one | {"suggestion": sight.word(one.get("suggestion", ""))} for one in (before, case.would_be)]
    rows = (
        ("等次", before["grade"] or "—", "由党委研究"),
        *(
            (name, _shown(states[0].get(key)), _shown(states[1].get(key)))
            for key, name in STALE_NAMES
            if key != "judged" or sight.last
        ),
    )
    effects = [effect for effect in effects_of(before, case.would_be) if effect != BOTTOM or sight.last]
    case.note = words_told(case.note, last=sight.last)
    moments = [(at, words_told(words, last=sight.last), who) for at, words, who in moments_of(case)]
    return StalePage(case, rows, tuple(effects), moments, KINDS[case.state])


def _shown(value: Any) -> str:
    """是, 否, a figure as people write it, or the word itself; a dash for nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    try:
        return figure(Decimal(value))
    except (InvalidOperation, TypeError):
        return value or "—"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def by_state(rows: QuerySet[Any], states: Any) -> list[tuple[str, str, int]]:
    """(state, words, number) of a list, in order; one query."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, counts.get(state.value, 0)) for state in states]
