"""Self-reports of others over HTTP: lists, the reading page, files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.downloads import stored_response
from core.lists import Reading, RefusedName
from core.lists.views import ListView, refusal
from core.tables.textbook import write_text_sheet

from ..access.facts import RATED_IN
from ..access.reports import (
    CHECK,
    COMPILE,
    ENTER,
    OPEN_STAGES,
    ORG,
    PUBLISH,
    READERS,
    RETURN,
    WITHDRAW,
    may_on_cycle,
    participants_seen,
    steps_of,
)
from ..models import SelfReport, SelfReportFile
from ..selectors.reports import own_reports, progress_of, seen_with_place
from ..services import export_note
from ..tables.reports import ReportList, UnitReportList, moments, status_word
from .report_base import NOT_BEGUN, cycle_of_offices, scopes_for, visible_report

PER_PAGE = 50


class Reports(ListView):
    """Where every report of a cycle stands, for the two offices."""

    page: ReportList
    template_name = "evidence/reports.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.cycle = cycle_of_offices(request, kwargs["code"])
        org = not ORG.isdisjoint(scopes_for(request))
        self.page = ReportList(self.cycle, enters=org and self.cycle.state in OPEN_STAGES)
        return super().dispatch(request, *args, **kwargs)

    def offers(self, reading: Reading) -> dict[str, Any]:
        user, scopes, code = self.request.user, scopes_for(self.request), self.cycle.code
        progress = progress_of(reading.visible, clock.today())
        publish = may_on_cycle(user, PUBLISH, self.cycle, scopes=scopes)
        return {
            "cycle": self.cycle,
            "progress": progress,
            "due": self.page.due,
            "list_url": self.page.url(),
            "export_url": reverse("reports_export", args=[code]),
            "may_publish": publish and progress.checked > 0,
            "may_compile": may_on_cycle(user, COMPILE, self.cycle, scopes=scopes),
            "of_unit": False,
        }


class UnitReports(ListView):
    """The same for a unit's Party organisation."""

    page: UnitReportList
    template_name = "evidence/reports.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Role.UNIT_PARTY not in scopes_for(request):
            raise Http404
        self.cycle = get_object_or_404(
            Cycle.objects.select_related("plan").exclude(state__in=NOT_BEGUN), code=kwargs["code"]
        )
        self.page = UnitReportList(self.cycle)
        return super().dispatch(request, *args, **kwargs)

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {
            "cycle": self.cycle,
            "progress": progress_of(reading.visible, clock.today()),
            "due": self.page.due,
            "list_url": self.page.url(),
            "export_url": "",
            "may_publish": False,
            "may_compile": False,
            "of_unit": True,
        }


@require_safe
@never_cache
def reports_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """The list as a workbook, with the rows and columns of the page; recorded."""
    cycle = cycle_of_offices(request, code)
    page = ReportList(cycle)
    try:
        reading = Reading(page, request.user, request.GET)
    except RefusedName as refused:
        return refusal(request, page, refused)
    user: Any = request.user
    name = f"{cycle.file_label}述职报告进度.xlsx"
    note = f"{clock.now():%Y-%m-%d %H:%M} 由工号 {user.staff_no} 导出，共 {reading.total()} 人"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.xlsx"
        columns = reading.columns
        write_text_sheet(
            path,
            "述职报告",
            [(column.header, column.width) for column in columns],
            ([column.text(row) for column in columns] for row in reading.every_row()),
            notes=(note,),
        )
        content = path.open("rb")  # streams from the open file and leaves no copy behind
    export_note(name=name, purpose="", actor=user)
    return FileResponse(content, as_attachment=True, filename=name)


@require_safe
def reports_reading(request: HttpRequest) -> HttpResponse:
    """What a reader finds: the own reports, those to be checked, key tasks, and all that are public today."""
    scopes = scopes_for(request)
    if READERS.isdisjoint(scopes):
        raise Http404
    words = " ".join(request.GET.get("q", "").split())[:60]
    public = SelfReport.objects.public_on(clock.today()).order_by(
        "participant__cycle", "participant__unit_name", "participant__cadre__staff_no"
    )
    if words:
        public = public.filter(participant__cadre__in=Cadre.objects.filter(answers_to(words)))
    page = Paginator(seen_with_place(public), PER_PAGE).get_page(request.GET.get("page"))
    checking = Role.UNIT_PARTY in scopes
    context = {
        "page": page,
        "words": words,
        "own": own_reports(request.user) if Role.CADRE in scopes else [],
        "rated": Cycle.objects.filter(state__in=RATED_IN).order_by("-year", "pk"),
        "checking": list(Cycle.objects.filter(state__in=OPEN_STAGES).order_by("-year")) if checking else [],
    }
    return render(request, "evidence/reports_reading.html", context)


@require_safe
@never_cache
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One report as it was handed in; its way is for who had a part in it."""
    found = visible_report(request, code, pk)
    scopes = scopes_for(request)
    person = found.participant
    steps = steps_of(request.user, person, scopes=scopes)
    own = Role.CADRE in scopes and person.cadre.staff_no == getattr(request.user, "staff_no", "")
    offices = not YEAR_ROLES.isdisjoint(scopes)
    unit = bool(
        Role.UNIT_PARTY in scopes
        and participants_seen(request.user, person.cycle, scopes=scopes, unit=True)
        .filter(pk=person.pk)
        .exists()
    )
    files = SelfReportFile.objects.visible_to(request.user, scopes=scopes).filter(report=found)
    near = own or offices or unit
    context = {
        "report": found,
        "person": person,
        "cycle": person.cycle,
        "sections": [section for section in found.handed_in if section["text"]],
        "files": list(files.filter(handed_in=True).select_related("file")),
        "status": status_word(found),
        "near": near,
        "own": own,
        "moments": moments(found) if near else [],
        "may_check": CHECK in steps,
        "may_return": RETURN in steps,
        "may_withdraw": WITHDRAW in steps,
        "may_enter": ENTER in steps,
        "parent": _above(person.cycle, offices=offices, unit=unit),
    }
    return render(request, "evidence/report.html", context)


@require_safe
@never_cache
def report_file(request: HttpRequest, code: str, pk: int, file: int) -> FileResponse:
    """A file of a report, as an attachment, for who sees both."""
    scopes = scopes_for(request)
    files = SelfReportFile.objects.visible_to(request.user, scopes=scopes).select_related("file")
    found = get_object_or_404(files, pk=file, report=pk, report__participant__cycle__code=code)
    return stored_response(found.file)


def _above(cycle: Cycle, *, offices: bool, unit: bool) -> tuple[str, str]:
    """The page above a report, for this reader: words and address."""
    if offices:
        return f"{cycle.label}述职报告", reverse("reports", args=[cycle.code])
    if unit and cycle.state not in NOT_BEGUN:
        return "本单位述职报告", reverse("reports_unit", args=[cycle.code])
    return "述职报告", reverse("reports_reading")
