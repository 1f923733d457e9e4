"""Limits of who handles a tolerance case (第十二条)."""

from .base import Limit
from .tolerance import VERIFIERS as VERIFIERS_LEAST

NAMED_DAYS = "tolerance_named_days"

LIMITS: tuple[Limit, ...] = (Limit(NAMED_DAYS, "指定经办人的最长期限", "天", "第十二条", 120, 1, 730),)

__all__ = ["LIMITS", "NAMED_DAYS", "VERIFIERS_LEAST"]
