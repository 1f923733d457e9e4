"""The board's charts: each is its table (`core.charts`)."""

from __future__ import annotations

from core.charts import Chart, Head, Kind
from policy.alerts_steps import HINT, KINDS, MEASURES, STATES, YELLOW

from ..selectors.board import Board


def state_chart(board: Board) -> Chart:
    """Cards by state."""
    total = sum(count for _, count in board.by_state)
    return Chart(
        name="states",
        kind=Kind.ROWS,
        title="正在办理的，按状态",
        about=f"共 {total} 件正在办理。",
        columns=(Head("状态", "name"), Head("件数", "value")),
        rows=[(STATES[code], str(count)) for code, count in board.by_state],
        step="1",
        empty="现在没有正在办理的预警与提醒。",
    )


def month_chart(board: Board) -> Chart:
    """Issued by month and kind; what was taken back or lifted is not among them."""
    total = sum(sum(counts.values()) for _, counts in board.months)
    rows = [
        (
            month,
            str(counts[KINDS[HINT]]),
            str(counts[KINDS[YELLOW]]),
            str(sum(counts[KINDS[kind]] for kind in MEASURES)),
        )
        for month, counts in board.months
    ]
    return Chart(
        name="months",
        kind=Kind.TREND,
        title="近十二个月签发的，按月份",
        about=f"共签发 {total} 件；已撤销、免责和澄清的不计。",
        columns=(
            Head("月份", "name"),
            Head(KINDS[HINT], "series"),
            Head(KINDS[YELLOW], "series"),
            Head("提醒、函询、诫勉", "series"),
        ),
        rows=rows if total else [],
        step="1",
        empty="近十二个月没有签发。",
    )


def unit_chart(board: Board) -> Chart:
    """Issued by the unit at issue."""
    return Chart(
        name="units",
        kind=Kind.ROWS,
        title="近十二个月签发的，按单位",
        about="按签发时的单位，只列最多的十五个；已撤销、免责和澄清的不计。",
        columns=(Head("单位", "name"), Head("件数", "value")),
        rows=[(name, str(count)) for name, count in board.units],
        step="1",
        empty="近十二个月没有签发。",
    )
