"""The cadre's own request: a page that saves itself, handed in by its own button."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from accounts.models import Role
from cadres.models import Cadre
from core import clock
from core.pages import FormPage, RuleBroken, StaleState, add_errors

from .. import services
from ..forms import RequestForm
from ..models import Clarification, ClarificationFile, Origin
from .base import scopes_here, user_of

TEXTS = ("origin", "facts", "content", "demand")
ELSEWHERE = "这个页面不是您本人的申请页面：浏览器里已换了登录的人。没有保存任何内容，请先把文字复制出来。"


class RequestPage(FormPage):
    """Writing: without a script by the button, with one every few seconds; no text is ever lost unseen."""

    form_class = RequestForm
    template_name = "clarification/request.html"
    success = "草稿已保存。"
    draft: Clarification | None = None
    overtaken = False

    def find(self) -> Cadre:
        scopes = scopes_here(self.request)
        found = Cadre.objects.filter(staff_no=self.request.user.get_username()).first()
        if Role.CADRE not in scopes or found is None:
            raise Http404
        self.draft = Clarification.objects.filter(cadre=found, state=Clarification.State.DRAFT).first()
        return found

    def may(self) -> bool:
        return True  # one's own page

    def form_kwargs(self) -> dict[str, Any]:
        draft = self.draft
        texts = {name: getattr(draft, name) for name in TEXTS} if draft else {"origin": Origin.RUMOUR}
        version = draft.version if draft else 0
        return {"initial": {**texts, "version": version, "cadre": self.object.pk}}

    def context(self) -> dict[str, Any]:
        files: Any = ClarificationFile.objects.filter(case=self.draft, own=True).select_related("file")
        return {
            "draft": self.draft,
            "files": files if self.draft else (),
            "overtaken": self.overtaken,
            "stored": [(RequestForm.base_fields[n].label, getattr(self.draft, n)) for n in TEXTS[1:]]
            if self.overtaken and self.draft
            else (),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = RequestForm(data=request.POST)
        if "application/json" in request.headers.get("Accept", ""):
            return self._by_script(form)
        valid = form.is_valid()
        if form.cleaned_data.get("cadre") != self.object.pk:
            raise StaleState(ELSEWHERE)
        if not valid:
            return self.show(form)
        try:
            return self._leave(self.perform(form))
        except StaleState:
            return self._both()
        except RuleBroken as broken:
            fresh = self._current()
            add_errors(fresh, broken)
            return self.show(fresh)

    def _by_script(self, form: RequestForm) -> JsonResponse:
        """The same for static/js/autosave.js: what was kept, or why it was not."""
        valid = form.is_valid()
        if form.cleaned_data.get("cadre") != self.object.pk:
            return JsonResponse({"elsewhere": True}, status=409)
        if not valid:
            said = [str(one) for words in form.errors.values() for one in words]
            return JsonResponse({"said": said}, status=422)
        try:
            result = self.perform(form)
        except StaleState:
            return JsonResponse({"stale": True}, status=409)
        except RuleBroken as broken:
            return JsonResponse({"said": broken.messages}, status=422)
        at = f"{result.saved_at.astimezone(clock.ZONE):%H:%M}" if result.saved_at else ""
        return JsonResponse({"version": result.version, "saved": at})

    def perform(self, form: RequestForm) -> Clarification:
        given = {name: form.cleaned_data[name] for name in ("version", *TEXTS)}
        return services.request_save(actor=user_of(self.request), **given)

    def done(self, result: Clarification) -> str:
        if self.request.POST.get("next") == "attach":
            return reverse("clarification_file_add", args=[result.pk])
        return reverse("clarification_request")

    def _current(self) -> RequestForm:
        """What was typed, on the version that is stored now."""
        self.object = self.find()
        data = self.request.POST.copy()
        data["version"] = str(self.draft.version if self.draft else 0)
        fresh = RequestForm(data=data)
        fresh.is_valid()
        return fresh

    def _both(self) -> HttpResponse:
        """409: what was typed stays below what is stored; the next click puts it in its place."""
        fresh = self._current()
        self.overtaken = True
        said = "这份申请在另一个窗口或设备上已经保存过。两份文字都在这一页，请核对后再保存。"
        fresh.errors.clear()
        fresh.add_error(None, said)
        answer = self.show(fresh)
        answer.status_code = 409
        return answer


class RequestSubmit(RequestPage):
    """Saves, then hands in; what stands in the way is said, and the text is saved all the same."""

    http_method_names = ["post"]
    success = "申请已提交，由纪委监察部门核查。"

    def perform(self, form: RequestForm) -> Clarification:
        texts = {name: form.cleaned_data[name].strip() for name in TEXTS}
        done = Clarification.objects.filter(cadre=self.object, state=Clarification.State.CHECKING, **texts)
        if self.draft is None and (same := done.first()):
            return same  # the second of two clicks
        saved = super().perform(form)
        return services.request_submit(pk=saved.pk, version=saved.version, actor=user_of(self.request))

    def done(self, result: Clarification) -> str:
        return result.get_absolute_url()
