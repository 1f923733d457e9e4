"""Limits of who handles a tolerance case (第十二条)."""

from .base import Limit
from .tolerance import VERIFIERS as VERIFIERS_LEAST

NAMED_DAYS = "tolerance_named_days"

FEWEST_SHOWN = "tolerance_fewest_shown"

LIMITS: tuple[Limit, ...] = (
    Limit(NAMED_DAYS, "指定经办人的最长期限", "天", "第十二条", 120, 1, 730),
    Limit(FEWEST_SHOWN, "两个部门以外的概览最少显示的人数", "人", "第十二条", 3, 3, 50),
)

__all__ = ["FEWEST_SHOWN", "LIMITS", "NAMED_DAYS", "VERIFIERS_LEAST"]
