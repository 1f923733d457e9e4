"""Limits of accountability and its tolerance question (第十二条)."""

from .base import Limit

QUESTION, AGAIN = "accountability_question", "accountability_again"
DAYS, ARTICLE = "个工作日", "第十二条"

LIMITS: tuple[Limit, ...] = (
    Limit(QUESTION, "回答问责中容错问题的期限", DAYS, ARTICLE, 10, 1, 120),
    Limit(AGAIN, "容错认定撤销后重新研究问责决定的期限", DAYS, ARTICLE, 10, 1, 120),
)
