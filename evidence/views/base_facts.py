"""What the pages of facts share: who acts, what is visible, files and workbooks out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from accounts.exports import list_taken, sheet_taken
from accounts.models import User
from core import clock
from core.lists import ListPage

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


def list_export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    """What a list shows to this reader, with the same filters, as a workbook; recorded."""
    return list_taken(request, page, purpose=PURPOSE)


def sheet_out(
    request: HttpRequest, title: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]
) -> FileResponse:
    """One sheet of text, marked with who took it; the security log is told."""
    return sheet_taken(request, title, columns, rows, purpose=PURPOSE)
