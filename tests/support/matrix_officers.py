"""The rows of the URL matrix of who handles a tolerance case, its documents and the overview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import Permission

from accounts.models import Role, User
from core import clock
from tests.support.matrix import ONLY_THE_TWO, for_all
from tests.support.matrix_tolerance import case_pk, seen
from tests.support.people import user_with
from tolerance.models import Capacity, Escalation, Recusal, ToleranceCase, ToleranceGrant

OFFICES_OF_THE_CASE = seen(org_head=200, discipline_head=200, discipline_officer=200)
HEADS_ALONE = seen(org_head=200, discipline_head=200)
MATRIX: dict[str, dict[str, int]] = {
    "tolerance_overview": ONLY_THE_TWO | {"leader": 200},
    "tolerance_overview_export": ONLY_THE_TWO,
    "tolerance_recusals": for_all(404, anonymous=302, org_head=200, discipline_head=200, party_office=200),
    # About an officer of the discipline office: its head decides, the other head only reads.
    "tolerance_recusal": for_all(404, anonymous=302, org_head=403, discipline_head=200),
    "tolerance_escalation": for_all(404, anonymous=302, org_head=403, discipline_head=403, party_office=200),
    **dict.fromkeys(
        (
            "tolerance_officers",
            "tolerance_participant",
            "tolerance_recusal_ask",
            "tolerance_documents",
            "tolerance_document",
        ),
        OFFICES_OF_THE_CASE,
    ),
    **dict.fromkeys(
        ("tolerance_officer_name", "tolerance_officer_revoke", "tolerance_readings"), HEADS_ALONE
    ),
}
OFFICER = "82901"


def _latest(model: type) -> list[object]:
    return [model.objects.latest("pk").pk]  # type: ignore[attr-defined]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **dict.fromkeys(
        (
            "tolerance_officers",
            "tolerance_participant",
            "tolerance_recusal_ask",
            "tolerance_documents",
            "tolerance_officer_name",
            "tolerance_readings",
        ),
        case_pk,
    ),
    "tolerance_document": lambda: [*case_pk(), "application"],
    "tolerance_officer_revoke": lambda: [*case_pk(), ToleranceGrant.records.latest("pk").pk],
    "tolerance_recusal": lambda: _latest(Recusal),
    "tolerance_escalation": lambda: _latest(Escalation),
}


def furnish() -> None:
    """An officer named on the case of `matrix_tolerance`, whom the cadre wants to step aside."""
    case = ToleranceCase.objects.get(number="RC2026901")
    officer = user_with(Role.DISCIPLINE_OFFICER, staff_no=OFFICER, name="倪安")
    by = User.objects.system()
    ToleranceGrant.records.create(
        user=officer,
        permission=Permission.objects.get(codename=Capacity.CONSULT, content_type__app_label="tolerance"),
        content_object=case,
        valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=30),
        reason="部务会研究",
        granted_by=by,
    )
    Recusal.objects.create(
        case=case,
        officer=officer,
        ground="doubt",
        reason="曾公开表态",
        origin="cadre",
        asked_by=case.applied_by,
    )
    Escalation.objects.create(case=case, people_left=1)
