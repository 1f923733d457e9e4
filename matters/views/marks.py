"""Measures as a list, one matter, and the steps on its marks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.exports import list_taken
from accounts.selectors import holds_role
from core import clock
from core.lists import Reading
from core.lists.views import ListView
from core.pages import FormPage, KeepingPage, RuleBroken

from ..access import KEEPERS, may_keep
from ..forms.marks import CancelForm, CorrectForm, LiftForm, MarkForm, MatterEditForm, MatterForm
from ..models import Mark, Matter
from ..selectors import influence_of
from ..selectors.states import ORDER, WORDS
from ..services import (
    mark_cancel,
    mark_correct,
    mark_lift,
    mark_record,
    matter_create,
    matter_describe,
)
from ..tables import MarkList, matter_page, measures_for
from ..tables_bars import BarList

SHOWN = ("running", "expiring", "lifting_due", "needs_judgement")


class Marks(ListView):
    """处分与措施, with the way to what asks for somebody."""

    template_name = "matters/marks.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = MarkList()

    def offers(self, reading: Reading) -> dict[str, Any]:
        counts = dict.fromkeys(ORDER, 0)
        for state in self.page.states.values():  # type: ignore[attr-defined]
            counts[state.code] += 1
        return {
            "may_record": may_keep(self.request.user),
            "export_url": reverse("marks_export"),
            "ways": [(f"?state={code}", WORDS[code], counts[code]) for code in SHOWN],
        }


marks = never_cache(Marks.as_view())


@require_safe
@never_cache
def marks_export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, with the same filters, as a workbook; recorded."""
    return list_taken(request, MarkList(), purpose="办理处分与措施")


class Bars(ListView):
    """使用限制 on the day that is asked for."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = BarList(request.GET.get("day", "").strip())

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"export_url": reverse("bars_export")}


bars = never_cache(Bars.as_view())


@require_safe
@never_cache
def bars_export(request: HttpRequest) -> HttpResponseBase:
    """What the list shows, with the same filters, as a workbook; recorded."""
    page = BarList(request.GET.get("day", "").strip())
    return list_taken(request, page, purpose=f"核对截至 {page.day} 的使用限制")


def _matter(request: HttpRequest, pk: int) -> Matter:
    """All for both departments; for a cadre, where there is an own mark."""
    found = get_object_or_404(Matter, pk=pk)
    if holds_role(request.user, KEEPERS, on=clock.today()):
        return found
    if not Mark.objects.visible_to(request.user).filter(matter=found).exists():
        raise Http404
    return found


@require_safe
@never_cache
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: who, what counts, what is lifted and by which finding."""
    found = _matter(request, pk)
    visible = Mark.objects.visible_to(request.user).filter(matter=found)
    keeper = holds_role(request.user, KEEPERS, on=clock.today())
    context = {
        "title": found.title or f"事项 {found.number}",
        "matter": found,
        "page": matter_page(found, request.user, visible),
        "keeper": keeper,
        "may_record": may_keep(request.user),
    }
    return render(request, "matters/matter.html", context)


