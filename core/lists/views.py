"""A list in the browser: one address for the whole page and for its results alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms as fields
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.views import View

from core import forms
from core.models import SavedView
from core.pages import FormPage, RuleBroken, StepView, error_page

from .columns import rows_html
from .declaration import SEES, ListPage
from .query import RefusedName
from .reading import Reading
from .services import saved_view_drop, saved_view_keep, saved_view_prefer


@dataclass(frozen=True)
class Head:
    """A column's header: its link sorts by it; `order` is what the table is sorted by now."""

    key: str
    header: str
    style: str
    url: str
    order: str


@dataclass(frozen=True)
class Choice:
    """One box or line to choose from."""

    key: str
    label: str
    chosen: bool
    fixed: bool = False


class ListView(View):
    """Shows a list. `page` is its declaration; subclasses may say what else the page offers."""

    http_method_names = ["get", "head", "options"]
    page: ListPage
    template_name = "core/list.html"
    results_name = "core/_list_results.html"

    def offers(self, reading: Reading) -> dict[str, Any]:
        """What the templates of one list need besides the list itself."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reading = Reading(self.page, request.user, request.GET)
        except RefusedName as refused:
            return refusal(request, self.page, refused)
        if SEES not in reading.held:
            raise Http404
        partial = wants_results(request)
        views = [] if partial else _views(self.page, request.user)
        if reading.query.is_bare and not partial:
            chosen = next((view for view in views if view.is_default), None)
            if chosen:
                return HttpResponseRedirect(f"{request.path}?{chosen.query or 'view=all'}")
        context = {"list": Shown(reading), "views": views, "partial": partial, "results": self.results_name}
        context |= self.offers(reading)
        request.GET = QueryDict(urlencode(reading.query.pairs()))  # links that keep it keep only what it says
        response = render(request, self.results_name if partial else self.template_name, context)
        patch_vary_headers(response, ["HX-Request"])
        if partial:
            response["HX-Push-Url"] = request.path + reading.query.url()
        return response


class Shown:
    """A reading as templates draw it."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.page = reading, reading.page
        self.rows = reading.rows()  # before anything asks which page this is
        self.total = reading.total()
        self.problems = [said for words in reading.problems.values() for said in words]
        self.url = self.page.url()
        self.query = reading.query.kept()

    @property
    def body(self) -> SafeString:
        """The rows of the table."""
        return rows_html(self.reading.columns, self.rows)

    @property
    def place(self) -> Page[int]:
        """Where in the list this page is."""
        return Paginator(range(self.total), self.page.page_size).page(self.reading.query.page)

    @property
    def filters(self) -> SafeString:
        """The filters; they stand open where any is set or wrong."""
        inputs = tuple(self.reading.filterset.inputs())
        return _drawn("filters", (("inputs", inputs), ("open", self._filtered), ("clear", self.clear)))

    @property
    def _filtered(self) -> bool:
        return bool(self.reading.query.filters)

    @property
    def narrowed(self) -> bool:
        return self._filtered or bool(self.reading.query.words)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of everything that narrows the list."""
        query = self.reading.query
        found = [(f"搜索：{query.words}", self.url + query.without("q").url())] if query.words else []
        return found + [
            (f"{chip.label}：{chip.value}", self.url + query.without(chip.name).url())
            for chip in self.reading.filterset.chips()
        ]

    @property
    def clear(self) -> str:
        return f"{self.url}?view=all"

    @property
    def heads(self) -> list[Head]:
        """The headers of the columns shown."""
        asked = self.reading.query.sort or self.page.default_sort
        pairs = [(k, v) for k, v in self.reading.query.pairs() if k not in ("sort", "page")]
        found = []
        for column in self.reading.columns:
            order = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, "")
            wanted = f"-{column.key}" if order == "ascending" else column.key
            url = f"?{urlencode([*pairs, ('sort', wanted)])}" if column.sort else ""
            found.append(Head(column.key, column.header, column.style, url, order))
        return found

    @property
    def choices(self) -> SafeString:
        """The boxes and the line to choose columns and order from."""
        return _drawn("columns", (("columns", self._column_choices()), ("sorts", self._sort_choices())))

    def _column_choices(self) -> tuple[Choice, ...]:
        shown = {column.key for column in self.reading.columns}
        return tuple(
            Choice(column.key, column.header, column.key in shown, column.fixed)
            for column in self.page.shown_to(self.reading.held)
        )

    def _sort_choices(self) -> tuple[Choice, ...]:
        asked = self.reading.query.sort or self.page.default_sort
        return tuple(
            Choice(f"{sign}{column.key}", f"{column.header}（{word}）", asked == f"{sign}{column.key}")
            for column in self.page.shown_to(self.reading.held)
            if column.sort
            for sign, word in (("", "升序"), ("-", "降序"))
        )


# Hundreds of tags that differ with the list, the reader's rights and what is chosen, hardly ever otherwise.
@lru_cache(maxsize=512)
def _drawn(part: str, given: tuple[tuple[str, Any], ...]) -> SafeString:
    """A part of the page from `_list_<part>.html`, drawn once for the same choices."""
    return render_to_string(f"core/_list_{part}.html", dict(given))


def wants_results(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone; going back in the history wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def refusal(request: HttpRequest, page: ListPage, refused: RefusedName) -> HttpResponse:
    """400: which name this list does not have."""
    back = f"{page.url()}?view=all"
    label = f"打开{page.title}"
    return error_page(request, 400, refused.title, refused.message, back=back, back_label=label)


def _views(page: ListPage, user: Any) -> list[SavedView]:
    """The views of this user that the list still understands."""
    if not page.keep_url:
        return []
    return list(SavedView.objects.filter(user=user, list_name=page.name))


class ViewForm(forms.Form):
    """The name of a view to keep."""

    name = fields.CharField(label="视图名称", max_length=30)
    query = fields.CharField(required=False, widget=fields.HiddenInput, max_length=2_000)
    is_default = fields.BooleanField(label="打开列表时先显示这个视图", required=False)


class KeepView(StepView):
    """Keeps what the list shows now under a name."""

    page: ListPage
    form_class = ViewForm
    success = "视图已保存。"

    def may(self) -> bool:
        return True  # one's own views of a list that shows only what one may see

    def perform(self, form: ViewForm) -> SavedView:
        given = form.cleaned_data
        try:
            reading = Reading(self.page, self.request.user, QueryDict(given["query"]))
        except RefusedName as refused:
            raise RuleBroken(refused.message) from None
        if reading.problems:
            raise RuleBroken("有筛选条件无法识别，不能保存为视图。请更正筛选条件后再保存。")
        return saved_view_keep(
            actor=self.request.user,
            list_name=self.page.name,
            name=" ".join(given["name"].split()),
            query=reading.query.kept(),
            is_default=given["is_default"],
        )

    def done(self, result: SavedView) -> str:
        return f"{self.page.url()}?{result.query or 'view=all'}"


class OwnView:
    """Finds a saved view of the user's own by its key; anybody else's is not there."""

    page: ListPage
    request: HttpRequest
    kwargs: dict[str, Any]
    object: Any

    def find(self) -> SavedView:
        own = SavedView.objects.filter(user_id=self.request.user.pk or 0, list_name=self.page.name)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return True

    def done(self, result: Any) -> str:
        return f"{self.page.url()}?view=all"


class PreferView(OwnView, StepView):
    """Opens the list with this view from now on, or no longer."""

    def perform(self, form: Any) -> None:
        saved_view_prefer(actor=self.request.user, view=self.object, is_default=not self.object.is_default)

    def success_message(self, result: Any) -> str:
        if self.object.is_default:
            return f"打开列表时不再先显示视图“{self.object.name}”。"
        return f"以后打开列表时先显示视图“{self.object.name}”。"


class DropView(OwnView, FormPage):
    """Asks, then drops a view."""

    template_name = "ui/confirm.html"
    title = "删除视图"
    submit = "删除视图"
    success = "视图已删除。"

    def context(self) -> dict[str, Any]:
        return {
            "lead": f"确定删除视图“{self.object.name}”吗？",
            "consequences": ["只删除保存的筛选条件，不影响任何干部信息。"],
        }

    def back(self) -> str:
        return self.done(None)

    def perform(self, form: Any) -> None:
        saved_view_drop(actor=self.request.user, view=self.object)
