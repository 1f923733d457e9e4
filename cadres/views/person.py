"""Editing one person of the register: basics, numbers, relatives, leaving and coming back."""

from __future__ import annotations

import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.models import User
from core.pages import FormPage, RuleBroken

from .. import services
from ..access import EDIT, REVEAL, may
from ..forms.person import (
    IdentityForm,
    KinForm,
    LeaveForm,
    PersonEditForm,
    ReturnForm,
    RevealForm,
    VersionForm,
)
from ..models import Cadre, Kin
from .conflict import VersionedPage


class Acts:
    """Who is at work; nobody comes this far without signing in."""

    request: HttpRequest

    @property
    def actor(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user


class OfCadre(Acts):
    """A page below that of one visible cadre."""

    kwargs: dict[str, Any]
    template_name = "cadres/person_forms.html"
    step = EDIT
    title: str
    cadre: Cadre

    def find(self) -> Any:
        self.cadre = visible(self.request, self.kwargs["staff_no"])
        return self.cadre

    def may(self) -> bool:
        return may(self.actor, self.step, self.cadre)

    def back(self) -> str:
        return reverse("cadre", args=[self.cadre.staff_no])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        name = self.cadre.name
        title = f"{name}：{self.title}"
        return {"cadre": self.cadre, "title": title, "parent": name, "parent_url": self.back()}


class EditsCadre(OfCadre, VersionedPage):
    """A form on the cadre's own row."""

    def find(self) -> Any:
        self.row = super().find()
        return self.row

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.row.version}}

    def context(self) -> dict[str, Any]:
        return {**VersionedPage.context(self), **OfCadre.context(self), "conflict": self.conflict}


class CadreEdit(EditsCadre):
    """Corrects the basics."""

    form_class = PersonEditForm
    title = "更正基本信息"
    lead = "每一处更改都记入变动记录，注明更改人和时间。"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        # A copy: a refused form must not change the name that the page shows.
        return {**super().form_kwargs(), "instance": copy.copy(self.row)}

    def change(self, form: PersonEditForm) -> Cadre:
        return services.cadre_edit(
            cadre=self.row,
            version=form.cleaned_data["version"],
            values=form.values(),
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )


class CadreIdentity(EditsCadre):
    """New numbers; the stored ones are neither shown nor filled in."""

    form_class = IdentityForm
    title = "更正身份证号、手机"
    lead = "为防止泄露，这里不显示已登记的号码。需要核对时，请先在干部页面上“查看”。"
    success = "号码已保存。"

    def change(self, form: IdentityForm) -> Cadre:
        return services.identity_change(
            cadre=self.row,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            **form.values(),
        )

    def is_done(self, form: Any) -> bool:
        return False


class CadreLeave(EditsCadre):
    """离册: a change of state; nobody is deleted."""

    form_class = LeaveForm
    template_name = "cadres/person_forms_confirm.html"
    title = "登记离册"
    lead = "离册后，历年资料保留，不再参加考核。"
    submit = "确认离册"
    success = "已登记离册。"

    def context(self) -> dict[str, Any]:
        held = self.cadre.appointments.filter(ended_on="").select_related("post__unit")
        posts = "、".join(item.post.in_full for item in held)
        return {
            **super().context(),
            "consequences": [
                f"现任职务同时免去：{posts}。" if posts else "目前没有现任职务。",
                "登录账号同时停用，正在使用的登录立即失效。",
                "以后重新任职，可在其页面上恢复在册。",
            ],
        }

    def change(self, form: LeaveForm) -> Cadre:
        data = form.cleaned_data
        return services.cadre_leave(
            cadre=self.row,
            version=data["version"],
            left_on=data["left_on"],
            left_reason=data["left_reason"],
            document_no=data["document_no"],
            actor=self.actor,
        )


