"""The score sheet of one person: in full for the scoring officers, with groups hidden for everybody else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from accounts.selectors import holds_role
from core import clock
from core.pages import error_page

from .. import selectors
from ..exports import sheet_workbook
from ..models import Cycle, Participant
from ..selectors import Sight
from ..selectors.sheets import participant_of, person_sheet
from ..services import sheet_export_note, sheet_look_note
from ..tables.sheets import SheetPage, department_sheet, full_sheet, own_sheet
from .common import visible_years

LEAD = "按测评票、权重和扣分从头重算总分；票数和不宜公布的均分不列出。"
OWN_TITLE = "我的计分表"
FULL_LEAD = "按每一档的票数从头重算总分，可用笔逐行核对。"


@dataclass(frozen=True)
class Opened:
    """A participant of a visible year, and what the reader may be shown of it."""

    cycle: Cycle
    participant: Participant
    sight: Sight

    @property
    def hidden(self) -> str:
        """Why no figure is shown; '' where figures are."""
        label = self.cycle.label
        if not self.sight.scored or not hasattr(self.participant, "result"):
            return f"{label}尚未汇总计分，计分后在这里显示。"
        if not self.sight.figures:
            return f"{label}还有 {self.sight.gaps_open} 人缺票待核尚未核定，核定之前不显示任何数字。"
        category = self.participant.result.category
        if not self.sight.shows(category):
            return f"您是{self.cycle.this}“{category}”的参加考核人员，党委决定前不显示本类别的数字。"
        return ""


@require_safe
@never_cache
def score_sheet(request: HttpRequest, code: str, staff_no: str) -> HttpResponse:
    """The total replayed, without counts and without groups that could be read back."""
    opened = _opened(request, code, staff_no)
    page = None if opened.hidden else _page(opened, department_sheet)
    context = {"title": _title(opened), "lead": LEAD, "full": False, "own": False}
    return _shown(request, opened, page, context)


@require_safe
@never_cache
def score_sheet_full(request: HttpRequest, code: str, staff_no: str) -> HttpResponse:
    """The total replayed from the counts; each look stands in the security log."""
    opened = _for_officers(request, code, staff_no)
    page = None if opened.hidden else _page(opened, full_sheet)
    if page is not None:
        sheet_look_note(cycle=opened.cycle, staff_no=staff_no, actor=request.user)
    context = {"title": _full_title(opened), "lead": FULL_LEAD, "full": True, "own": False}
    return _shown(request, opened, page, context)


@require_safe
@never_cache
def score_sheet_export(request: HttpRequest, code: str, staff_no: str) -> FileResponse:
    """The sheet of the page as a workbook; recorded."""
    opened = _opened(request, code, staff_no)
    return _file(request, opened, department_sheet, _title(opened))


@require_safe
@never_cache
def score_sheet_full_export(request: HttpRequest, code: str, staff_no: str) -> FileResponse:
    """The full sheet as a workbook, for the scoring officers; recorded."""
    opened = _for_officers(request, code, staff_no)
    return _file(request, opened, full_sheet, _full_title(opened))


@require_safe
@never_cache
def own_score_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The cadre's own sheet of a confirmed year; before that, when it will come."""
    own = _own(request, code)
    cycle = own.cycle
    if not _published(own):
        words = f"{cycle.label}考核的结果尚未确认，确认后您可以在这里看到本人的计分表。"
        back = reverse("cadre", args=[own.cadre.staff_no])
        return error_page(request, 404, "结果尚未确认", words, back=back, back_label="回到我的信息")
    page = own_sheet(person_sheet(own, selectors.parameters_of(cycle)))
    context = {
        "title": f"{cycle.label}考核：{OWN_TITLE}",
        "lead": "本人可看总分、等次、扣分与认定，以及各维度的均分；名次不向个人公布。",
        "own": True,
        "cycle": cycle,
        "participant": own,
        "page": page,
    }
    return render(request, "appraisal/sheet.html", context)


@require_safe
@never_cache
def own_score_sheet_export(request: HttpRequest, code: str) -> FileResponse:
    """The cadre's own sheet of a confirmed year as a workbook; recorded."""
    own = _own(request, code)
    if not _published(own):
        raise Http404("结果尚未确认。")
    page = own_sheet(person_sheet(own, selectors.parameters_of(own.cycle)))
    return _handed_out(request, own, page, f"{own.cadre.name}：{own.cycle.label}{OWN_TITLE}")


def _own(request: HttpRequest, code: str) -> Participant:
    """The cadre who asks, as a participant of that year; everybody else gets 404."""
    user = request.user
    if not isinstance(user, User) or not holds_role(user, [Role.CADRE], on=clock.today()):
        raise Http404
    own = participant_of(Cycle.objects.filter(code=code), user.staff_no)
    if own is None:
        raise Http404("本次考核的参加人员中没有您。")
    return own


def _published(own: Participant) -> bool:
    """Whether the year's results are confirmed, so that the cadre reads the own one."""
    return own.cycle.is_told and hasattr(own, "result")


def _opened(request: HttpRequest, code: str, staff_no: str) -> Opened:
    """A participant of a year the user may see; everybody else gets 404."""
    participant = participant_of(visible_years(request).filter(code=code), staff_no)
    if participant is None:
        raise Http404("本次考核的参加人员中没有此人。")
    cycle = participant.cycle
    return Opened(cycle, participant, selectors.sight_of(request.user, cycle))


def _for_officers(request: HttpRequest, code: str, staff_no: str) -> Opened:
    opened = _opened(request, code, staff_no)
    if not opened.sight.scoring_officer:
        raise PermissionDenied
    return opened


def _page(opened: Opened, made: Callable[..., SheetPage]) -> SheetPage:
    return made(person_sheet(opened.participant, selectors.parameters_of(opened.cycle)))


def _title(opened: Opened) -> str:
    return f"{opened.participant.cadre.name}：{opened.cycle.label}计分表"


def _full_title(opened: Opened) -> str:
    return f"{opened.participant.cadre.name}：{opened.cycle.label}完整计分表"


def _shown(
    request: HttpRequest, opened: Opened, page: SheetPage | None, context: dict[str, object]
) -> HttpResponse:
    about = {
        "cycle": opened.cycle,
        "participant": opened.participant,
        "page": page,
        "hidden": opened.hidden,
        "gaps_open": opened.sight.gaps_open,
        "officer": opened.sight.scoring_officer,
    }
    return render(request, "appraisal/sheet.html", {**context, **about})


def _file(request: HttpRequest, opened: Opened, made: Callable[..., SheetPage], title: str) -> FileResponse:
    """The workbook, once the export is recorded; without figures there is no file."""
    if opened.hidden:
        raise Http404(opened.hidden)
    return _handed_out(request, opened.participant, _page(opened, made), title, full=made is full_sheet)


def _handed_out(
    request: HttpRequest, participant: Participant, page: SheetPage, title: str, *, full: bool = False
) -> FileResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        sheet_workbook(page, path, title=title)
        content = path.open("rb")
    sheet_export_note(
        cycle=participant.cycle, staff_no=participant.cadre.staff_no, full=full, actor=request.user
    )
    return FileResponse(content, as_attachment=True, filename=f"{title}.xlsx".replace("：", ""))
