"""A trial as a workbook: what was tried, seats, and who would enter or leave a list."""

from __future__ import annotations

from pathlib import Path

from core.tables.writer import Workbook

from ..services.what_if import Tried
from ..tables.what_if import category_rows, move_rows, remarks
from .taken import Taken

NOTHING_CHANGES = "试算不改变任何结果，不保存。"


def trial_workbook(tried: Tried, path: Path, *, taken: Taken) -> None:
    """Writes three sheets, as the page shows them."""
    book = Workbook()
    top = "\n".join([*taken.lines(f"{tried.cycle.label}数据试算。{NOTHING_CHANGES}"), *remarks(tried)])
    sheet = book.sheet("参数", [("参数", 40), ("该年度", 50), ("试算", 50), ("用于", 12)], note=top)
    for change in tried.changes:
        sheet.append([change.label, change.old, change.new, change.article])
    names = ("排名人数", "表彰名额", "研判名额")
    sides = [(f"{name}（{side}）", 16) for name in names for side in ("该年度", "试算")]
    seats = book.sheet("人数和名额", [("考核类别", 28), *sides, ("名次变化", 12)])
    for row in category_rows(tried):
        seats.append(row)
    columns = [("名单", 12), ("进出", 8), ("工号", 12), ("姓名", 14), ("考核类别", 28)]
    moves = book.sheet("名单变化", [*columns, ("原建议", 16), ("试算的建议", 16)])
    for row in move_rows(tried):
        moves.append(row)
    book.save(path)
