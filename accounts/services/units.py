"""The unit tree: opened, renamed, moved, merged, closed; and who of the leaders answers for a unit.

Rows stay: a renamed unit keeps its row and the old name with its last day, a merged or closed one keeps it
with an end date. Every act locks the whole tree (a few hundred rows), so that two of them cannot make a ring.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.changes import changed_save
from core.pages import RuleBroken

from ..models import Role, Supervision, Unit, UnitName, User
from ..selectors import units_in_scope, units_under
from ..signals import unit_closing

KEEPERS = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})
OUT_OF_REACH = "“{unit}”不在您的管理范围内。请由范围覆盖该单位的组织部人员办理。"


@transaction.atomic
def unit_open(
    *, name: str, kind: str, actor: User, parent: Unit | None = None, valid_from: date | None = None,
    document_no: str = "",
) -> Unit:  # fmt: skip
    """A new unit. Raises RuleBroken, ValidationError."""
    _tree_lock()
    _parent_fits(parent, actor=actor)
    unit = Unit(name=name.strip(), kind=kind, parent=parent, valid_from=valid_from, document_no=document_no)
    _save(unit, actor=actor, reason="设立单位")
    return unit


@transaction.atomic
def unit_rename(
    *, unit: Unit, version: int, name: str, renamed_on: date, actor: User, document_no: str = ""
) -> Unit:
    """更名 from that day on; the old name stays readable for earlier days. Raises RuleBroken, StaleState."""
    _tree_lock()
    _open_and_in_reach(unit, actor=actor)
    name = name.strip()
    if name == unit.name:
        raise RuleBroken({"name": "新名称与现名称相同。"})
    _past(renamed_on, "renamed_on", "更名日期", unit)
    last = unit.former_names.order_by("-valid_to").first()
    if last and renamed_on <= last.valid_to + timedelta(days=1):
        raise RuleBroken({"renamed_on": f"更名日期应晚于上一次更名（{last.valid_to + timedelta(days=1)}）。"})
    former = UnitName(unit=unit, name=unit.name, valid_to=renamed_on - timedelta(days=1))
    former.full_clean()
    former.save()
    unit.name, unit.document_no = name, document_no or unit.document_no
    _save(unit, actor=actor, reason="更名", version=version)
    return unit


@transaction.atomic
def unit_move(*, unit: Unit, version: int, parent: Unit | None, actor: User, reason: str = "") -> Unit:
    """Under another unit, or to the top. Scopes follow at once. Raises RuleBroken, StaleState."""
    _tree_lock()
    _open_and_in_reach(unit, actor=actor)
    _parent_fits(parent, actor=actor)
    if parent is not None and parent.pk in units_under(unit):
        raise RuleBroken({"parent": f"“{parent}”在“{unit}”之下，不能作为它的上级单位。"})
    unit.parent = parent
    _save(unit, actor=actor, reason=reason or "调整上级单位", version=version)
    _in_reach(unit, actor=actor)
    return unit


@transaction.atomic
def unit_edit(*, unit: Unit, version: int, kind: str, actor: User, reason: str = "") -> Unit:
    """Another kind of unit; the appraisal category of its posts follows. Raises RuleBroken, StaleState."""
    _open_and_in_reach(unit, actor=actor)
    unit.kind = kind
    _save(unit, actor=actor, reason=reason or "更改单位类别", version=version)
    return unit


@transaction.atomic
def unit_merge(
    *, unit: Unit, version: int, successor: Unit, merged_on: date, actor: User, document_no: str = ""
) -> Unit:
    """并入: closes the unit; its sub-units go under the successor, its posts are counted there.

    merged_on: the unit's last day. People are moved by an act of their own. Raises RuleBroken, StaleState.
    """
    _tree_lock()
    _open_and_in_reach(unit, actor=actor)
    successor = Unit.objects.get(pk=successor.pk)
    if successor.pk == unit.pk or not successor.is_open:
        raise RuleBroken({"successor": "请选择另一个现存的单位。"})
    _in_reach(successor, actor=actor)
    _past(merged_on, "merged_on", "合并日期", unit)
    for child in unit.children.filter(valid_to__isnull=True):
        child.parent_id = unit.parent_id if child.pk == successor.pk else successor.pk
        _save(child, actor=actor, reason=f"上级单位“{unit}”并入“{successor}”")
    successor.refresh_from_db()
    if unit.pk in _above(successor):  # deeper below: it takes the place of what goes
        successor.parent_id = unit.parent_id
        _save(successor, actor=actor, reason=f"“{unit}”并入")
    unit.successor, unit.valid_to = successor, merged_on
    unit.document_no = document_no or unit.document_no
    _save(unit, actor=actor, reason=f"并入“{successor}”", version=version)
    return unit


@transaction.atomic
def unit_close(*, unit: Unit, version: int, closed_on: date, actor: User, document_no: str = "") -> Unit:
    """撤销; that day is its last. Raises RuleBroken while it has sub-units or holders, StaleState."""
    _tree_lock()
    _open_and_in_reach(unit, actor=actor)
    _past(closed_on, "closed_on", "撤销日期", unit)
    below = list(unit.children.filter(valid_to__isnull=True).values_list("name", flat=True))
    if below:
        raise RuleBroken(f"还有下级单位：{'、'.join(below)}。请先撤销、合并或调整它们。")
    unit_closing.send(Unit, unit=unit)
    unit.valid_to, unit.document_no = closed_on, document_no or unit.document_no
    _save(unit, actor=actor, reason="撤销单位", version=version)
    return unit


@transaction.atomic
def supervision_start(*, unit: Unit, leader: User, valid_from: date, actor: User) -> Supervision:
    """分管 from that day: it shows; what the leader may see is a grant of its own. Raises RuleBroken."""
    _open_and_in_reach(unit, actor=actor)
    supervision = Supervision(unit=unit, leader=leader, valid_from=valid_from)
    _save(supervision, actor=actor, reason="分管")
    return supervision


@transaction.atomic
def supervision_end(*, supervision: Supervision, version: int, valid_to: date, actor: User) -> Supervision:
    """The last day of it. Raises RuleBroken, StaleState, ValidationError."""
    _in_reach(supervision.unit, actor=actor)
    if supervision.valid_to:
        raise RuleBroken("这项分管已经结束。")
    supervision.valid_to = valid_to
    _save(supervision, actor=actor, reason="结束分管", version=version)
    return supervision


def _tree_lock() -> None:
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _above(unit: Unit) -> set[int]:
    parents = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    found: set[int] = set()
    above = parents.get(unit.pk)
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _in_reach(unit: Unit, *, actor: User) -> None:
    if not actor.is_system and not units_in_scope(actor, KEEPERS, on=clock.today()).covers(unit.pk):
        raise RuleBroken(OUT_OF_REACH.format(unit=unit))


def _open_and_in_reach(unit: Unit, *, actor: User) -> None:
    if not Unit.objects.filter(pk=unit.pk, valid_to__isnull=True).exists():
        raise RuleBroken(f"“{unit}”已经撤销。")
    _in_reach(unit, actor=actor)


def _parent_fits(parent: Unit | None, *, actor: User) -> None:
    if parent is not None:
        _open_and_in_reach(parent, actor=actor)
    elif not actor.is_system and not units_in_scope(actor, KEEPERS, on=clock.today()).everywhere:
        raise RuleBroken(
            {"parent": "请选择您管理范围内的上级单位；没有上级的单位由全校范围的组织部人员设立。"}
        )


def _past(day: date, field: str, label: str, unit: Unit) -> None:
    if day > clock.today():
        raise RuleBroken({field: f"{label}不能晚于今天；请在生效当日或之后办理。"})
    if unit.valid_from and day < unit.valid_from:
        raise RuleBroken({field: f"{label}不能早于设立日期（{unit.valid_from}）。"})


def _save(row: Any, *, actor: User, reason: str, version: int | None = None) -> None:
    row.full_clean()
    changed_save(row, actor=actor, reason=reason, version=version)
