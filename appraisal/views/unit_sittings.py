"""Votes held unit by unit: listed with their sums, entered, corrected, taken away, taken out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Unit
from ballots.models import Sitting
from ballots.services import UNIT_FIGURES
from core.lists import Reading, RefusedName
from core.lists.views import ListView, refusal
from core.pages import FormPage, StaleState
from core.tables.textbook import write_text_sheet
from policy.sittings import WORDS, sums_doubts, unit_sums

from .. import selectors
from ..access import RECORD_SITTINGS, may, sittings_open
from ..forms import UnitSittingAddForm, UnitSittingForm, UnitSittingRemoveForm
from ..models import Cycle
from ..services import unit_sitting_add, unit_sitting_edit, unit_sitting_remove, year_export_note
from ..services.sittings import NOT_ENTERED, closed_words
from ..tables.unit_sittings import UnitSittingList, export_columns, sums_rows
from .common import actor_of, visible_cycle


class UnitSittings(ListView):
    """Every sitting, below the sums of each rater group beside the whole institution."""

    template_name = "appraisal/unit_sittings.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.cycle = visible_cycle(request, kwargs["code"])
        self.records = may(request.user, RECORD_SITTINGS, self.cycle)
        self.page = UnitSittingList(self.cycle, records=self.records)
        return super().dispatch(request, *args, **kwargs)

    def offers(self, reading: Reading) -> dict[str, Any]:
        cycle = self.cycle
        whole = selectors.turnout(cycle, selectors.parameters_of(cycle)) if cycle.round else []
        units = selectors.unit_sittings(cycle)
        both = [(one, unit_sums(one.group, (u for u in units if u.group == one.group))) for one in whole]
        return {
            "cycle": cycle,
            "records": self.records,
            "closed": "" if sittings_open(cycle) else closed_words(cycle),
            "sums": sums_rows(both),
            "differences": [reason.text for one, sums in both for reason in sums_doubts(one, sums)],
            "export_url": reverse("unit_sittings_export", args=[cycle.code]),
        }


@require_safe
def unit_sittings_export(request: HttpRequest, code: str) -> FileResponse | HttpResponse:
    """The list as it is filtered; recorded."""
    cycle = visible_cycle(request, code)
    page = UnitSittingList(cycle, records=False)
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        return refusal(request, page, refused)
    columns = export_columns(reading.columns)
    name = f"{cycle.file_label}分单位测评会.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sittings.xlsx"
        write_text_sheet(
            path,
            "分单位测评会",
            [(column.header, column.width) for column in columns],
            ([column.text(row) for column in columns] for row in reading.every_row()),
            notes=(f"{cycle.label}考核，共 {reading.total()} 场。",),
        )
        content = path.open("rb")
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)


class _OfSittings(FormPage):
    """What the acts on sittings share: the cycle, who may, and the way back."""

    def find(self) -> Any:
        self.cycle: Cycle = visible_cycle(self.request, self.kwargs["code"])
        return self.cycle

    def may(self) -> bool:
        return may(self.request.user, RECORD_SITTINGS, self.cycle)

    def back(self) -> str:
        return reverse("year_unit_sittings", args=[self.cycle.code])

    def done(self, result: Any) -> str:
        return self.back()

    def above(self, title: str) -> dict[str, Any]:
        return {"title": title, "parent": f"{self.cycle.label}分单位测评会", "parent_url": self.back()}


class UnitSittingAdd(_OfSittings):
    """A sitting entered; the next one is a click away."""

    form_class = UnitSittingAddForm
    template_name = "appraisal/unit_sitting_form.html"
    submit = "登记这一场"

    def form_kwargs(self) -> dict[str, Any]:
        assert self.cycle.round is not None  # a cycle that is open for this has its round
        return {"groups": [(group["code"], group["name"]) for group in self.cycle.round.groups]}

    def context(self) -> dict[str, Any]:
        return self.above("登记一场测评会")

    def perform(self, form: UnitSittingAddForm) -> Sitting:
        return unit_sitting_add(
            cycle_pk=self.cycle.pk,
            unit=form.cleaned_data["unit"],
            group=form.cleaned_data["group"],
            figures=form.figures(),
            actor=actor_of(self.request),
        )

    def success_message(self, result: Sitting) -> str:
        return f"已登记：{_name(self.cycle, result)}。"


class _OfASitting(_OfSittings):
    """A sitting by its unit and group: its row may be copied into another round meanwhile."""

    def find(self) -> Sitting:
        super().find()
        self.unit = get_object_or_404(Unit, pk=self.kwargs["unit"])
        row = selectors.unit_sitting_of(self.cycle, unit_pk=self.unit.pk, group=self.kwargs["group"])
        if row is None:
            raise Http404("这一场测评会没有登记，或已被删除。")
        return row


class UnitSittingEdit(_OfASitting):
    """Figures corrected; where somebody was faster, what was typed stays beside what is stored now."""

    form_class = UnitSittingForm
    template_name = "appraisal/unit_sitting_form.html"
    success = "已保存。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"row": self.object}

    def context(self) -> dict[str, Any]:
        place = [self.cycle.code, self.unit.pk, self.object.group]
        return {
            **self.above(_name(self.cycle, self.object)),
            "remove_url": reverse("unit_sitting_remove", args=place),
        }

    def perform(self, form: UnitSittingForm) -> Sitting | HttpResponseBase:
        try:
            return unit_sitting_edit(
                cycle_pk=self.cycle.pk,
                unit=self.unit,
                group=self.object.group,
                entry=form.entry(),
                actor=actor_of(self.request),
            )
        except StaleState as stale:
            return self._again(stale)

    def _again(self, stale: StaleState) -> HttpResponseBase:
        """409: what was typed stays and goes in with the next click; above it stands what is stored now."""
        self.object = self.find()
        data = self.request.POST.copy()
        data["version"] = str(self.object.version)
        again = UnitSittingForm(data=data, **self.form_kwargs())
        again.is_valid()
        now = "，".join(f"{WORDS[name]} {_figure(self.object, name)}" for name in UNIT_FIGURES)
        asked = f"现在登记的是：{now}。请核对，再次点“保存”即以您填写的为准。"
        again.add_error(None, [*stale.messages, asked])
        response = self.show(again)
        response.status_code = 409
        return response


class UnitSittingRemove(_OfASitting):
    """A sitting taken away, after a yes."""

    form_class = UnitSittingRemoveForm
    template_name = "ui/confirm.html"
    submit = "删除这一场"
    success = "已删除。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version}}

    def context(self) -> dict[str, Any]:
        name = _name(self.cycle, self.object)
        return {
            **self.above(f"删除：{name}"),
            "lead": f"确定删除{name}的测评会登记吗？",
            "consequences": ["各单位合计随之减少；导入的票不受影响。", "删除的数字记入考核大事记。"],
        }

    def perform(self, form: UnitSittingRemoveForm) -> Cycle:
        return unit_sitting_remove(
            cycle_pk=self.cycle.pk,
            unit=self.unit,
            group=self.object.group,
            version=form.cleaned_data["version"],
            actor=actor_of(self.request),
        )


def _name(cycle: Cycle, row: Sitting) -> str:
    groups = cycle.round.groups if cycle.round else []
    return f"{row.unit}{next((g['name'] for g in groups if g['code'] == row.group), row.group)}"


def _figure(row: Sitting, name: str) -> str:
    value = getattr(row, name)
    return NOT_ENTERED if value is None else str(value)
