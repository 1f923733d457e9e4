"""Limits of accountability and its tolerance question (第十二条)."""

from .base import Limit

QUESTION = "accountability_question"

LIMITS: tuple[Limit, ...] = (Limit(QUESTION, "回答问责中容错问题的期限", "个工作日", "第十二条", 10, 1, 120),)
