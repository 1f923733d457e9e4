"""The risk list: list, one risk, its changes, the level of its post, the heat map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from accounts.models import Unit
from core.lists import Reading
from core.lists.views import ListView
from policy.supervision import MANAGED_BY

from .. import services
from ..access import KEEP, LEVEL, kept_scope, may, recorded_scope
from ..forms import LevelForm, RiskCloseForm, RiskEditForm, RiskNewForm, UpdateForm
from ..models import Risk, RiskPost, RiskUpdate
from ..models.risks import RISK_FIELDS
from ..selectors import risks_by_unit, units_open
from ..tables import LEVEL_STYLES, RISKS, heat_of
from .base import Keeping, scopes_here, user_of

ROWS = Risk.objects.select_related("unit", "post")


class RiskListView(ListView):
    """风险清单, and for units the way to a new risk."""

    page = RISKS
    template_name = "supervision/risks.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"may_keep": KEEP in reading.held, "export_url": reverse("risks_export")}


risks = RiskListView.as_view()


@require_safe
@never_cache
def risks_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook."""
    return list_taken(request, RISKS, purpose="日常监督")


@require_safe
@never_cache
def risks_heat(request: HttpRequest) -> HttpResponse:
    """Units by kinds, as a picture with its table."""
    scopes = scopes_here(request)
    units = risks_by_unit(
        Risk.objects.visible_to(request.user, scopes=scopes), units_open(recorded_scope(scopes))
    )
    context = {"title": "风险热力图", "chart": heat_of(units)}
    return render(request, "supervision/heat.html", context)


@require_safe
@never_cache
def risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk with its measures, the level of its post and why, and when its unit went through the list."""
    scopes = scopes_here(request)
    found = get_object_or_404(ROWS.all().visible_to(request.user, scopes=scopes), pk=pk)
    updates = RiskUpdate.objects.filter(unit=found.unit_id).select_related("by")[:10]
    context = {
        "title": found.power,
        "risk": found,
        "facts": _facts(found),
        "measures": [("前期预防", found.before), ("中期监控", found.during), ("后期检查", found.after)],
        "level_kind": LEVEL_STYLES[found.post.level],
        "updates": [
            (f"{one.on:%Y-%m-%d}", one.get_kind_display(), f"{one.by.name} {one.note}") for one in updates
        ],
        "may_keep": not found.closed_on and may(request.user, KEEP, found.unit_id, scopes=scopes),
        "may_level": may(request.user, LEVEL, scopes=scopes),
    }
    return render(request, "supervision/risk.html", context)


def _facts(found: Risk) -> list[tuple[str, str]]:
    flags = [("heavy", "权力行使影响重大"), ("free", "自由裁量无限制"), ("tainted", "曾发生不廉洁问题")]
    return [
        ("单位", found.unit.name),
        ("岗位", found.post.title),
        ("职权（事项）", found.power),
        ("流程环节", found.step),
        ("风险描述", found.description),
        ("类别", found.get_kind_display()),
        ("情形", "、".join(word for name, word in flags if getattr(found, name)) or "无"),
        ("责任人", found.owner),
        ("列入日期", f"{found.added_on:%Y-%m-%d}"),
        ("解除", f"{found.closed_on:%Y-%m-%d}，{found.closing}" if found.closed_on else ""),
        ("岗位等级", found.post.get_level_display()),
        ("定级理由", found.post.why),
        ("管理层级", MANAGED_BY[found.post.level]),
    ]


class RiskNew(Keeping):
    form_class, title, submit, success = RiskNewForm, "登记风险点", "登记", "风险点已登记。"
    lead = "一个岗位的一个环节写一条；岗位等级按规则自动计算。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"units": units_open(kept_scope(self.scopes))}

    def back(self) -> str:
        return reverse("risks")

    def perform(self, form: Any) -> Risk:
        return services.risk_add(actor=user_of(self.request), **form.cleaned_data)

    def done(self, result: Risk) -> str:
        return result.get_absolute_url()


class OfRisk(Keeping):
    """A step on one visible risk."""

    def find(self) -> Risk:
        super().find()
        return get_object_or_404(
            ROWS.all().visible_to(self.request.user, scopes=self.scopes), pk=self.kwargs["pk"]
        )

    def back(self) -> str:
        return self.object.get_absolute_url()

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def context(self) -> dict[str, Any]:
        return {"parent": self.object.power, "parent_url": self.back()}


class RiskEdit(OfRisk):
    form_class, title, success = RiskEditForm, "修改风险点", "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        values = {name: getattr(self.object, name) for name in RISK_FIELDS}
        return {"initial": {"version": self.object.version, **values}}

    def perform(self, form: Any) -> Risk:
        return services.risk_change(pk=self.object.pk, actor=user_of(self.request), **form.cleaned_data)


class RiskClose(OfRisk):
    form_class, title, submit, success = RiskCloseForm, "解除风险点", "解除", "风险点已解除。"
    lead = "解除后保留在清单里，不再计入岗位等级。"

    def perform(self, form: Any) -> Risk:
        return services.risk_close(pk=self.object.pk, actor=user_of(self.request), **form.cleaned_data)


class RiskLevel(OfRisk):
    """Of the post of one risk; by the discipline office."""

    form_class, title, success = LevelForm, "岗位定级", "已定级。"

    def may(self) -> bool:
        return may(self.request.user, LEVEL, scopes=self.scopes)

    @property
    def lead(self) -> str:  # type: ignore[override]
        post = self.object.post
        return f"{post}：现为{post.get_level_display()}。{post.why}"

    def form_kwargs(self) -> dict[str, Any]:
        post: RiskPost = self.object.post
        given = {"version": post.version, "level": post.level or None, "by_hand": post.by_hand}
        return {"initial": {**given, "why": post.why if post.by_hand else ""}}

    def perform(self, form: Any) -> RiskPost:
        return services.level_set(pk=self.object.post_id, actor=user_of(self.request), **form.cleaned_data)


class RiskUpdated(Keeping):
    """The unit went through its list and reports so."""

    form_class, title, submit = UpdateForm, "报告清单更新", "报告"
    success = "已报告，纪委监察部门可以看到。"
    lead = "先在清单里登记、修改或解除，再报告。"

    def find(self) -> Unit:
        super().find()
        return get_object_or_404(units_open(kept_scope(self.scopes)), pk=self.kwargs["unit"])

    def unit_id(self) -> int | None:
        return int(self.object.pk)

    def back(self) -> str:
        return reverse("risks")

    def context(self) -> dict[str, Any]:
        return {"title": f"{self.object.name}：报告清单更新"}

    def perform(self, form: Any) -> RiskUpdate:
        return services.update_report(unit=self.object, actor=user_of(self.request), **form.cleaned_data)
