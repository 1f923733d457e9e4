"""The words of fault tolerance, for templates."""

from __future__ import annotations

from django import template

from policy.tolerance_terms import DISTINCTIONS, Distinction

register = template.Library()


@register.simple_tag
def three_distinctions() -> list[Distinction]:
    """三个区分开来, in order."""
    return list(DISTINCTIONS.values())
