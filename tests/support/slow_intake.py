"""One intake's job in a process of its own that stops at a named place until somebody kills it.

    PAUSE_AT="applied" PAUSE_FILE=/tmp/x python -m tests.support.slow_intake JOB

Places: "staged" (rows copied, not judged), "kept" (the preview written, not committed), "applied" (business
rows written, not committed), "logged" (the last moment before the commit), "undone" (rows restored, not
committed).
"""

from __future__ import annotations

import os
import sys

import django


def prepare() -> None:
    from intake.services import confirming, reading, undoing  # noqa: PLC0415
    from tests.support.slow_year import after  # noqa: PLC0415

    after(reading, "batch_stage", lambda *_, **__: "staged")
    after(reading, "changes_keep", lambda *_, **__: "kept")
    after(confirming, "told", lambda *_, **__: "applied")
    after(confirming, "security_event_record", lambda *_, **__: "logged")
    after(undoing, "told", lambda *_, **__: "undone")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_mgmt.settings")
    django.setup()
    prepare()
    from core.jobs import job_run  # noqa: PLC0415

    job_run(int(sys.argv[1]))


if __name__ == "__main__":
    main()
