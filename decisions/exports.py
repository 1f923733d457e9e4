"""A meeting's agenda and results as a workbook: what was put before it, and what it decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import clock
from core.tables.writer import Workbook

from .models import AgendaItem, Meeting, Recusal
from .selectors.closed import entries_closed, told_entries, told_item
from .selectors.pages import summary_of

ITEMS = (("次序", 6), ("议题", 50), ("种类", 20), ("决定方式", 14), ("结果", 30), ("说明", 50))
ENTRIES = (
    ("议题次序", 8),
    ("议题", 40),
    ("次序", 6),
    ("名称", 40),
    ("提请", 14),
    ("结果", 14),
    ("同意", 8),
    ("不同意", 8),
    ("弃权", 8),
    ("理由", 60),
)
PEOPLE = (("次序", 6), ("姓名", 14), ("职务", 30), ("到会", 8), ("有表决权", 10), ("请假原因", 30))


def meeting_workbook(meeting: Meeting, path: Path, *, by: Any) -> None:
    """Writes the sheets 议题, 条目与结果 and 出席."""
    book = Workbook()
    items = list(
        meeting.items.select_related("corrects__meeting").prefetch_related(
            "entries", "recusals__attendee", "recusals__entry"
        )
    )
    closed = entries_closed(items)
    sheet = book.sheet("议题", ITEMS, note="\n".join(_about(meeting, by)))
    for item in items:
        method, summary = item.get_method_display(), summary_of(item, closed)
        told_item(item, told_entries(item.entries.all(), closed), closed)
        told_entries((found.entry for found in item.recusals.all() if found.entry), closed)
        sheet.append([item.position, item.title, item.kind_label, method, summary, _told(item)])
    rows = book.sheet("条目与结果", ENTRIES)
    for item in items:
        for place, entry in enumerate(item.entries.all(), 1):
            entry.item = item
            rows.append(
                [
                    item.position,
                    item.title,
                    place,
                    entry.label,
                    entry.proposal_label,
                    entry.outcome_label,
                    entry.agreed,
                    entry.against,
                    entry.abstained,
                    entry.reason,
                ]
            )
    people = book.sheet("出席", PEOPLE)
    for person in meeting.attendees.all():
        votes = "是" if person.is_voter else "否"
        presence = person.get_presence_display()
        people.append([person.position, person.name, person.duty, presence, votes, person.leave_reason])
    book.save(path)


def _told(item: AgendaItem) -> str:
    """What else belongs to an item: why it was added, what it corrects, who stepped aside, the words."""
    aside = [found for found in item.recusals.all() if found.answer == Recusal.Answer.RECUSED]
    said = [
        f"补充议题：{item.supplementary}" if item.supplementary else "",
        f"更正：{item.corrects.meeting}，{item.corrects.title}" if item.corrects else "",
        *(
            f"{found.attendee.name}回避（{found.entry.label if found.entry else '整个议题'}）"
            for found in aside
        ),
        item.text,
        item.reason,
    ]
    return "；".join(filter(None, said))


def _about(meeting: Meeting, by: Any) -> list[str]:
    lines = [
        f"{meeting}，{meeting.held_on}，{meeting.place}，主持人 {meeting.chair}",
        f"状态：{meeting.get_state_display()}",
        f"{clock.now():%Y-%m-%d %H:%M} 由工号 {by.get_username()} 导出",
    ]
    if not meeting.is_final:
        lines.append("纪要尚未定稿，内容不作为决定依据。")
    if meeting.recorded_late:
        lines.append(f"事后补录：{meeting.late_reason}")
    if meeting.is_proxy:
        lines.append(f"代录：代{meeting.proxy_for}录入，有签字扫描件")
    return lines
