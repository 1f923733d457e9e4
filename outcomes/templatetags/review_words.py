"""The colour that helps the eye beside the word of a state."""

from django import template

from ..tables.review import KINDS

register = template.Library()


@register.filter
def kind_of(state: str) -> str:
    """The kind of `ui/word.html` for a state of a notice, a review or a stale result."""
    return KINDS.get(state, "neutral")
