"""What the pages share: who reads, which units somebody keeps, lists as workbooks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.selectors import scopes_of
from core import clock
from core.pages import KeepingPage

from ..access import KEEP, READS, Scopes, may


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
