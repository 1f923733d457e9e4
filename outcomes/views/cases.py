"""What the pages of a case share: found among the visible ones, and typed words that are never lost."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.selectors import holds_role
from appraisal.models import Cycle
from core import clock
from core.pages import FormPage, StaleState, StepView

from ..access.review import DEPARTMENTS, may
from ..forms.review import CaseForm

Case = TypeVar("Case", bound=Model)


def cycle_of(code: str) -> Cycle:
    """The cycle of the address; who may see what of it, the rows say."""
    return get_object_or_404(Cycle, code=code)


def department_cycle(request: HttpRequest, code: str) -> Cycle:
    """The cycle where the user is of one of the two departments; else raises Http404."""
    if not holds_role(request.user, DEPARTMENTS, on=clock.today()):
        raise Http404
    return cycle_of(code)


def filtered(request: HttpRequest, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The rows of the state that the address asks for, else all; the page and its workbook ask the same."""
    wanted = request.GET.get("state", "")
    states: Any = rows.model
    return rows.filter(state=wanted) if wanted in states.State.values else rows


class CasePage(FormPage):
    """A form about one case. Whoever was slower reads so above the form and keeps what was typed (409)."""

    form_class: type[Any] = CaseForm
    rows: Any = None
    path = "participant__cycle__code"
    step = ""

    def find(self) -> Any:
        visible = self.rows.all().visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["pk"], **{self.path: self.kwargs["code"]})

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def back(self) -> str:
        return str(self.object.get_absolute_url())

    def done(self, result: Any) -> Any:
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            form = self.form_class(data=request.POST, files=request.FILES, **self.form_kwargs())
            form.is_valid()
            form.data = form.data.copy()
            form.data["version"] = self.object.version
            form.add_error(
                None, ValidationError([*stale.messages, "您写的内容还在下面，请核对最新情况后再提交。"])
            )
            response = self.show(form)
            response.status_code = 409
            return response


class CaseStep(StepView):
    """A button on a case."""

    form_class = CaseForm
    rows: Any = None
    path = "participant__cycle__code"
    step = ""

    def find(self) -> Any:
        visible = self.rows.all().visible_to(self.request.user)
        return get_object_or_404(visible, pk=self.kwargs["pk"], **{self.path: self.kwargs["code"]})

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object)

    def done(self, result: Any) -> Any:
        return self.object.get_absolute_url()
