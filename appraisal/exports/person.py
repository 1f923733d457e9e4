"""Why somebody is, or is not, on a list, as a workbook: sentence by sentence with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.tables.textbook import write_text_sheet

from ..tables.person import WhyPage
from .taken import Taken

COLUMNS = (("部分", 20), ("内容", 110), ("依据", 12))


def why_workbook(page: WhyPage, path: Path, *, title: str, taken: Taken) -> None:
    """Writes what the page says: the answer, then every sentence under its part."""
    write_text_sheet(path, "名单理由", COLUMNS, _rows(page), notes=taken.lines(title))


def _rows(page: WhyPage) -> Iterator[Sequence[str]]:
    yield "结论", page.headline, ""
    for part in page.parts:
        for reason in part.said:
            yield part.title, reason.text, reason.article
