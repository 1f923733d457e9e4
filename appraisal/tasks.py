"""Work that goes on without a browser waiting."""

from __future__ import annotations

from core.documents import register_builder
from core.jobs import JobRefused, JobRun, job_kind

from .documents.bundles import ANNUAL_FORMS, TERM_FORMS, annual_forms_build, forms_count, term_forms_build


# The lease is short because nothing is done under it: all work is in `effects`, where the row is locked. So
# whoever comes after a killed scorer waits seconds.
@job_kind("appraisal.score", lease=15, label="汇总计分")
def score(run: JobRun) -> None:
    """Scores one year: arguments {cycle: primary key}."""
    from .services import CycleClosed, year_papers_count, year_score  # noqa: PLC0415 - a task imports its service

    run.progress(0, 1, "汇总计分")
    with run.effects():
        try:
            cycle = year_score(cycle_pk=run.arguments["cycle"], actor=run.actor)
        except CycleClosed as closed:
            raise JobRefused(str(closed)) from closed
        year_papers_count(cycle=cycle)
        run.result = {"year": cycle.year, "ranked": cycle.summary["ranked"]}


register_builder(ANNUAL_FORMS, annual_forms_build, count=forms_count, label="年度考核登记表")
register_builder(TERM_FORMS, term_forms_build, count=forms_count, label="聘期考核登记表")
