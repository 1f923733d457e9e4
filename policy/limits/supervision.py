"""Limits of the risk list and daily supervision (第八、十三条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