class CadreReturn(EditsCadre):
    """Back into the register."""

    form_class = ReturnForm
    title = "恢复在册"
    lead = "恢复后请登记任职；登录账号由系统管理员另行启用。"
    submit = "恢复在册"
    success = "已恢复在册，请登记现任职务。"

    def change(self, form: ReturnForm) -> Cadre:
        data = form.cleaned_data
        return services.cadre_return(
            cadre=self.row, version=data["version"], reason=data["reason"], actor=self.actor
        )

    def is_done(self, form: Any) -> bool:
        return bool(self.row.status == Cadre.Status.IN_REGISTER)


class CadreReveal(OfCadre, FormPage):
    """The full numbers, once, on the answer to a reason; the look stands in the security log."""

    step = REVEAL
    form_class = RevealForm
    title = "查看身份证号和手机"
    lead = "完整号码只在提交原因后显示一次，请勿截图、转发。"
    submit = "记录原因并查看"

    def perform(self, form: RevealForm) -> HttpResponse:
        revealed = services.identity_reveal(
            cadre=self.cadre, reason=form.cleaned_data["reason"], actor=self.actor
        )
        context = {**self.context(), "revealed": revealed, "back": self.back()}
        response = render(self.request, "cadres/person_forms_revealed.html", context)
        response["Cache-Control"] = "no-store"
        return response


class CadreKin(OfCadre, FormPage):
    """Relatives: who must step aside when the cadre's case is decided, and nothing else."""

    form_class = KinForm
    template_name = "cadres/person_forms_kin.html"
    title = "亲属（仅供回避）"
    lead = "只用于判断回避：不检索、不导出，其他角色看不到。"
    submit = "登记亲属"
    success = "已登记。"

    def done(self, result: Any) -> str:
        return reverse("cadre_kin", args=[self.cadre.staff_no])

    def context(self) -> dict[str, Any]:
        kin = self.cadre.kin.filter(removed_on=None).select_related("relative")
        return {**super().context(), "kin": kin}

    def perform(self, form: KinForm) -> Kin:
        data = form.cleaned_data
        values = {**data, "relative": self._relative(data["relative"])}
        try:
            return services.kin_add(cadre=self.cadre, actor=self.actor, **values)
        except RuleBroken:
            # The second of two clicks: the very same entry stands already.
            present = self.cadre.kin.filter(removed_on=None)
            same = [one for one in present if all(getattr(one, name) == values[name] for name in values)]
            if not same:
                raise
            return same[0]

    def _relative(self, staff_no: str) -> Cadre | None:
        if not staff_no:
            return None
        found = Cadre.objects.visible_to(self.actor).filter(staff_no=staff_no).first()
        if found is None:
            raise RuleBroken({"relative": "名册中没有这个工号，或不在您的管理范围内。请核对，或留空。"})
        return found


class KinRemove(OfCadre, FormPage):
    """Ends an entry that no longer holds."""

    form_class = VersionForm
    template_name = "ui/confirm.html"
    title, submit = "停用亲属关系", "停用"
    success = "已停用这项亲属关系，记录保留。"

    def find(self) -> Any:
        super().find()
        self.kin = get_object_or_404(self.cadre.kin, pk=self.kwargs["pk"])
        return self.kin

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.kin.version}}

    def back(self) -> str:
        return reverse("cadre_kin", args=[self.cadre.staff_no])

    def context(self) -> dict[str, Any]:
        lead = f"停用与{self.kin.name}的{self.kin.get_relation_display()}关系吗？"
        return {
            **super().context(),
            "lead": lead,
            "consequences": ["以后办理这名干部的事项，不再据此提示回避。", "记录保留；以后需要时另行登记。"],
        }

    def perform(self, form: Any) -> Kin:
        return services.kin_remove(kin=self.kin, version=form.cleaned_data["version"], actor=self.actor)


def visible(request: HttpRequest, staff_no: str) -> Cadre:
    """The cadre among those the user sees; else 404."""
    return get_object_or_404(Cadre.objects.visible_to(request.user), staff_no=staff_no)
