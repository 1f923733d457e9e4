"""An import that waits for its yes, one that is in, a remembered template: for tests that open every page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from accounts.models import User
from core import clock
from intake.models import ColumnMapping, Intake, IntakeState
from intake.services import intake_upload

from .own_files import COLUMNS, WORDS, own_roster


def furnish_imports() -> None:
    """Two rosters of the organization department: foreign to everybody else."""
    with TemporaryDirectory() as folder:
        content = own_roster(Path(folder) / "花名册.xlsx").read_bytes()
    actor = User.objects.system()
    waiting, done = (
        intake_upload(actor=actor, kind="roster", stream=BytesIO(content), name=name)
        for name in ("花名册.xlsx", "已导入.xlsx")
    )
    Intake.objects.filter(pk=waiting.pk).update(state=IntakeState.STAGED)
    Intake.objects.filter(pk=done.pk).update(
        state=IntakeState.APPLIED, applied_at=clock.now(), errors_file=done.file
    )
    ColumnMapping.objects.create(
        kind="roster", name="人事处花名册", headings="0" * 64, columns=COLUMNS, words=WORDS, created_by=actor
    )


def waiting_pk() -> list[object]:
    return [Intake.objects.get(state=IntakeState.STAGED).pk]


def applied_pk() -> list[object]:
    return [Intake.objects.get(state=IntakeState.APPLIED).pk]


def mapping_pk() -> list[object]:
    return [ColumnMapping.objects.get().pk]
