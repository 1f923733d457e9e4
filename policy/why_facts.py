"""What is told of a scored year to say why somebody is, or is not, on a list: frozen, from stored results."""

from dataclasses import dataclass
from decimal import Decimal

from .verdict import Reason


@dataclass(frozen=True, slots=True)
class Band:
    """The ranked people of one category who have one suggestion ('' is one, too).

    highest, lowest: of their totals; alike, lower: how many of them have the total of the person asked
    about, and how many a lower one.
    """

    category: str
    word: str
    people: int
    highest: Decimal
    lowest: Decimal
    alike: int = 0
    lower: int = 0


@dataclass(frozen=True, slots=True)
class CategorySeen:
    """A category of the ranking: N, the mean of its totals, and what scoring said of it."""

    name: str
    ranked: int
    mean: Decimal | None
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class YearSeen:
    """A scored year or term as one reader may see it.

    label: of which time it is, e.g. 2025 年度. categories: all, in category order; bands: of the categories
    whose figures this reader may see; whole: whether these are all of them. last: whether it is still told
    who stood among the last.
    """

    label: str
    categories: tuple[CategorySeen, ...]
    bands: tuple[Band, ...]
    whole: bool = True
    last: bool = True

    @property
    def sizes(self) -> dict[str, int]:
        """Ranked people by category, in category order."""
        return {item.name: item.ranked for item in self.categories}

    def category(self, name: str) -> CategorySeen | None:
        """None for a category that only holds unranked people, because it was merged into another."""
        return next((item for item in self.categories if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """The person asked about, as scored.

    listed: category on the participant list; category: the one of the ranking; rank, score, total and
    distance are None without a rank; word: the suggestion; reasons: as scoring gave them, those of the
    suggestion first; marks: what became of each measure, by date; gap: why two officers decided as they did
    of missing votes.
    """

    name: str
    staff_no: str
    unit: str
    post: str
    listed: str
    category: str
    rank: int | None
    score: Decimal | None
    deducted: Decimal
    total: Decimal | None
    distance: Decimal | None
    word: str
    reasons: tuple[Reason, ...]
    marks: tuple[Reason, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of what is read aloud."""

    title: str
    said: tuple[Reason, ...]
