"""Limits of clarification (第十四条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
