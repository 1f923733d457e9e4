"""What the pages of a case share: found among the visible ones, one step each, typed words never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.pages import KeepingPage, see_other
from policy.tolerance_steps import STEPS, Party

from ..access import Standing, parties_of, steps_of
from ..forms.base import CaseForm
from ..models import ToleranceCase
from ..services.common import ROWS
from ..services.readings import case_read


@dataclass(frozen=True)
class Seen:
    """A visible case, and what the user of this request is to it."""

    case: ToleranceCase
    parties: frozenset[Party]

    @property
    def inside(self) -> bool:
        """Whether the user reads what the offices wrote: first reading, verification, factors, opinions."""
        return Party.STAFF in self.parties


def visible_case(request: HttpRequest, pk: int, *, rows: Any = ROWS) -> Seen:
    """The case where the user may see it; else raises Http404. rows: what of it is read along."""
    standing = Standing(request.user, pk)
    case = get_object_or_404(rows.visible_at(standing))
    return Seen(case, parties_of(request.user, case, standing=standing))


def read(request: HttpRequest, case: ToleranceCase, part: str) -> None:
    """Opening a part of a case file is itself recorded; every page that shows one calls this."""
    case_read(case=case, part=part, actor=request.user)  # type: ignore[arg-type]  # visible: signed in


class StepPage(KeepingPage):
    """One step of one case. GET where the case has moved on leads back to it and says so.

    service: what POST calls, with the fields of the form by name.
    """

    form_class: type[Any] = CaseForm
    template_name = "tolerance/form_page.html"
    step = ""
    submit = ""
    service: ClassVar[Callable[..., Any] | None] = None

    def find(self) -> ToleranceCase:
        seen = visible_case(self.request, self.kwargs["pk"])
        self.parties = seen.parties
        return seen.case

    def may(self) -> bool:
        """Whether the user is somebody who takes that step, in whatever state the case is."""
        return bool(set(STEPS[self.step].by) & self.parties)

    def may_now(self) -> bool:
        """The state counts too."""
        return self.step in steps_of(self.request.user, self.object, parties=self.parties)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_now():
            messages.info(request, self._why_not())
            return see_other(self.object)
        return super().get(request, *args, **kwargs)

    def show(self, form: Any) -> HttpResponse:
        """Whatever led here, a form that was refused too: what it shows of the file is read."""
        read(self.request, self.object, STEPS[self.step].told)
        return super().show(form)

    def _why_not(self) -> str:
        rule = STEPS[self.step]
        if self.object.state in rule.states:
            return f"这份申请现在不能{rule.told}：还没有到这一步，或者不适用于这份申请。"
        return f"这份申请现在的状态是“{self.object.get_state_display()}”，不能{rule.told}。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, **self.initial()}}

    def initial(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def given(self, form: Any) -> dict[str, Any]:
        """What the service takes besides the case and the actor."""
        return dict(form.cleaned_data)

    def perform(self, form: Any) -> Any:
        service = type(self).service
        assert service is not None
        return service(pk=self.object.pk, actor=self.request.user, **self.given(form))

    def back(self) -> str:
        return reverse("tolerance_case", args=[self.object.pk])

    def done(self, result: Any) -> Any:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {
            "case": self.object,
            "title": self.title or STEPS[self.step].told,
            "submit": self.submit or STEPS[self.step].told,
            "parent": str(self.object),
            "parent_url": self.back(),
            "overtaken": self.overtaken,
            **self.more(),
        }

    def more(self) -> dict[str, Any]:
        """What the template of one step needs besides."""
        return {}


class ConfirmPage(StepPage):
    """A step that is hard to take back: what it does is said first."""

    template_name = "tolerance/confirm.html"
    consequences: tuple[str, ...] = ()

    def more(self) -> dict[str, Any]:
        return {"consequences": self.consequences}
