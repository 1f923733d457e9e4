"""Investigations: listed for who may know of them, recorded by the discipline office."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.selectors import holds_role
from core import clock
from core.pages import FormPage, StepView

from ..access import KNOWS, may_record
from ..forms.investigations import CloseForm, InvestigationForm, VersionForm
from ..investigations import investigation_close, investigation_disclose, investigation_record
from ..models import Investigation

PER_PAGE = 50


@require_safe
@never_cache
def investigations(request: HttpRequest) -> HttpResponse:
    """Open ones first."""
    _knows(request)
    rows = Investigation.objects.visible_to(request.user).select_related("cadre", "matter")
    context = {
        "title": "立案情况",
        "page": Paginator(
            rows.order_by(F("closed_on").asc(nulls_first=True), "-opened_on", "pk"), PER_PAGE
        ).get_page(request.GET.get("page")),
        "may_record": may_record(request.user),
    }
    return render(request, "matters/investigations.html", context)


def _knows(request: HttpRequest) -> None:
    if not holds_role(request.user, KNOWS, on=clock.today()):
        raise Http404


class InvestigationPage:
    """What the steps share: for who may know; taken by the discipline office."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def find(self) -> Any:
        _knows(self.request)
        pk = self.kwargs.get("pk")
        return get_object_or_404(Investigation.objects.visible_to(self.request.user), pk=pk) if pk else None

    def may(self) -> bool:
        return may_record(self.request.user)

    def back(self) -> str:
        return reverse("investigations")

    def done(self, result: Any) -> str:
        return self.back()


class InvestigationNew(InvestigationPage, FormPage):
    form_class, title, submit = InvestigationForm, "登记立案", "登记"
    success = "已登记。"

    def perform(self, form: Any) -> Investigation:
        said = dict(form.cleaned_data)
        return investigation_record(cadre=said.pop("staff_no"), actor=self.request.user, **said)  # type: ignore[arg-type]


class InvestigationClose(InvestigationPage, FormPage):
    form_class, title, submit = CloseForm, "登记结案", "结案"
    lead = "给予处分或处理的，另在“处分与措施”中登记；等次需要补定的，由组织部凭理由更正名单。"
    success = "已结案。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def perform(self, form: Any) -> Investigation:
        return investigation_close(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class InvestigationDisclose(InvestigationPage, StepView):
    form_class = VersionForm
    success = "已改为可以公开。"

    def perform(self, form: Any) -> Investigation:
        return investigation_disclose(
            pk=self.object.pk,
            version=form.cleaned_data["version"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
