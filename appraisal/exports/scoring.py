"""计分与确认 as a workbook: who counts, what is missing, who confirmed, what happened; no figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from core import clock
from core.tables.writer import Workbook

from ..models import Cycle
from ..tables.scoring import OfficerLine, ScoringPage
from .overview import KEEP

SITUATION = (("事项", 18), ("内容", 60))
OFFICERS = (
    ("职责", 10), ("部门", 16), ("人员", 12), ("工号", 12), ("请核对", 40), ("指定人", 12), ("指定时间", 18),
    ("计分确认", 18), ("确认时间", 18),
)  # fmt: skip
MISSING = (("确认之前还缺什么", 60), ("由谁办理", 24))
MOMENTS = (("时间", 18), ("事项", 80), ("办理人", 16))


def scoring_workbook(
    cycle: Cycle, page: ScoringPage, path: Path, *, title: str, taken_by: str, at: datetime
) -> None:
    """Writes what the page shows to this reader; taken_by: 工号; at: in the time zone it is read in."""
    note = f"{title}，{at:%Y-%m-%d %H:%M} 由工号 {taken_by} 导出\n{KEEP}"
    book = Workbook()
    _sheet(book, "概况", SITUATION, _situation(cycle, page), note)
    _sheet(book, "计分人员", OFFICERS, map(_officer, page.officers), note)
    _sheet(book, "缺项", MISSING, ((item.words, item.holder) for item in page.missing), note)
    _sheet(book, "大事记", MOMENTS, page.moments, note)
    book.save(path)


def _situation(cycle: Cycle, page: ScoringPage) -> Iterator[Sequence[str]]:
    yield "状态", cycle.get_state_display()
    if page.digest:
        yield "计分时间", _when(cycle.scored_at)
        yield "结果摘要", page.digest
    if cycle.confirmed_at:
        yield "计分确认", f"已于 {_when(cycle.confirmed_at)} 经两人确认"
    else:
        yield "计分确认", f"尚未完成，还缺 {len(page.missing)} 项" if page.missing else "尚未完成，没有缺项"


def _officer(line: OfficerLine) -> Sequence[str]:
    named, said = line.officer, line.confirmation
    return (
        line.label,
        line.office,
        named.user.name if named else "尚未指定",
        named.user.staff_no if named else "",
        line.problem,
        named.named_by.name if named else "",
        _when(named.named_at if named else None),
        f"{said.user.name}已确认" if said else "未确认",
        _when(said.confirmed_at if said else None),
    )


def _when(moment: datetime | None) -> str:
    return moment.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""


def _sheet(
    book: Workbook,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    note: str,
) -> None:
    sheet = book.sheet(title, [(name, width, "text") for name, width in columns], note)
    for row in rows:
        sheet.append(row)
