"""The rows of the URL matrix of matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from accounts.models import User
from cadres.models import Cadre
from matters.models import Mark, Matter
from matters.services import mark_record, matter_create
from tests.support.matrix import ONLY_THE_TWO

DISCIPLINE_ACTS = ONLY_THE_TWO | {"org_head": 403, "org_officer": 403}
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("marks", "marks_export", "bars", "bars_export", "matter_page"), ONLY_THE_TWO),
    **dict.fromkeys(("matter_new", "matter_edit", "mark_new"), ONLY_THE_TWO),
    # The mark is a sanction: the discipline office alone decides it.
    **dict.fromkeys(("mark_correct", "mark_lift", "mark_cancel"), DISCIPLINE_ACTS),
}
TITLE = "采购论证不充分"


def matter_pk() -> list[object]:
    return [Matter.objects.get(title=TITLE).pk]


def mark_pk() -> list[object]:
    return [Mark.objects.get(matter__title=TITLE).pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **dict.fromkeys(("matter_page", "matter_edit", "mark_new"), matter_pk),
    **dict.fromkeys(("mark_correct", "mark_lift", "mark_cancel"), mark_pk),
}


def furnish() -> None:
    """Every object that ARGUMENTS name."""
    actor = User.objects.system()
    matter = matter_create(title=TITLE, description="", actor=actor)
    cadre = Cadre.objects.order_by("pk")[0]
    mark_record(matter=matter, cadre=cadre, measure="事业单位警告", decided_on=date(2020, 3, 2), actor=actor)
