"""Refusals without the layout around them, for tests that ask for thousands of addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from accounts.middleware import RefusedAccessMiddleware


@pytest.fixture
def cheap_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal answers with its words alone, and with what would stand in the security log.

    The layout around it is that of the pages that are opened; rendering it and writing the log thousands
    of times would be most of what such a test costs.
    """
    noted: list[str] = []

    def note(**event: Any) -> None:
        noted.append(f"{event['kind']} {event['actor'].staff_no} {event['subject']} {event['note']}")

    def told(request: HttpRequest, status: int, title: str, words: Any, **more: Any) -> HttpResponse:
        return HttpResponse(f"{status} {title} {words} {more}", status=status)

    class Noting(RefusedAccessMiddleware):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = super().__call__(request)
            if noted:
                response.content += noted.pop().encode()
            return response

    monkeypatch.setattr("accounts.middleware.security_event_record", note)
    monkeypatch.setattr("accounts.middleware.RefusedAccessMiddleware", Noting)
    monkeypatch.setattr("portal.views.errors.error_page", told)
    monkeypatch.setattr("core.pages.error_page", told)
