"""Keeping the daily supervision register and the key people, places, matters and moments (第八条)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from cadres.models import Cadre
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from policy.supervision import DAILY, may_close, may_record

from ..access import RECORD, may
from ..models import ItemStatus, KeyPoint, RegisterItem
from .common import clean, must_keep


@transaction.atomic
def item_record(*, unit: Unit, cadre: Cadre | None, kind: str, actor: User, **values: Any) -> RegisterItem:
    """A new line; values: the other columns of `ItemColumns`. Raises RuleBroken, ValidationError."""
    item = RegisterItem(unit=unit, cadre=cadre, kind=kind)
    _must_record(actor, item)
    return _put(item, values, actor)


@transaction.atomic
def item_change(*, pk: int, version: int, actor: User, **values: Any) -> RegisterItem:
    """The line moves on: status, days, number. Raises RuleBroken, StaleState, ValidationError."""
    item = RegisterItem.objects.select_for_update(of=("self",)).select_related("unit", "cadre").get(pk=pk)
    _must_record(actor, item)
    if item.version != version:
        raise StaleState
    return _put(item, values, actor)


def _must_record(actor: User, item: RegisterItem) -> None:
    """Raises RuleBroken where the actor does not keep that line."""
    by_office = may(actor, RECORD)
    if not by_office:
        must_keep(actor, item.unit)
    about_self = item.cadre is not None and item.cadre.staff_no == actor.staff_no
    require(may_record(item.kind, by_office=by_office, about_self=about_self))


def _put(item: RegisterItem, values: dict[str, Any], actor: User) -> RegisterItem:
    texts = {name: values[name] for name in ("period", "document_no") if name in values}
    for name, value in {**values, **clean(RegisterItem, DAILY, **texts)}.items():
        setattr(item, name, value)
    done = item.status == ItemStatus.DONE
    require(may_close(status_done=done, done_on=item.done_on, today=clock.today()))
    item.validate_constraints()
    changed_save(item, actor=actor)
    return item


@transaction.atomic
def key_point_add(
    *, unit: Unit, kind: str, cadre: Cadre | None, name: str, why: str, starts: date, actor: User
) -> KeyPoint:
    """Somebody or something is to be watched from that day on. Raises RuleBroken, ValidationError."""
    must_keep(actor, unit)
    texts = clean(KeyPoint, DAILY, name=name, why=why)
    if kind == KeyPoint.Kind.PERSON and cadre is not None:
        texts["name"] = texts["name"] or cadre.name
    if not texts["name"]:
        raise RuleBroken({"name": "请填写名称。"})
    point = KeyPoint(unit=unit, kind=kind, cadre=cadre, starts=starts, **texts)
    point.validate_constraints()
    changed_save(point, actor=actor)
    return point


@transaction.atomic
def key_point_end(*, pk: int, version: int, ends: date, actor: User) -> KeyPoint:
    """It is watched no more after that day. Raises RuleBroken, StaleState, ValidationError."""
    point = KeyPoint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    must_keep(actor, point.unit)
    if point.version != version:
        raise StaleState
    if point.ends is not None:
        raise RuleBroken("这一项已经结束。")
    point.ends = ends
    point.validate_constraints()
    changed_save(point, actor=actor)
    return point
