"""Whole files through the typed staging tables: stage, judge, apply, purge.

Nothing that a file says reaches a business table before all its rows were read and judged, and then all of
them in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q

from core import clock
from core.bulk import chunks, copy_in, statistics_refresh
from core.models import ImportBatch, ImportProblem, StagedRow
from core.tables import values as v
from core.tables.errors import Refused
from core.tables.header import Located
from core.tables.reader import open_table

from .forms import ERROR, SURPLUS, UNREAD, WARNING, Differences, FileForm, Problem, Progress, shown


def batch_stage(
    path: Path,
    form: FileForm,
    *,
    actor: Any,
    year: int | None = None,
    progress: Progress | None = None,
    name: str = "",
) -> ImportBatch:
    """Reads a whole file into the staging table of its form.

    name: the file's own, where it lies under another. Raises Refused where the file as a whole cannot be
    read; then nothing is left behind.
    """
    with open_table(path) as table:
        located = form.locate(table)
        batch = ImportBatch.objects.create(
            kind=form.code,
            year=year,
            file_name=(name or path.name)[-200:],
            sha256=_sha256(path),
            supplement=located.supplement,
            created_by=actor,
            created_at=clock.now(),
        )
        try:
            _stage_rows(batch, form, located, progress)
            if not (batch.rows_read or batch.supplement or form.may_be_empty):
                # A whole set is replaced by what the file holds: nobody means to replace it by nothing.
                raise Refused("表头下面没有数据行", f"请核对是否选错了文件；{form.label}不能是空表")
        except BaseException:
            batch_discard(batch)
            raise
    return batch


def _stage_rows(batch: ImportBatch, form: FileForm, located: Located, progress: Progress | None) -> None:
    problems = list(_unread_columns(located))
    read_total = 0
    bad_rows: set[int] = set()
    read = form.row_reader(located.columns)
    columns = ("batch_id", "row", "bad", *form.columns)
    key, width, kept = batch.pk, located.width, located.columns.get(SURPLUS)

    def staged() -> Iterator[tuple[Any, ...]]:
        nonlocal read_total
        for number, cells in located.rows:
            read_total += 1
            before = len(problems)
            values = read(number, cells, problems)
            if len(cells) > width and located.surplus(cells):
                problems.append(_shifted(number, surplus_of(located, cells), located.width))
            elif kept is not None and not v.is_blank(cells[kept]):
                problems.append(_shifted(number, shown(cells[kept])))
            bad = len(problems) > before and any(p.severity == ERROR for p in problems[before:])
            if bad:
                bad_rows.add(number)
            yield (key, number, bad, *values)

    rows = staged()
    for part in chunks(rows, 50_000):
        with transaction.atomic():  # a chunk at a time: on SQLite every other writer waits
            copy_in(form.model, columns, part)
            problems_add(batch, problems)
        problems.clear()
        if progress:
            progress(form.label, read_total)
    problems_add(batch, problems)
    statistics_refresh(form.model)
    batch.rows_read = read_total
    batch.rows_bad = len(bad_rows)
    batch.save(update_fields=["rows_read", "rows_bad"])


def _unread_columns(located: Located) -> Iterator[Problem]:
    unknown = [heading for heading in located.unknown if v.fold(heading) not in UNREAD]
    if unknown:
        named = "、".join(unknown)
        yield Problem(
            located.header_row,
            "（表头）",
            named,
            f"未识别的列：{named[:200]}，已忽略",
            "如应读入，请把列名改成与模板一致",
            WARNING,
        )


def surplus_of(located: Located, cells: Sequence[Any]) -> str:
    """The text of a csv row beyond its header, or what a reject file kept of it; else ''."""
    if located.surplus(cells):
        return "，".join(text for cell in cells[located.width :] if (text := shown(cell)))
    kept = located.columns.get(SURPLUS)
    return "" if kept is None else v.text(cells[kept])


def _shifted(row: int, beyond: str, width: int | None = None) -> Problem:
    if width is None:
        message, column = "这一行原来多出内容，各列可能已经错位", SURPLUS
        remedy = f"核对各列后清空“{SURPLUS}”"
    else:
        message, column = f"这一行多于表头的 {width} 列，可能有多余的逗号，各列已经错位", "（表头以外）"
        remedy = "核对这一行；单元格里的逗号要用引号括起整格"
    return Problem(row, column, beyond[:200], message, remedy)


def problems_add(batch: ImportBatch, problems: Iterable[Problem]) -> None:
    """Notes problems of a batch; they are read back in row order."""
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(
                batch=batch,
                severity=p.severity,
                row=p.row,
                column=p.column,
                value=p.value[:200],
                message=p.message[:300],
                remedy=p.remedy[:300],
            )
            for p in problems
        ),
        batch_size=500,
    )


def batch_judge(batch: ImportBatch, form: FileForm) -> ImportBatch:
    """Judges the staged rows set-based and marks the bad ones."""
    with transaction.atomic():
        form.carry_over(batch)
        found = list(form.judge(batch))
        problems_add(batch, found)
        bad = {p.row for p in found if p.severity == ERROR}
        for part in chunks(sorted(bad), 500):
            form.model._default_manager.filter(batch_id=batch.pk, row__in=part).update(bad=True)
        batch.rows_bad = batch.problems.filter(severity=ERROR).values("row").distinct().count()
        batch.state = ImportBatch.State.JUDGED
        batch.save(update_fields=["rows_bad", "state"])
    return batch


def batch_apply(batch: ImportBatch, form: FileForm, differences: Differences) -> None:
    """Applies a judged batch inside the caller's transaction; a batch that changes nothing touches nothing.

    Raises StagingLost where staged rows are gone (the tables are unlogged on PostgreSQL).
    """
    if form.model._default_manager.filter(batch_id=batch.pk).count() != batch.rows_read:
        raise StagingLost("暂存的数据不完整，请重新导入文件。")
    if differences.any:
        form.apply(batch)
    batch.state = ImportBatch.State.APPLIED
    batch.applied_at = clock.now()
    batch.summary = differences.summary()
    batch.save(update_fields=["state", "applied_at", "summary"])


class StagingLost(Exception):
    """Staged rows vanished between judging and applying."""


def batch_discard(batch: ImportBatch) -> None:
    """Takes a batch, its staged rows and its problems away as if the file had never come."""
    rows_purge(batch)
    batch.delete()


def rows_purge(batch: ImportBatch) -> None:
    """Deletes the staged rows of one batch, in every staging table."""
    with connection.cursor() as cursor:
        for model in staging_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE batch_id = %s", [batch.pk])  # noqa: S608 own names


def staging_sweep(*, hours: float = 24, days: float = 7) -> int:
    """Takes away what killed or abandoned imports left: unfinished batches, and problems of applied ones.

    Batches that were never applied go after `hours`, or once nobody looks at them any more, without a trace
    of theirs in any business table; the problems of applied ones (they quote the file) after `days`. The
    number of batches taken away.
    """
    now = clock.now()
    stale = ImportBatch.objects.exclude(state=ImportBatch.State.APPLIED).filter(
        Q(keep_until__isnull=True, created_at__lt=now - timedelta(hours=hours)) | Q(keep_until__lt=now)
    )
    gone = list(stale)
    for batch in gone:
        batch_discard(batch)
    old = ImportBatch.objects.filter(applied_at__lt=now - timedelta(days=days))
    ImportProblem.objects.filter(batch__in=old).delete()
    applied = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED).values("pk")
    for model in staging_models():
        # Killed between applying and purging.
        model._default_manager.filter(batch_id__in=applied).delete()
    return len(gone)


def staging_models() -> list[type[StagedRow]]:
    """All staging tables of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, StagedRow)]


def problems_of(batch: ImportBatch, severity: str | None = None) -> models.QuerySet[ImportProblem]:
    """The batch's problems in row order."""
    found = batch.problems.order_by("row", "pk")
    return found.filter(severity=severity) if severity else found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
