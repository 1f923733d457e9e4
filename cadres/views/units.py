"""The unit tree in the browser: who sits where, how full posts are, and the acts on a unit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Supervision, Unit
from accounts.services import units as services
from core import clock
from core.pages import FormPage

from ..access import EDIT, may_keep, scope_for, units_visible_to
from ..forms import units as forms
from ..selectors import unit_page, unit_tree
from ..services import appointments_move
from .conflict import VersionedPage


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The tree of the user's units with posts, holders and vacancies."""
    visible = units_visible_to(request.user)
    rows, closed = unit_tree(visible)
    if not rows and not closed and not scope_for(request.user, EDIT):
        raise Http404("没有可以查看的单位。")
    context = {
        "rows": rows,
        "closed": closed,
        "over": sum(row.over for row in rows),
        "vacant": sum(row.vacant for row in rows),
        "held": sum(row.seats.held for row in rows),
        "quota": sum(row.seats.quota for row in rows),
        "may_keep": bool(scope_for(request.user, EDIT)),
    }
    return render(request, "cadres/units.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: where it stands, its posts and who holds them, its names and its leaders."""
    found = visible_unit(request, pk)
    keeps = may_keep(request.user, found)
    context = {
        "unit": found,
        "page": unit_page(found),
        "may_act": keeps and found.is_open,
        "may_transfer": keeps and found.successor is not None,
        "today": clock.today(),
    }
    return render(request, "cadres/unit.html", context)


def visible_unit(request: HttpRequest, pk: int) -> Unit:
    """The unit where the user sees it; else raises Http404."""
    return get_object_or_404(units_visible_to(request.user).select_related("parent", "successor"), pk=pk)


class OfUnit(FormPage):
    """A form below the page of one visible unit, for whoever keeps it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    template_name = "cadres/units_form.html"
    unit: Unit
    open_only = True

    def find(self) -> Any:
        self.unit = visible_unit(self.request, self.kwargs["pk"])
        if self.open_only and not self.unit.is_open:
            raise Http404("单位已经撤销。")
        return self.unit

    def may(self) -> bool:
        return may_keep(self.request.user, self.unit)

    def back(self) -> str:
        return reverse("unit", args=[self.unit.pk])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        title = f"{self.unit.name}：{self.title}"
        return {**super().context(), "title": title, "parent": self.unit.name, "parent_url": self.back()}

    def choices(self) -> dict[str, Any]:
        """What a form with units to choose from needs."""
        scope = scope_for(self.request.user, EDIT)
        others = Unit.objects.all() if scope.everywhere else Unit.objects.filter(pk__in=scope.unit_ids)
        if hasattr(self, "unit"):
            others = others.exclude(pk=self.unit.pk)
        return {"units": others, "everywhere": scope.everywhere}


class EditsUnit(OfUnit, VersionedPage):
    """A form on the unit's own row."""

    def find(self) -> Any:
        self.row = super().find()
        return self.row

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.row.version, **self.stored()}}

    def context(self) -> dict[str, Any]:
        return {**VersionedPage.context(self), **OfUnit.context(self), "conflict": self.conflict}


class UnitOpen(OfUnit):
    """设立单位."""

    form_class = forms.UnitOpenForm
    title, submit, success = "设立单位", "设立", "单位已设立。"

    def find(self) -> Any:
        if not units_visible_to(self.request.user).exists() and not self.may():
            raise Http404("没有可以查看的单位。")
        return None

    def may(self) -> bool:
        return bool(scope_for(self.request.user, EDIT))

    def form_kwargs(self) -> dict[str, Any]:
        return self.choices()

    def perform(self, form: Any) -> Unit:
        return services.unit_open(actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def back(self) -> str:
        return reverse("units")

    def done(self, result: Any) -> str:
        return reverse("unit", args=[result.pk])

    def context(self) -> dict[str, Any]:
        return {}


class UnitRename(EditsUnit):
    """更名."""

    form_class = forms.UnitRenameForm
    title, submit, success = "单位更名", "更名", "单位已更名，原名称记为曾用名。"

    def change(self, form: Any) -> Unit:
        return services.unit_rename(unit=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def stored(self) -> dict[str, Any]:
        return {"name": self.row.name}

    def is_done(self, form: Any) -> bool:
        return False


class UnitMove(EditsUnit):
    """Under another unit."""

    form_class = forms.UnitMoveForm
    title, submit, success = "调整上级单位", "调整", "上级单位已调整。"
    lead = "按单位授予的角色范围随之改变，立即生效。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), **self.choices()}

    def stored(self) -> dict[str, Any]:
        return {"parent": self.row.parent_id}

    def change(self, form: Any) -> Unit:
        return services.unit_move(unit=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def is_done(self, form: Any) -> bool:
        return False


class UnitEdit(EditsUnit):
    """Another kind."""

    form_class = forms.UnitKindForm
    title, success = "更改单位类别", "已保存。"

    def change(self, form: Any) -> Unit:
        return services.unit_edit(unit=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class UnitMerge(EditsUnit):
    """并入另一单位."""

    form_class = forms.UnitMergeForm
    title, submit, success = "并入其他单位", "并入", "单位已并入，岗位和人员计入接收单位。"
    lead = "下级单位随之转到接收单位。人员的任职暂不变动，并入后可在本单位页面一并转入接收单位。"

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), **self.choices()}

    def stored(self) -> dict[str, Any]:
        return {}

    def change(self, form: Any) -> Unit:
        return services.unit_merge(unit=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class UnitClose(EditsUnit):
    """撤销."""

    form_class = forms.UnitCloseForm
    title, submit, success = "撤销单位", "确认撤销", "单位已撤销，历史资料保留。"
    lead = "仍有人在任或仍有下级单位时不能撤销。"

    def stored(self) -> dict[str, Any]:
        return {}

    def change(self, form: Any) -> Unit:
        return services.unit_close(unit=self.row, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class UnitTransfer(OfUnit):
    """The people of a merged unit, into the posts of the one it went to."""

    form_class = forms.TransferForm
    title, submit = "人员转入其他单位", "转入"
    lead = "原任职在转入时间结束，并在转入单位的同名岗位上开始新任职；转入单位没有的岗位会一并设立。"
    open_only = False

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"to": self.unit.successor_id}, **self.choices()}

    def perform(self, form: Any) -> int:
        return appointments_move(unit=self.unit, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def success_message(self, result: Any) -> str:
        return f"已转入 {result} 人。" if result else "没有需要转入的人员。"


class SupervisionStart(OfUnit):
    """分管."""

    form_class = forms.SupervisionForm
    title, success = "登记分管校领导", "已登记。"

    def perform(self, form: Any) -> Supervision:
        return services.supervision_start(unit=self.unit, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class SupervisionEnd(OfUnit):
    """The last day of it."""

    form_class = forms.SupervisionEndForm
    title, submit, success = "结束分管", "结束分管", "已结束分管。"
    supervision: Supervision
    open_only = False

    def find(self) -> Any:
        super().find()
        open_ones = self.unit.supervisions.filter(valid_to__isnull=True).select_related("leader")
        self.supervision = get_object_or_404(open_ones, pk=self.kwargs["supervision"])
        return self.supervision

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.supervision.version}}

    def perform(self, form: Any) -> Supervision:
        return services.supervision_end(
            supervision=self.supervision,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
