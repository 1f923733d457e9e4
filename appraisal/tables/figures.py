"""Figures of a year as text to show: `NO_FIGURE` where none is published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

NO_FIGURE = "—"
MINUS = "\u2212"
# Word of the suggestion -> how it looks, as in ui/suggestion.html.
WORD_STYLES = {
    "拟表彰人选": "commend",
    "并列待党委研究": "research",
    "提请研判人选": "judge",
    "并列待研判": "judge",
}


def mean_of(figure: Mapping[str, Any] | None) -> str:
    """A group's mean where it may be printed."""
    return str(figure["mean"]) if figure and figure["shown"] else NO_FIGURE


def shown(value: Decimal | None) -> str:
    """Two decimals, more only where the value has more."""
    if value is None:
        return NO_FIGURE
    shortened = value.quantize(Decimal("0.01"))
    return str(shortened if shortened == value else value.normalize()).replace("-", MINUS)


def signed(value: Decimal | None) -> str:
    """The same with its sign, also where it is above zero."""
    if value is None:
        return NO_FIGURE
    return f"{value:+.2f}".replace("-", MINUS)
