"""现行处分 as a kind of file that pages bring in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import Role
from cadres.file_kinds import of_cadre
from core import clock
from core.imports import Differences, FileForm, batch_apply
from core.models import ImportBatch
from intake.models import Intake
from intake.registry import Kind, Touched, register
from policy.parameters import AppraisalParameters
from rulebook.selectors import version_on

from .models import Mark, Matter
from .sanctions import SanctionForm, sanctions_taken_back

# The organization department keeps the marks, the discipline office decides them (第八条).
KEEPERS = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})


def _form(year: int | None) -> FileForm:
    return SanctionForm(AppraisalParameters.from_json(version_on(clock.today()).parameters))


def _apply(intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any) -> None:
    batch_apply(batch, form, differences)


def _touched(intake: Intake) -> Sequence[Touched]:
    return (
        # What heard of a mark names its matter: it goes only where nothing did.
        Touched(Matter, lambda _: Matter.objects.all(), lambda row: f"事项 {row['number']}", stays=True),
        Touched(Mark, lambda _: Mark.objects.filter(is_sanction=True), of_cadre("处分")),
    )


SANCTIONS = Kind(
    code="sanctions",
    label="现行处分",
    summary="启用系统时仍在影响期内的处分。只增加和更正所列的处分，未列入的保持不变；以后各年度的考核都会看到。",
    roles=KEEPERS,
    form=_form,
    apply=_apply,
    touched=_touched,
    taken_back=sanctions_taken_back,
    builds_on=("roster",),
    order=6,
)


def register_kinds() -> None:
    """Called once when the app is ready."""
    register(SANCTIONS)
