"""Files of the own self-report: attachments, and the whole report as a Word document that is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from core.changes import changed_save
from core.docx import docx_paragraphs
from core.files import file_destroy
from core.pages import RuleBroken, StaleState, require
from core.tables.errors import Refused
from core.uploads import upload_store
from policy.self_report import SECTIONS, Split, may_write, split

from ..models import SelfReport, SelfReportCopy, SelfReportFile
from .reports import copy_keep, is_open, must_own, report_begun, report_locked

Kind = SelfReportFile.Kind
MOST_FILES = 10


@dataclass(frozen=True)
class Read:
    """What was read from a document: the report, and where its words went."""

    report: SelfReport
    found: Split

    @property
    def sentence(self) -> str:
        """In words, for the author to look over."""
        texts = self.found.texts
        if not texts:
            names = "、".join(section.title for section in SECTIONS)
            return (
                "文档已作为报告全文保留。没有认出各部分的标题，下面的文字没有改动；"
                f"如要分部分读入，请用“{names}”作标题后重新上传。"
            )
        read = [f"{s.title} {len(texts[s.code])} 字" for s in SECTIONS if s.code in texts]
        missing = [section.title for section in SECTIONS if section.code not in texts]
        said = f"已从文档读入：{'、'.join(read)}。"
        if missing:
            said += f"没有找到：{'、'.join(missing)}。"
        if self.found.before:
            said += (
                f"标题之前的 {len(self.found.before)} 段（“{self.found.before[0][:20]}…”）没有放入任何部分。"
            )
        return said + "请逐部分核对，改好后再提交。"


@transaction.atomic
def report_attach(*, participant_pk: int, stream: BinaryIO, name: str, actor: User) -> SelfReportFile:
    """Adds an attachment to the own report while it may be written. Raises RuleBroken."""
    report = _writable(participant_pk, actor)
    if report.files.filter(kind=Kind.ATTACHMENT, dropped=False).count() >= MOST_FILES:
        raise RuleBroken({"file": f"附件最多 {MOST_FILES} 个，请先移除不需要的附件。"})
    try:
        stored = upload_store(stream, name=name, actor=actor)
    except Refused as refused:
        raise RuleBroken({"file": str(refused)}) from refused
    return SelfReportFile.objects.create(report=report, file=stored)


@transaction.atomic
def report_word_read(*, participant_pk: int, version: int, stream: BinaryIO, name: str, actor: User) -> Read:
    """Keeps a Word file as the whole report and reads its text into the sections that its headings name.

    What stood in them is kept as a copy. Raises RuleBroken, StaleState where the text moved on.
    """
    report = _writable(participant_pk, actor)
    if version and report.version != version:
        raise StaleState
    try:
        stored = upload_store(stream, name=name, actor=actor, kinds=("docx",))
    except Refused as refused:
        raise RuleBroken({"file": str(refused)}) from refused
    try:
        paragraphs = docx_paragraphs(stream)
    except Refused as refused:
        file_destroy(stored)
        raise RuleBroken({"file": str(refused)}) from refused
    for older in report.files.filter(kind=Kind.DOCUMENT, dropped=False):
        _take_away(older)
    SelfReportFile.objects.create(report=report, file=stored, kind=Kind.DOCUMENT, text="\n".join(paragraphs))
    found = split(paragraphs)
    if found.texts:
        copy_keep(report, SelfReportCopy.Why.WORD)
        report.write({**report.texts, **found.texts})
        changed_save(report, actor=actor)
    return Read(report, found)


@transaction.atomic
def report_file_drop(*, participant_pk: int, file_pk: int, actor: User) -> None:
    """Takes a file away from the own report while it may be written; once gone, again is no mistake."""
    report = _writable(participant_pk, actor)
    for found in report.files.filter(pk=file_pk, dropped=False).exclude(kind=Kind.SCAN):
        _take_away(found)


def _writable(participant_pk: int, actor: User) -> SelfReport:
    report = report_locked(participant_pk)
    must_own(actor, report)
    require(may_write(open_stage=is_open(report), editable=report.is_editable))
    return report_begun(report, actor=actor)


def _take_away(found: SelfReportFile) -> None:
    """At once where nobody else has seen it, else with the next submission."""
    if found.handed_in:
        found.dropped = True
        found.save(update_fields=["dropped"])
        return
    stored = found.file
    found.delete()
    file_destroy(stored)
