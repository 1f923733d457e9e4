"""Limits of measures and influence periods (第十四条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
