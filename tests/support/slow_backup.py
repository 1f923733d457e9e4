"""`manage.py backup` that stops at a named place; `run` in a copy of the test, which kills it there.

Places: "copied" (files are there, the database is not), "written" (everything, not yet published), "retiring"
(published; the oldest is marked for removal).
"""

from __future__ import annotations

from django.core.management import execute_from_command_line

from core.backup import make, shelf

from .slow_year import before


def run(*words: str) -> None:
    """Puts the stops in and runs it."""
    before(make, "database_dump", "copied")
    before(shelf, "publish", "written")
    before(shelf.shutil, "rmtree", "retiring")
    execute_from_command_line(["manage.py", "backup", *words])
