"""What the pages of signals and cards share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record
from core.pages import KeepingPage, RuleBroken
from policy.alerts_steps import STEPS

from ..access import may, scopes_today, steps_of
from ..models import Card


def actor_of(request: HttpRequest) -> User:
    """Who signs in: these pages are for nobody else."""
    assert isinstance(request.user, User)
    return request.user


def seen_card(request: HttpRequest, pk: int) -> Card:
    """The card among those that are visible to the user; else raises Http404."""
    rows = Card.objects.visible_to(request.user).select_related("cadre", "unit", "matter", "issuer", "signal")
    return get_object_or_404(rows, pk=pk)


class CardPage(KeepingPage):
    """A form or a confirmation for one step on one card."""

    object: Card
    step = ""
    asks = False  # whether the page says what follows and asks first

    def find(self) -> Any:
        return seen_card(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.state not in STEPS[self.step].states:
            raise RuleBroken(f"现在的状态是“{self.object.get_state_display()}”，不能办理这一步。")
        return super().get(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """What the form begins with besides the version."""
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, **self.initial()}}

    def given(self, form: Any) -> dict[str, Any]:
        """What every service of a card takes."""
        actor = actor_of(self.request)
        return {"pk": self.object.pk, "version": form.cleaned_data["version"], "actor": actor}

    def back(self) -> str:
        return reverse("card", args=[self.object.pk])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        about = f"{self.object.number} {self.object.get_kind_display()}"
        return {"parent": about, "parent_url": self.back()}

    def show(self, form: Any) -> HttpResponse:
        if self.asks:
            self.template_name = "ui/confirm.html"
        return super().show(form)


def steps_on(request: HttpRequest, card: Card) -> frozenset[str]:
    """The steps that the user may take on a visible card now."""
    return steps_of(request.user, card, scopes=scopes_today(request.user))


def export_note(request: HttpRequest, *, subject: str, note: str) -> None:
    """Somebody takes something with them: the security log is told."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor_of(request), subject=subject, note=note)
