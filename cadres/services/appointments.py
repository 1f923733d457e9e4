"""Appointments: begun, corrected, ended; with probation and term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core.pages import RuleBroken
from core.partial_dates import is_before

from ..models import Appointment, Cadre, Post, Term
from .guards import checked_save, locked, not_before_its_day, put, still_in_reach, unit_in_reach

TERM = ("term_starts", "term_ends")
EDITABLE = (
    "kind",
    "admin_level",
    "in_post_since",
    "in_rank_since",
    "supervising_leader",
    "document_no",
    "probation_from",
    "probation_to",
    "probation_outcome",
)
_IN_ORDER = (
    ("in_post_since", "ended_on", "免职时间不能早于任现职时间，请核对。"),
    ("probation_from", "probation_to", "试用期止不能早于试用期起，请核对。"),
)


@transaction.atomic
def appointment_start(
    *,
    cadre: Cadre,
    post: Post,
    actor: User,
    kind: str = Appointment.Kind.PRIMARY,
    term_starts: str = "",
    term_ends: str = "",
    **values: Any,
) -> Appointment:
    """任职. values: of EDITABLE. A full post is no refusal. Raises RuleBroken, ValidationError."""
    if locked(cadre).status != Cadre.Status.IN_REGISTER:
        raise RuleBroken("离册干部不能任职，请先办理重新入册。")
    if not (locked(post).is_open and post.unit.is_open):
        raise RuleBroken({"post": "该岗位或其单位已经撤销，请选择现存的岗位。"})
    if cadre.appointments.filter(post=post, ended_on="").exists():
        raise RuleBroken({"post": "该干部已在任这个岗位，不能重复任职。"})
    unit_in_reach(post.unit, actor=actor)
    appointment = Appointment(cadre=cadre, post=post, kind=kind)
    put(appointment, values, EDITABLE)
    not_before_its_day(appointment.in_post_since, field="in_post_since", label="任现职时间")
    _dates_in_order(appointment)
    checked_save(appointment, actor=actor, reason="任职")
    _term_put(appointment, term_starts, term_ends, actor=actor)
    still_in_reach(cadre, actor=actor)
    return appointment


@transaction.atomic
def appointment_edit(
    *, appointment: Appointment, version: int, values: Mapping[str, Any], actor: User, reason: str = ""
) -> Appointment:
    """Corrects it. values: of EDITABLE and TERM. Raises StaleState, RuleBroken, ValidationError."""
    unit_in_reach(appointment.post.unit, actor=actor)
    term = {name: values[name] for name in TERM if name in values}
    own = {name: value for name, value in values.items() if name not in TERM}
    changed = put(appointment, own, EDITABLE)
    if appointment.ended_on and "kind" in changed:
        raise RuleBroken({"kind": "已免去的任职不能再改任职类型。"})
    if "in_post_since" in changed:
        not_before_its_day(appointment.in_post_since, field="in_post_since", label="任现职时间")
    _dates_in_order(appointment)
    # Also where only the term changes: two people at the same form, the second is told.
    checked_save(appointment, actor=actor, reason=reason, version=version)
    if term:
        stored = appointment.terms.first() or Term(appointment=appointment)
        _term_put(
            appointment,
            term.get("term_starts", stored.starts),
            term.get("term_ends", stored.ends),
            actor=actor,
            reason=reason,
        )
    still_in_reach(appointment.cadre, actor=actor)
    return appointment


@transaction.atomic
def appointment_end(
    *,
    appointment: Appointment,
    version: int,
    ended_on: str,
    actor: User,
    end_document_no: str = "",
    end_reason: str = "",
    leaving: bool = False,
) -> Appointment:
    """免职. leaving: the cadre leaves the register in the same act. Raises RuleBroken, StaleState."""
    if appointment.ended_on:
        raise RuleBroken("这项任职已经免去。")
    if not ended_on:
        raise RuleBroken({"ended_on": "请填写免职时间。"})
    if not leaving:
        unit_in_reach(appointment.post.unit, actor=actor)
    not_before_its_day(ended_on, field="ended_on", label="免职时间")
    appointment.ended_on = ended_on
    appointment.end_document_no, appointment.end_reason = end_document_no, end_reason
    _dates_in_order(appointment)
    checked_save(appointment, actor=actor, reason=end_reason or "免职", version=version)
    if not leaving:
        still_in_reach(appointment.cadre, actor=actor)
    return appointment


def _dates_in_order(appointment: Appointment) -> None:
    """To the day where both days are known; the constraints see months only."""
    for earlier, later, words in _IN_ORDER:
        if is_before(getattr(appointment, later), getattr(appointment, earlier)):
            raise RuleBroken({later: words})


def _term_put(appointment: Appointment, starts: str, ends: str, *, actor: User, reason: str = "") -> None:
    term = appointment.terms.first() or Term(appointment=appointment)
    if (starts, ends) == (term.starts, term.ends):
        return
    if is_before(ends, starts):
        raise RuleBroken({"term_ends": "任期止不能早于任期起，请核对。"})
    term.starts, term.ends = starts, ends
    checked_save(term, actor=actor, reason=reason)
