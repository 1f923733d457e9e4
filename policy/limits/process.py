"""Limits of the steps around the appraisal and the meetings (第六、七条)."""

from .base import Limit

LIMITS: tuple[Limit, ...] = ()
