"""What is seen of commendation, judgement and talks, as workbooks; every cell is text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.tables.writer import Workbook
from policy.reminder_talk import OUTCOMES

from .tables.uses import Row

PERSON = (("工号", 12, "text"), ("姓名", 12, "text"), ("单位", 20, "text"), ("职务", 24, "text"))
CANDIDATES = (
    *PERSON, ("考核类别", 20, "text"), ("名次", 8, "text"), ("状态", 18, "text"), ("主动作为", 40, "text"),
    ("表现突出", 40, "text"), ("党委研究", 24, "text"), ("决定的理由", 30, "text"), ("表彰形式", 12, "text"),
    ("表彰文号", 20, "text"), ("表彰日期", 12, "text"),
)  # fmt: skip
BOTTOM = (
    *PERSON, ("考核类别", 20, "text"), ("状态", 14, "text"), ("研判意见", 16, "text"),
    ("党委研判", 24, "text"), ("研判理由", 30, "text"), ("谈话", 18, "text"),
    ("谈话领导", 12, "text"), ("谈话期限", 12, "text"),
)  # fmt: skip
TALKS = (
    *PERSON, ("年度", 14, "text"), ("状态", 18, "text"), ("谈话领导", 12, "text"), ("谈话期限", 12, "text"),
    ("签字方式", 20, "text"),
)  # fmt: skip


def candidates_workbook(rows: Iterable[Row], path: Path) -> None:
    """表彰人选."""
    book = Workbook()
    sheet = book.sheet("表彰人选", CANDIDATES)
    for row in rows:
        case, result = row.case, row.case.participant.result
        sheet.append(
            [
                *_person(row),
                result.category,
                str(result.rank or ""),
                case.get_state_display(),
                case.initiative,
                case.performance,
                case.meeting,
                case.decision_reason,
                case.get_form_display(),
                case.document_no,
                str(case.commended_on or ""),
            ]
        )
    book.save(path)


def bottom_workbook(rows: Iterable[Row], path: Path) -> None:
    """研判人选; of a talk its state, its leader and its day, no word of what was said."""
    book = Workbook()
    sheet = book.sheet("研判人选", BOTTOM)
    for row in rows:
        review, talk = row.case, row.talk
        sheet.append(
            [
                *_person(row),
                review.participant.result.category,
                review.get_state_display(),
                OUTCOMES.get(review.outcome, ""),
                review.meeting,
                review.decision_reason,
                talk.get_state_display() if talk else "",
                talk.leader.name if talk and talk.leader else "",
                str(talk.due_on) if talk else "",
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
                talk.leader.name if talk.leader else "",
                str(talk.due_on),
                talk.get_signing_display(),
            ]
        )
    book.save(path)


def _person(row: Row) -> list[str]:
    return [row.staff_no, row.name, row.unit, row.post]
