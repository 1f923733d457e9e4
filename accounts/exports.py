"""The security log as a workbook."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet

from core import clock
from core.tables.writer import Workbook

from .models import SecurityEvent

MOST = 20_000
COLUMNS = (
    ("编号", 10, "integer"),
    ("时间", 20, "text"),
    ("工号", 12, "text"),
    ("当时的角色", 24, "text"),
    ("事件", 14, "text"),
    ("结果", 8, "text"),
    ("对象", 30, "text"),
    ("说明", 50, "text"),
    ("来源地址", 18, "text"),
    ("请求编号", 34, "text"),
    ("校验值", 66, "text"),
)


def security_log_workbook(events: QuerySet[SecurityEvent], path: Path, *, note: str) -> None:
    """Writes the events, newest first, below the lines of `note`."""
    book = Workbook()
    sheet = book.sheet("安全日志", COLUMNS, note=note)
    for event in events.order_by("-number").iterator(chunk_size=2_000):
        sheet.append(
            [
                event.number,
                f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}",
                event.actor_staff_no,
                event.actor_roles,
                event.get_kind_display(),
                "未成功" if event.refused else "成功",
                event.subject,
                event.note,
                event.ip,
                event.request_id,
                event.hash,
            ]
        )
    book.save(path)
