"""What pages that change something share: a broken rule becomes words, a step is POST only.

Order of every refusal: not visible is 404, visible but not allowed is 403, wrong method is 405.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from policy.verdict import Verdict

from .files import FileDamaged

Words = str | Iterable[str]


class RuleBroken(ValidationError):
    """A rule forbids the step. Complete Chinese sentences: what is wrong, and what to do about it.

    words: one sentence, several, field → sentences (None: the whole form), or the verdict of a rule.
    """

    def __init__(self, words: Words | Mapping[str | None, Words] | Verdict) -> None:
        if isinstance(words, Verdict):
            words = [reason.text for reason in words.reasons]
        if isinstance(words, Mapping):
            super().__init__({field or NON_FIELD_ERRORS: _listed(said) for field, said in words.items()})
        else:
            super().__init__(_listed(words))

    def __str__(self) -> str:
        return "".join(self.messages)


class StaleState(RuleBroken):
    """Somebody else was faster: the row is no longer as the user saw it. Shown as a page of its own (409)."""

    def __init__(self, words: Words = "这条记录刚刚被其他人修改，您的修改没有保存。") -> None:
        super().__init__(words)


def require(verdict: Verdict, at: Mapping[str, str] | None = None) -> None:
    """Goes on only where nothing stands in the way.

    at: rule -> the field of the form beside which its sentence stands; every other stands above the form.
    """
    if verdict.ok:
        return
    said: dict[str | None, list[str]] = {}
    for reason in verdict.reasons:
        said.setdefault((at or {}).get(reason.rule), []).append(reason.text)
    raise RuleBroken(said if any(said) else verdict)


def _listed(words: Words) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


class Guarded(View, ABC):
    """What forms and steps share: `find` the visible object, ask `may`, only then go on."""

    success = ""

    def find(self) -> Any:
        """The object of the page among those that are visible to the user; else raises Http404."""
        return None

    @abstractmethod
    def may(self) -> bool:
        """Whether the user may take the step on `self.object`."""

    @abstractmethod
    def perform(self, form: Any) -> Any:
        """Calls the one service; what it raises as ValidationError is shown to the user."""

    @abstractmethod
    def done(self, result: Any) -> Any:
        """Where to go then: a path, a name of a URL or a model with `get_absolute_url`."""

    def success_message(self, result: Any) -> str:
        """What the next page says first; empty says nothing."""
        return self.success

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.find()
        if not self.may():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _leave(self, result: Any) -> HttpResponseBase:
        if isinstance(result, HttpResponseBase):
            return result
        if said := self.success_message(result):
            messages.success(self.request, said)
        return see_other(self.done(result))


class FormPage(Guarded):
    """A form: GET shows it, POST calls `perform` and leads on; what was typed is never lost."""

    form_class: type[BaseForm] = Form
    template_name = "ui/form_page.html"
    title = ""
    lead = ""
    submit = "保存"

    def form_kwargs(self) -> dict[str, Any]:
        """What the form needs besides the request's data: `initial`, `instance`, choices by scope."""
        return {}

    def context(self) -> dict[str, Any]:
        """What the template needs besides `form`, `object`, `title`, `lead`, `submit` and `back`."""
        return {}

    def back(self) -> str:
        """Where 取消 leads."""
        return reverse("home")

    def done(self, result: Any) -> Any:
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form_class(**self.form_kwargs()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(data=request.POST, files=request.FILES, **self.form_kwargs())
        if form.is_valid():
            try:
                return self._leave(self.perform(form))
            except StaleState:
                raise
            except ValidationError as broken:
                add_errors(form, broken)
        return self.show(form)

    def show(self, form: BaseForm) -> HttpResponse:
        given = {"title": self.title, "lead": self.lead, "submit": self.submit, "back": self.back()}
        return render(
            self.request, self.template_name, {**given, "form": form, "object": self.object, **self.context()}
        )


class KeepingPage(FormPage):
    """A form whose slower user gets 409 with what was typed still there: to be sent again, or copied.

    `find` is asked once more, so that the page shows what the first one made of it.
    """

    overtaken = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            return self._kept(stale)

    def _kept(self, stale: StaleState) -> HttpResponse:
        self.object, self.overtaken = self.find(), True
        given = self.form_kwargs()
        data = self.request.POST.copy()
        for field in self.form_class(**given).hidden_fields():
            data[field.html_name] = "" if field.initial is None else str(field.initial)
        form = self.form_class(data=data, files=self.request.FILES, **given)
        form.is_valid()
        form.errors.clear()
        form.add_error(None, [*stale.messages, "您填写的内容还在下面，请先核对最新情况，再决定怎么办理。"])
        response = self.show(form)
        response.status_code = 409
        return response


class StepView(Guarded):
    """One step, POST only: one form where it needs one, one service, one redirect.

    What forbids the step is said on the page it was taken from.
    """

    http_method_names = ["post"]
    form_class: type[BaseForm] = Form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(data=request.POST, files=request.FILES)
        try:
            if not form.is_valid():
                raise ValidationError([said for field in form.errors.values() for said in field])
            return self._leave(self.perform(form))
        except StaleState:
            raise
        except ValidationError as broken:
            for said in broken.messages:
                messages.error(request, said)
        return see_other(came_from(request))


def add_errors(form: BaseForm, broken: ValidationError) -> None:
    """The sentences at their fields; those of a field the form does not show stand above it."""
    if not hasattr(broken, "error_dict"):
        form.add_error(None, broken)
        return
    for field, said in broken.error_dict.items():
        form.add_error(field if field in form.fields else None, said)


def see_other(to: Any) -> HttpResponseRedirect:
    """303: go there with a GET, whatever this request was."""
    return HttpResponseRedirect(resolve_url(to), status=303)


def came_from(request: HttpRequest) -> str:
    """The page of ours that led here, else the home page."""
    page = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else reverse("home")


def error_page(
    request: HttpRequest,
    status: int,
    title: str,
    words: Words,
    *,
    back: str = "",
    back_label: str = "返回上一页",
) -> HttpResponse:
    """What went wrong, what to do, the number of the request, and a way on."""
    context = {"title": title, "words": _listed(words), "back": back, "back_label": back_label}
    return render(request, "layout/error.html", {**context, "status": status}, status=status)


class PlainWordsMiddleware:
    """Rules that broke outside a form (409) and methods a page does not know (405) are pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404  # nothing of ours has such a name, and PostgreSQL refuses to look for one
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        words = "这个网址只接受本系统页面上的按钮提交，不能直接打开。没有执行任何操作。"
        page = error_page(request, 405, "不能直接打开", words)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FileDamaged):
            words = "请告知系统管理员，从备份中恢复这个文件。其他文件和数据不受影响。"
            return error_page(request, 500, "文件打不开", [str(exception), words], back=came_from(request))
        if not isinstance(exception, RuleBroken):
            return None
        stale = isinstance(exception, StaleState)
        return error_page(
            request,
            409,
            "内容已被更新" if stale else "现在不能办理",
            [*exception.messages, *(["请重新打开页面，核对最新内容后再操作。"] if stale else [])],
            back=came_from(request),
            back_label="重新打开",
        )
