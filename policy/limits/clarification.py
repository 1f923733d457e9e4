"""Limits of clarification (第十四条)."""

from .base import Limit

APPROVE, DO, VISIT = "clarification_approve", "clarification_do", "clarification_visit"
VISIT_EARLY = "clarification_visit_early"
LIMITS: tuple[Limit, ...] = (
    Limit(APPROVE, "审批澄清方案的期限", "个工作日", "第十四条", 10, 1, 60),
    Limit(DO, "实施澄清并送达的期限", "个工作日", "第十四条", 15, 1, 120),
    Limit(VISIT, "澄清后回访的时间", "个月", "第十四条", 3, 1, 24),
    Limit(VISIT_EARLY, "回访可以提前、不必写理由的天数", "天", "第十四条", 7, 0, 60),
)
