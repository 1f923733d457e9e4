"""The rows of the URL matrix of appraisal: plan, way, participants."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import Unit, User
from appraisal.models import Cycle, Participant
from appraisal.services import plan_draft
from ballots.models import Sitting
from tests.support.matrix import ONLY_THE_TWO
from tests.support.planned import DAYS, YEAR, Story
from tests.support.small_year import YEAR as SCORED_YEAR

DRAFT_YEAR = YEAR + 1
OF_THE_ORGANIZATION = ONLY_THE_TWO | {"discipline_head": 403, "discipline_officer": 403}
OF_THE_YEAR = (
    "cycle_plan",
    "cycle_plan_export",
    "cycle_flow",
    "cycle_flow_export",
    "cycle_people",
    "cycle_people_export",
    "people_left_out",
    "people_left_out_export",
)
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(OF_THE_YEAR, ONLY_THE_TWO),
    **dict.fromkeys(("year_unit_sittings", "unit_sittings_export"), ONLY_THE_TWO),
    **dict.fromkeys(
        (
            "plan_start",
            "plan_edit",
            "plan_discard",
            "participant_add",
            "participant_edit",
            "participant_remove",
        ),
        OF_THE_ORGANIZATION,
    ),
    **dict.fromkeys(("unit_sitting_add", "unit_sitting_edit", "unit_sitting_remove"), OF_THE_ORGANIZATION),
    "people_generate": OF_THE_ORGANIZATION | {"org_head": 405, "org_officer": 405},
    "cycle_step": OF_THE_ORGANIZATION | {"org_officer": 403},
}


def sitting_of() -> list[object]:
    """A unit's sitting of the scored year."""
    row = Sitting.objects.filter(round__cycle__code=SCORED_YEAR, unit__isnull=False).earliest("pk")
    return [SCORED_YEAR, row.unit_id, row.group]


def participant_of() -> list[object]:
    """Somebody on the list of the planned year."""
    return [YEAR, Participant.objects.filter(cycle__year=YEAR).earliest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: [YEAR] for name in OF_THE_YEAR},
    **{name: [YEAR] for name in ("people_generate", "participant_add")},
    **{name: [DRAFT_YEAR] for name in ("plan_edit", "plan_discard")},
    "cycle_step": [YEAR, "open_reports"],
    **dict.fromkeys(("participant_edit", "participant_remove"), participant_of),
    **{name: [SCORED_YEAR] for name in ("year_unit_sittings", "unit_sittings_export", "unit_sitting_add")},
    **dict.fromkeys(("unit_sitting_edit", "unit_sitting_remove"), sitting_of),
}


def furnish() -> None:
    """A year that is run here with its list, and the next one's draft; a unit's sitting of the scored one."""
    Story().approved().listed()
    officer = User.objects.get(staff_no="95001")
    scored = Cycle.objects.select_related("round").get(code=SCORED_YEAR)
    Sitting.objects.create(
        round=scored.round,
        unit=Unit.objects.earliest("pk"),
        group=scored.round.groups[0]["code"],
        expected=12,
        present=10,
        issued=10,
        returned=9,
    )
    plan_draft(year=DRAFT_YEAR, kind=Cycle.Kind.ANNUAL, level=Cycle.Level.MIDDLE, values=DAYS, actor=officer)