class MatterNew(FormPage):
    form_class, title, submit = MatterForm, "登记事项", "登记"
    lead = "先登记是什么事，再登记每名有关干部受到的措施；一件事只登记一次。"
    success = "已登记事项，请登记有关干部受到的措施。"

    def find(self) -> Any:
        return _keepers_only(self.request)

    def may(self) -> bool:
        return may_keep(self.request.user)

    def back(self) -> str:
        return reverse("marks")

    def perform(self, form: Any) -> Matter:
        return matter_create(actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def done(self, result: Matter) -> str:
        return reverse("matter_page", args=[result.pk])


def _keepers_only(request: HttpRequest) -> None:
    if not holds_role(request.user, KEEPERS, on=clock.today()):
        raise Http404


class OnMatter(FormPage):
    """A form on one matter."""

    object: Any

    def find(self) -> Any:
        _keepers_only(self.request)
        return get_object_or_404(Matter, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_keep(self.request.user)

    def back(self) -> str:
        return reverse("matter_page", args=[self.object.pk])

    def done(self, result: Any) -> str:
        return self.back()


class MatterEdit(OnMatter, KeepingPage):
    form_class, title = MatterEditForm, "修改事项"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        shown = {name: getattr(self.object, name) for name in ("title", "description", "wording")}
        return {"initial": shown}

    def perform(self, form: Any) -> Matter:
        return matter_describe(pk=self.object.pk, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class MarkNew(OnMatter):
    """First the computed period is shown with its reasons, then it is recorded."""

    form_class, title, submit = MarkForm, "登记措施", "下一步：核对影响期"
    template_name = "matters/mark_form.html"
    lead = "影响期由系统按规定推算，核对后才登记；决定书写明期满日的，以决定书为准。"
    success = "已登记。"
    reasons: tuple[str, ...] = ()

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "measures": measures_for(self.request.user),
            "initial": {"staff_no": self.request.GET.get("staff_no", "")},
        }

    def context(self) -> dict[str, Any]:
        return {"reasons": self.reasons, "matter": self.object}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(data=request.POST, **self.form_kwargs())
        if not form.is_valid() or form.cleaned_data["seen"] == form.digest():
            return super().post(request, *args, **kwargs)
        data = request.POST.copy()
        data["seen"] = form.digest()
        self.reasons, self.submit = self._computed(form), "核对无误，登记"
        again = self.form_class(data=data, **self.form_kwargs())
        again.is_valid()
        return self.show(again)

    def _computed(self, form: Any) -> tuple[str, ...]:
        """The period among the other marks of that cadre, as it would be recorded."""
        said = form.cleaned_data
        mark = Mark(
            matter=self.object,
            cadre=said["staff_no"],
            measure=said["measure"],
            decided_on=said["decided_on"],
            starts_on=said["starts_on"],
            term_months=said["term_months"],
            document_no=said["document_no"],
            influence_to=said["influence_to"],
            end_source=said["end_source"] if said["influence_to"] else "",
            end_reason=said["end_reason"],
        )
        return tuple(reason.text for reason in influence_of(mark).reasons)

    def perform(self, form: Any) -> Mark:
        said = {key: value for key, value in form.cleaned_data.items() if key != "seen"}
        cadre = said.pop("staff_no")
        if cadre.staff_no == getattr(self.request.user, "staff_no", ""):
            raise RuleBroken({"staff_no": "涉及本人的，应当回避。"})
        return mark_record(matter=self.object, cadre=cadre, actor=self.request.user, **said)  # type: ignore[arg-type]


class OnMark(FormPage):
    """A form on one mark."""

    object: Any

    def find(self) -> Any:
        visible = Mark.objects.visible_to(self.request.user).select_related("cadre", "matter")
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_keep(self.request.user, self.object)

    def back(self) -> str:
        return reverse("matter_page", args=[self.object.matter_id])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"mark": self.object}

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}


class MarkCorrect(OnMark):
    form_class, title, submit = CorrectForm, "更正记录", "更正"
    template_name = "matters/mark_step.html"
    lead = "更正登记时写错的内容；原来的内容和理由保留在办理记录中。"
    success = "已更正。"

    def form_kwargs(self) -> dict[str, Any]:
        mark = self.object
        names = ("version", "decided_on", "starts_on", "document_no", "points", "term_months", "end_reason")
        initial = {name: getattr(mark, name) for name in names}
        initial["points"] = f"{mark.points.normalize():f}" if mark.points else ""
        if mark.end_source in ("document", "edited"):
            initial |= {"influence_to": mark.influence_to, "end_source": mark.end_source}
        return {"initial": initial}

    def perform(self, form: Any) -> Mark:
        return mark_correct(mark=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class MarkLift(OnMark):
    form_class, title, submit = LiftForm, "登记书面解除", "登记"
    template_name = "matters/mark_step.html"
    lead = "解除后影响期终止，与其他措施合并执行的期限随之重新推算；决定年度的等次影响不变。"
    success = "已登记解除。"

    def perform(self, form: Any) -> Mark:
        return mark_lift(mark=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class MarkCancel(OnMark):
    form_class, title, submit = CancelForm, "撤销记录", "撤销"
    template_name = "matters/mark_step.html"
    lead = "查无此事、登记有误或者措施被撤销的，撤销后不再计入任何考核和限制；记录保留。"
    success = "已撤销，有关年度的考核随之更新。"

    def perform(self, form: Any) -> Mark:
        return mark_cancel(mark=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
