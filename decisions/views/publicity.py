"""Publicity over HTTP: what the school reads while it runs, and what the two departments do with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from core import clock
from core.lists import Reading
from core.lists.views import ListView
from core.pages import require
from policy.publicity import may_expire

from .. import registry, services
from ..access import OBJECT, PUBLISH, steps_of
from ..forms import PublicityForm, ReasonForm, VersionForm
from ..models import Publicity, PublicityPerson
from ..selectors.publicity import people_shown_to, publicity_page
from ..tables import PUBLICITY_LIST, publicity_move
from .common import PublicityPage, moments, visible_publicity

S = Publicity.State


class PublicityListView(ListView):
    """What this reader may read today; for the two departments everything."""

    page = PUBLICITY_LIST

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"export_url": reverse("publicity_export")}


@require_safe
def publicity_export(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, as this reader sees it."""
    return list_taken(request, PUBLICITY_LIST, purpose="办理公示")


@require_safe
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as it is read; below it, for the two departments, objections and steps."""
    found = visible_publicity(request, pk)
    steps = steps_of(request.user)
    staff = bool({PUBLISH, OBJECT} & steps)
    context: dict[str, Any] = {
        "title": found.title,
        "publicity": found,
        "people": people_shown_to(found, request.user),
        "documents": registry.documents(),
        "staff": staff,
        "over": found.ends_on is not None and clock.today() > found.ends_on,
    }
    if staff:
        context |= {
            "page": publicity_page(found),
            "moments": moments(found.events, publicity_move),
            "publishes": PUBLISH in steps,
            "objects": OBJECT in steps and found.state in (S.RUNNING, S.EXPIRED),
        }
    return render(request, "decisions/publicity.html", context)


@require_safe
def publicity_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice alone, to be printed and put up."""
    found = visible_publicity(request, pk)
    context = {
        "title": "公示",
        "publicity": found,
        "people": people_shown_to(found, request.user),
        "documents": registry.documents(),
    }
    return render(request, "decisions/notice.html", context)


class PublicityEdit(PublicityPage):
    """Title, scope, period and words, while it is a draft."""

    form_class = PublicityForm
    step, states = PUBLISH, (S.DRAFT,)
    title, success = "修改公示", "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        names = ("version", "title", "scope", "days", "text")
        return {"initial": {name: getattr(self.object, name) for name in names}}

    def perform(self, form: Any) -> Publicity:
        data, actor = form.cleaned_data, self._actor
        return services.publicity_edit(pk=self.object.pk, version=data["version"], values=data, actor=actor)

    @property
    def _actor(self) -> Any:
        return self.request.user


class PublicityStep(PublicityPage):
    """A step that asks first."""

    form_class = VersionForm
    template_name = "decisions/confirm.html"
    step = PUBLISH
    consequences: tuple[str, ...] = ()

    def said(self) -> list[str]:
        """What the step does, in sentences."""
        return list(self.consequences)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consequences": self.said()}


class PublicityPublish(PublicityStep):
    """Public from now on."""

    states = (S.DRAFT,)
    title, submit, success = "开始公示", "开始公示", "公示已开始。"
    lead = "开始公示后，标题、正文、名单和公示期不能再改。"

    def said(self) -> list[str]:
        found = self.object
        count = found.people.count()
        return [
            f"公示范围：{found.get_scope_display()}；名单 {count} 人，只显示姓名、单位和职务。",
            f"公示期 {found.days} 个工作日，今天不计入，截止日期由工作日历算出。",
            "期满后阅读页面自动消失；收到异议的人，查核结束前不办理期满。",
        ]

    def perform(self, form: Any) -> Publicity:
        actor: Any = self.request.user
        return services.publicity_publish(pk=self.object.pk, **form.cleaned_data, actor=actor)

    def success_message(self, result: Publicity) -> str:
        late = "（暂定）" if result.provisional else ""
        return f"公示已开始，截止日期 {result.ends_on}{late}。"


class PublicityExpire(PublicityStep):
    """The last day is over."""

    states = (S.RUNNING,)
    title, submit, success = "办理期满", "办理期满", "已办理期满。"
    lead = "公示期已满，办理没有异议的人员。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Nobody is told that the period is over before it is.
        if self.object.state == S.RUNNING:
            require(may_expire(ends_on=self.object.ends_on, today=clock.today()))
        return super().get(request, *args, **kwargs)

    def said(self) -> list[str]:
        page = publicity_page(self.object)
        lines = [f"{page.clear} 人没有未结的异议，办理为期满无异议。"]
        if page.waiting:
            lines.append(f"{'、'.join(page.waiting)}有异议待查，查核有结论后单独办理。")
        return lines

    def perform(self, form: Any) -> Publicity:
        actor: Any = self.request.user
        return services.publicity_expire(pk=self.object.pk, **form.cleaned_data, actor=actor)


class PublicityWithdraw(PublicityStep):
    """The whole list is taken back."""

    form_class = ReasonForm
    states = (S.DRAFT, S.RUNNING, S.EXPIRED)
    title, submit, success = "撤回公示", "撤回公示", "公示已撤回。"
    lead = "撤回后不能恢复；需要时另行公示。"
    consequences = ("阅读页面立即消失。", "名单上还没有办结的人员一并撤下。", "撤回和理由记入办理记录。")

    def perform(self, form: Any) -> Publicity:
        actor: Any = self.request.user
        return services.publicity_withdraw(pk=self.object.pk, **form.cleaned_data, actor=actor)


class PersonWithdraw(PublicityStep):
    """One person is taken off."""

    form_class = ReasonForm
    states = (S.RUNNING, S.EXPIRED)
    submit, success = "撤下", "已撤下，其他人员的公示继续。"
    lead = "撤下后不能恢复。"

    def find(self) -> Publicity:
        found = super().find()
        self.person: PublicityPerson = get_object_or_404(found.people, pk=self.kwargs["person_pk"])
        return found

    def context(self) -> dict[str, Any]:
        said = ["只撤下这一人，其他人员的公示继续。", "撤下和理由记入办理记录。"]
        return {**super().context(), "title": f"撤下{self.person.name}", "consequences": said}

    def perform(self, form: Any) -> PublicityPerson:
        actor: Any = self.request.user
        return services.publicity_person_withdraw(
            pk=self.object.pk, person_pk=self.person.pk, **form.cleaned_data, actor=actor
        )
