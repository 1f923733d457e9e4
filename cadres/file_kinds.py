"""干部名册 as a kind of file that pages bring in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from accounts.models import Role, Unit
from core.changes import histories_catch_up
from core.imports import Differences, FileForm, batch_apply
from core.models import ImportBatch
from intake.models import Intake
from intake.registry import Kind, Touched, register

from .imports import RosterForm
from .models import Appointment, Cadre, Post, Term

ORGANISATION = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
REGISTER = (Unit, Post, Cadre, Appointment, Term)


def _apply(intake: Intake, form: FileForm, batch: ImportBatch, differences: Differences, actor: Any) -> None:
    batch_apply(batch, form, differences)


def _undone(intake: Intake, actor: Any) -> None:
    histories_catch_up(REGISTER, actor=actor, reason=f"撤销导入 {intake.file_name}"[:100])


def register_touched(intake: Intake) -> Sequence[Touched]:
    """The tables of the register, each after those that it refers to."""
    return (
        Touched(Unit, lambda _: Unit.objects.all(), lambda row: row["name"]),
        Touched(Post, lambda _: Post.objects.all(), lambda row: row["title"]),
        Touched(
            Cadre,
            lambda _: Cadre.objects.all(),
            lambda row: f"{row['staff_no']} {row['name']}",
            freed=("identity_hash",),
            silent=("secrets_changed",),
        ),
        Touched(Appointment, lambda _: Appointment.objects.all(), of_cadre("任职")),
        Touched(Term, lambda _: Term.objects.all(), lambda row: f"任期 {row['starts']}—{row['ends']}"),
    )


def of_cadre(what: str, column: str = "cadre_id") -> Callable[[dict[str, Any]], str]:
    """Names a row by its cadre; the names are read once, when the first one is asked for."""
    names: dict[int, str] = {}

    def label(row: dict[str, Any]) -> str:
        if not names:
            rows = Cadre.objects.order_by().values_list("pk", "staff_no", "name")
            names.update({pk: f"{staff_no} {name}" for pk, staff_no, name in rows})
        return f"{what} {names.get(row[column], '')}".strip()

    return label


ROSTER = Kind(
    code="roster",
    label="干部名册",
    summary="全校中层干部的基本情况和现任职务。整份名册导入后，未列入的人转为离册；补充导入只增改所列的人。文件没有的列保持原样，空着的格子则清空。",
    roles=ORGANISATION,
    form=lambda year: RosterForm(),
    apply=_apply,
    touched=register_touched,
    undone=_undone,
    order=1,
)


def register_kinds() -> None:
    """Called once when the app is ready."""
    register(ROSTER)
