"""The rows of the URL matrix of evidence: facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from accounts.models import Role, Unit
from appraisal.models import BonusPoint, Cycle
from cadres.models import Cadre
from core import clock
from evidence import services
from evidence.models import Interview, KeyTask, Observation
from tests.support.fact_story import PDF, upload
from tests.support.matrix import ONLY_THE_TWO, for_all
from tests.support.people import user_with
from tests.support.small_year import YEAR, staff_no

ORG_ONLY = ONLY_THE_TWO | {"discipline_head": 403, "discipline_officer": 403}
DISCIPLINE_ONLY = ONLY_THE_TWO | {"org_head": 403, "org_officer": 403}
WITH_THE_CADRE = ONLY_THE_TWO | {"cadre": 200}
SEES_TASKS = ONLY_THE_TWO | {"leader": 200, "unit_party": 200, "cadre": 200}
SEES_UNITS = ONLY_THE_TWO | {"leader": 200, "unit_party": 200}
# The visitors' grants are over no unit and so reach everywhere; the cadre among them answers for no task.
ONE_TASK = ONLY_THE_TWO | {"leader": 200, "unit_party": 200}
READERS_403 = dict.fromkeys(("discipline_head", "discipline_officer", "leader"), 403)
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("observations", "observations_export"), WITH_THE_CADRE),
    "observation_new": ORG_ONLY | {"cadre": 403},
    **dict.fromkeys(("observation_coverage", "observation_coverage_export"), ONLY_THE_TWO),
    # The record is of none of these visitors.
    **dict.fromkeys(("observation", "observation_file"), ONLY_THE_TWO),
    **dict.fromkeys(("observation_keep", "observation_withdraw", "observation_file_add"), ORG_ONLY),
    "observation_show": ORG_ONLY | {"org_head": 405, "org_officer": 405},
    "observation_answer": for_all(404, anonymous=302)
    | {who: 403 for who, s in ONLY_THE_TWO.items() if s == 200},
    **dict.fromkeys(("key_tasks", "key_tasks_export"), SEES_TASKS),
    "key_task_new": ORG_ONLY | {"leader": 403, "unit_party": 403, "cadre": 403},
    **dict.fromkeys(("key_task", "key_task_file"), ONE_TASK),
    "key_task_report": ONE_TASK | READERS_403,
    **dict.fromkeys(("key_task_return", "key_task_close"), ONE_TASK | READERS_403 | {"unit_party": 403}),
    "key_task_verify": ONE_TASK | READERS_403 | {"unit_party": 403, "org_head": 405, "org_officer": 405},
    # The year of these pages is scored: its raters have rated (tests/evidence/test_facts_tasks.py).
    **dict.fromkeys(("year_tasks", "year_tasks_export"), ONLY_THE_TWO),
    **dict.fromkeys(("unit_results", "unit_results_export"), SEES_UNITS),
    **dict.fromkeys(
        ("unit_result_enter", "unit_results_blank"),
        SEES_UNITS | READERS_403 | {"unit_party": 403},
    ),
    **dict.fromkeys(("year_components", "year_components_export"), ONLY_THE_TWO),
    **dict.fromkeys(("components_upload", "bonus_add", "bonus_take_back"), ORG_ONLY),
    **dict.fromkeys(("year_interviews", "year_interviews_export", "interviews_of"), ONLY_THE_TWO),
    **dict.fromkeys(("interview_record", "interview_withdraw"), ONLY_THE_TWO),
    **dict.fromkeys(("year_integrity", "year_integrity_export"), ONLY_THE_TWO),
    "own_opinions": for_all(404, anonymous=302, cadre=200),
    "integrity_ask": ORG_ONLY | {"org_head": 405, "org_officer": 405},
    **dict.fromkeys(("integrity_rest", "integrity_give"), DISCIPLINE_ONLY),
    **dict.fromkeys(
        ("year_panel", "year_panel_export", "panel_person", "year_units", "year_units_export"), ONLY_THE_TWO
    ),
}


def _observation() -> list[object]:
    return [Observation.objects.earliest("pk").pk]


def _observation_file() -> list[object]:
    item = Observation.objects.earliest("pk")
    return [item.pk, item.files.get().pk]


def _task() -> list[object]:
    return [KeyTask.objects.earliest("pk").pk]


def _task_file() -> list[object]:
    task = KeyTask.objects.earliest("pk")
    return [task.pk, task.files.get().pk]


def _bonus() -> list[object]:
    return [YEAR, BonusPoint.objects.earliest("pk").pk]


def _interview() -> list[object]:
    return [YEAR, Interview.objects.earliest("pk").pk]


OF_A_YEAR = (
    "year_tasks",
    "year_tasks_export",
    "year_components",
    "year_components_export",
    "components_upload",
    "bonus_add",
    "year_interviews",
    "year_interviews_export",
    "year_integrity",
    "year_integrity_export",
    "integrity_ask",
    "integrity_rest",
    "year_panel",
    "year_panel_export",
    "year_units",
    "year_units_export",
)
ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: [YEAR] for name in OF_A_YEAR},
    **dict.fromkeys(
        (
            "observation",
            "observation_keep",
            "observation_withdraw",
            "observation_file_add",
            "observation_show",
            "observation_answer",
        ),
        _observation,
    ),
    "observation_file": _observation_file,
    **dict.fromkeys(
        ("key_task", "key_task_report", "key_task_return", "key_task_close", "key_task_verify"), _task
    ),
    "key_task_file": _task_file,
    "bonus_take_back": _bonus,
    "interviews_of": [YEAR, staff_no(0)],
    "interview_record": [YEAR, staff_no(0)],
    "interview_withdraw": _interview,
    "integrity_give": [YEAR, staff_no(0)],
    "panel_person": [YEAR, staff_no(0)],
}


def furnish() -> None:
    """One observation, one task, one request for opinions and one bonus of the first person's."""
    officer = user_with(Role.ORG_OFFICER, staff_no="96301", name="许文澜")
    cadre = Cadre.objects.get(staff_no=staff_no(0))
    services.observation_record(
        cadre_pk=cadre.pk,
        observed_on=clock.today(),
        source="survey",
        direction="good",
        fact="到二级学院调研，当场协调解决实验室用房。",
        file=upload("调研记录.pdf", PDF),
        actor=officer,
    )
    task = services.key_task_register(
        number="ZD2025-01",
        title="新校区实验楼搬迁",
        unit=Unit.objects.earliest("pk"),
        cadres=[cadre],
        due_on=date(YEAR, 12, 20),
        required="年底前完成全部实验室搬迁并启用。",
        actor=officer,
    )
    services.key_task_progress(
        task_pk=task.pk, version=None, progress="已搬迁八成。", file=upload("进展.pdf", PDF), actor=officer
    )
    cycle = Cycle.objects.annual(YEAR).get()
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    # The year came by file and is scored; its time for interviews by the service would be another state.
    Interview.objects.create(
        cycle=cycle,
        cadre=cadre,
        group=Interview.Group.STAFF,
        people=3,
        held_on=date(YEAR, 12, 22),
        first_by=officer,
        second_by=user_with(Role.DISCIPLINE_OFFICER, staff_no="96302", name="方知微"),
        topic="履职情况",
        findings="实验室搬迁期间每周到场两次。",
        entered_by=officer,
    )
    # As an act of the service it would have the year scored again.
    BonusPoint.objects.create(
        cycle=cycle,
        cadre=cadre,
        points=Decimal("0.5"),
        reason="牵头完成校庆筹备，经公布加分。",
        document_no="校发〔2025〕30号",
        announced_on=date(YEAR, 11, 3),
        entered_by=officer,
    )
