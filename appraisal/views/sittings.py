"""Entering who came to a year's vote and how many papers were given out."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken
from core.pages import FormPage, RuleBroken, StaleState
from policy.turnout import turnout_doubts

from .. import selectors
from ..access import RECORD_SITTINGS, may, sittings_open
from ..forms import SittingsForm
from ..models import Cycle
from ..services import sittings_record
from ..services.sittings import closed_words
from ..tables.turnout import turnout_rows
from .common import visible_cycle

COLUMNS = (
    ("票类", 24),
    *((name, 10) for name in ("应到", "实到", "发出", "收回", "有效", "弃权", "回收率", "有效率")),
)


@require_safe
def year_sittings_export(request: HttpRequest, code: str) -> FileResponse:
    """The table as a workbook."""
    cycle = visible_cycle(request, code)
    found = selectors.turnout(cycle, selectors.parameters_of(cycle)) if cycle.round else []
    rows = ([str(value) for value in astuple(row)] for row in turnout_rows(found))
    return sheet_taken(request, f"{cycle.label}到会与票数登记", COLUMNS, rows, purpose="办理考核")


class YearSittings(FormPage):
    """应到, 实到 and 发出 by rater group: entered by the organization department, read by both."""

    form_class = SittingsForm
    template_name = "appraisal/year_sittings.html"
    title = "到会与票数登记"
    success = "已保存。结果工作簿的“统计”页随之更新。"
    stale = False

    def find(self) -> Cycle:
        cycle = visible_cycle(self.request, self.kwargs["code"])
        parameters = selectors.parameters_of(cycle) if cycle.round else None
        self.found = selectors.turnout(cycle, parameters) if parameters else []
        codes = [group.code for group in parameters.groups] if parameters else []
        self.groups = list(zip(codes, self.found, strict=True))
        self.may_record = may(self.request.user, RECORD_SITTINGS, cycle)
        return cycle

    def may(self) -> bool:
        return self.request.method in ("GET", "HEAD", "OPTIONS") or self.may_record

    def form_kwargs(self) -> dict[str, Any]:
        return {"groups": self.groups, "stored": selectors.sittings_of(self.object)}

    def perform(self, form: SittingsForm) -> Cycle | HttpResponseBase:
        try:
            return sittings_record(cycle_pk=self.object.pk, entries=form.entries(), actor=self.request.user)
        except StaleState as stale:
            return self._again(form, stale)
        except RuleBroken as broken:
            raise self._at_fields(broken) from broken

    def _at_fields(self, broken: RuleBroken) -> ValidationError:
        """A group's sentence stands at its 实到, which is what people correct."""
        if not hasattr(broken, "error_dict"):
            return broken
        return ValidationError({f"{code}-present": said for code, said in broken.error_dict.items()})

    def _again(self, form: SittingsForm, stale: StaleState) -> HttpResponseBase:
        """409: what was typed stays and goes in with the next click; above it stands what is stored now."""
        self.object = self.find()
        self.stale = True
        data = self.request.POST.copy()
        for code, row in selectors.sittings_of(self.object).items():
            data[f"{code}-version"] = str(row.version)
        again = SittingsForm(data=data, **self.form_kwargs())
        again.is_valid()
        again.add_error(None, [*stale.messages, "请对照现在的登记数核对，再次点“保存”即以您填写的为准。"])
        response = self.show(again)
        response.status_code = 409
        return response

    def done(self, result: Cycle) -> str:
        return reverse("year", args=[result.code])

    def back(self) -> str:
        return reverse("year", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        cycle: Cycle = self.object
        return {
            "cycle": cycle,
            "rows": turnout_rows(self.found),
            "doubts": [reason.text for found in self.found for reason in turnout_doubts(found)],
            "may_record": self.may_record,
            "closed": closed_words(cycle) if not sittings_open(cycle) else "",
            "stale": self.stale,
        }
