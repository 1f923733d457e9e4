"""The rows of the URL matrix of accountability records."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from cadres.models import Cadre
from core import clock
from matters.models import Accountability, Matter
from tests.support.matrix import ONLY_THE_TWO
from tests.support.small_year import staff_no

DISCIPLINE_ALONE = ONLY_THE_TWO | {"org_head": 403, "org_officer": 403}
MATRIX: dict[str, dict[str, int]] = {
    "accountabilities": ONLY_THE_TWO | {"cadre": 200},
    "accountability_new": ONLY_THE_TWO,
    # The cadre of the record is none of the visitors (tests/matters/test_accountability.py).
    "accountability": ONLY_THE_TWO,
    "accountability_tell": ONLY_THE_TWO,
    "accountability_tell_unit": ONLY_THE_TWO,
    "accountability_absent": DISCIPLINE_ALONE,
    "accountability_decide": ONLY_THE_TWO | {"org_officer": 403, "discipline_officer": 403},
    "accountability_again": ONLY_THE_TWO | {"org_officer": 403, "discipline_officer": 403},
    "accountability_end": DISCIPLINE_ALONE,
}


def record_pk() -> list[object]:
    return [Accountability.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = dict.fromkeys(
    (name for name in MATRIX if name.startswith("accountability") and name != "accountability_new"), record_pk
)


def furnish() -> None:
    """A record whose question nobody has answered."""
    Accountability.objects.create(
        matter=Matter.objects.create(number="SX2026902", title="合同审批超期"),
        cadre=Cadre.objects.get(staff_no=staff_no(0)),
        body="校党委",
        intended="诫勉",
        opened_on=clock.today(),
        recorded_by=User.objects.system(),
    )
