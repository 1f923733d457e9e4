"""What the pages share: who reads, which units somebody keeps, lists as workbooks."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest

from accounts.models import SecurityEvent, Unit, User
from accounts.selectors import scopes_of
from accounts.services.security_log import security_event_record
from core import clock
from core.lists import Reading, RefusedName
from core.lists.declaration import SEES
from core.pages import KeepingPage, RuleBroken
from core.tables.textbook import write_text_sheet

from ..access import KEEP, READS, Scopes, kept_scope, may
from ..selectors import within


def scopes_here(request: HttpRequest) -> Scopes:
    """The user's roles of today with where each reaches, for the menu too. Raises Http404 for no reader."""
    scopes = scopes_of(request.user, on=clock.today())
    request.roles = set(scopes)  # type: ignore[attr-defined]
    if not READS & scopes.keys():
        raise Http404
    return scopes


def user_of(request: HttpRequest) -> User:
    """Who is at work; nobody comes this far without signing in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def units_kept(scopes: Scopes) -> QuerySet[Unit]:
    """The units of today whose lists the user keeps, by name."""
    open_ones = Unit.objects.filter(valid_to__isnull=True).order_by("name")
    found: QuerySet[Unit] = within(open_ones, kept_scope(scopes), "pk")
    return found


def list_export(request: HttpRequest, page: Any) -> FileResponse:
    """What a list shows to this reader, with the same filters, as a workbook; recorded."""
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        raise RuleBroken(refused.message) from None
    if SEES not in reading.held:
        raise Http404
    user = user_of(request)
    columns = [column for column in reading.columns if not column.needs]
    rows = ([column.text(row) for column in columns] for row in reading.every_row())
    note = f"{page.title}。{clock.now():%Y-%m-%d %H:%M} 由工号 {user.staff_no} 导出，仅限日常监督使用。"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_text_sheet(path, page.title, [(c.header, c.width) for c in columns], rows, notes=(note,))
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    name = f"{page.title}.xlsx"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=user, subject=name, note="日常监督")
    return FileResponse(content, as_attachment=True, filename=name)


class Keeping(KeepingPage):
    """A form of somebody who keeps lists; whoever was slower keeps what was typed (409)."""

    object: Any

    def find(self) -> Any:
        self.scopes = scopes_here(self.request)
        return None

    def may(self) -> bool:
        return may(self.request.user, KEEP, self.unit_id(), scopes=self.scopes)

    def unit_id(self) -> int | None:
        """The unit that the page is about; None before one is chosen."""
        return self.object.unit_id if self.object is not None else None

    def done(self, result: Any) -> str:
        return self.back()
