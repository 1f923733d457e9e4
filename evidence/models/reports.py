"""Self-reports (述职报告) of the participants of a cycle (第六条)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import Participant
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent, StoredFile
from core.models.history import Versioned
from core.pages import RuleBroken
from policy.self_report import SECTIONS

from ..access.reports import SelfReportFileQuerySet, SelfReportQuerySet


class ReportState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    CHECKED = "checked", "单位已审核"
    PUBLIC = "public", "已公示"


EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)


def stays_listed(collector: Any, field: Any, reports: Any, using: str) -> None:
    """Who has begun a report stays on the list: what happened to it is kept for good."""
    names = "、".join(sorted(report.participant.cadre.name for report in reports))
    raise RuleBroken(
        f"{names}已开始撰写述职报告，不能移出名单；不能确定等次的，请更正为不确定等次并写明原因。"
    )


class SelfReport(ConcurrentTransitionMixin, Versioned):
    """One participant's report. The author writes in `draft`; everybody else reads what was handed in.

    draft: code of a section -> text, sealed, as JSON; only the author reads it. handed_in: the sections
    [{code, title, text}] as they were submitted, and stay until the next submission. first_submitted_at
    decides `late`. public_from, public_until: both included. entered_by: who entered it from paper (代录).
    """

    State = ReportState

    class Source(models.TextChoices):
        OWN = "own", "本人提交"
        PAPER = "paper", "代录"

    participant = models.OneToOneField(
        Participant, verbose_name="参加考核人员", on_delete=stays_listed, related_name="report"
    )
    state = StateField("状态", default=State.DRAFT, choices=State.choices)
    draft = EncryptedTextField("草稿", context="evidence.selfreport.draft", default="")
    saved_at = models.DateTimeField("草稿保存时间", default=clock.now)
    handed_in = models.JSONField("报告内容", default=list, blank=True)
    source = models.CharField("来源", max_length=8, choices=Source.choices, default=Source.OWN)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="代录人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    first_submitted_at = models.DateTimeField("首次提交时间", null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    late = models.BooleanField("逾期提交", default=False)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_note = models.CharField("退回意见", max_length=500, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    public_from = models.DateField("公示开始", null=True, blank=True)
    public_until = models.DateField("公示截止", null=True, blank=True)

    objects = SelfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "述职报告"
        verbose_name_plural = "述职报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", first_submitted_at__isnull=True)
                | Q(first_submitted_at__isnull=False, submitted_at__isnull=False),
                name="report_handed_in_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "public"])
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="report_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | ~Q(checked_by=F("entered_by")),
                name="report_not_checked_by_who_entered",
                violation_error_message="代录人不能审核自己代录的报告。",
            ),
            models.CheckConstraint(
                condition=~Q(state="public") | Q(public_from__isnull=False, public_until__isnull=False),
                name="report_public_has_days",
            ),
            models.CheckConstraint(
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
                name="report_public_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(source="paper") | Q(entered_by__isnull=False), name="report_on_paper_has_entrant"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_note=""),
                name="report_returned_has_note",
                violation_error_message="退回须写明意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} 述职报告"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.participant.cycle.code, self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def texts(self) -> dict[str, str]:
        """The working text by section; for the author only."""
        return texts_of(self.draft)

    def write(self, texts: Mapping[str, str]) -> None:
        """Puts the working text in place of what stood there."""
        self.draft = sealed_text(texts)
        self.saved_at = clock.now()

    @transition(state, source=list(EDITABLE), target=State.SUBMITTED, custom={"label": "提交"})
    def submit(self, *, sections: list[dict[str, str]], late: bool) -> None:
        now = clock.now()
        self.handed_in, self.submitted_at, self.return_note = sections, now, ""
        if self.first_submitted_at is None:
            self.first_submitted_at, self.late = now, late

    @transition(state, source=State.SUBMITTED, target=State.RETURNED, custom={"label": "撤回"})
    def withdraw(self) -> None:
        self.returned_at, self.return_note = clock.now(), "本人撤回修改"

    @transition(state, source=State.SUBMITTED, target=State.CHECKED, custom={"label": "审核通过"})
    def check_off(self, *, by: Any) -> None:
        self.checked_at, self.checked_by = clock.now(), by

    @transition(
        state, source=[State.SUBMITTED, State.CHECKED], target=State.RETURNED, custom={"label": "退回"}
    )
    def send_back(self, *, note: str) -> None:
        self.returned_at, self.return_note = clock.now(), note
        self.checked_at = self.checked_by = None

    @transition(state, source=State.CHECKED, target=State.PUBLIC, custom={"label": "公示"})
    def publish(self, *, from_day: Any, until: Any) -> None:
        self.public_from, self.public_until = from_day, until


def texts_of(draft: str) -> dict[str, str]:
    """What was written, for every section; empty where nothing was."""
    written = json.loads(draft) if draft else {}
    return {section.code: str(written.get(section.code, "")) for section in SECTIONS}


def sealed_text(texts: Mapping[str, str]) -> str:
    """The sections as one text to seal."""
    return json.dumps({s.code: texts.get(s.code, "") for s in SECTIONS}, ensure_ascii=False)


class SelfReportCopy(models.Model):
    """A text of the author's own that another one took the place of: nothing typed is lost. Sealed too."""

    class Why(models.TextChoices):
        CONFLICT = "conflict", "在另一窗口或设备上写的"
        WORD = "word", "读入 Word 之前的"

    report = models.ForeignKey(
        SelfReport, verbose_name="述职报告", on_delete=models.PROTECT, related_name="copies"
    )
    text = EncryptedTextField("文字", context="evidence.selfreportcopy.text", default="")
    why = models.CharField("来由", max_length=10, choices=Why.choices)
    written_at = models.DateTimeField("写成时间")

    class Meta:
        verbose_name = "报告旧稿"
        verbose_name_plural = "报告旧稿"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.written_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M} {self.get_why_display()}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(title, text) of the sections that are not empty."""
        texts = texts_of(self.text)
        return [(section.title, texts[section.code]) for section in SECTIONS if texts[section.code].strip()]


class SelfReportFile(models.Model):
    """A file of a report. Others see what was handed in; what the author adds later waits for the next time.

    kind DOCUMENT: the whole report as a Word file, with its text; SCAN: the signed paper of an entered one.
    dropped: taken away by the author after it was handed in; gone with the next submission.
    """

    class Kind(models.TextChoices):
        ATTACHMENT = "attachment", "附件"
        DOCUMENT = "document", "报告全文（Word）"
        SCAN = "scan", "签字扫描件"

    report = models.ForeignKey(
        SelfReport, verbose_name="述职报告", on_delete=models.PROTECT, related_name="files"
    )
    file = models.OneToOneField(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices, default=Kind.ATTACHMENT)
    text = EncryptedTextField("文中文字", context="evidence.selfreportfile.text", default="")
    handed_in = models.BooleanField("已提交", default=False)
    dropped = models.BooleanField("已移除", default=False)
    added_at = models.DateTimeField("上传时间", default=clock.now, editable=False)

    objects = SelfReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "报告附件"
        verbose_name_plural = "报告附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(kind="document", dropped=False),
                name="report_one_document",
                violation_error_message="报告全文只能有一份。",
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | Q(handed_in=True), name="report_file_dropped_was_handed_in"
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)


class SelfReportEvent(CaseEvent):
    """What happened to a report, by whom; append-only by trigger."""

    case = models.ForeignKey(SelfReport, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "述职报告大事记"
        verbose_name_plural = "述职报告大事记"
