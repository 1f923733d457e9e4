"""Agenda, minutes extract and notice as Word files, where an upper app can write them; each recorded."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.files import safe_name
from core.pages import RuleBroken

from .. import registry, selectors
from ..access import FINALISE, may
from ..models import Meeting, Publicity
from ..services.exports import paper_export_note
from .agenda import visible_item
from .common import visible_meeting, visible_publicity

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@never_cache
def meeting_agenda_document(request: HttpRequest, pk: int) -> FileResponse:
    """会议议程, for whom the meeting is visible."""
    found = visible_meeting(request, pk)
    render = _writer(registry.AGENDA)
    if found.state == Meeting.State.CANCELLED:
        raise RuleBroken("会议已取消，没有议程。")
    if not found.items.exists():
        raise RuleBroken("会议还没有议题。加入议题后再下载议程。")
    content = render(selectors.agenda_context(found))
    return _handed_out(content, f"{found}-议程.docx", f"{found}议程", request)


@require_safe
@never_cache
def meeting_minutes_document(request: HttpRequest, pk: int, item_pk: int) -> FileResponse:
    """会议纪要摘录 of one item: of final minutes alone, nothing else leaves the house as minutes."""
    item = visible_item(request, pk, item_pk)
    render = _writer(registry.MINUTES)
    if not item.meeting.is_final:
        raise RuleBroken("纪要定稿以后才能下载摘录；现在可以在“纪要摘录”页核对。")
    # Who keeps the minutes takes them whole, also what pages tell no more; the security log is told.
    content = render(selectors.minutes_context(item, whole=may(request.user, FINALISE)))
    name = f"{item.meeting}-纪要摘录-{item.title}.docx"
    return _handed_out(content, name, f"{item.meeting}纪要摘录", request)


@require_safe
@never_cache
def publicity_document(request: HttpRequest, pk: int) -> FileResponse:
    """公示公告, for who reads the list: names, units and posts only."""
    found = visible_publicity(request, pk)
    render = _writer(registry.NOTICE)
    if found.begins_on is None or found.state == Publicity.State.WITHDRAWN:
        raise RuleBroken("没有开始公示或者已经撤回的，不能下载公告。")
    content = render(selectors.notice_context(found, request.user))
    return _handed_out(content, f"{found.title}.docx", "公示公告", request)


def _writer(code: str) -> registry.DocumentRender:
    render = registry.document_of(code)
    if render is None:
        raise Http404
    return render


def _handed_out(content: bytes, name: str, about: str, request: HttpRequest) -> FileResponse:
    name = safe_name(name)
    paper_export_note(about=about, file_name=name, actor=request.user)
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=WORD)
