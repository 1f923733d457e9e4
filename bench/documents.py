"""1,000 forms as one zip, by the product's own job, against a bare docxtpl loop over the same contexts."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace

from docxtpl import DocxTemplate

from accounts.models import Role, RoleGrant, User
from appraisal.documents import TEMPLATES, annual_form
from appraisal.documents.bundles import ANNUAL_FORMS
from appraisal.documents.contexts import AnnualForm
from appraisal.documents.filling import annual_forms
from appraisal.models import Cycle, ScoreConfirmation, ScoringOfficer
from bench.measure import Ratio, peak_memory_mb
from core import clock
from core.documents import documents_zip_request, register_builder
from core.jobs import job_run
from core.models import DocumentBundle

OFFICER = "90021"
WITH_REPORTS = "bench.with_reports"
LIMIT, MEGABYTES, ROUNDS = 1.5, 300, 2
SENTENCE = "一年来，认真贯彻学校党委决策部署，团结带领班子成员完成年度重点任务，推动学院事业发展。"
REPORT = (SENTENCE * 9,) * 4  # some 1,500 signs


def documents() -> list[Ratio]:
    """The forms as the register and the year fill them, and with a self-report in each."""
    cycle = Cycle.objects.get()
    confirm(cycle)
    user = User.objects.create_user(staff_no=OFFICER, name="周敏")
    RoleGrant.objects.create(user=user, role=Role.ORG_HEAD, valid_from="2020-01-01")
    people = cycle.participants.count()
    found = []
    for name, words in (("plain", "read from the database"), ("reports", "with a self-report each")):
        seconds, memory = zip(*(measured("ours", name) for _ in range(ROUNDS)), strict=True)
        floor = min(measured("floor", name)[0] for _ in range(ROUNDS))
        note = f"peak memory {max(memory):.0f} MB (limit {MEGABYTES}); floor: DocxTemplate, render, save, zip"
        found.append(Ratio(f"{people} forms as zip, {words}", min(seconds), floor, LIMIT, note))
    return found


def confirm(cycle: Cycle) -> None:
    """As if two had confirmed the count: only then are dimension means weighed and printed."""
    for duty in ScoringOfficer.Duty:
        user = User.objects.create_user(staff_no=f"C-{duty.value}", name=duty.label)
        ScoreConfirmation.objects.create(
            cycle=cycle, duty=duty, outcome_sha256=cycle.outcome_sha256, user=user
        )
    Cycle.objects.filter(pk=cycle.pk).update(confirmed_at=clock.now())


def measured(what: str, name: str) -> tuple[float, float]:
    """Seconds and peak memory of one way, in a process of its own."""
    command = [sys.executable, "-m", "bench.main", "-", "-", "--documents-only", f"{what}:{name}"]
    seconds, memory = subprocess.check_output(command, text=True).split()[-2:]
    return float(seconds), float(memory)


def in_child(asked: str) -> None:
    """Prints seconds and peak memory of `ours` or `floor`."""
    what, _, name = asked.partition(":")
    print(*((ours if what == "ours" else floor)(name), peak_memory_mb()))


def ours(name: str) -> float:
    """The whole job: what is asked of the database, every document, the sealed file."""
    user, cycle = User.objects.get(staff_no=OFFICER), Cycle.objects.get()

    def build(arguments: object) -> Iterator[tuple[str, bytes]]:
        for number, form in enumerate(_forms(cycle, user, reports=True)):
            yield f"{number}.docx", annual_form(form)

    register_builder(WITH_REPORTS, build, count=lambda arguments: cycle.participants.count())
    kind = WITH_REPORTS if name == "reports" else ANNUAL_FORMS
    bundle = documents_zip_request(kind=kind, arguments={"cycle": cycle.pk}, actor=user, wake_worker=False)
    start = time.perf_counter()
    assert bundle.job_id and job_run(bundle.job_id)
    seconds = time.perf_counter() - start
    assert DocumentBundle.objects.get(pk=bundle.pk).documents == cycle.participants.count()
    return seconds


def floor(name: str) -> float:
    """docxtpl as its manual shows it, over contexts that are there already."""
    user, cycle = User.objects.get(staff_no=OFFICER), Cycle.objects.get()
    forms = list(_forms(cycle, user, reports=name == "reports"))
    contexts = [{field.name: getattr(form, field.name) for field in fields(form)} for form in forms]
    start = time.perf_counter()
    with zipfile.ZipFile(io.BytesIO(), "w") as package:
        for number, context in enumerate(contexts):
            document, made = DocxTemplate(TEMPLATES / "annual_form.docx"), io.BytesIO()
            document.render(context, autoescape=True)
            document.save(made)
            package.writestr(f"{number}.docx", made.getvalue())
    return time.perf_counter() - start


def _forms(cycle: Cycle, user: User, *, reports: bool) -> Iterator[AnnualForm]:
    for _, form in annual_forms(cycle, user):
        yield replace(form, report=REPORT) if reports else form
