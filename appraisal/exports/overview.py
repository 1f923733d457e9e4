"""概览.xlsx: the year at a glance as one reader saw it, marked with who took it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from core.charts import Chart
from core.tables.writer import Workbook

from ..tables.glance import Figures
from ..tables.overview import Overview

KEEP = "仅限干部考核工作使用，不得转发、复制或公开，用毕及时删除。"
NAME_WIDTH, WIDTH, LONG_WIDTH = 26, 12, 60
CATEGORIES = (
    "考核类别",
    "参加考核",
    "参加排名",
    "不确定等次",
    "缺票待核",
    "表彰限额",
    "表彰名额",
    "研判限额",
    "研判名额",
    "平均分",
    "表彰名额线",
    "研判名额线",
    "说明",
)
TURNOUT = ("票类", "应到", "实到", "发出", "收回", "有效", "弃权", "回收率", "有效率")


def overview_workbook(page: Overview, path: Path, *, taken_by: str, at: datetime) -> None:
    """Writes what the page shows to this reader; sheets of figures only where figures are shown.

    taken_by: 工号; at: in the time zone that the mark is read in.
    """
    note = f"{page.title}概览，{at:%Y-%m-%d %H:%M} 由工号 {taken_by} 导出\n{KEEP}"
    book = Workbook()
    _sheet(book, "概况", ("事项", "内容"), _situation(page), note, widths={1: LONG_WIDTH})
    rows = [
        (
            row.group,
            row.expected,
            row.present,
            row.issued,
            str(row.returned),
            str(row.valid),
            str(row.abstained),
            row.return_rate,
            row.valid_rate,
        )
        for row in page.turnout
    ]
    _sheet(book, "到会与收票", TURNOUT, rows, note)
    if page.figures is not None:
        _figures(book, page.figures, note)
    book.save(path)


def _situation(page: Overview) -> Iterable[tuple[str, str]]:
    yield "状态", page.cycle.get_state_display()
    yield "下一步", f"{page.progress.title}。{page.progress.words}"
    yield from ((name, str(number)) for name, number in page.counts)
    yield from (("请核对", said) for said in page.doubts)
    if page.left_out:
        yield "未列出", page.left_out


def _figures(book: Workbook, figures: Figures, note: str) -> None:
    rows = [
        (
            row.name,
            str(row.people),
            str(row.ranked),
            str(row.ungraded),
            str(row.withheld),
            row.top_quota,
            row.top_seats,
            row.bottom_quota,
            row.bottom_seats,
            row.mean,
            row.top_line,
            row.bottom_line,
            row.remark,
        )
        for row in figures.categories
    ]
    _sheet(book, "考核类别", CATEGORIES, rows, note, widths={12: LONG_WIDTH // 2})
    _chart(book, "总分分布", figures.distribution, note)
    _chart(book, "类别比较", figures.boxes, note)


def _chart(book: Workbook, title: str, chart: Chart, note: str) -> None:
    """The table of a chart, with its sentence and its lines above it."""
    lines = "".join(f"\n{line.label}：{line.value}　{line.note}" for line in chart.lines)
    header = tuple(column.label for column in chart.columns)
    said = f"{note}\n{chart.title}。{chart.about}{lines}"
    _sheet(book, title, header, chart.rows, said, widths={len(header) - 1: LONG_WIDTH // 2})


def _sheet(
    book: Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    note: str,
    *,
    widths: dict[int, int] | None = None,
) -> None:
    widths = {0: NAME_WIDTH} | (widths or {})
    columns = [(name, widths.get(place, WIDTH), "text") for place, name in enumerate(header)]
    sheet = book.sheet(title, columns, note)
    for row in rows:
        sheet.append(row)
