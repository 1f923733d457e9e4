"""Scores of weighted components and bonus points over HTTP: a table, a file, and the announced points."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.models import BonusPoint, ComponentScore, Cycle, Participant
from appraisal.selectors import parameters_of
from appraisal.selectors.components import weighing, without_components
from appraisal.services import ScoreDraft, bonus_add, bonus_take_back, component_scores_set
from appraisal.views.seen import seen_cycle
from core.pages import FormPage, KeepingPage, StaleState
from policy.components import may_enter
from policy.numbers import plain
from policy.parameters import Weighted

from ..access.facts import ENTER_COMPONENTS, steps_of
from ..component_files import PERSON, scores_read
from ..forms.components import BonusBackForm, BonusForm, ScoresFileForm, ScoresForm
from .base_facts import scopes_here, sheet_out, user_of

PER_PAGE = 50


class OfComponents:
    """Below one visible cycle; whoever sees it reads, the organization department enters."""

    request: HttpRequest
    kwargs: dict[str, Any]
    cycle: Cycle

    def find(self) -> Any:
        self.cycle = seen_cycle(self.request, self.kwargs["code"])
        self.enters = ENTER_COMPONENTS in steps_of(scopes_here(self.request))
        return self.cycle

    def may(self) -> bool:
        return self.enters

    @cached_property
    def components(self) -> tuple[Weighted, ...]:
        return weighing(parameters_of(self.cycle)) if self.cycle.parameters else ()

    def back(self) -> str:
        return reverse("year_components", args=[self.cycle.code])

    def done(self, result: Any) -> str:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"parent": "成分得分与加分", "parent_url": self.back(), "cycle": self.cycle}


class YearComponents(OfComponents, FormPage):
    """The table, fifty people at a time, and the announced bonus points."""

    form_class = ScoresForm
    template_name = "evidence/components.html"
    title = "成分得分与加分"
    lead = "方案中有权重的其他考核成分，逐人录入百分制得分；改动后已计分的考核重新计分，确认计分后不能再改。"

    def may(self) -> bool:
        return self.enters if self.request.method == "POST" else True

    @cached_property
    def page(self) -> Page[Participant]:
        people = Participant.objects.filter(cycle=self.cycle).select_related("cadre")
        return Paginator(people.order_by("cadre__staff_no"), PER_PAGE).get_page(self.request.GET.get("page"))

    def form_kwargs(self) -> dict[str, Any]:
        people = [person.pk for person in self.page]
        rows = ComponentScore.objects.filter(participant__in=people)
        stored = {(row.participant_id, row.code): row for row in rows}
        cells = []
        for pk in people:
            for item in self.components:
                row = stored.get((pk, item.code))
                cells.append((pk, item.code, row.version if row else 0, row.score if row else None))
        return {"components": self.components, "cells": cells}

    def perform(self, form: Any) -> int:
        drafts = []
        for participant, code, _, _ in form.cells:
            score, version = (field.name for field in form.bound(participant, code))
            given = form.cleaned_data
            drafts.append(ScoreDraft(participant, code, given[score], given[version] or 0))
        return component_scores_set(cycle_pk=self.cycle.pk, drafts=drafts, actor=user_of(self.request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            return self._again(stale)

    def _again(self, stale: StaleState) -> HttpResponse:
        """409: cells that somebody else changed show what is stored now, beside what was typed there; the
        others keep what was typed."""
        self.object = self.find()
        del self.page
        data, said = self.request.POST.copy(), []
        given = self.form_kwargs()
        names = {person.pk: person.cadre.name for person in self.page}
        asked = self.form_class(**given)
        for participant, code, version, score in given["cells"]:
            cell, seen = (field.html_name for field in asked.bound(participant, code))
            if data.get(seen, "") == str(version):
                continue
            now, typed = "" if score is None else plain(score), data.get(cell, "").strip()
            data[cell], data[seen] = now, str(version)
            if typed != now:
                said.append(f"{names[participant]}现为 {now or '空'}，您填的是 {typed or '空'}")
        form = self.form_class(data=data, **given)
        form.is_valid()
        last = "；".join(said)
        form.add_error(None, [*stale.messages, f"{last}。请核对后再保存。" if last else "请核对后再保存。"])
        response = self.show(form)
        response.status_code = 409
        return response

    def success_message(self, result: int) -> str:
        return f"已保存 {result} 项得分。" if result else "没有改动。"

    def done(self, result: Any) -> str:
        number = self.page.number
        return f"{self.back()}?page={number}" if number > 1 else self.back()

    def show(self, form: Any) -> HttpResponse:
        self.form = form
        return super().show(form)

    def context(self) -> dict[str, Any]:
        points = BonusPoint.objects.filter(cycle=self.cycle, takes_back__isnull=True)
        open_ = may_enter(
            approved=self.cycle.state != Cycle.State.DRAFT, confirmed=self.cycle.confirmed_at is not None
        )
        lacking = without_components(self.cycle, parameters_of(self.cycle)) if self.components else {}
        return {
            **super().context(),
            "components": self.components,
            "lines": [
                (person, [self.form.bound(person.pk, item.code) for item in self.components])
                for person in self.page
            ],
            "page": self.page,
            "closed": [reason.text for reason in open_.reasons],
            "may_enter": self.enters and open_.ok,
            "lacking": [(item.name, lacking[item.code]) for item in self.components if item.code in lacking],
            "bonus": points.select_related("cadre", "entered_by", "taken_back").order_by("-pk"),
        }


@require_safe
def year_components_export(request: HttpRequest, code: str) -> FileResponse:
    """The whole table, to be read or filled in and uploaded."""
    cycle = seen_cycle(request, code)
    items = weighing(parameters_of(cycle)) if cycle.parameters else ()
    rows = ComponentScore.objects.filter(participant__cycle=cycle)
    stored = {(row.participant_id, row.code): plain(row.score) for row in rows}
    people = Participant.objects.filter(cycle=cycle).order_by("cadre__staff_no")
    lines = [
        (staff_no, name, *(stored.get((pk, item.code), "") for item in items))
        for pk, staff_no, name in people.values_list("pk", "cadre__staff_no", "cadre__name")
    ]
    columns = [(PERSON, 12), ("姓名", 14), *((item.name, 16) for item in items)]
    return sheet_out(request, f"{cycle.label}成分得分", columns, lines)


class ComponentsUpload(OfComponents, FormPage):
    """A table of scores; with one mistake in it nothing is stored."""

    form_class = ScoresFileForm
    title = "上传成分得分表"
    lead = "先下载表格，填好后上传。有一处错误就全部不写入，并逐行说明。"
    submit = "上传"

    def perform(self, form: Any) -> int:
        if not self.components:
            raise ValidationError("考核方案中没有带权重的成分，不需要录入。")
        people = Participant.objects.filter(cycle=self.cycle).values_list("cadre__staff_no", "pk")
        by_number = dict(people)
        read = scores_read(form.cleaned_data["file"], [item.name for item in self.components], set(by_number))
        if read.mistakes:
            raise ValidationError({"file": read.told})
        codes = {item.name: item.code for item in self.components}
        rows = ComponentScore.objects.filter(participant__cycle=self.cycle)
        versions = {(row.participant_id, row.code): row.version for row in rows}
        drafts = []
        for (staff_no, name), score in read.scores.items():
            key = by_number[staff_no], codes[name]
            drafts.append(ScoreDraft(*key, score, versions.get(key, 0), "文件导入"))
        return component_scores_set(cycle_pk=self.cycle.pk, drafts=drafts, actor=user_of(self.request))

    def success_message(self, result: int) -> str:
        return f"已写入 {result} 项得分。" if result else "文件中的得分与已录入的相同。"


class BonusAdd(OfComponents, FormPage):
    form_class = BonusForm
    title = "录入加分"
    lead = "只录入已经公布的加分，写明理由和公布文号。录入后不能改动，写错的撤回后重录。"
    submit = "录入"
    success = "已录入。"

    def perform(self, form: Any) -> BonusPoint:
        given = form.cleaned_data
        people = Participant.objects.filter(cycle=self.cycle, cadre__staff_no=given["staff_no"])
        cadre = people.values_list("cadre", flat=True).first()
        if cadre is None:
            raise ValidationError({"staff_no": "该工号不在本次考核名单中，请核对。"})
        return bonus_add(
            cycle_pk=self.cycle.pk,
            cadre_pk=cadre,
            points=given["points"],
            reason=given["reason"],
            document_no=given["document_no"],
            announced_on=given["announced_on"],
            actor=user_of(self.request),
        )


class BonusTakeBack(OfComponents, KeepingPage):
    form_class = BonusBackForm
    template_name = "ui/confirm.html"
    title = "撤回加分"
    submit = "确认撤回"
    success = "已撤回。"

    def find(self) -> Any:
        super().find()
        rows = BonusPoint.objects.filter(cycle=self.cycle, takes_back__isnull=True).select_related("cadre")
        self.row = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.row

    def context(self) -> dict[str, Any]:
        lead = f"撤回{self.row.cadre.name}的加分 {plain(self.row.points)} 分："
        said = ["原有的一行保留，另存一行说明撤回；已计分的考核重新计分。"]
        return {**super().context(), "lead": lead, "consequences": said}

    def perform(self, form: Any) -> BonusPoint:
        return bonus_take_back(
            bonus_pk=self.row.pk, reason=form.cleaned_data["reason"], actor=user_of(self.request)
        )
