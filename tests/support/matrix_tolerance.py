"""The rows of the URL matrix of tolerance: a case that waits at the desk of the discipline office."""

from __future__ import annotations

import io
from collections.abc import Callable

from accounts.models import Role, User
from cadres.models import Appointment, Cadre
from core import clock
from core.files import file_store
from matters.models import Matter
from tests.support.matrix import ONLY_THE_TWO, for_all
from tests.support.people import user_with
from tests.support.small_year import staff_no
from tolerance.models import Attachment, OtherOpinion, ToleranceCase

# Who sees the case and may not: whoever may, but not in this state, is led back to it (303).
SEEN = ("org_head", "discipline_head", "discipline_officer", "unit_party")


def seen(**others: int) -> dict[str, int]:
    """403 for whoever sees the case, but for those named; 404 for everybody else."""
    return for_all(404, anonymous=302, **(dict.fromkeys(SEEN, 403) | others))


READS = for_all(404, anonymous=302, **dict.fromkeys(SEEN, 200))
NOBODY_HERE = seen()
DESK = seen(discipline_head=200, discipline_officer=200)
HEAD = seen(discipline_head=200)
DESK_LATER = seen(discipline_head=303, discipline_officer=303)
HEAD_LATER = seen(discipline_head=303)
MATRIX: dict[str, dict[str, int]] = {
    "tolerance": ONLY_THE_TWO | {"cadre": 200, "unit_party": 200},
    "tolerance_export": ONLY_THE_TWO,
    "tolerance_published": ONLY_THE_TWO
    | dict.fromkeys(("cadre", "unit_party", "leader", "party_office"), 200),
    "tolerance_start": for_all(404, anonymous=302, unit_party=200),
    **dict.fromkeys(("tolerance_case", "tolerance_file"), READS),
    # The applicant, the cadre and the verifiers are none of these visitors (tests/tolerance/test_access.py).
    **{
        f"tolerance_{step}": NOBODY_HERE
        for step in ("write", "submit", "withdraw", "state", "verify", "confirm", "object", "ask_review")
    },
    "tolerance_give_opinion": seen(unit_party=200),
    **{f"tolerance_{step}": DESK for step in ("triage", "join", "send_back")},
    **{f"tolerance_{step}": HEAD for step in ("accept", "refuse")},
    **{
        f"tolerance_{step}": DESK_LATER
        for step in (
            "analyse", "factor", "hear", "report", "enter_given", "show", "settle_objection",
            "take_down",
        )
    },
    **{
        f"tolerance_{step}": HEAD_LATER
        for step in (
            "name", "extend", "refer", "take_back", "publish", "reply", "close", "revoke", "check", "resume",
        )
    },
    "tolerance_attach": seen(discipline_head=200, discipline_officer=200, unit_party=200),
    "tolerance_sign": seen(org_head=303, discipline_head=303),
    **{f"tolerance_{step}": seen(org_head=303) for step in ("schedule", "answer_review")},
    "tolerance_rectify": seen(unit_party=303),
}  # fmt: skip


def case_pk() -> list[object]:
    return [ToleranceCase.objects.get(number="RC2026901").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **dict.fromkeys((name for name in MATRIX if name.startswith("tolerance_")), case_pk),
    "tolerance_start": ["unit"],
    "tolerance_factor": lambda: [*case_pk(), "motive"],
    "tolerance_file": lambda: [*case_pk(), Attachment.objects.latest("pk").pk],
}
for name in ("tolerance_export", "tolerance_published"):
    del ARGUMENTS[name]


def furnish() -> None:
    """A case on a matter of its own, with a file and an opinion that is waited for."""
    cadre = Cadre.objects.get(staff_no=staff_no(0))
    held = Appointment.objects.filter(cadre=cadre, ended_on="").select_related("post__unit").first()
    number = cadre.staff_no
    person = User.objects.filter(staff_no=number).first() or user_with(Role.CADRE, staff_no=number)
    case = ToleranceCase.objects.create(
        number="RC2026901",
        matter=Matter.objects.create(number="SX2026901", title="实训设备采购超期"),
        cadre=cadre,
        unit=held.post.unit if held else None,
        applicant="cadre",
        applied_by=person,
        office="discipline",
        state="submitted",
        submitted_on=clock.today(),
        due=clock.today(),
        grounds="为赶在开学前完成，先行试用了新的采购方式。",
        conditions=["unselfish"],
    )
    OtherOpinion.objects.create(case=case, side="unit", due=clock.today())
    stored = file_store(io.BytesIO(b"%PDF-1.4 minutes"), name="会议记录.pdf", actor=person)
    Attachment.objects.create(case=case, file=stored, what="会议记录", at_state="draft", added_by=person)
