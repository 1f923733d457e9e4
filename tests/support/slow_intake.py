"""One intake's job that stops at a named place; `run` in a copy of the test, which kills it there.

Places: "staged" (rows copied, not judged), "kept" (the preview written, not committed), "applied" (business
rows written, not committed), "logged" (the last moment before the commit), "undone" (rows restored, not
committed).
"""

from __future__ import annotations

from core.jobs import job_run
from intake.services import confirming, reading, undoing

from .slow_year import after


def run(job: int) -> None:
    """Puts the stops in and runs it."""
    after(reading, "batch_stage", lambda *_, **__: "staged")
    after(reading, "changes_keep", lambda *_, **__: "kept")
    after(confirming, "told", lambda *_, **__: "applied")
    after(confirming, "security_event_record", lambda *_, **__: "logged")
    after(undoing, "told", lambda *_, **__: "undone")
    job_run(job)
