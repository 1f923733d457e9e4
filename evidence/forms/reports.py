"""Forms of self-reports."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from core.forms import SCAN_HELP, Form, PaperField, prepare
from core.uploads import SCANS
from policy.self_report import LONGEST, SECTIONS

ROWS = 8


class SectionsForm(Form):
    """One text for each section; nothing has to be filled in before it is handed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            field = fields.CharField(
                label=section.title,
                required=False,
                strip=False,
                help_text=section.hint,
                widget=fields.Textarea(attrs={"rows": ROWS, "data-count": str(LONGEST)}),
            )
            prepare(field)
            self.fields[section.code] = field

    @property
    def texts(self) -> dict[str, str]:
        """Code of a section -> what was typed, valid or not."""
        return {section.code: self.data.get(section.code, "") for section in SECTIONS}


class ReportForm(SectionsForm):
    """The own text. participant: whose page this is; over: the other text has been seen (conflict)."""

    version = fields.IntegerField(min_value=0, widget=fields.HiddenInput)
    participant = fields.IntegerField(min_value=1, widget=fields.HiddenInput)
    over = fields.BooleanField(required=False, widget=fields.HiddenInput)


class VersionForm(Form):
    """A step on what the user saw."""

    version = fields.IntegerField(min_value=0, widget=fields.HiddenInput)


class ReturnForm(VersionForm):
    """What is to be changed."""

    note = fields.CharField(
        label="修改意见",
        max_length=500,
        widget=fields.Textarea,
        help_text="写明哪一部分、改什么；本人会看到这段话。",
    )


class AttachForm(Form):
    """One attachment."""

    file = PaperField(label="附件")


class WordForm(VersionForm):
    """The whole report as a Word file."""

    file = PaperField(
        label="Word 报告",
        kinds=("docx",),
        help_text="按各部分的标题读入文字，旧版请先另存为新版；原文件作为报告全文一并保留，不超过 20 兆。",
    )


class EnterForm(SectionsForm):
    """A report on paper, entered for its cadre."""

    scan = PaperField(label="签字扫描件", kinds=SCANS, help_text=f"本人签字的纸质报告，{SCAN_HELP}。")
    note = fields.CharField(
        label="代录原因", max_length=200, help_text="例如：本人在外挂职，以纸质报告送达。"
    )


class ExcuseForm(Form):
    """Why somebody need not report, or has to after all."""

    excused = fields.BooleanField(widget=fields.HiddenInput, required=False)
    reason = fields.CharField(
        label="理由", max_length=200, help_text="例如：八月到龄退休。本人能看到，不要写不公开的原因。"
    )


class PurposeForm(Form):
    """What the volume is for; kept in the security log."""

    purpose = fields.CharField(label="用途", max_length=100, help_text="例如：供测评前印发。")
