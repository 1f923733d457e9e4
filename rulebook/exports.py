"""One version of the rules as a workbook: what it says, and what it changed (第一条)."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from core.tables.writer import Workbook
from policy.wording import parameter_rows

from . import selectors
from .models import PolicyVersion

VALUES = (("参数", 26, "text"), ("取值", 100, "text"), ("依据", 12, "text"))


def version_workbook(version: PolicyVersion, path: Path) -> None:
    """Writes both sheets: 参数 and, where there is a version before, 与上一版的不同."""
    book = Workbook()
    sheet = book.sheet(
        "参数",
        [("参数", 26, "text"), ("取值", 100, "text"), ("依据", 12, "text")],
        note="\n".join(_about(version)),
    )
    for row in parameter_rows(selectors.parameters_of(version)):
        sheet.append(row)
    before = selectors.version_before(version)
    if before is not None:
        columns = [
            ("参数", 40, "text"),
            (f"{before}", 60, "text"),
            (f"{version}", 60, "text"),
            ("用于", 12, "text"),
        ]
        changed = book.sheet("与上一版的不同", columns)
        for change in selectors.changes_between(before, version):
            changed.append([change.label, change.old, change.new, change.article])
    book.save(path)


def _about(version: PolicyVersion) -> list[str]:
    document = version.document
    number = f"（{document.number}）" if document.number else ""
    lines = [f"{version}，{version.effective_from} 起施行，依据《{document.title}》{number}"]
    if version.approved_by is not None:
        lines.append(
            f"起草：{version.drafted_by}；批准：{version.approved_by}，{timezone.localtime(version.approved_at):%Y-%m-%d}"
        )
    if version.meeting_number:
        lines.append(f"党委会议：{version.meeting_number}，{version.met_on}")
    return lines
