"""单位目标考核结果 as a kind of file that pages bring in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import clock
from core.imports import Differences, FileForm
from core.models import ImportBatch
from core.pages import RuleBroken
from intake.models import Intake
from intake.registry import Kind, register

from .access.facts import ENTER_RESULT, STEPS
from .imports import UnitResultTable
from .selectors.unit_results import corrected_since

FIRST_YEAR = 2000


def _form(year: int | None) -> FileForm:
    if year is None or not FIRST_YEAR <= year <= clock.today().year:
        raise RuleBroken({"year": f"年度应在 {FIRST_YEAR} 到 {clock.today().year} 之间。"})
    return UnitResultTable(year)


def _apply(intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any) -> None:
    from .services import unit_results_apply  # noqa: PLC0415 - services compose this form

    assert isinstance(form, UnitResultTable)
    unit_results_apply(intake=intake, form=form, batch=batch, differences=differences, actor=actor)


def _undone(intake: Intake, actor: Any) -> None:
    from .services import unit_results_take_back  # noqa: PLC0415

    unit_results_take_back(intake=intake, actor=actor)


def _blocked(intake: Intake) -> Iterable[str]:
    if names := corrected_since(intake):
        yield f"导入以后又更正过：{'、'.join(names)}。撤销会丢失这些更正，请改正文件后重新导入。"


UNIT_RESULTS = Kind(
    code=UnitResultTable.code,
    label=UnitResultTable.label,
    summary="某一年度各单位目标考核的等次或得分，供考核组参考。只增加和更正所列的单位，未列入的保持不变。",
    roles=STEPS[ENTER_RESULT],
    form=_form,
    apply=_apply,
    touched=lambda intake: (),  # results are only ever added, also by taking a file back
    undone=_undone,
    blockers=_blocked,
    needs_year=True,
    order=7,
)


def register_kinds() -> None:
    """Called once when the app is ready."""
    register(UNIT_RESULTS)
