"""What is overdue and an officer follows, and bringing it before the next level."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.pages import StepView

from ..access import may_urge
from ..forms.steps import UrgeForm
from ..models import Urge
from ..selectors_urges import overdue_of
from ..services import duty_urge


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Overdue duties of others that the officer follows, the oldest first."""
    if not may_urge(request.user):
        raise Http404
    today = clock.today()
    context = {"title": "逾期与催办", "rows": overdue_of(request.user, today), "today": today}
    return render(request, "notices/overdue.html", context)


class DutyUrge(StepView):
    """Tells the level above."""

    form_class = UrgeForm

    def find(self) -> None:
        if not may_urge(self.request.user):
            raise Http404

    def may(self) -> bool:
        return True

    def perform(self, form: UrgeForm) -> Urge:
        actor: Any = self.request.user
        return duty_urge(**form.cleaned_data, actor=actor)

    def success_message(self, result: Urge) -> str:
        return f"已提请{result.get_level_display()}督促办理，站内提示已发出；邮件随下一次汇总发出。"

    def done(self, result: Urge) -> str:
        return "overdue_duties"
