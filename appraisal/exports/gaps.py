"""缺票核定 as a workbook: who lacks what, and everything that was proposed and decided; no figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from core import clock
from core.tables.writer import Workbook

from ..models import GapDecision
from ..tables.gaps import GapPage

PEOPLE = (
    ("工号", 12), ("姓名", 12), ("现任职务", 22), ("单位", 18), ("缺票", 30), ("处理办法", 10), ("理由", 40),
    ("情况", 24), ("现由谁办理", 20),
)  # fmt: skip
HISTORY = (
    ("提出时间", 18), ("工号", 12), ("姓名", 12), ("处理办法", 10), ("理由", 40), ("提出人", 16),
    ("结果", 14), ("核定人", 16), ("核定时间", 18), ("不同意的理由", 40),
)  # fmt: skip


def gaps_workbook(page: GapPage, decisions: Iterable[GapDecision], path: Path) -> None:
    """Writes both sheets; every cell is text."""
    book = Workbook()
    people = book.sheet("缺票核定", [(name, width, "text") for name, width in PEOPLE])
    for row in page.rows:
        gap = row.gap
        people.append(
            [
                gap.staff_no,
                gap.name,
                gap.post,
                gap.unit,
                row.lacking,
                row.remedy,
                row.reason,
                row.state,
                row.holder,
            ]
        )
    history = book.sheet("核定记录", [(name, width, "text") for name, width in HISTORY])
    for item in decisions:
        cadre = item.participant.cadre
        history.append(
            [
                _when(item.proposed_at),
                cadre.staff_no,
                cadre.name,
                item.get_remedy_display(),
                item.reason,
                str(item.proposed_by),
                item.get_state_display(),
                str(item.decided_by or ""),
                _when(item.decided_at),
                item.objection,
            ]
        )
    book.save(path)


def _when(moment: datetime | None) -> str:
    return moment.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""
