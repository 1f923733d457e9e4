"""Limits of reminders and deliveries (第八条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
