"""What others do with self-reports: the unit checks, 组织部 enters from paper and publishes (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from appraisal.models import Cycle
from appraisal.selectors import parameters_of
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from core.tables.errors import Refused
from core.uploads import SCANS, upload_store
from policy.self_report import LONGEST, SECTIONS, Checking, is_late, may_check, public_until

from ..access.reports import CHECK, ENTER, PUBLISH, RETURN, may_on_cycle
from ..models import SelfReport, SelfReportEvent, SelfReportFile
from .reports import files_hand_in, must, report_begun, report_due, report_locked, sections_of, told

S = SelfReport.State
MOVED = "这份报告刚刚由其他人办理或由本人重新提交，您的操作没有保存。"


@transaction.atomic
def report_check(*, participant_pk: int, version: int, actor: User, note: str = "") -> SelfReport:
    """The unit's Party organisation passes the report as it was handed in. Raises RuleBroken, StaleState."""
    report = _stored(participant_pk)
    if report.state == S.CHECKED and report.checked_by_id == actor.pk:
        return report  # the second of two clicks
    if report.version > version:
        raise StaleState(MOVED)
    _judge(report, actor, version)
    must(actor, CHECK, report)
    report.check_off(by=actor)
    changed_save(report, actor=actor, version=version)
    told(report, actor=actor, before=S.SUBMITTED, note=note)
    return report


@transaction.atomic
def report_return(*, participant_pk: int, version: int, note: str, actor: User) -> SelfReport:
    """Sends the report back to its author with what is to be changed. Raises RuleBroken, StaleState."""
    report = _stored(participant_pk)
    note = note.strip()
    if report.state == S.RETURNED and report.return_note == note:
        return report
    if report.version > version:
        raise StaleState(MOVED)
    before = report.state
    if before != S.CHECKED:
        _judge(report, actor, version)
    must(actor, RETURN, report)
    report.send_back(note=note)
    changed_save(report, actor=actor, version=version)
    told(report, actor=actor, before=before, note=note)
    return report


@transaction.atomic
def report_enter(
    *,
    participant_pk: int,
    texts: Mapping[str, str],
    scan: BinaryIO,
    scan_name: str,
    actor: User,
    note: str = "",
) -> SelfReport:
    """Enters a report that came on paper, with the signed scan; the cadre's own draft stays as it is.

    Raises RuleBroken.
    """
    report = report_locked(participant_pk)
    must(actor, ENTER, report)
    for section in SECTIONS:
        if len(texts.get(section.code, "")) > LONGEST:
            raise RuleBroken({section.code: f"“{section.title}”最多 {LONGEST} 字，请删减。"})
    try:
        stored = upload_store(scan, name=scan_name, actor=actor, kinds=SCANS)
    except Refused as refused:
        raise RuleBroken({"scan": str(refused)}) from refused
    report = report_begun(report, actor=actor)
    before = report.state
    for older in report.files.filter(kind=SelfReportFile.Kind.SCAN):
        older.dropped = True
        older.save(update_fields=["dropped"])
    SelfReportFile.objects.create(report=report, file=stored, kind=SelfReportFile.Kind.SCAN)
    report.submit(sections=sections_of(texts), late=is_late(clock.today(), report_due(report)))
    report.source, report.entered_by = SelfReport.Source.PAPER, actor
    changed_save(report, actor=actor)
    _scan_in(report)
    told(report, actor=actor, before=before, note=f"组织部代录纸质报告{'：' + note if note else ''}")
    return report


@transaction.atomic
def reports_publish(*, cycle_pk: int, actor: User) -> int:
    """Every checked report of the cycle is public from today on, for the days of the parameters; how many.

    Again it publishes what was checked since then; each has its own days. Raises RuleBroken.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    if not may_on_cycle(actor, PUBLISH, cycle):
        raise RuleBroken("现在不能公示述职报告：考核不在述职公示环节，或者您没有这项权限。")
    return publish_checked(cycle, actor=actor)


def publish_checked(cycle: Cycle, *, actor: User) -> int:
    """The same inside the step that moves the cycle on, which has asked who may take it."""
    start = clock.today()
    until = public_until(start, parameters_of(cycle).report_days)
    waiting = SelfReport.objects.select_for_update(of=("self",)).filter(
        participant__cycle=cycle, state=S.CHECKED
    )
    reports = list(waiting)
    events = []
    for report in reports:
        report.publish(from_day=start, until=until)
        report.version += 1
        events.append(
            SelfReportEvent(
                case=report,
                actor=actor,
                from_state=S.CHECKED,
                to_state=S.PUBLIC,
                note=f"公示至 {until:%Y-%m-%d}",
            )
        )
    SelfReport.objects.bulk_update(
        reports, ["state", "public_from", "public_until", "version"], batch_size=200
    )
    SelfReportEvent.objects.bulk_create(events, batch_size=500)
    return len(reports)


def _stored(participant_pk: int) -> SelfReport:
    report = report_locked(participant_pk)
    if report.pk is None:
        raise StaleState
    return report


def _judge(report: SelfReport, actor: User, version: int) -> None:
    """Nobody checks the own report or one entered oneself; who saw an older one looks again first."""
    require(
        may_check(
            Checking(
                waiting=report.state == S.SUBMITTED,
                own=report.participant.cadre.staff_no == actor.staff_no,
                entered_it=report.entered_by_id == actor.pk,
            )
        )
    )
    if report.version != version:
        raise StaleState


def _scan_in(report: SelfReport) -> None:
    """The scan is handed in; the author's own unseen attachments are not."""
    own = report.files.filter(handed_in=False).exclude(kind=SelfReportFile.Kind.SCAN)
    kept = list(own.values_list("pk", flat=True))
    files_hand_in(report)
    report.files.filter(pk__in=kept).update(handed_in=False)
