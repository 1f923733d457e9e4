"""What the pages share: who is at work, the visible case, one service for each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import SecurityEvent, User
from accounts.selectors import scopes_of
from accounts.services.security_log import security_event_record
from core import clock
from core.pages import KeepingPage

from ..access import SEES as SEES_CASES
from ..access import Scopes, may
from ..models import Clarification

ROWS = Clarification.objects.select_related(
    "cadre",
    "unit",
    "matter",
    "relief",
    "opened_by",
    "checked_by",
    "confirmed_by",
    "wishes_by",
    "planned_by",
    "approved_by",
    "done_by",
    "visited_by",
    "overturned_by",
)


def scopes_here(request: HttpRequest) -> Scopes:
    """The user's roles of today with where each reaches, for the menu too. Raises Http404 without any."""
    scopes = scopes_of(request.user, on=clock.today())
    request.roles = set(scopes)  # type: ignore[attr-defined]
    if not SEES_CASES & scopes.keys():
        raise Http404
    return scopes


def user_of(request: HttpRequest) -> User:
    """Who is at work; nobody comes this far without signing in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def visible(request: HttpRequest, pk: int, scopes: Scopes) -> Clarification:
    """The case where the user sees it; else raises Http404."""
    return get_object_or_404(ROWS.all().visible_to(request.user, scopes=scopes), pk=pk)


def read(request: HttpRequest, case: Clarification, part: str) -> None:
    """Opening a part of a case is itself recorded, without a name and without what it says."""
    kind = SecurityEvent.Kind.CASE_FILE
    security_event_record(kind=kind, actor=user_of(request), subject=f"澄清第 {case.pk} 号", note=part)


class CaseStep(KeepingPage):
    """A form about one case; whoever was slower reads so above it and keeps what was typed (409)."""

    step = ""
    service: Callable[..., Any]
    object: Clarification

    def find(self) -> Clarification:
        self.scopes = scopes_here(self.request)
        return visible(self.request, self.kwargs["pk"], self.scopes)

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object, scopes=self.scopes)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, **self.given()}}

    def given(self) -> dict[str, Any]:
        """What the form holds before anything is typed."""
        return {}

    def show(self, form: Any) -> HttpResponse:
        """Whatever led here, a form that was refused too: what it shows of the case is read."""
        read(self.request, self.object, str(self.title))
        return super().show(form)

    def context(self) -> dict[str, Any]:
        who = f"{self.object.cadre.name}：{self.object.get_origin_display()}"
        return {"parent": who, "parent_url": self.back()}

    def perform(self, form: Any) -> Any:
        return type(self).service(pk=self.object.pk, actor=user_of(self.request), **form.cleaned_data)

    def back(self) -> str:
        return self.object.get_absolute_url()

    def done(self, result: Any) -> str:
        return self.back()


class CaseConfirm(CaseStep):
    """A step that is hard to take back: it asks first."""

    template_name = "ui/confirm.html"

    def consequences(self) -> list[str]:
        """What the step does, in sentences."""
        return []

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": self.consequences()}
