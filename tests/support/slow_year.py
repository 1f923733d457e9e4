"""`manage.py appraise` that stops at a named place until somebody kills it; run as a program by tests.

    PAUSE_AT="apply roster" PAUSE_FILE=/tmp/x python -m tests.support.slow_year appraise --year …

Places: "stage KIND" (its rows copied, not committed), "judge KIND", "apply KIND" (inside the import's
transaction), "commit" (the transaction's last moment), "purge" (just committed), "score" (the job is claimed
and its transaction open), "scored" (results written, not committed). With PIECEMEAL=1 the import's single
transaction is taken apart, as a control.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django


def halt(place: str) -> None:
    """Says that the place is reached and stays there."""
    if place == os.environ.get("PAUSE_AT"):
        Path(os.environ["PAUSE_FILE"]).touch()
        time.sleep(600)


def after(module: Any, name: str, place: Callable[..., str]) -> None:
    """Stops after a function of a module; `place` tells the place from its arguments."""
    original = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        answer = original(*args, **kwargs)
        halt(place(*args, **kwargs))
        return answer

    setattr(module, name, wrapped)


def before(module: Any, name: str, place: str) -> None:
    """Stops before a function of a module."""
    original = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        halt(place)
        return original(*args, **kwargs)

    setattr(module, name, wrapped)


def prepare() -> None:
    """Puts the stops in."""
    from appraisal import services  # noqa: PLC0415
    from appraisal.services import scoring, year_import  # noqa: PLC0415
    from core.imports import staging  # noqa: PLC0415

    kinds = {"stagedroster": "roster", "stagedparticipant": "participants"}
    kinds |= {"stagedmatter": "matters", "stagedballot": "ballots"}
    after(staging, "copy_in", lambda model, *_: f"stage {kinds[model._meta.model_name]}")
    after(year_import, "batch_judge", lambda batch, form: f"judge {form.code}")
    after(year_import, "batch_apply", lambda batch, form, _: f"apply {form.code}")
    after(year_import, "score_enqueue", lambda *_, **__: "commit")
    before(year_import, "rows_purge", "purge")
    before(services, "year_score", "score")
    after(scoring, "_announce", lambda *_: "scored")
    if os.environ.get("PIECEMEAL"):
        take_apart(year_import)


def take_apart(year_import: Any) -> None:
    """Every step of the import commits on its own."""
    whole = year_import.transaction.atomic
    year_import.cycle_open_from_file = whole(year_import.cycle_open_from_file)
    year_import.transaction = SimpleNamespace(atomic=nullcontext)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_mgmt.settings")
    django.setup()
    prepare()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
