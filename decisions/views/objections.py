"""Objections over HTTP: received by the two departments, looked into by the officer named."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.pages import FormPage, RuleBroken, StaleState

from .. import services
from ..access import HANDLE, OBJECT, SEE_OBJECTOR, may, objection_content_visible, steps_of
from ..forms import ObjectionCloseForm, ObjectionForm
from ..models import Objection, Publicity
from .common import PublicityPage, visible_publicity

S = Publicity.State


def visible_objection(request: HttpRequest, pk: int, objection_pk: int) -> Objection:
    """The objection, for the two departments; else raises Http404."""
    publicity = visible_publicity(request, pk)
    if not may(request.user, OBJECT):
        raise Http404
    rows = publicity.objections.select_related("person", "handler", "received_by", "closed_by")
    found = get_object_or_404(rows, pk=objection_pk)
    found.publicity = publicity
    return found


@require_safe
def objection(request: HttpRequest, pk: int, objection_pk: int) -> HttpResponse:
    """What was said, to whom it may be shown: who said it only to the discipline office."""
    found = visible_objection(request, pk, objection_pk)
    if not objection_content_visible(request.user, found):
        raise PermissionDenied
    context = {
        "title": "公示异议",
        "publicity": found.publicity,
        "objection": found,
        "sees_objector": may(request.user, SEE_OBJECTOR),
        "may_close": found.is_open and HANDLE in steps_of(request.user),
    }
    return render(request, "decisions/objection.html", context)


class ObjectionNew(PublicityPage):
    """Somebody objects."""

    form_class = ObjectionForm
    step, states = OBJECT, (S.RUNNING, S.EXPIRED)
    title, submit, success = "登记异议", "登记", "异议已登记，查核人会在待办中看到。"
    lead = "有未结异议的人，公示期满后暂不办理，等查核结论。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"publicity": self.object}

    def perform(self, form: Any) -> Objection:
        data = form.cleaned_data
        actor: Any = self.request.user
        return services.objection_record(
            publicity_pk=self.object.pk,
            person_pk=data["person"].pk if data["person"] else None,
            received_on=data["received_on"],
            channel=data["channel"],
            objector=data["objector"],
            content=data["content"],
            handler=data["handler"],
            actor=actor,
        )


class ObjectionClose(FormPage):
    """What was found."""

    form_class = ObjectionCloseForm
    template_name = "decisions/form_page.html"
    title, submit = "登记查核结论", "登记结论"
    lead = "结论登记后不能再改。"
    success = "结论已登记。"
    conflict = ""

    def find(self) -> Objection:
        return visible_objection(self.request, self.kwargs["pk"], self.kwargs["objection_pk"])

    def may(self) -> bool:
        return may(self.request.user, HANDLE) and objection_content_visible(self.request.user, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.object.is_open:
            raise RuleBroken("这条异议已经有结论，不能再改。")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            self.conflict = "".join(stale.messages)
            form = self.form_class(data=request.POST)
            form.is_valid()
            response = self.show(form)
            response.status_code = 409
            return response

    def back(self) -> str:
        return reverse("objection", args=[self.object.publicity_id, self.object.pk])

    def context(self) -> dict[str, Any]:
        found = self.object.publicity
        url = reverse("publicity", args=[found.pk])
        closed = bool(self.conflict)
        return {
            "parent": found.title,
            "parent_url": url,
            "conflict": self.conflict,
            "last": None,
            "closed": closed,
        }

    def perform(self, form: Any) -> Objection:
        actor: Any = self.request.user
        return services.objection_close(objection_pk=self.object.pk, **form.cleaned_data, actor=actor)

    def done(self, result: Objection) -> str:
        return reverse("publicity", args=[self.object.publicity_id])
