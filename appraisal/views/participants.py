"""参加考核人员: made from the register, corrected by hand, listed, taken out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.lists import Reading, RefusedName
from core.lists.views import ListView, refusal
from core.pages import FormPage, KeepingPage, StepView
from core.tables.textbook import write_text_sheet
from policy.categories import listed_categories

from .. import selectors
from ..access import EDIT_PEOPLE, may
from ..forms import ParticipantAddForm, ParticipantForm, ParticipantRemoveForm
from ..models import Cycle, Participant
from ..services import (
    participant_add,
    participant_correct,
    participant_remove,
    participants_generate,
    year_export_note,
)
from ..tables.participants import ParticipantList
from .common import actor_of
from .seen import seen_cycle


def _list_of(request: HttpRequest, cycle: Cycle) -> ParticipantList:
    return ParticipantList(
        cycle,
        edits=may(request.user, EDIT_PEOPLE, cycle),
        heads=selectors.reads_reasons(request.user),
        listed=True,
    )


class CyclePeople(ListView):
    """The list, with who may correct it finding the way here."""

    page: ParticipantList
    template_name = "appraisal/participants.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.cycle = seen_cycle(request, kwargs["code"])
        self.page = _list_of(request, self.cycle)
        return super().dispatch(request, *args, **kwargs)

    def offers(self, reading: Reading) -> dict[str, Any]:
        edits = may(self.request.user, EDIT_PEOPLE, self.cycle)
        return {
            "cycle": self.cycle,
            "edits": edits,
            "may_generate": edits and not self.cycle.merged,
            "export_url": reverse("cycle_people_export", args=[self.cycle.code]),
        }


@require_safe
def cycle_people_export(request: HttpRequest, code: str) -> FileResponse | HttpResponse:
    """The list as it is filtered, as this reader may know it; recorded."""
    cycle = seen_cycle(request, code)
    page = _list_of(request, cycle)
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        return refusal(request, page, refused)
    columns = [column for column in reading.columns if column.key != "edit"]
    name = f"{cycle.file_label}参加考核人员.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        write_text_sheet(
            path,
            "参加考核人员",
            [(column.header, column.width) for column in columns],
            ([column.text(row) for column in columns] for row in reading.every_row()),
            notes=(f"{cycle.label}考核，共 {reading.total()} 人。",),
        )
        content = path.open("rb")
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)


class _OnTheList:
    """What the acts on the list share: the cycle, who may, and the way back."""

    request: HttpRequest
    kwargs: dict[str, Any]
    object: Any

    def find(self) -> Any:
        self.cycle = seen_cycle(self.request, self.kwargs["code"])
        return self.cycle

    def may(self) -> bool:
        return may(self.request.user, EDIT_PEOPLE, self.cycle)

    def categories(self) -> tuple[str, ...]:
        return listed_categories(selectors.parameters_of(self.cycle)) if self.cycle.parameters else ()

    def back(self) -> str:
        return reverse("cycle_people", args=[self.cycle.code])

    def done(self, result: Any) -> str:
        return self.back()

    def above(self, title: str) -> dict[str, Any]:
        return {"title": title, "parent": f"{self.cycle.label}参加考核人员", "parent_url": self.back()}


class PeopleGenerate(_OnTheList, StepView):
    """The list made anew from the register."""

    success = "名单已按名册生成。人工更正过的人员保持不变。"

    def perform(self, form: Any) -> Cycle:
        return participants_generate(cycle_pk=self.cycle.pk, actor=actor_of(self.request))


class PersonAdd(_OnTheList, FormPage):
    """Somebody put on the list."""

    form_class = ParticipantAddForm
    submit = "列入名单"
    success = "已列入名单。"

    def form_kwargs(self) -> dict[str, Any]:
        return {"categories": self.categories()}

    def context(self) -> dict[str, Any]:
        return self.above("列入参加考核人员")

    def perform(self, form: ParticipantAddForm) -> Participant:
        return participant_add(cycle_pk=self.cycle.pk, actor=actor_of(self.request), **form.cleaned_data)


class _OfAPerson(_OnTheList):
    def find(self) -> Participant:
        super().find()
        rows = Participant.objects.select_related("cadre")
        return get_object_or_404(rows, cycle=self.cycle, pk=self.kwargs["pk"])


class PersonEdit(_OfAPerson, KeepingPage):
    """One row corrected; whoever is slower keeps the text."""

    form_class = ParticipantForm
    template_name = "appraisal/participant_form.html"
    submit = "保存更正"
    success = "已更正。"

    def form_kwargs(self) -> dict[str, Any]:
        row = self.object
        heads = selectors.reads_reasons(self.request.user)
        return {
            "categories": self.categories(),
            "initial": {
                "category": row.category,
                "graded": "yes" if row.graded else "no",
                "ungraded_reason": "" if row.discreet and not heads else row.ungraded_reason,
                "discreet": row.discreet,
                "version": row.version,
            },
        }

    def context(self) -> dict[str, Any]:
        return {
            **self.above(f"更正：{self.object.cadre.name}"),
            "basis": [item["text"] for item in self.object.basis],
            "remove_url": ""
            if self.cycle.merged
            else reverse("participant_remove", args=[self.cycle.code, self.object.pk]),
        }

    def perform(self, form: ParticipantForm) -> Participant:
        given = form.cleaned_data
        return participant_correct(participant_pk=self.object.pk, actor=actor_of(self.request), **given)


class PersonRemove(_OfAPerson, FormPage):
    """Somebody taken off the list."""

    form_class = ParticipantRemoveForm
    template_name = "ui/confirm.html"
    submit = "移出名单"
    success = "已移出名单。"

    def context(self) -> dict[str, Any]:
        return {
            **self.above(f"移出：{self.object.cadre.name}"),
            "lead": f"确定把{self.object.cadre}移出{self.cycle.label}考核名单吗？",
            "consequences": ["移出后不参加本次考核，述职报告等材料一并失去对象。", "理由记入考核大事记。"],
        }

    def perform(self, form: ParticipantRemoveForm) -> Cycle:
        return participant_remove(
            participant_pk=self.object.pk, why=form.cleaned_data["why"], actor=actor_of(self.request)
        )


cycle_people = CyclePeople.as_view()
