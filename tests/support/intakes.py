"""Files brought in through the engine behind the wizard, without pages: upload, map, read, confirm, undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from accounts.models import User
from core.jobs import job_run
from intake import selectors
from intake.models import Intake
from intake.services import intake_confirm, intake_map, intake_undo, intake_upload
from tests.support import tiny
from tests.support.years import write_csv

YEAR = tiny.YEAR
Rows = Sequence[Sequence[Any]]


def officer() -> User:
    """Who brings files in; the engine asks nothing of their roles, pages do."""
    user = User.objects.filter(staff_no="88001").first()
    return user or User.objects.create_user(staff_no="88001", name="干事甲")


def again(intake: Intake) -> Intake:
    return Intake.objects.select_related("job", "file", "batch", "errors_file").get(pk=intake.pk)


def done(intake: Intake) -> Intake:
    """Runs the step's job, as a worker would."""
    if intake.job_id:
        job_run(intake.job_id)
    return again(intake)


def uploaded(
    path: Path, kind: str, *, year: int | None = None, target: str = "", corrects: int | None = None
) -> Intake:
    with path.open("rb") as stream:
        return intake_upload(
            actor=officer(),
            kind=kind,
            stream=stream,
            name=path.name,
            year=year,
            target=target,
            corrects=corrects,
        )


def mapped(
    intake: Intake,
    *,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    remember_as: str = "",
) -> Intake:
    """As suggested, unless told otherwise; then read."""
    if columns is None:
        columns = selectors.own_file(intake).suggested
    if words is None:
        words = {
            item.header: {word.word: word.suggested for word in item.words}
            for item in selectors.own_words(intake, columns)
        }
    intake_map(
        actor=officer(),
        pk=intake.pk,
        version=intake.version,
        columns=columns,
        words=words,
        remember_as=remember_as,
    )
    return done(again(intake))


def staged(path: Path, kind: str, *, year: int | None = None, target: str = "", **said: Any) -> Intake:
    return mapped(uploaded(path, kind, year=year, target=target), **said)


def confirmed(intake: Intake) -> Intake:
    intake_confirm(actor=officer(), pk=intake.pk, version=intake.version)
    return done(again(intake))


def applied(path: Path, kind: str, *, year: int | None = None, **said: Any) -> Intake:
    return confirmed(staged(path, kind, year=year, **said))


def undone(intake: Intake) -> Intake:
    intake_undo(actor=officer(), pk=intake.pk, version=again(intake).version)
    return done(again(intake))


def tiny_file(folder: Path, kind: str, spoil: tiny.Spoil | None = None, *, name: str = "") -> Path:
    """One of the six people's files as csv."""
    return write_csv(folder / f"{name or kind}.csv", tiny.spoilt(kind, spoil or {}))


def counts(intake: Intake) -> tuple[int, int, int, int, int]:
    """new, changed, removed, unchanged, bad."""
    found = selectors.preview(intake)
    return found.new, found.changed, found.removed, found.unchanged, found.bad


def told(intake: Intake) -> list[tuple[int, str, str]]:
    """(row, column, message) of every bad row's problems."""
    return [(p.row, p.column, p.message) for p in selectors.problems(intake, "error")]
