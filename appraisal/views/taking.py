"""Taking the ranking and the lists of a year out: with a purpose, marked, and told to the security log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms as fields
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from core import clock
from core.forms import Form
from core.lists import Reading, RefusedName
from core.lists.views import refusal
from core.pages import FormPage, RuleBroken

from ..access import DOWNLOAD_RESULTS, may
from ..exports.lists import lists_workbook, ranking_workbook
from ..exports.person import why_workbook
from ..exports.taken import Taken
from ..models import Cycle
from ..selectors import parameters_of, sight_of
from ..services import year_export_note
from ..tables.lists import lists_page
from ..tables.person import asked, why_page
from ..tables.ranking import RankingList
from .common import visible_cycle


class PurposeForm(Form):
    """What the file is for."""

    purpose = fields.CharField(
        label="用途",
        min_length=4,
        max_length=200,
        help_text="写明做什么用、给谁用，至少 4 个字。用途印在文件上，并记入安全日志。",
    )


class TakeOut(FormPage):
    """Asks what the file is for, then hands it out; no figure leaves that its reader may not see."""

    form_class = PurposeForm
    template_name = "appraisal/take_out.html"
    submit = "导出"
    list_url = ""
    subject = ""

    def find(self) -> Cycle:
        cycle = visible_cycle(self.request, self.kwargs["code"])
        self.sight = sight_of(self.request.user, cycle)
        return cycle

    def may(self) -> bool:
        if not self.sight.figures:
            raise RuleBroken("得分和名次现在不能显示，也就不能导出。请先在考核概览查看还缺什么。")
        return may(self.request.user, DOWNLOAD_RESULTS, self.object)

    def context(self) -> dict[str, Any]:
        return {"cycle": self.object, "what": self.what(), "sight": self.sight, "back": self.back()}

    def back(self) -> str:
        return reverse(self.list_url, args=[self.object.code])

    def what(self) -> list[tuple[str, str]]:
        """What the file will hold: names and words."""
        raise NotImplementedError

    def perform(self, form: PurposeForm) -> FileResponse:
        taken = Taken(self.request.user.get_username(), clock.now(), form.cleaned_data["purpose"])
        name = f"{self.object.file_label}{self.subject}-{clock.now():%Y%m%d-%H%M}.xlsx"
        answer = handed_out(lambda path: self.write(path, taken), name)
        try:
            year_export_note(
                cycle=self.object, file_name=name, actor=self.request.user, purpose=taken.purpose
            )
        except BaseException:
            answer.close()
            raise
        return answer

    def write(self, path: Path, taken: Taken) -> None:
        raise NotImplementedError


class RankingExport(TakeOut):
    """The ranking as the page shows it: the same rows, columns and order."""

    title = "导出分类别排名"
    subject = "分类别排名"
    list_url = "year_ranking"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except RefusedName as refused:
            return refusal(request, self.page, refused)

    def find(self) -> Cycle:
        cycle = super().find()
        self.page = RankingList(cycle, self.sight, parameters_of(cycle))
        self.reading = Reading(self.page, self.request.user, self.request.GET)
        if self.reading.problems:
            raise RuleBroken("筛选条件有误。请回到排名页更正后再导出。")
        return cycle

    def back(self) -> str:
        return super().back() + self.reading.query.url()

    def what(self) -> list[tuple[str, str]]:
        chips = [f"{chip.label}：{chip.value}" for chip in self.reading.filterset.chips()]
        searched = [f"搜索：{self.reading.query.words}"] if self.reading.query.words else []
        return [
            ("人数", f"{self.reading.total()} 人"),
            ("条件", "；".join([*searched, *chips]) or "没有筛选"),
            ("列", "、".join(column.header for column in self.reading.columns)),
        ]

    def perform(self, form: PurposeForm) -> FileResponse:
        if not self.reading.total():
            raise RuleBroken("没有符合条件的人，没有可以导出的内容。请回到排名页放宽条件。")
        return super().perform(form)

    def write(self, path: Path, taken: Taken) -> None:
        ranking_workbook(self.reading, path, taken=taken)


class ListsExport(TakeOut):
    """Both lists with everybody on them, whatever the page had room for."""

    title = "导出两个名单"
    subject = "两个名单"
    list_url = "year_lists"

    def what(self) -> list[tuple[str, str]]:
        return [
            ("内容", "两个名单的全部人员和说明、空缺名额后的下一名、总分更低而未列入研判名单的人"),
            ("类别", "您可以查看的全部类别"),
        ]

    def write(self, path: Path, taken: Taken) -> None:
        page = lists_page(self.object, self.sight, parameters_of(self.object), whole=True)
        lists_workbook(page, path, title=f"{self.object.label}{self.subject}", taken=taken)


class WhyExport(TakeOut):
    """Why one person is, or is not, on a list: the sentences of the page."""

    title = "导出名单理由"

    def find(self) -> Cycle:
        cycle = super().find()
        person = asked(cycle, self.sight, self.kwargs["staff_no"])
        if person is None:
            raise Http404
        self.person = person
        self.subject = f"{person.name}名单理由"
        return cycle

    def may(self) -> bool:
        allowed = super().may()
        if not (self.sight.shows(self.person.category) and self.sight.shows(self.person.listed)):
            raise RuleBroken("此人属于您本人所在的类别，党委决定前不向您显示理由，也就不能导出。")
        return allowed

    def back(self) -> str:
        return reverse("year_person", args=[self.object.code, self.person.staff_no])

    def what(self) -> list[tuple[str, str]]:
        who = f"{self.person.name}（工号 {self.person.staff_no}）"
        return [("人员", who), ("内容", "在或不在名单上的全部理由，逐句列出，附依据条款")]

    def write(self, path: Path, taken: Taken) -> None:
        page = why_page(self.object, self.sight, self.person, parameters_of(self.object))
        who = f"{self.person.name}（工号 {self.person.staff_no}）"
        why_workbook(page, path, title=f"{self.object.label}考核，{who}的名单理由", taken=taken)


def handed_out(write: Callable[[Path], None], name: str) -> FileResponse:
    """A workbook made now, streamed from an open file that leaves no copy behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write(path)
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=name)


year_ranking_export = RankingExport.as_view()
year_lists_export = ListsExport.as_view()
year_person_export = WhyExport.as_view()
