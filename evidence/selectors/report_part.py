"""The self-report as a column of the panel's page."""

from __future__ import annotations

from django.urls import reverse

from appraisal.models import Participant

from ..models import SelfReport
from ..panel_parts import Part
from .reports import document_text

SHOWN = 900


def report_part(participant: Participant) -> Part:
    """What was handed in, shortened, with a link to the whole; never a draft. Two queries at most."""
    title = "述职报告"
    found = SelfReport.objects.filter(participant=participant.pk, first_submitted_at__isnull=False)
    report = found.exclude(state=SelfReport.State.DRAFT).first()
    if report is None:
        return Part(title, empty="还没有提交述职报告。")
    text = "\n".join(f"{part['title']}：{part['text']}" for part in report.handed_in if part.get("text"))
    text = text or document_text(report)
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}……"
    facts = [("情况", report.get_state_display())]
    if report.late:
        facts.append(("提交", "逾期提交"))
    url = reverse("report", args=[participant.cycle.code, report.pk])
    return Part(title, short, tuple(facts), url, "报告没有文字内容。")
