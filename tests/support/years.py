"""A year in the test database, brought in by the product's own code."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from openpyxl import Workbook, load_workbook

from accounts.models import User
from core import clock
from rulebook.models import PolicyVersion

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLE = {
    "roster": DATA / "roster.xlsx",
    "participants": DATA / "participants.xlsx",
    "ballots": DATA / "ballots.csv",
    "matters": DATA / "matters.csv",
}


def appraise(
    out: Path, *, year: int = 2025, reject_file: Path | None = None, **files: Path
) -> tuple[str, str]:
    """Runs `manage.py appraise` in this process; (what it said, what it complained)."""
    said, complained = StringIO(), StringIO()
    options: dict[str, Any] = {"year": year, "out": out, **(files or SAMPLE)}
    if reject_file:
        options["reject_file"] = reject_file
    call_command("appraise", stdout=said, stderr=complained, **options)
    return said.getvalue(), complained.getvalue()


def sheet(path: Path, title: str) -> list[list[str]]:
    """A sheet's cells as people read them: numbers with two decimals where stored so, None as ''."""
    rows = load_workbook(path)[title].iter_rows()
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, int | float) and cell.number_format.startswith("0.00"):
        return f"{cell.value:.2f}"
    return str(cell.value)


def records(path: Path, title: str) -> list[dict[str, str]]:
    """A sheet's rows by header."""
    header, *rows = sheet(path, title)
    return [dict(zip(header, row, strict=True)) for row in rows]


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8-sig") -> Path:
    """A csv file as departments save it."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    """A one-sheet workbook."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def read_csv(path: Path, encoding: str) -> list[list[str]]:
    """All cells of a csv file."""
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream))


def edited_matters(path: Path, *, drop: Iterable[str] = (), add: Iterable[Sequence[str]] = ()) -> Path:
    """The sample's matters without the rows of some matter numbers, and with more rows."""
    header, *rows = read_csv(SAMPLE["matters"], "utf-8-sig")
    return write_csv(path, [header, *(row for row in rows if row[0] not in set(drop)), *add])


def roster_rows() -> list[list[Any]]:
    """The sample roster's cells, header rows and all."""
    return [list(row) for row in load_workbook(SAMPLE["roster"]).active.iter_rows(values_only=True)]


def policy_version(**changes: Any) -> PolicyVersion:
    """A second version of the parameters, by two people, in force before every year of the tests."""
    first = PolicyVersion.objects.get(number=1)
    drafter, approver = (User.objects.create_user(staff_no=f"P{n}", name=f"干事{n}") for n in (1, 2))
    return PolicyVersion.objects.create(
        document=first.document,
        number=2,
        parameters=first.parameters | changes,
        effective_from=date(2024, 1, 1),
        drafted_by=drafter,
        approved_by=approver,
        approved_at=clock.now(),
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, as if the database were new again; for tests in a transaction."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
