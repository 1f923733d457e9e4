"""`manage.py backup` that stops at a named place until somebody kills it; run as a program by tests.

    PAUSE_AT=dumped PAUSE_FILE=/tmp/x python -m tests.support.slow_backup backup …

Places: "copied" (files are there, the database is not), "written" (everything, not yet published), "retiring"
(published; the oldest is marked for removal).
"""

from __future__ import annotations

import os
import sys

import django

from .slow_year import before


def prepare() -> None:
    """Puts the stops in."""
    from core.backup import make, shelf  # noqa: PLC0415

    before(make, "database_dump", "copied")
    before(shelf, "publish", "written")
    before(shelf.shutil, "rmtree", "retiring")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_mgmt.settings")
    django.setup()
    prepare()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
