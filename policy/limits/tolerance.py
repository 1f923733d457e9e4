"""Limits of fault tolerance (第十二条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
