"""Identity and phone numbers as they are shown: known again, not usable (110105********002X)."""

from __future__ import annotations

STAR = "*"


def masked_identity_no(number: str | None) -> str:
    """The first six and the last four characters; of a shorter number only the last two."""
    return _masked(number, 6, 4)


def masked_phone(number: str | None) -> str:
    """The first three and the last four digits; of a shorter number only the last two."""
    return _masked(number, 3, 4)


def _masked(number: str | None, head: int, tail: int) -> str:
    if not number:
        return ""
    hidden = len(number) - head - tail
    if hidden < 4:
        return STAR * max(len(number) - 2, 4) + (number[-2:] if len(number) > 6 else "")
    return number[:head] + STAR * hidden + number[-tail:]
