"""Limits of signals and cards (第八、十三条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
