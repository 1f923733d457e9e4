"""A number for every request, in each of its log lines and in the answer's header; and where it came from."""

from __future__ import annotations

import ipaddress
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

HEADER = "X-Request-ID"
LONGEST_PATH = 300
_NGINX_ID = re.compile(r"[0-9a-f]{32}")
log = structlog.get_logger(__name__)
_View = Callable[..., Any]


def without_person(view: _View) -> _View:
    """Marks a view whose log lines must not say who or from where: a casting of a ballot."""
    view.without_person = True  # type: ignore[attr-defined]
    return view


class RequestIdMiddleware:
    """Binds `request_id` and `ip` to the log and writes one line per request.

    The line holds neither query string nor body: both may hold names, numbers or choices. The user stands
    there as a keyed hash: enough to follow one visit, not to name anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _given_id(request) or uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id, ip=address(request)):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                path=request.path[:LONGEST_PATH],
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
                **_who(request),
            )
        response[HEADER] = request_id
        return response

    def process_view(self, request: HttpRequest, view: _View, args: Any, kwargs: Any) -> None:
        """What a view marked `without_person` logs from here on names no address."""
        if getattr(view, "without_person", False):
            structlog.contextvars.unbind_contextvars("ip")
            request.without_person = True  # type: ignore[attr-defined]


def _given_id(request: HttpRequest) -> str:
    """The number that our own web server in front has given the request, '' for anything else."""
    given = request.headers.get(HEADER, "") if settings.ENVIRONMENT.behind_proxy else ""
    return given if _NGINX_ID.fullmatch(given) else ""


def address(request: HttpRequest) -> str:
    """The address a request came from; behind our own proxy, the one that this proxy has seen.

    Only the last hop of the header is the proxy's own word: whatever stands before it, anybody can send.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    hops = request.headers.get("X-Forwarded-For", "") if settings.ENVIRONMENT.behind_proxy else ""
    for found in (hops.rpartition(",")[2].strip(), direct):
        try:
            return str(ipaddress.ip_address(found))
        except ValueError:
            continue
    return ""


def _who(request: HttpRequest) -> dict[str, str]:
    """The signed-in user as a hash; never asked for where the page did not ask."""
    user = getattr(request, "_cached_user", None)
    if getattr(request, "without_person", False) or user is None or not user.is_authenticated:
        return {}
    return {"user": salted_hmac("core.access_log", str(user.pk), algorithm="sha256").hexdigest()[:16]}
