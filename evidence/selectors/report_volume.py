"""What the volume of self-reports prints: the checked reports of a cycle by category and 工号."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db.models import F

from accounts.models import User
from accounts.selectors import scopes_of
from appraisal.documents.contexts import Report, ReportsVolume, day
from appraisal.models import Cycle
from appraisal.selectors import office_name
from core import clock

from ..access.reports import participants_seen
from ..models import SelfReport, SelfReportFile
from .reports import PASSED, S, with_place

ON_PAPER = "（纸质报告，全文见签字扫描件。）"
WHOLE = "全部"


def volumes_count(arguments: Mapping[str, Any]) -> int:
    """How many files there will be: one per category, and one of all where there are several."""
    categories = _people(arguments).values_list("category", flat=True).distinct().order_by().count()
    return categories + (categories > 1)


def volumes_of(arguments: Mapping[str, Any]) -> Iterator[tuple[str, ReportsVolume]]:
    """(file name, volume); a fixed number of queries however many reports there are."""
    cycle = Cycle.objects.get(pk=arguments["cycle"])
    people: list[Any] = list(
        with_place(_people(arguments))
        .select_related("cadre", "report")
        .order_by("category", F("unit_shown"), "cadre__staff_no")
    )
    documents = _documents([person.report.pk for person in people])
    by_category = [
        (category, [_report(person, documents) for person in found])
        for category, found in groupby(people, key=lambda person: person.category)
    ]
    if len(by_category) > 1:
        yield _named(cycle, WHOLE, [report for _, reports in by_category for report in reports])
    for category, reports in by_category:
        yield _named(cycle, category, reports)


def reports_for_forms(cycle: Cycle, people: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Participant -> what the checked report says, for 登记表; two queries."""
    found = SelfReport.objects.filter(participant__cycle=cycle, state__in=(S.CHECKED, S.PUBLIC))
    reports = list(found.filter(participant__in=people).only("participant_id", "handed_in"))
    documents = _documents([report.pk for report in reports])
    return {
        report.participant_id: report_paragraphs(report.handed_in, documents.get(report.pk, ""))
        for report in reports
    }


def report_paragraphs(handed_in: list[dict[str, str]], document: str) -> tuple[str, ...]:
    """What a report says, line by line, each section under its title; else the text of its document."""
    lines: list[str] = []
    for section in handed_in:
        found = [line.strip() for line in section["text"].splitlines() if line.strip()]
        if found:
            lines += [section["title"], *found]
    return tuple(lines or [line for line in document.splitlines() if line.strip()] or [ON_PAPER])


def _people(arguments: Mapping[str, Any]) -> Any:
    """Whose report is checked, as far as who asked may see them."""
    user = User.objects.get(pk=arguments["requested_by"])
    cycle = Cycle.objects.get(pk=arguments["cycle"])
    scopes = scopes_of(user, on=clock.today())
    return participants_seen(user, cycle, scopes=scopes).filter(PASSED)


def _documents(reports: list[int]) -> dict[int, str]:
    rows = SelfReportFile.objects.filter(
        report__in=reports, kind=SelfReportFile.Kind.DOCUMENT, handed_in=True
    ).order_by("pk")
    return {row.report_id: row.text for row in rows}


def _report(person: Any, documents: Mapping[int, str]) -> Report:
    return Report(
        name=person.cadre.name,
        unit=person.unit_shown,
        post=person.post_shown,
        paragraphs=report_paragraphs(person.report.handed_in, documents.get(person.report.pk, "")),
    )


def _named(cycle: Cycle, category: str, reports: list[Report]) -> tuple[str, ReportsVolume]:
    volume = ReportsVolume(
        title=f"{cycle.label}述职报告汇编",
        subtitle=category,
        issuer=office_name(),
        on=day(clock.today()),
        reports=tuple(reports),
    )
    return f"述职报告汇编-{category.replace('/', '_')}.docx", volume
