"""What the security log is told about a year's files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record

from ..models import Cycle

if TYPE_CHECKING:
    from .year_import import StagedFile


def year_export_note(*, cycle: Cycle, file_name: str, actor: Any, purpose: str = "") -> None:
    """Somebody took the results of a year with them; purpose: where they were asked for it."""
    said = f"；用途：{purpose}" if purpose else ""
    note = f"{cycle.label}考核结果{said}"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note=note)


def years_export_note(*, file_name: str, actor: Any) -> None:
    """Somebody took the list of years along."""
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=file_name, note="各次考核概况")


def sheet_look_note(*, cycle: Cycle, staff_no: str, actor: Any) -> None:
    """A scoring officer opened somebody's full score sheet."""
    security_event_record(
        kind=SecurityEvent.Kind.SCORE_SHEET,
        actor=actor,
        subject=staff_no,
        note=f"{cycle.label}完整计分表",
    )


def sheet_export_note(*, cycle: Cycle, staff_no: str, full: bool, actor: Any) -> None:
    """Somebody took a score sheet along."""
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT,
        actor=actor,
        subject=staff_no,
        note=f"{cycle.label}{'完整' if full else ''}计分表",
    )


def year_import_note(*, staged: Iterable[StagedFile], actor: Any) -> None:
    """Files came in; one event each, last in the transaction that applied them."""
    for item in staged:
        found = item.differences
        security_event_record(
            kind=SecurityEvent.Kind.IMPORT,
            actor=actor,
            subject=item.batch.file_name,
            note=f"{item.form.label}：新增 {found.new}，变更 {found.changed}，移除 {found.removed}，"
            f"不变 {found.unchanged}；问题行 {item.batch.rows_bad}",
        )
