"""风险清单 and 日常监督台账 as kinds of file that pages bring in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cadres.file_kinds import of_cadre
from core.changes import histories_catch_up
from core.imports import Differences, FileForm, batch_apply
from core.models import ImportBatch
from intake.models import Intake
from intake.registry import Kind, Touched, register

from .access import OFFICES
from .imports import ItemForm, RiskForm
from .models import RegisterItem, Risk, RiskPost
from .services import risks_relevel


def _apply_risks(
    intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    batch_apply(batch, form, differences)
    histories_catch_up((RiskPost, Risk), actor=actor, reason=f"导入 {intake.file_name}"[:100])
    risks_relevel(actor=actor)


def _undone_risks(intake: Intake, actor: Any) -> None:
    histories_catch_up((RiskPost, Risk), actor=actor, reason=f"撤销导入 {intake.file_name}"[:100])
    risks_relevel(actor=actor)


def _apply_items(
    intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any
) -> None:
    batch_apply(batch, form, differences)
    histories_catch_up((RegisterItem,), actor=actor, reason=f"导入 {intake.file_name}"[:100])


def _undone_items(intake: Intake, actor: Any) -> None:
    histories_catch_up((RegisterItem,), actor=actor, reason=f"撤销导入 {intake.file_name}"[:100])


def _risks_touched(intake: Intake) -> Sequence[Touched]:
    return (
        Touched(
            RiskPost, lambda _: RiskPost.objects.all(), lambda row: row["title"], silent=("level", "why")
        ),
        Touched(Risk, lambda _: Risk.objects.all(), lambda row: row["description"]),
    )


def _items_touched(intake: Intake) -> Sequence[Touched]:
    return (Touched(RegisterItem, lambda _: RegisterItem.objects.all(), of_cadre("日常监督")),)


RISKS = Kind(
    code="risks",
    label="风险清单",
    summary="各单位岗位的廉政风险点和防控措施。只增加和更正所列的风险点，未列入的保持不变；岗位等级按规则重算。",
    roles=OFFICES,
    form=lambda year: RiskForm(),
    apply=_apply_risks,
    touched=_risks_touched,
    undone=_undone_risks,
    builds_on=("roster",),
    order=7,
)
REGISTER = Kind(
    code="register",
    label="日常监督台账",
    summary="个人有关事项、出国（境）证照、兼职、审计、报备、巡察整改、述责述廉的状态和日期；整个单位的巡察整改填单位，不填工号。"
    "只增加和更正所列的，不写报告内容。",
    roles=OFFICES,
    form=lambda year: ItemForm(),
    apply=_apply_items,
    touched=_items_touched,
    undone=_undone_items,
    builds_on=("roster",),
    order=8,
)


def register_kinds() -> None:
    """Called once when the app is ready."""
    register(RISKS)
    register(REGISTER)
