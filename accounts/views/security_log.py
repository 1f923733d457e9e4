"""The security log: for audit officers only."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.pages import RuleBroken, StepView

from ..exports import MOST, security_log_workbook
from ..forms.security_log import SecurityLogFilter
from ..models import SecurityEvent, User
from ..services.audit import verification_request
from ..services.security_log import security_event_record
from ..tables import events_visible_to, log_page, reads_log


@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; conditions and page stand in the URL."""
    if not reads_log(request.user):
        raise Http404
    form = SecurityLogFilter(request.GET)
    page = log_page(events_visible_to(request.user), form, before=_before(request.GET.get("before", "")))
    return render(request, "accounts/security_log.html", {"form": form, "page": page})


class _AuditorStep(StepView):
    def find(self) -> None:
        if not reads_log(self.request.user):
            raise Http404

    def may(self) -> bool:
        return True  # whoever sees the log may check and export it

    @property
    def auditor(self) -> User:
        return cast(User, self.request.user)

    def done(self, result: Any) -> str:
        return "security_log"


class SecurityLogVerify(_AuditorStep):
    """Asks for a check of the whole chain."""

    success = "已开始核对全部日志，稍后刷新本页查看结果。"

    def perform(self, form: Any) -> Any:
        return verification_request(actor=self.auditor)


class SecurityLogExport(_AuditorStep):
    """The events of the conditions as a workbook; taking it is an event itself."""

    form_class = SecurityLogFilter

    def perform(self, form: SecurityLogFilter) -> FileResponse:
        events = form.apply(events_visible_to(self.auditor))
        count = events.count()
        if count > MOST:
            raise RuleBroken(f"符合条件的日志有 {count} 条，一次最多导出 {MOST} 条，请按日期分段导出。")
        said, at = form.said() or "无", clock.now()
        note = f"导出人工号 {self.auditor.staff_no}，{at:%Y-%m-%d %H:%M:%S}\n条件：{said}；共 {count} 条"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.xlsx"
            security_log_workbook(events, path, note=note)
            security_event_record(
                kind=SecurityEvent.Kind.EXPORT,
                actor=self.auditor,
                subject="安全日志",
                note=f"{count} 条；条件：{said}",
            )
            # Open before the folder goes: the answer streams from the open file and leaves no copy behind.
            content = path.open("rb")
        return FileResponse(content, as_attachment=True, filename=f"安全日志{at:%Y%m%d-%H%M}.xlsx")


def _before(text: str) -> int | None:
    """The number to go back from; what is no number asks for the newest page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
