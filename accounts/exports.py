"""Workbooks that leave: what a list shows, marked and told to the security log; the log itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from core import clock
from core.lists import ListPage, Reading, RefusedName
from core.lists.declaration import SEES
from core.lists.views import refusal
from core.tables.textbook import write_text_sheet
from core.tables.writer import Workbook

from .models import SecurityEvent, User
from .services.security_log import security_event_record

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


def list_taken(request: HttpRequest, page: ListPage, *, purpose: str) -> HttpResponseBase:
    """What a list shows to this reader, with the same rows and columns, as a workbook (`sheet_taken`).

    Raises Http404 for whom there is no such list; a name that the list does not have is said on a page (400).
    """
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        return refusal(request, page, refused)
    if SEES not in reading.held:
        raise Http404
    columns = [(column.header, column.width) for column in reading.columns]
    rows = ([column.text(row) for column in reading.columns] for row in reading.every_row())
    return sheet_taken(request, page.title, columns, rows, purpose=purpose)


def sheet_taken(
    request: HttpRequest,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[str]],
    *,
    purpose: str,
) -> FileResponse:
    """One sheet of text as a download: who took it and what for stands above, and in the security log."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    at = f"{clock.now():%Y-%m-%d %H:%M}"
    note = f"{title}。{at} 由工号 {user.staff_no} 导出，仅限{purpose}使用，用毕及时删除。"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_text_sheet(path, title, columns, rows, notes=(note,))
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    name = f"{title.replace(' ', '')}.xlsx"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=user, subject=name, note=purpose)
    return FileResponse(content, as_attachment=True, filename=name)
