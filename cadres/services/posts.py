"""Posts: opened, corrected, closed; and the people of a merged unit moved to its successor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from core.pages import RuleBroken

from ..models import Appointment, Cadre, Post
from .appointments import EDITABLE as OF_APPOINTMENT
from .appointments import appointment_end, appointment_start
from .guards import checked_save, locked, not_before_its_day, put, unit_in_reach

EDITABLE = ("title", "rank", "quota", "is_key")
# What stays true of an appointment when its unit is merged into another.
_TAKEN_ALONG = ("kind", "admin_level", "in_rank_since", "supervising_leader")


@transaction.atomic
def post_create(*, unit: Unit, values: Mapping[str, Any], actor: User) -> Post:
    """A new post. values: of EDITABLE. Raises RuleBroken, ValidationError."""
    if not unit.is_open:
        raise RuleBroken("单位已经撤销，不能再设岗位。")
    unit_in_reach(unit, actor=actor)
    post = Post(unit=unit)
    put(post, values, EDITABLE)
    checked_save(post, actor=actor, reason="设立岗位")
    return post


@transaction.atomic
def post_edit(*, post: Post, version: int, values: Mapping[str, Any], actor: User, reason: str = "") -> Post:
    """Corrects a post. values: of EDITABLE. Raises StaleState, RuleBroken, ValidationError."""
    unit_in_reach(post.unit, actor=actor)
    put(post, values, EDITABLE)
    checked_save(post, actor=actor, reason=reason, version=version)
    return post


@transaction.atomic
def post_close(*, post: Post, version: int, closed_on: date, actor: User) -> Post:
    """撤销岗位: not while somebody holds it. Raises RuleBroken, StaleState."""
    unit_in_reach(post.unit, actor=actor)
    if locked(post).closed_on:
        raise RuleBroken("岗位已经撤销。")
    holders = [held.cadre.name for held in _open_in(Appointment.objects.filter(post=post))]
    if holders:
        raise RuleBroken(f"{'、'.join(holders)}仍在任这个岗位，请先办理免职再撤销。")
    not_before_its_day(closed_on.isoformat(), field="closed_on", label="撤销日期")
    post.closed_on = closed_on
    checked_save(post, actor=actor, reason="撤销岗位", version=version)
    return post


@transaction.atomic
def appointments_move(*, unit: Unit, to: Unit, moved_on: str, actor: User, document_no: str = "") -> int:
    """Everybody who holds a post in `unit` holds the same one in `to` from that day; how many.

    Old appointments end, new ones begin, so that the roster of an earlier year reads as it was. Posts that
    `to` lacks are opened there. Who has left the register stays where that was. Raises RuleBroken.
    """
    if unit.pk == to.pk or not to.is_open:
        raise RuleBroken({"to": "请选择另一个现存的单位。"})
    if not moved_on:
        raise RuleBroken({"moved_on": "请填写转入时间。"})
    not_before_its_day(moved_on, field="moved_on", label="转入时间")
    unit_in_reach(unit, actor=actor)
    unit_in_reach(to, actor=actor)
    present = Appointment.objects.filter(post__unit=unit, cadre__status=Cadre.Status.IN_REGISTER)
    held = list(_open_in(present))
    for old in held:
        _move(old, to, moved_on, document_no, actor)
    return len(held)


def _move(old: Appointment, to: Unit, moved_on: str, document_no: str, actor: User) -> None:
    new_post = Post.objects.filter(unit=to, title=old.post.title, rank=old.post.rank).first()
    if new_post is None:
        kept = {name: getattr(old.post, name) for name in EDITABLE}
        new_post = post_create(unit=to, values=kept, actor=actor)
    elif new_post.closed_on:
        new_post.closed_on = None
        checked_save(new_post, actor=actor, reason="单位合并，恢复岗位")
    term = old.terms.first()
    appointment_end(
        appointment=old, version=old.version, ended_on=moved_on, end_reason="单位合并", actor=actor,
        end_document_no=document_no, leaving=True,
    )  # fmt: skip
    kept = {name: getattr(old, name) for name in _TAKEN_ALONG if name in OF_APPOINTMENT}
    appointment_start(
        cadre=old.cadre, post=new_post, actor=actor, in_post_since=moved_on, document_no=document_no,
        term_starts=term.starts if term else "", term_ends=term.ends if term else "", **kept,
    )  # fmt: skip


def _open_in(appointments: Any) -> Any:
    return appointments.filter(ended_on="").select_related("cadre", "post").order_by("pk")


def unit_close_refuse(sender: Any, *, unit: Unit, **_: Any) -> None:
    """A unit whose posts are held stays open: tells who holds them. Raises RuleBroken."""
    held = [
        f"{one.cadre.name}（{one.post.title}）"
        for one in _open_in(Appointment.objects.filter(post__unit=unit))
    ]
    if held:
        shown = "、".join(held[:10]) + (f"等 {len(held)} 人" if len(held) > 10 else "")
        raise RuleBroken(f"单位的岗位仍有人在任：{shown}。请先办理免职或转入其他单位。")
