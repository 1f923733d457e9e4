"""应到 实到 发出 收回 有效 弃权 by rater group, as text to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from policy.numbers import rounded
from policy.turnout import Turnout

NOT_ENTERED = "未登记"
NO_RATE = "—"


@dataclass(frozen=True)
class TurnoutRow:
    """One rater group; rates are of 发出 and of 收回, `NO_RATE` where they cannot be computed."""

    group: str
    expected: str
    present: str
    issued: str
    returned: int
    valid: int
    abstained: int
    return_rate: str
    valid_rate: str


def turnout_rows(found: Iterable[Turnout]) -> tuple[TurnoutRow, ...]:
    """The groups in their order."""
    return tuple(
        TurnoutRow(
            group=item.group,
            expected=_entered(item.expected),
            present=_entered(item.present),
            issued=_entered(item.issued),
            returned=item.returned,
            valid=item.valid,
            abstained=item.abstained,
            return_rate=percent(item.return_rate),
            valid_rate=percent(item.valid_rate),
        )
        for item in found
    )


def _entered(value: int | None) -> str:
    return NOT_ENTERED if value is None else str(value)


def percent(share: Fraction | None) -> str:
    """A share with one decimal, rounded half away from zero."""
    return NO_RATE if share is None else f"{rounded(share * 100, 1)}%"
