"""What the pages of facts share: who acts, what is visible, files and workbooks out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record
from appraisal.exports.taken import Taken
from core import clock
from core.files import file_open
from core.lists import Reading, RefusedName
from core.lists.declaration import SEES
from core.models import StoredFile
from core.pages import RuleBroken
from core.tables.textbook import write_text_sheet

from ..access.facts import Scopes, scopes_today

PURPOSE = "平时考核与考核工作"


def scopes_here(request: HttpRequest) -> Scopes:
    """The user's roles of today with where each reaches; the menu reads them too."""
    scopes = scopes_today(request.user)
    request.roles = set(scopes)  # type: ignore[attr-defined]
    return scopes


def user_of(request: HttpRequest) -> User:
    """Who is at work; nobody comes this far without signing in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def when(moment: datetime) -> str:
    """A moment as pages print it: in the time of the school, whatever the database keeps."""
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"


def handed_out(stored: StoredFile) -> FileResponse:
    """A stored file as a download, never shown inside a page of ours."""
    return FileResponse(
        file_open(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )


def list_export(request: HttpRequest, page: Any) -> FileResponse:
    """What a list shows to this reader, with the same filters, as a workbook; recorded."""
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        raise RuleBroken(refused.message) from None
    if SEES not in reading.held:
        raise Http404
    rows = ([column.text(row) for column in reading.columns] for row in reading.every_row())
    columns = [(column.header, column.width) for column in reading.columns]
    return sheet_out(request, page.title, columns, rows)


def sheet_out(
    request: HttpRequest, title: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]
) -> FileResponse:
    """One sheet of text, marked with who took it; the security log is told."""
    user = user_of(request)
    taken = Taken(user.staff_no, clock.now(), PURPOSE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_text_sheet(path, title, columns, rows, notes=taken.lines(title)[:1])
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    name = f"{title.replace(' ', '')}.xlsx"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=user, subject=name, note=PURPOSE)
    return FileResponse(content, as_attachment=True, filename=name)
