"""What a limit is: one whole number of a rule, which an installation may change (第一条)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A whole number that a rule asks for.

    key: `<area>_<what>`; label and unit: as the rulebook prints them, e.g. 受理容错申请的期限, 个工作日;
    article: what it serves; default: what holds where a version says nothing; low, high: what may be entered.
    """

    key: str
    label: str
    unit: str
    article: str
    default: int
    low: int = 1
    high: int = 3650

    def words(self, number: int) -> str:
        """The number as people read it: 10 个工作日."""
        return f"{number} {self.unit}".rstrip()
