"""Notices, reviews and revisions as workbooks: no total and no rank in any of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core import clock
from core.tables.writer import Workbook

from ..models import Feedback, Review, Revision, StaleResult

NOTICES = (
    ("工号", 12), ("姓名", 12), ("单位", 24), ("职务", 20), ("考核类别", 20), ("版次", 8), ("通知日期", 14),
    ("情况", 12), ("签收期限", 14), ("期限暂定", 10), ("签收", 14), ("签收方式", 20), ("当面反馈", 14),
    ("录入人", 14),
)  # fmt: skip
REVIEWS = (("工号", 12), ("姓名", 12), ("提出", 14), ("情况", 16), ("答复期限", 14), ("结果", 12),
           ("更正后的等次", 14), ("答复日期", 14), ("研究会议", 24), ("申诉", 24), ("申诉结果", 30),
           ("文号", 20))  # fmt: skip
REVISIONS = (
    ("工号", 12), ("姓名", 12), ("版次", 8), ("原因", 50), ("等次（修订前）", 14), ("等次（修订后）", 14),
    ("研究会议", 24), ("决定日期", 14), ("办理人", 14), ("时间", 18), ("摘要", 30),
)  # fmt: skip
STALE = (
    ("工号", 12), ("姓名", 12), ("情形", 20), ("事项编号", 16), ("来源", 40), ("发现", 14), ("情况", 14),
    ("处理", 40),
)  # fmt: skip


def feedback_workbook(notices: Iterable[Feedback], path: Path) -> None:
    """Writes 结果反馈."""
    book = Workbook()
    sheet = book.sheet("结果反馈", [(name, width, "text") for name, width in NOTICES])
    for notice in notices:
        person = notice.participant
        sheet.append(
            [
                person.cadre.staff_no,
                person.cadre.name,
                person.unit_name,
                person.post_title,
                person.category,
                str(notice.revision),
                _day(notice.notified_on),
                notice.get_state_display(),
                _day(notice.due),
                "暂定" if notice.provisional else "",
                _day(notice.signed_on),
                notice.get_way_display() if notice.way else "",
                _day(notice.handed_on),
                notice.recorded_by.name if notice.recorded_by else "",
            ]
        )
    book.save(path)


def reviews_workbook(cases: Iterable[Review], path: Path) -> None:
    """Writes 复核."""
    book = Workbook()
    sheet = book.sheet("复核", [(name, width, "text") for name, width in REVIEWS])
    for case in cases:
        cadre, appeal = case.feedback.participant.cadre, case.appealed
        sheet.append(
            [
                cadre.staff_no,
                cadre.name,
                _day(case.submitted_on),
                case.get_state_display(),
                _day(case.answer_due),
                case.get_outcome_display() if case.outcome else "",
                case.grade,
                _day(case.answered_on),
                case.meeting,
                appeal.to_whom if appeal else "",
                appeal.result if appeal else "",
                appeal.document_no if appeal else "",
            ]
        )
    book.save(path)


def revisions_workbook(stale: Iterable[StaleResult], made: Iterable[Revision], path: Path) -> None:
    """Writes 结果修订 and 待修订结果."""
    book = Workbook()
    sheet = book.sheet("结果修订", [(name, width, "text") for name, width in REVISIONS])
    for one in made:
        cadre = one.participant.cadre
        sheet.append(
            [
                cadre.staff_no,
                cadre.name,
                str(one.number),
                one.reason,
                one.before.get("grade", ""),
                one.after.get("grade", ""),
                one.meeting,
                _day(one.decided_on),
                one.made_by.name,
                f"{one.made_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
                one.digest[:12],
            ]
        )
    waiting = book.sheet("待修订结果", [(name, width, "text") for name, width in STALE])
    for case in stale:
        cadre = case.participant.cadre
        waiting.append(
            [
                cadre.staff_no,
                cadre.name,
                case.cause,
                case.matter.number if case.matter else "",
                case.source,
                _day(case.found_on),
                case.get_state_display(),
                case.note,
            ]
        )
    book.save(path)


def _day(day: object) -> str:
    return "" if day is None else str(day)
