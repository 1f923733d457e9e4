"""A file of results of units goes in as new rows, and is taken back by further ones (第六条)."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit
from core.imports import Differences, batch_apply
from core.jobs import JobRefused
from core.models import ImportBatch
from core.pages import RuleBroken
from intake.models import Intake

from ..imports import UnitResultTable
from ..models import UnitResult
from ..selectors.unit_results import corrected_since, held_before, results_of


def unit_results_apply(
    *, intake: Intake, form: UnitResultTable, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    """Writes what was confirmed, runs inside the caller's transaction.

    Raises RuleBroken where somebody has entered another result since: the preview is to be looked at again.
    """
    _units_locked(form.unit_keys(batch))
    if form.compare(batch) != differences:
        raise RuleBroken("预览后又有单位的结果被录入或更正，请重新读入文件，再看一遍后确认。")
    form.actor = actor
    batch_apply(batch, form, differences)
    intake.counts = intake.counts | {"results": [row.pk for row in form.made]}


def unit_results_take_back(*, intake: Intake, actor: Any) -> None:
    """Says again what held before the file, or that nothing did. Raises JobRefused where that moved on."""
    made = results_of(intake)
    _units_locked([row.unit_id for row in made])
    if names := corrected_since(intake):
        raise JobRefused(f"刚刚又更正过：{'、'.join(names)}，没有撤销。")
    reason = f"撤销导入“{intake.file_name}”"
    back = []
    for row in made:
        old = held_before(row)
        said = {"result": old.result, "document_no": old.document_no} if old else {"void": True}
        back.append(
            UnitResult(unit_id=row.unit_id, year=row.year, reason=reason[:200], entered_by=actor, **said)
        )
    UnitResult.objects.bulk_create(back)


def _units_locked(keys: list[int]) -> None:
    """Two people at once: one after the other, as where a result is entered by hand."""
    list(Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
