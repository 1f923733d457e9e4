"""Refused access goes into the security log."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from .models import SecurityEvent, User
from .services.security_log import security_event_record

log = structlog.get_logger(__name__)
REASONS = {403: "没有此项权限，或表单已过期", 404: "看不到这项内容，或内容不存在"}


class RefusedAccessMiddleware:
    """Records what signed-in people were refused: 403, and 404 of a page that exists but not for them.

    An address that leads nowhere is a typing error, not an access. Who is not signed in is sent to sign in;
    failures there have kinds of their own. Nothing is recorded of a view that is marked `without_person`.
    Stands below AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 or (response.status_code == 404 and request.resolver_match):
            self._record(request, response.status_code)
        return response

    def _record(self, request: HttpRequest, status: int) -> None:
        try:
            if isinstance(request.user, User) and not getattr(request, "without_person", False):
                verb = "打开" if request.method in ("GET", "HEAD") else "提交"
                security_event_record(
                    kind=SecurityEvent.Kind.REFUSED,
                    actor=request.user,
                    subject=request.path,
                    note=f"{verb}被拒（{status}）：{REASONS[status]}",
                )
        except Exception:  # the answer stays a refusal, whatever becomes of its record
            log.exception("refused access was not recorded")
