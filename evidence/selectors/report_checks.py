"""What is missing before the self-reports of a cycle are published, and before they have been read."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max
from django.urls import reverse

from appraisal.models import Cycle, Participant
from appraisal.workflow import Missing, register_check
from core import clock

from ..models import SelfReport
from .reports import NOT_HANDED_IN, RETURNED, WAITING


def missing_reports(cycle: Cycle) -> Iterator[Missing]:
    """Reports that are not handed in, or sent back and not handed in again; one query each."""
    url = reverse("reports", args=[cycle.code])
    people = Participant.objects.filter(cycle=cycle)
    if count := people.filter(NOT_HANDED_IN).count():
        yield Missing(f"{count} 人未交述职报告", f"{url}?status=missing", count)
    if count := people.filter(RETURNED).count():
        yield Missing(f"{count} 份述职报告退回后还没有重新提交", f"{url}?status=returned", count)


def missing_checks(cycle: Cycle) -> Iterator[Missing]:
    """Reports that wait for the unit's Party organisation; one query."""
    if count := Participant.objects.filter(WAITING, cycle=cycle).count():
        url = f"{reverse('reports', args=[cycle.code])}?status=waiting"
        yield Missing(f"{count} 份述职报告等待单位审核", url, count)


def missing_days(cycle: Cycle) -> Iterator[Missing]:
    """Reports that have not been public for their days yet; one query."""
    public = SelfReport.objects.filter(participant__cycle=cycle, state=SelfReport.State.PUBLIC)
    running = public.filter(public_until__gte=clock.today())
    found = running.aggregate(count=Count("pk"), until=Max("public_until"))
    if found["count"]:
        text = f"{found['count']} 份述职报告公示未满期（到 {found['until']} 止）"
        yield Missing(text, reverse("reports", args=[cycle.code]), found["count"])


def register_report_checks() -> None:
    """Called once, when the apps are ready."""
    for check in (missing_reports, missing_checks):
        register_check("publish_reports", check)
    register_check("open_voting", missing_days)
