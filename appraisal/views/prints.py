"""A committee's papers over HTTP: made in numbered copies, printed, collected, taken as workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms as fields
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.forms import Form
from core.pages import FormPage, RuleBroken, StepView

from .. import selectors
from ..access import COLLECT_COPIES, MAKE_PRINTS, may
from ..exports.prints import copies_workbook, paper_workbook
from ..exports.taken import Taken
from ..models import Cycle, PrintDocument, PrintedCopy, PrintRun
from ..models.prints import MOST_COPIES
from ..services import (
    copy_collect,
    copy_report_missing,
    copy_uncollect,
    prints_make,
    whole_refused,
    year_export_note,
)
from ..tables.prints import paper_of
from .common import visible_cycle
from .taking import TakeOut, handed_out

# Rows of one page with all copies; a larger run is printed copy by copy.
MOST_ROWS = 3_000
LONGEST_HOLDER = 40


class PrintForm(Form):
    """Which paper, for which meeting, in how many copies, and who gets which number."""

    document = fields.ChoiceField(label="材料", choices=PrintDocument.choices, widget=fields.RadioSelect)
    meeting = fields.CharField(label="会议或用途", max_length=100, help_text="例如：党委常委会研究考核结果")
    meeting_on = fields.DateField(
        label="会议日期",
        required=False,
        widget=fields.DateInput,
        help_text="填写以后，会后第一天起提醒收回。",
    )
    copies = fields.IntegerField(
        label="份数",
        min_value=1,
        max_value=MOST_COPIES,
        widget=fields.TextInput(attrs={"inputmode": "numeric"}),
        help_text=f"1 至 {MOST_COPIES} 份，从第 1 号起编号。",
    )
    holders = fields.CharField(
        label="持有人",
        required=False,
        max_length=5_000,
        widget=fields.Textarea,
        help_text="一行一人，第一行是第 1 号。空行表示该号暂不写人；不填则全部暂不写人。",
    )

    def clean_holders(self) -> list[str]:
        """A name per number; what follows the last name is cut off."""
        names = [" ".join(line.split()) for line in self.cleaned_data["holders"].rstrip().splitlines()]
        for number, name in enumerate(names, 1):
            if len(name) > LONGEST_HOLDER:
                said = f"第 {number} 行有 {len(name)} 个字，持有人最多 {LONGEST_HOLDER} 个字，请删减。"
                raise fields.ValidationError(said)
        return names


class MissingForm(Form):
    """What became of a copy that does not come back."""

    note = fields.CharField(
        label="遗失情况",
        min_length=4,
        max_length=300,
        widget=fields.Textarea,
        help_text="写明何时发现、由谁保管、已采取什么措施，至少 4 个字。",
    )


class CollectForm(Form):
    """The numbers that came back."""

    numbers = fields.TypedMultipleChoiceField(
        label="份号",
        coerce=int,
        choices=[(number, number) for number in range(1, MOST_COPIES + 1)],
        error_messages={"required": "请先勾选收回的份号，再点“收回所选”。"},
    )


@require_safe
def year_prints(request: HttpRequest, code: str) -> HttpResponse:
    """What was printed for meetings, and how many copies are still out."""
    cycle = visible_cycle(request, code)
    context = {
        "cycle": cycle,
        "runs": [(run, run.is_void(cycle)) for run in selectors.runs_newest_first(cycle)],
        "refused": whole_refused(cycle, request.user),
        "gaps": selectors.sight_of(request.user, cycle).gaps_open,
        "may_make": may(request.user, MAKE_PRINTS, cycle),
        "documents": PrintDocument.choices,
    }
    return render(request, "appraisal/print_runs.html", context)


@require_safe
def print_run(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One run: who holds which copy, and what came back."""
    run = _run(request, code, pk)
    copies = list(selectors.copies_of(run))
    context = {
        "run": run,
        "cycle": run.cycle,
        "void": run.is_void(run.cycle),
        "copies": copies,
        "out": sum(copy.is_out for copy in copies),
        "may_print": may(request.user, MAKE_PRINTS, run.cycle),
        "may_collect": may(request.user, COLLECT_COPIES, run.cycle),
        "any_left": any(copy.collected_at is None for copy in copies),
    }
    return render(request, "appraisal/print_run.html", context)


