"""Changing the register; pages and other apps import from here."""

from .absences import absence_add, absence_end
from .appointments import appointment_edit, appointment_end, appointment_start
from .kin import kin_add, kin_remove
from .numbers import Revealed, identity_change, identity_reveal
from .people import cadre_create, cadre_edit, cadre_leave, cadre_return
from .posts import appointments_move, post_close, post_create, post_edit
from .roster import roster_apply, roster_carry_over

__all__ = [
    "Revealed",
    "absence_add",
    "absence_end",
    "appointment_edit",
    "appointment_end",
    "appointment_start",
    "appointments_move",
    "cadre_create",
    "cadre_edit",
    "cadre_leave",
    "cadre_return",
    "identity_change",
    "identity_reveal",
    "kin_add",
    "kin_remove",
    "post_close",
    "post_create",
    "post_edit",
    "roster_apply",
    "roster_carry_over",
]
