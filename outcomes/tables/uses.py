"""Commendation, judgement and talks as pages and files show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from appraisal.models import Result
from core import clock
from policy.reminder_talk import OUTCOMES

from ..models import BottomReview, CommendationCase, ReminderTalk
from ..selectors.people import places_of

C, B, T = CommendationCase.State, BottomReview.State, ReminderTalk.State
KINDS = {
    C.READY: "info",
    C.AGREED: "good",
    C.DECLINED: "neutral",
    C.DEFERRED: "warn",
    C.PUBLIC: "info",
    C.STOPPED: "warn",
    C.CLEARED: "good",
    C.COMMENDED: "good",
    C.REVOKED: "warn",
    B.DECIDED: "good",
    B.WITHDRAWN: "neutral",
    T.ASSIGNING: "warn",
    T.WAITING: "info",
    T.PAUSED: "warn",
    T.RECORDED: "info",
    T.FOLLOWING: "info",
    T.CLOSED: "good",
}


@dataclass(frozen=True)
class Row:
    """One line of a list: the case, where its person stands, its state in colour, its talk if any.

    followed: the looks at what came of the talk, in words; page and workbook say the same.
    """

    case: Any
    name: str
    staff_no: str
    unit: str
    post: str
    kind: str
    more: str = ""
    talk: ReminderTalk | None = None
    followed: tuple[str, ...] = ()


def candidate_rows(cases: Iterable[CommendationCase]) -> list[Row]:
    """The candidates with what is still missing of each."""
    return _rows(cases, lambda case: case.participant, lacking)


def bottom_rows(reviews: Iterable[BottomReview]) -> list[Row]:
    """The people of the bottom list."""
    return _rows(reviews, lambda review: review.participant, lambda review: "")


def talk_rows(talks: Iterable[ReminderTalk]) -> list[Row]:
    """Reminder talks."""
    return _rows(talks, lambda talk: talk.review.participant, lambda talk: "")


def barred_rows(results: Iterable[Result]) -> list[Row]:
    """Who may not be commended, with the reason."""
    return _rows(
        results,
        lambda result: result.participant,
        lambda result: "".join(reason["text"] for reason in result.reasons),
    )


def _rows(cases: Iterable[Any], person_of: Callable[[Any], Any], more: Callable[[Any], str]) -> list[Row]:
    found = list(cases)
    places = places_of(person_of(case) for case in found)
    talks = {id(case): _talk_of(case) for case in found}
    return [
        Row(
            case=case,
            name=person_of(case).cadre.name,
            staff_no=person_of(case).cadre.staff_no,
            unit=places[person_of(case).pk][0],
            post=places[person_of(case).pk][1],
            kind=KINDS.get(getattr(case, "state", ""), "neutral"),
            more=more(case),
            talk=talks[id(case)],
            followed=followed(talks[id(case)]),
        )
        for case in found
    ]


def _talk_of(case: Any) -> ReminderTalk | None:
    """Of a judgement its talk, of a talk itself."""
    if isinstance(case, ReminderTalk):
        return case
    return getattr(case, "talk", None) if isinstance(case, BottomReview) else None


def followed(talk: ReminderTalk | None) -> tuple[str, ...]:
    """What was looked at after 3 and 6 months, and what is still to be, in words."""
    if talk is None:
        return ()
    return tuple(
        f"{one.months} 个月：{timezone.localtime(one.done_at, clock.ZONE).date()} 已跟踪"
        if one.done_at
        else f"{one.months} 个月：期限 {one.due_on}"
        for one in talk.follow_ups.all()
    )


def after_words(review: BottomReview) -> str:
    """How far what follows a judgement is: 尚未安排, 办理中, 已办结; "" where nothing has to follow."""
    if not review.is_followed:
        return ""
    found = review.follow_up
    return "尚未安排" if found is None else "已办结" if found.done_on else "办理中"


def talked_on(talk: ReminderTalk | None) -> str:
    """The day of the talk, "" before it."""
    return f"{timezone.localtime(talk.talked_at, clock.ZONE).date()}" if talk and talk.talked_at else ""


def lacking(case: CommendationCase) -> str:
    """Which kinds of facts a candidate still lacks, in words."""
    if case.state != C.GATHERING:
        return ""
    names = [
        label
        for label, text in (("主动作为", case.initiative), ("表现突出", case.performance))
        if not text.strip()
    ]
    return f"缺{'、'.join(names)}的事迹" if names else "事迹已填，待提请审议"


def moments(case: Any) -> list[tuple[str, str, str]]:
    """What happened to a case, newest first; one query."""
    states = dict(type(case).State.choices)
    rows = case.events.select_related("actor").order_by("-pk")
    return [
        (
            f"{timezone.localtime(event.at, clock.ZONE):%Y-%m-%d %H:%M}",
            f"{_move(event, states)} · {event.actor}",
            event.note,
        )
        for event in rows
    ]


def _move(event: Any, states: dict[str, str]) -> str:
    if event.from_state in ("", event.to_state):
        return "办理" if event.from_state else states.get(event.to_state, "办理")
    return f"{states.get(event.from_state, '')} → {states.get(event.to_state, '')}"


def commendation_facts(case: CommendationCase) -> list[tuple[str, str]]:
    """What was decided of a candidate, in words; nothing for what has not come yet."""
    found = [
        ("状态", case.get_state_display()),
        ("补充表彰理由", case.reason),
        ("党委研究", _decision(case.meeting, case.decided_on)),
        ("决定的理由", case.decision_reason),
        ("公示办结", f"{case.cleared_on}" if case.cleared_on else ""),
        ("表彰形式", case.get_form_display()),
        ("表彰文号", case.document_no),
        ("表彰日期", f"{case.commended_on}" if case.commended_on else ""),
        ("撤销表彰", f"{case.revoked_on} {case.revoked_document}" if case.revoked_on else ""),
        ("撤销理由", case.revoked_reason),
    ]
    return _known(found)


def bottom_facts(review: BottomReview) -> list[tuple[str, str]]:
    """What was judged, in words; nothing for what has not come yet."""
    found = [
        ("状态", review.get_state_display()),
        ("研判意见", OUTCOMES.get(review.outcome, "")),
        ("党委研判", _decision(review.meeting, review.decided_on)),
        ("研判理由", review.decision_reason),
        ("撤回", f"{review.withdrawn_on} {review.withdrawn_document}" if review.withdrawn_on else ""),
        ("撤回理由", review.withdrawn_reason),
    ]
    return _known(found)


def follow_up_facts(review: BottomReview) -> list[tuple[str, str]]:
    """What follows the judgement, in words; nothing where nothing has to."""
    found = review.follow_up
    if not review.is_followed:
        return []
    if found is None:
        return [("后续办理", "还没有安排")]
    return _known(
        [
            ("责任部门或责任人", found.responsible),
            ("办理事项", found.task or ""),
            ("完成期限", str(found.due_on)),
            ("办理结果", found.result or ""),
            ("办结日期", str(found.done_on or "")),
        ]
    )


def talk_facts(talk: ReminderTalk) -> list[tuple[str, str]]:
    """State, who and when of a talk; no word of what was said."""
    provisional = "（暂定）" if talk.provisional else ""
    found = [
        ("状态", talk.get_state_display()),
        ("谈话领导", talk.leader.name if talk.leader else "待指定"),
        ("期限", "" if talk.state == T.PAUSED else f"{talk.due_on}{provisional}"),
        ("研判决定", _decision(talk.review.meeting, talk.review.decided_on)),
        ("谈话时间", _when(talk.talked_at)),
        ("签字方式", talk.get_signing_display()),
        ("本人确认", _when(talk.confirmed_at)),
        ("代录", f"{talk.recorded_by}代录" if talk.by_proxy else ""),
    ]
    return _known(found)


def _known(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, words) for name, words in facts if words]


def _decision(meeting: str, on: Any) -> str:
    return f"{meeting}（{on}）" if on else ""


def _when(moment: Any) -> str:
    return f"{timezone.localtime(moment, clock.ZONE):%Y-%m-%d %H:%M}" if moment else ""
