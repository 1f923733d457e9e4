"""Writing the own self-report: saved as it is typed, handed in, taken back while nobody has checked it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Role, User
from accounts.selectors import holds_role
from appraisal.models import Participant, Plan
from core import clock
from core.changes import changed_save
from core.files import file_destroy
from core.pages import RuleBroken, StaleState, require
from policy.self_report import LONGEST, SECTIONS, HandingIn, is_late, may_hand_in, may_write

from ..access.reports import OPEN_STAGES, may
from ..models import SelfReport, SelfReportCopy, SelfReportEvent, SelfReportFile

S = SelfReport.State
MOST_COPIES = 20


@transaction.atomic
def report_save(
    *, participant_pk: int, version: int, texts: Mapping[str, str], actor: User, over: bool = False
) -> SelfReport:
    """Keeps the working text; the first time it begins the report (version 0: none was there).

    The same text again changes nothing, whatever the version: of two clicks the second is no conflict.
    over: the author has seen the other text and puts this one in its place; the other is kept as a copy.
    Raises StaleState where the text moved on since that version, RuleBroken.
    """
    report = report_locked(participant_pk)
    must_own(actor, report)
    require(may_write(open_stage=is_open(report), editable=report.is_editable))
    texts = _cleaned(texts)
    if report.pk is not None and report.texts == texts:
        return report
    if (report.version if report.pk is not None else 0) != version:
        raise StaleState
    if over:
        copy_keep(report, SelfReportCopy.Why.CONFLICT)
    report.write(texts)
    return _kept(report, actor=actor)


@transaction.atomic
def report_submit(*, participant_pk: int, version: int, actor: User) -> SelfReport:
    """Hands the text as it was saved to the unit's Party organisation. Raises RuleBroken, StaleState."""
    report = report_locked(participant_pk)
    if report.pk is None:
        raise RuleBroken("报告还没有内容，请先填写并保存。")
    if (
        report.state == S.SUBMITTED
        and report.source == SelfReport.Source.OWN
        and report.version == version + 1
    ):
        return report  # the second of two clicks
    must_own(actor, report)
    texts = report.texts
    document = report.files.filter(kind=SelfReportFile.Kind.DOCUMENT, dropped=False).exists()
    require(
        may_hand_in(
            HandingIn(
                open_stage=is_open(report),
                editable=report.is_editable,
                texts=texts,
                has_document=document,
            )
        )
    )
    before = report.state
    late = is_late(clock.today(), report_due(report))
    report.submit(sections=sections_of(texts), late=late)
    report.source, report.entered_by = SelfReport.Source.OWN, None
    changed_save(report, actor=actor, version=version)
    files_hand_in(report)
    told(report, actor=actor, before=before, note="逾期提交" if report.late and before == S.DRAFT else "")
    return report


@transaction.atomic
def report_withdraw(*, participant_pk: int, version: int, actor: User) -> SelfReport:
    """The author takes the report back to change it, while nobody has checked it. Raises RuleBroken."""
    report = report_locked(participant_pk)
    if report.state == S.RETURNED and report.version == version + 1:
        return report
    must_own(actor, report)
    if report.state != S.SUBMITTED:
        raise RuleBroken("报告已审核或已退回，不能撤回；请重新打开页面核对。")
    report.withdraw()
    changed_save(report, actor=actor, version=version)
    told(report, actor=actor, before=S.SUBMITTED, note="本人撤回修改")
    return report


def report_locked(participant_pk: int) -> SelfReport:
    """The participant's report, locked; where there is none yet, a new one that is not stored."""
    participant = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("cycle", "cadre")
        .get(pk=participant_pk)
    )
    report = SelfReport.objects.select_for_update(of=("self",)).filter(participant=participant).first()
    if report is None:
        return SelfReport(participant=participant)
    report.participant = participant
    return report


def report_begun(report: SelfReport, *, actor: User) -> SelfReport:
    """The report, stored: begun now where it is new."""
    return report if report.pk is not None else _kept(report, actor=actor)


def copy_keep(report: SelfReport, why: str) -> None:
    """Keeps the working text that is about to give way, unless it is empty; of many only the latest."""
    if not any(text.strip() for text in report.texts.values()):
        return
    SelfReportCopy.objects.create(report=report, text=report.draft, why=why, written_at=report.saved_at)
    kept = list(report.copies.values_list("pk", flat=True)[:MOST_COPIES])
    report.copies.exclude(pk__in=kept).delete()


def files_hand_in(report: SelfReport) -> None:
    """What the author added is now seen by others, what was taken away is gone."""
    for dropped in report.files.filter(dropped=True).select_related("file"):
        stored = dropped.file
        dropped.delete()
        file_destroy(stored)
    report.files.filter(handed_in=False).update(handed_in=True)


def sections_of(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The sections as they are handed in: with the titles that stand over them today."""
    return [
        {"code": section.code, "title": section.title, "text": texts.get(section.code, "").strip()}
        for section in SECTIONS
    ]


def report_due(report: SelfReport) -> Any:
    """The plan's last day for reports; None where the cycle has no plan."""
    plan = Plan.objects.filter(cycle=report.participant.cycle_id).only("report_due").first()
    return plan.report_due if plan else None


def told(report: SelfReport, *, actor: User, before: str, note: str = "") -> None:
    SelfReportEvent.record(report, actor=actor, from_state=before, note=note)


def must(actor: User, step: str, report: SelfReport) -> None:
    """Goes on only where the actor may take the step today; views have asked before."""
    participant = report.participant
    if report.pk is not None:
        participant.report = report
    if not may(actor, step, participant):
        raise RuleBroken("您现在不能办理这一步，请重新打开页面核对。")


def must_own(actor: User, report: SelfReport) -> None:
    """Only the author, whatever the state says: what the state forbids is said by the rule's own words."""
    own = report.participant.cadre.staff_no == actor.staff_no
    if not own or not holds_role(actor, [Role.CADRE], on=clock.today()):
        raise RuleBroken("只有本人才能撰写和提交自己的述职报告。")


def is_open(report: SelfReport) -> bool:
    return report.participant.cycle.state in OPEN_STAGES


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """The known sections alone; line ends as one kind, nothing that a page cannot show."""
    found = {}
    for section in SECTIONS:
        text = texts.get(section.code, "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        if len(text) > 2 * LONGEST:
            raise RuleBroken(
                {section.code: f"“{section.title}”有 {len(text)} 字，过长，没有保存。请删减后再保存。"}
            )
        found[section.code] = text
    return found


def _kept(report: SelfReport, *, actor: User) -> SelfReport:
    """Stores the report; two that begin at once: the second is told to look again."""
    fresh = report.pk is None
    try:
        with transaction.atomic():
            changed_save(report, actor=actor)
    except IntegrityError as twin:
        raise StaleState from twin
    if fresh:
        told(report, actor=actor, before="", note="开始撰写")
    return report
