"""What a limit is: one whole number of a rule, which an installation may change (第一条)."""

from dataclasses import dataclass

# Shares are told of twelve, which holds halves, thirds and quarters as whole numbers; these have names.
TWELVE = 12
NAMED = {6: "半数", 8: "三分之二", 9: "四分之三", 12: "全部"}


def share_words(twelfths: int) -> str:
    """A share of twelve as people say it: 三分之二 (第一条)."""
    return NAMED.get(twelfths, f"十二分之{twelfths}")


@dataclass(frozen=True, slots=True)
class Limit:
    """A whole number that a rule asks for.

    key: `<area>_<what>`; label and unit: as the rulebook prints them, e.g. 受理容错申请的期限, 个工作日;
    article: what it serves, hardly ever what sets it (`policy.sources`); default: what holds where a
    version says nothing; low, high: what may be entered.
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
