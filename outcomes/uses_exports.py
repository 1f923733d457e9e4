"""What is seen of commendation, judgement and talks, as workbooks; every cell is text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from core.tables.writer import Workbook
from policy.outcomes import COMMEND_TIED, JUDGE_TIED
from policy.reminder_talk import OUTCOMES

from .models import CommendationCase
from .tables.uses import Row, after_words, talked_on

ADDED, TIED = "补充表彰，不占名额", "并列，由党委定"
PERSON = (("工号", 12, "text"), ("姓名", 12, "text"), ("单位", 20, "text"), ("现任职务", 24, "text"))
CANDIDATES = (
    *PERSON, ("考核类别", 20, "text"), ("补充表彰", 16, "text"), ("名次", 8, "text"), ("并列", 16, "text"),
    ("状态", 18, "text"), ("还缺的事迹", 24, "text"), ("公示至", 12, "text"), ("主动作为", 40, "text"),
    ("表现突出", 40, "text"), ("党委研究", 24, "text"), ("研究日期", 12, "text"), ("决定的理由", 30, "text"),
    ("补充表彰理由", 30, "text"), ("表彰", 12, "text"), ("表彰文号", 20, "text"), ("表彰日期", 12, "text"),
)  # fmt: skip
BARRED = (*PERSON, ("原因", 60, "text"))
BOTTOM = (
    *PERSON, ("考核类别", 20, "text"), ("并列", 16, "text"), ("状态", 14, "text"), ("党委研判", 16, "text"),
    ("研判日期", 12, "text"), ("研判会议", 24, "text"), ("研判理由", 30, "text"), ("谈话提醒", 18, "text"),
    ("谈话领导", 12, "text"), ("谈话期限", 12, "text"), ("谈话日期", 12, "text"), ("跟踪", 40, "text"),
    ("后续办理", 12, "text"), ("责任部门或责任人", 20, "text"), ("办理期限", 12, "text"),
    ("办结日期", 12, "text"), ("书面撤回", 30, "text"), ("撤回理由", 30, "text"),
)  # fmt: skip
TALKS = (
    *PERSON, ("考核", 14, "text"), ("状态", 18, "text"), ("谈话领导", 12, "text"), ("期限", 12, "text"),
    ("期限暂定", 10, "text"), ("谈话日期", 12, "text"), ("跟踪", 40, "text"), ("签字方式", 20, "text"),
)  # fmt: skip


def candidates_workbook(rows: Iterable[Row], barred: Iterable[Row], path: Path) -> None:
    """表彰人选, and who may not be commended with the reason."""
    book = Workbook()
    sheet = book.sheet("表彰人选", CANDIDATES)
    for row in rows:
        case, result = row.case, row.case.participant.result
        public = case.publicity.ends_on if case.state == CommendationCase.State.PUBLIC else None
        sheet.append(
            [
                *_person(row),
                result.category,
                ADDED if case.above_quota else "",
                str(result.rank or ""),
                TIED if result.suggestion == COMMEND_TIED else "",
                case.get_state_display(),
                row.more,
                _day(public),
                case.initiative,
                case.performance,
                case.meeting,
                _day(case.decided_on),
                case.decision_reason,
                case.reason,
                case.get_form_display(),
                case.document_no,
                _day(case.commended_on),
            ]
        )
    sheet = book.sheet("不得评优", BARRED)
    for row in barred:
        sheet.append([*_person(row), row.more])
    book.save(path)


def bottom_workbook(rows: Iterable[Row], path: Path) -> None:
    """研判人选; of a talk its state, leader, days and follow-ups, no word of what was said."""
    book = Workbook()
    sheet = book.sheet("研判人选", BOTTOM)
    for row in rows:
        review, talk = row.case, row.talk
        after = review.follow_up if review.is_followed else None
        sheet.append(
            [
                *_person(row),
                review.participant.result.category,
                TIED if review.participant.result.suggestion == JUDGE_TIED else "",
                review.get_state_display(),
                OUTCOMES.get(review.outcome, ""),
                _day(review.decided_on),
                review.meeting,
                review.decision_reason,
                talk.get_state_display() if talk else "",
                talk.leader.name if talk and talk.leader else "",
                _day(talk.due_on) if talk else "",
                talked_on(talk),
                "；".join(row.followed),
                after_words(review),
                after.responsible if after else "",
                _day(after.due_on) if after else "",
                _day(after.done_on) if after else "",
                f"{review.withdrawn_on} {review.withdrawn_document}" if review.withdrawn_on else "",
                review.withdrawn_reason,
            ]
        )
    book.save(path)


def talks_workbook(rows: Iterable[Row], path: Path) -> None:
    """谈话提醒, as the list shows it."""
    book = Workbook()
    sheet = book.sheet("谈话提醒", TALKS)
    for row in rows:
        talk = row.case
        sheet.append(
            [
                *_person(row),
                talk.review.participant.cycle.label,
                talk.get_state_display(),
                talk.leader.name if talk.leader else "待指定",
                _day(talk.due_on),
                "暂定" if talk.provisional else "",
                talked_on(talk),
                "；".join(row.followed),
                talk.get_signing_display(),
            ]
        )
    book.save(path)


def _person(row: Row) -> list[str]:
    return [row.staff_no, row.name, row.unit, row.post]


def _day(day: date | None) -> str:
    return str(day or "")
