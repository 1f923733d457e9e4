"""Whose session still counts, and what it may open: the two middlewares of signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from .services.sessions import (
    CHANGED,
    SIGNED_OUT,
    SUBMITTED,
    idle_left,
    limit_reached,
    session_end,
    session_touch,
)

# All that answers while a password must be changed; static files never come this far.
CONFINED_TO = frozenset({"password_change", "sign_out", "healthz"})


def keeps_idle(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that only asks: opening it does not count as being there."""
    view.keeps_idle = True  # type: ignore[attr-defined]
    return view


class SignInMiddleware:
    """Ends sessions that were idle too long or have lasted too long, and confines first passwords."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            ended = limit_reached(request.session)
            if ended:
                session_end(request=request, why=ended)
            elif not request.user.is_authenticated:
                # Closed, another password, another role: the session is of somebody who was somebody else.
                ended = CHANGED
                request.session.flush()
            if ended:
                request.session[SIGNED_OUT] = ended
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if SESSION_KEY not in request.session:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if request.user.must_change_password:  # type: ignore[union-attr]
            return None if name in CONFINED_TO else redirect("password_change")
        if not getattr(view, "keeps_idle", False):
            session_touch(request=request)
            request.idle_left = idle_left(request.session)  # type: ignore[attr-defined]
        return None


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends to sign in, and back to a page that can be opened: never to a button, never into a fragment."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        part = request.headers.get("HX-Request") == "true"
        if part:
            back = _own_path(request, request.headers.get("HX-Current-URL", ""))
        elif request.method in ("GET", "HEAD"):
            back = request.get_full_path()
        else:
            back = _own_path(request, request.headers.get("referer", ""))
        if request.method not in ("GET", "HEAD") and request.session.get(SIGNED_OUT):
            request.session[SUBMITTED] = True
        query = QueryDict(mutable=True)
        query[REDIRECT_FIELD_NAME] = back
        address = f"{resolve_url(self.get_login_url(view_func))}?{query.urlencode(safe='/')}"
        if part:
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _own_path(request: HttpRequest, url: str) -> str:
    """The page of ours at that address, else the home page."""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url("home")
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
