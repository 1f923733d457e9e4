"""How the template of 澄清函 is made; `manage.py build_document_templates` writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.documents.markup import p, texts, when
from core.documents.paper import Paper


def clarification_letter() -> Paper:
    """澄清函, with the receipt that stays with the office."""
    return Paper("澄清函", numbered=False).add(
        p("关于{{ name }}同志有关问题的澄清函", "Title2"),
        when("number", p("{{ number }}", "NumberRight")),
        p("{{ to }}：", "Flat"),
        texts("paragraphs", "Text"),
        p("特此澄清。请在原传播范围内作好说明，不再扩大传播。", "Text"),
        p("{{ issuer }}", "Issuer"),
        p("{{ on }}", "Dated"),
    )


TEMPLATES: Mapping[str, Callable[[], Paper]] = {"clarification_letter": clarification_letter}
