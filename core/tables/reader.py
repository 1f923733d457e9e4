"""One way to open a table, whatever it is stored in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from core.tables.csvfile import CsvTable
from core.tables.guard import check_file
from core.tables.xlsx import XlsxTable


class Table(Protocol):
    """What `open_table` returns: visible sheets in order, their rows streamed, custom properties."""

    path: Path
    format: str
    properties: dict[str, str]

    @property
    def sheet_names(self) -> list[str]: ...

    def rows(self, sheet: str | None = None) -> Iterator[tuple[int, tuple[Any, ...]]]: ...

    def close(self) -> None: ...

    def __enter__(self) -> "Table": ...

    def __exit__(self, *_) -> None: ...


def open_table(path: Path | str) -> Table:
    """Open a workbook or csv file for streaming; raises `Refused` (also later, while rows are read)."""
    path = Path(path)
    return XlsxTable(path) if check_file(path) == "xlsx" else CsvTable(path)
