"""The rows of the URL matrix of supervision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from accounts.models import Role, Unit
from cadres.models import Cadre
from supervision import services
from supervision.models import KeyPoint, RegisterItem, Risk
from tests.support.matrix import ONLY_THE_TWO, TWO_DEPARTMENTS
from tests.support.register import keeper
from tests.support.small_year import staff_no

READS = ONLY_THE_TWO | {"unit_party": 200}
KEEPS = READS | dict.fromkeys(TWO_DEPARTMENTS, 403)
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(
        (
            "risks",
            "risks_export",
            "risks_heat",
            "risk",
            "register_items",
            "register_items_export",
            "key_points",
            "key_points_export",
        ),
        READS,
    ),
    **dict.fromkeys(
        (
            "risk_new",
            "risk_edit",
            "risk_close",
            "key_point_new",
            "key_point_end",
        ),
        KEEPS,
    ),
    "register_item_new": READS,
    # A line that the offices keep; a unit reads it.
    "register_item_edit": READS | {"unit_party": 403},
    # Only units of the own grant are there.
    "risk_update": READS | dict.fromkeys(TWO_DEPARTMENTS, 404),
    "risk_level": KEEPS | {"discipline_head": 200, "discipline_officer": 200, "unit_party": 403},
}
FLAGS = dict.fromkeys(("heavy", "free", "tainted"), False)
RISK = {
    "power": "招标采购",
    "step": "评标",
    "description": "评标专家抽取不规范",
    "kind": "process",
    "before": "专家库随机抽取",
    "during": "纪检人员到场",
    "after": "抽查档案",
    "owner": "甲0",
    **FLAGS,
}


def risk_pk() -> list[object]:
    return [Risk.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **dict.fromkeys(("risk", "risk_edit", "risk_close", "risk_level"), risk_pk),
    "risk_update": lambda: [Unit.objects.get(name="教务处").pk],
    "register_item_edit": lambda: [RegisterItem.objects.latest("pk").pk],
    "key_point_end": lambda: [KeyPoint.objects.latest("pk").pk],
}


def furnish() -> None:
    """A risk, a line of the register and a key post of the unit of the small year."""
    unit = Unit.objects.get(name="教务处")
    secretary = keeper(Role.UNIT_PARTY, unit, "90701")
    services.risk_add(unit=unit, title="教务处处长", actor=secretary, **RISK)
    cadre, officer = Cadre.objects.get(staff_no=staff_no(0)), keeper(Role.ORG_OFFICER, None, "90709")
    services.item_record(
        unit=unit,
        cadre=cadre,
        kind="personal",
        period="2026",
        status="waiting",
        due_on=date(2026, 1, 31),
        done_on=None,
        document_no="",
        actor=officer,
    )
    services.key_point_add(
        unit=unit, kind="place", cadre=None, name="招生考试", why="", starts=date(2026, 1, 1), actor=secretary
    )
