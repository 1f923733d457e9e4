"""The daily supervision register and the key points."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from cadres.models import Cadre
from core.lists import Reading
from core.lists.views import ListView

from .. import services
from ..access import KEEP, RECORD, RECORD_OWN, kept_scope, may_record, recorded_scope, rights_of
from ..forms import ItemEditForm, ItemNewForm, KeyPointEndForm, KeyPointForm
from ..models import KeyPoint, RegisterItem
from ..selectors import units_open
from ..tables import ITEMS, KEY_POINTS
from .base import Keeping, user_of

EDITED = ("period", "status", "due_on", "done_on", "document_no")


class ItemListView(ListView):
    """日常监督台账."""

    page = ITEMS
    template_name = "supervision/items.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        may_keep = bool({RECORD, RECORD_OWN} & reading.held)
        return {"may_keep": may_keep, "export_url": reverse("register_items_export")}


register_items = ItemListView.as_view()


class KeyPointListView(ListView):
    """监督重点."""

    page = KEY_POINTS
    template_name = "supervision/key_points.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"may_keep": KEEP in reading.held, "export_url": reverse("key_points_export")}


key_points = KeyPointListView.as_view()


@require_safe
@never_cache
def register_items_export(request: HttpRequest) -> HttpResponseBase:
    """The register as a workbook."""
    return list_taken(request, ITEMS, purpose="日常监督")


@require_safe
@never_cache
def key_points_export(request: HttpRequest) -> HttpResponseBase:
    """The key points as a workbook."""
    return list_taken(request, KEY_POINTS, purpose="日常监督")


class OfRegister(Keeping):
    def may(self) -> bool:
        kind = self.object.kind if self.object is not None else ""
        return may_record(self.request.user, self.unit_id(), kind, scopes=self.scopes)

    def back(self) -> str:
        return reverse("register_items")


class ItemNew(OfRegister):
    form_class, title, submit, success = ItemNewForm, "登记日常监督事项", "登记", "已登记。"
    lead = "只写状态和日期，不写报告内容。"

    def form_kwargs(self) -> dict[str, Any]:
        people = Cadre.objects.visible_to(self.request.user, scopes=self.scopes)
        units, by_office = units_open(recorded_scope(self.scopes)), RECORD in rights_of(self.scopes)
        return {"units": units, "people": people, "by_office": by_office}

    def perform(self, form: Any) -> RegisterItem:
        given = {name: value for name, value in form.cleaned_data.items() if name != "staff_no"}
        return services.item_record(cadre=form.cadre, actor=user_of(self.request), **given)


class ItemEdit(OfRegister):
    form_class, success = ItemEditForm, "已保存。"

    def find(self) -> RegisterItem:
        super().find()
        rows = RegisterItem.objects.select_related("unit", "cadre").visible_to(
            self.request.user, scopes=self.scopes
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def title(self) -> str:  # type: ignore[override]
        whose = self.object.cadre.name if self.object.cadre else self.object.unit.name
        return f"{whose}：{self.object.get_kind_display()}"

    def form_kwargs(self) -> dict[str, Any]:
        values = {name: getattr(self.object, name) for name in EDITED}
        return {"initial": {"version": self.object.version, **values}}

    def perform(self, form: Any) -> RegisterItem:
        return services.item_change(pk=self.object.pk, actor=user_of(self.request), **form.cleaned_data)


class KeyPointNew(Keeping):
    form_class, title, submit, success = KeyPointForm, "登记监督重点", "登记", "已登记。"

    def form_kwargs(self) -> dict[str, Any]:
        people = Cadre.objects.visible_to(self.request.user, scopes=self.scopes)
        return {"units": units_open(kept_scope(self.scopes)), "people": people}

    def back(self) -> str:
        return reverse("key_points")

    def perform(self, form: Any) -> KeyPoint:
        given = {name: value for name, value in form.cleaned_data.items() if name != "staff_no"}
        return services.key_point_add(cadre=form.cadre, actor=user_of(self.request), **given)


class KeyPointEnd(Keeping):
    form_class, submit, success = KeyPointEndForm, "结束", "已结束。"
    lead = "结束以后保留记录，不再列为监督重点。"

    def find(self) -> KeyPoint:
        super().find()
        rows = KeyPoint.objects.visible_to(self.request.user, scopes=self.scopes)
        return get_object_or_404(rows.select_related("unit"), pk=self.kwargs["pk"])

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"结束：{self.object.name}"

    def back(self) -> str:
        return reverse("key_points")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def perform(self, form: Any) -> KeyPoint:
        return services.key_point_end(pk=self.object.pk, actor=user_of(self.request), **form.cleaned_data)