@require_safe
def print_papers(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """All copies of a run, one after the other, ready for the printer."""
    run = _printable(request, code, pk)
    return _papers(request, run, list(selectors.copies_of(run)))


@require_safe
def print_copy(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """One copy of a run, ready for the printer."""
    run = _printable(request, code, pk)
    return _papers(request, run, [get_object_or_404(selectors.copies_of(run), number=number)], alone=True)


def _papers(
    request: HttpRequest, run: PrintRun, copies: list[PrintedCopy], *, alone: bool = False
) -> HttpResponse:
    """The copies; where they make too long a page, the way to each of them."""
    paper = paper_of(run.cycle, PrintDocument(run.document), on=clock.today())
    context = {
        "run": run,
        "cycle": run.cycle,
        "paper": paper,
        "copies": copies,
        "alone": alone,
        "too_many": not alone and paper.people * len(copies) > MOST_ROWS,
    }
    return render(request, "appraisal/print_papers.html", context)


class PrintMake(FormPage):
    """Makes a run of numbered copies."""

    form_class = PrintForm
    title = "印制会议材料"
    lead = "每份编号，会后逐份收回。印制记入安全日志。"
    submit = "印制"

    def find(self) -> Cycle:
        return visible_cycle(self.request, self.kwargs["code"])

    def may(self) -> bool:
        return may(self.request.user, MAKE_PRINTS, self.object)

    def back(self) -> str:
        return reverse("year_prints", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {"parent": "会议材料", "parent_url": self.back()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if refused := whole_refused(self.object, request.user):
            raise RuleBroken(refused)
        return super().get(request, *args, **kwargs)

    def perform(self, form: PrintForm) -> PrintRun:
        given = form.cleaned_data
        return prints_make(
            cycle_pk=self.object.pk,
            document=PrintDocument(given["document"]),
            meeting=given["meeting"],
            meeting_on=given["meeting_on"],
            copies=given["copies"],
            holders=given["holders"],
            actor=self.request.user,
        )

    def done(self, result: PrintRun) -> str:
        return reverse("print_run", args=[self.object.code, result.pk])

    def success_message(self, result: PrintRun) -> str:
        return f"已编号 {result.copies} 份，请打印。会后在本页收回。"


class _OfRun:
    """Finds the run; only who collects may go on."""

    request: HttpRequest
    kwargs: dict[str, Any]
    object: PrintRun

    def find(self) -> PrintRun:
        return _run(self.request, self.kwargs["code"], self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, COLLECT_COPIES, self.object.cycle)

    def done(self, result: Any) -> str:
        return reverse("print_run", args=[self.object.cycle.code, self.object.pk])


class CopiesCollect(_OfRun, StepView):
    """Notes the ticked copies as collected."""

    form_class = CollectForm

    def perform(self, form: CollectForm) -> list[int]:
        numbers = form.cleaned_data["numbers"]
        return copy_collect(run_pk=self.object.pk, numbers=numbers, actor=self.request.user)

    def success_message(self, result: list[int]) -> str:
        if not result:
            return "所选的各份先前已经收回。"
        return f"已收回 {len(result)} 份：第 {'、'.join(map(str, result))} 号。"


class CopyUncollect(_OfRun, StepView):
    """Takes back a collection that was noted by mistake."""

    def find(self) -> PrintRun:
        run = super().find()
        get_object_or_404(selectors.copies_of(run), number=self.kwargs["number"])
        return run

    def perform(self, form: Any) -> PrintedCopy:
        return copy_uncollect(run_pk=self.object.pk, number=self.kwargs["number"], actor=self.request.user)

    def success_message(self, result: PrintedCopy) -> str:
        return f"已撤销第 {result.number} 号的收回，现为{result.state_word}。"


class CopyMissing(_OfRun, FormPage):
    """Reports one copy missing."""

    form_class = MissingForm
    submit = "报告遗失"

    def find(self) -> PrintRun:
        run = super().find()
        self.copy = get_object_or_404(selectors.copies_of(run), number=self.kwargs["number"])
        return run

    def may(self) -> bool:
        if super().may() and not self.copy.is_out:
            raise RuleBroken(f"第 {self.copy.number} 号{self.copy.state_word}，不能报告遗失。")
        return super().may()

    def back(self) -> str:
        return self.done(None)

    def context(self) -> dict[str, Any]:
        holder = f"，持有人 {self.copy.holder}" if self.copy.holder else ""
        about = (
            f"{self.object.get_document_display()}第 {self.copy.number} 号{holder}（{self.object.meeting}）。"
        )
        return {
            "title": f"报告第 {self.copy.number} 号遗失",
            "lead": f"{about}报告以后不再提醒收回；找到以后仍可收回，遗失情况保留。",
            "parent": self.object.get_document_display(),
            "parent_url": self.back(),
        }

    def perform(self, form: MissingForm) -> PrintedCopy:
        return copy_report_missing(
            run_pk=self.object.pk,
            number=self.copy.number,
            note=form.cleaned_data["note"],
            actor=self.request.user,
        )

    def success_message(self, result: PrintedCopy) -> str:
        return f"已记录第 {result.number} 号遗失。"


class PaperExport(TakeOut):
    """A paper as a workbook, for who may be shown all of it."""

    list_url = "year_prints"

    def find(self) -> Cycle:
        if self.kwargs["document"] not in PrintDocument.values:
            raise Http404
        self.document = PrintDocument(self.kwargs["document"])
        self.title = f"导出{self.document.label}"
        self.subject = str(self.document.label)
        return super().find()

    def may(self) -> bool:
        if refused := whole_refused(self.object, self.request.user):
            raise RuleBroken(refused)
        return super().may()

    def what(self) -> list[tuple[str, str]]:
        return [("内容", f"{self.document.label}，与印制的内容相同，没有编号"), ("类别", "全部类别")]

    def write(self, path: Path, taken: Taken) -> None:
        paper_workbook(paper_of(self.object, self.document, on=clock.today()), path, taken=taken)


@require_safe
def print_register(request: HttpRequest, code: str) -> FileResponse:
    """The register of a year's numbered copies as a workbook; it holds no figure of anybody."""
    cycle = visible_cycle(request, code)
    name = f"{cycle.file_label}会议材料登记.xlsx"
    answer = handed_out(lambda path: copies_workbook(cycle, path), name)
    year_export_note(cycle=cycle, file_name=name, actor=request.user)
    return answer


def _run(request: HttpRequest, code: str, pk: int) -> PrintRun:
    """The run, below a year that the user may see."""
    cycle = visible_cycle(request, code)
    runs: QuerySet[PrintRun] = cycle.print_runs.select_related("printed_by")
    run = get_object_or_404(runs, pk=pk)
    run.cycle = cycle
    return run


def _printable(request: HttpRequest, code: str, pk: int) -> PrintRun:
    """The run, where its papers may still be printed by this user. Raises RuleBroken with the reason."""
    run = _run(request, code, pk)
    if not may(request.user, COLLECT_COPIES, run.cycle):
        raise PermissionDenied
    if run.is_void(run.cycle):
        raise RuleBroken("结果已变动，此件作废，不能再打印。请收回已发出的各份，另行印制。")
    if refused := whole_refused(run.cycle, request.user):
        raise RuleBroken(refused)
    return run
