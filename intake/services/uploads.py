"""A file arrives: sealed at once, judged by its structure, and given a case."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.db import transaction

from core.files import FileTooLarge, file_destroy, file_store
from core.models import StoredFile
from core.pages import RuleBroken
from core.scanner import scan
from core.tables.errors import Refused
from core.tables.guard import MAX_CSV
from core.tables.look import look
from core.tables.reader import open_table

from ..models import Intake
from ..private import plain_copy
from ..registry import Kind, kind_of
from .cases import told


def intake_upload(
    *,
    actor: Any,
    kind: str,
    stream: BinaryIO,
    name: str,
    year: int | None = None,
    target: str = "",
    corrects: int | None = None,
) -> Intake:
    """Stores an uploaded file and opens its case; nothing is read into business tables.

    target: which appraisal of the year the file is for, blank for the usual one. corrects: the intake whose
    error workbook comes back corrected. Raises RuleBroken where the file cannot be a table, is too large, is
    for another appraisal than the one it corrects, or the year takes no files any more.
    """
    registered = kind_of(kind)
    year = _year(registered, year)
    registered.form_of(year, target)
    before = Intake.objects.filter(pk=corrects, kind=kind).first() if corrects else None
    if before is not None and before.target != target:
        occasion = registered.occasion(before.year, before.target)
        raise RuleBroken({"target": f"更正的文件属于{occasion}考核，请选择同一考核后上传。"})
    try:
        screening = StoredFile.brought(scanned=scan(stream, name=name))
        stored = file_store(stream, name=name, actor=actor, max_bytes=MAX_CSV, screening=screening)
    except Refused as refused:
        raise RuleBroken({"file": str(refused)}) from refused
    except FileTooLarge as large:
        raise RuleBroken({"file": f"{large}请拆成几个文件分别导入。"}) from large
    try:
        _check(stored)
        return _open(registered, stored, year=year, target=target, before=before, actor=actor)
    except BaseException as error:
        file_destroy(stored)
        if isinstance(error, Refused):
            raise RuleBroken({"file": str(error)}) from error
        raise


def _year(kind: Kind, year: int | None) -> int | None:
    if not kind.needs_year:
        return None
    if year is None:
        raise RuleBroken({"year": "请填写年度。"})
    return year


def _check(stored: StoredFile) -> None:
    """Size, type and structure; the first rows must look like a table, and the last be there to be read."""
    with plain_copy(stored) as path, open_table(path) as table:
        found = look(table, (), rows=1)
        for _ in table.rows(found.sheet):
            pass  # whoever uploads a damaged file is told at once, not by the work that follows


@transaction.atomic
def _open(
    kind: Kind, stored: StoredFile, *, year: int | None, target: str, before: Intake | None, actor: Any
) -> Intake:
    intake = Intake(
        kind=kind.code,
        year=year,
        target=target,
        file=stored,
        file_name=stored.name,
        size=stored.size,
        sha256=stored.sha256,
        corrects=before,
        created_by=actor,
    )
    told(intake, actor=actor, before="", note=f"上传{kind.label}")
    return intake
