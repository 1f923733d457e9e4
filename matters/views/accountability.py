"""Accountability records: listed, opened, and taken to a decision after the tolerance question."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.selectors import holds_role
from core import clock
from core.pages import FormPage

from .. import accountability as services
from .. import accountability_again as again
from ..access import KEEPERS
from ..access_accountability import ABSENT, AGAIN, DECIDE, END, RECORD, TELL, may
from ..forms.accountability import AbsentForm, AgainForm, DecideForm, EndForm, RecordForm, TellForm
from ..models import Accountability
from ..tables_accountability import ASKED, accountability_page, asked_rows, own_rows

PER_PAGE = 50
ROWS = Accountability.objects.select_related(
    "cadre", "matter", "answered_by", "decided_by", "recorded_by", "unit_told"
)
READERS = KEEPERS | {Role.CADRE}


@require_safe
@never_cache
def accountabilities(request: HttpRequest) -> HttpResponse:
    """Open ones first; a cadre sees the own ones that he was told of."""
    if not holds_role(request.user, READERS, on=clock.today()):
        raise Http404
    rows = ROWS.all().visible_to(request.user)
    asked = request.GET.get("asked", "")
    keeper = holds_role(request.user, KEEPERS, on=clock.today())
    found = asked_rows(rows, asked) if keeper else own_rows(rows)
    context = {
        "title": "问责记录",
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "choices": ASKED,
        "keeper": keeper,
        "may_record": may(request.user, RECORD),
    }
    return render(request, "matters/accountabilities.html", context)


@require_safe
@never_cache
def accountability(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what is intended, the last three grades, the tolerance question, the decision."""
    record = get_object_or_404(ROWS.all().visible_to(request.user), pk=pk)
    page = accountability_page(record, request.user)
    title = f"{record.cadre.name}：问责记录"
    return render(request, "matters/accountability.html", {"record": record, "page": page, "title": title})


class RecordPage(FormPage):
    """A step on a visible record."""

    step = ""

    def find(self) -> Any:
        return get_object_or_404(ROWS.all().visible_to(self.request.user), pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, self.step, self.object)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def back(self) -> str:
        return str(self.object.get_absolute_url())

    def done(self, result: Any) -> Any:
        return self.back()

    def given(self, form: Any) -> dict[str, Any]:
        """What every service of a step takes."""
        return {"pk": self.object.pk, "actor": self.request.user, **form.cleaned_data}


class AccountabilityNew(RecordPage):
    form_class, title, submit = RecordForm, "登记问责", "登记"
    lead = "启动问责的同时，核查是否属于第十一条所列的容错情形；容错问题没有回答，不能作出问责决定。"
    success = "已登记。请告知干部本人有权申请容错。"

    def find(self) -> Any:
        if not holds_role(self.request.user, KEEPERS, on=clock.today()):
            raise Http404

    def may(self) -> bool:
        return may(self.request.user, RECORD)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"opened_on": clock.today()}}

    def back(self) -> str:
        return reverse("accountabilities")

    def perform(self, form: Any) -> Accountability:
        said = dict(form.cleaned_data)
        return services.accountability_record(cadre=said.pop("staff_no"), actor=self.request.user, **said)  # type: ignore[arg-type]

    def done(self, result: Any) -> Any:
        return result


class AccountabilityTell(RecordPage):
    step, form_class, title, submit = TELL, TellForm, "告知本人", "登记告知"
    lead = "书面告知干部本人：在问责决定作出之前，有权就这一事项申请容错。"
    success = "已登记告知日期。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, "told_on": clock.today()}}

    def perform(self, form: Any) -> Accountability:
        return services.accountability_tell(**self.given(form))


class AccountabilityTellUnit(AccountabilityTell):
    title = "告知所在二级党组织"
    lead = (
        "书面告知干部所在单位的党组织：在问责决定作出之前，有权就这一事项为干部申请容错。"
        "登记以后，该党组织填写申请时可以选择这一事项；问责记录的其他内容不向其显示。"
    )

    def perform(self, form: Any) -> Accountability:
        return services.accountability_tell_unit(**self.given(form))


class AccountabilityAgain(RecordPage):
    step, form_class, title, submit = AGAIN, AgainForm, "登记重新研究的结果", "登记"
    lead = "据以作出问责决定的容错认定已经撤销。原决定在重新研究以前照常有效。"
    success = "已登记重新研究的结果。"

    def perform(self, form: Any) -> Accountability:
        return again.accountability_look_again(**self.given(form))

    def done(self, result: Any) -> Any:
        return result.get_absolute_url()


class AccountabilityAbsent(RecordPage):
    step, form_class, title, submit = ABSENT, AbsentForm, "书面说明不存在容错情形", "提交说明"
    lead = "由纪委监察部门对照第十一条说明。提交后写入问责记录，本人能够看到；登记问责决定须由另一人办理。"
    success = "已写入问责记录。"

    def perform(self, form: Any) -> Accountability:
        return services.accountability_absent(**self.given(form))


class AccountabilityDecide(RecordPage):
    step, form_class, title, submit = DECIDE, DecideForm, "登记问责决定", "登记决定"
    lead = "作出决定时，同时记下近三年考核等次。处分、处理和扣分另在“处分与措施”中登记。"
    success = "已登记问责决定。"

    def perform(self, form: Any) -> Accountability:
        return services.accountability_decide(**self.given(form))


class AccountabilityEnd(RecordPage):
    step, form_class, title, submit = END, EndForm, "不再问责", "确认不再问责"
    success = "已记录不再问责。"

    def perform(self, form: Any) -> Accountability:
        return services.accountability_end(**self.given(form))
