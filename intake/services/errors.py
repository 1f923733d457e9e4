"""The error workbook of one file: its bad rows, to be corrected and uploaded again as a supplement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.files import file_destroy, file_store
from core.imports import FileForm, rejects_sheet
from core.tables.writer import Workbook

from ..models import Intake
from ..private import plain_copy, private_path

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def errors_store(intake: Intake, form: FileForm, *, actor: Any) -> None:
    """Writes the bad rows beside the case, sealed; replaces an older workbook. The caller saves the case."""
    before, intake.errors_file = intake.errors_file, None
    if before is not None:
        Intake.objects.filter(pk=intake.pk).update(errors_file=None)
        file_destroy(before)
    if intake.batch is None or intake.file is None or not intake.batch.rows_bad:
        return
    book = Workbook(supplement=True)
    with plain_copy(intake.file) as path, private_path(".xlsx") as made:
        rejects_sheet(book, form, intake.batch, path)
        book.save(made)
        with made.open("rb") as stream:
            name = f"{Path(intake.file_name).stem[:100]}-问题行.xlsx"
            intake.errors_file = file_store(stream, name=name, actor=actor, media_type=XLSX)


def errors_drop(intake: Intake) -> None:
    """Takes the error workbook away. The caller saves the case."""
    stored, intake.errors_file = intake.errors_file, None
    if stored is not None:
        Intake.objects.filter(pk=intake.pk).update(errors_file=None)
        file_destroy(stored)
