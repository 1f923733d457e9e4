"""What the appraisal answers: values with the reasons that explain them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .verdict import Reason

# The words of 建议 (第七条), exactly as sheets, pages and letters print them.
COMMEND = "拟表彰人选"
COMMEND_TIED = "并列待党委研究"
BARRED = "不得评优"
JUDGE = "提请研判人选"
JUDGE_TIED = "并列待研判"
UNGRADED = "不确定等次"
WITHHELD = "缺票待核"
NONE = ""

# In the order in which a report counts them.
SUGGESTIONS = (COMMEND, COMMEND_TIED, BARRED, JUDGE, JUDGE_TIED, UNGRADED, WITHHELD)
TOP_WORDS = frozenset({COMMEND, COMMEND_TIED, BARRED})
BOTTOM_WORDS = frozenset({JUDGE, JUDGE_TIED})
# Rules of reasons that say who is on the bottom list, or, by their absence, who is.
LAST_RULES = ("bottom.", "list.none")


@dataclass(frozen=True, slots=True)
class MarkOutcome:
    """What became of one mark.

    counted: it has its effect on this year's result; points: what it deducts this year.
    """

    key: Hashable
    counted: bool
    points: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """One participant's result.

    category: merged for the ranked, as listed otherwise; total, rank and score are None without a rank;
    distance: total minus the category's mean, rounded for display; group_means: None where a group
    does not count, kept for everybody because they are facts of the vote (whoever prints them asks
    `figures.printable`); reasons: first those of the suggestion; marks: by date; missing: codes of the
    groups that do not count for this cadre, whether that withholds the score or not.
    """

    key: Hashable
    category: str
    rank: int | None
    score: Fraction | None
    deducted: Fraction
    bonus: Decimal
    total: Decimal | None
    distance: Decimal | None
    suggestion: str
    reasons: tuple[Reason, ...]
    group_means: Mapping[str, Fraction | None]
    marks: tuple[MarkOutcome, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryOutcome:
    """One category's seats and lists.

    ranked: N of the category; quotas: exact share of N; bottom_seats: None when the bottom list is
    taken overall; top_listed: 拟表彰人选; top_empty: seats nobody takes; next_in_line: who stands next
    when seats are empty; not_listed_lower: keys with a lower total than somebody on the bottom list
    and not on it; mean: of the published totals.
    """

    name: str
    ranked: int
    top_quota: Fraction
    bottom_quota: Fraction
    top_seats: int
    bottom_seats: int | None
    top_listed: int
    top_empty: int
    next_in_line: tuple[Hashable, ...]
    not_listed_lower: tuple[Hashable, ...]
    mean: Fraction | None
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class YearOutcome:
    """The year: persons in the order of the input, categories in category order."""

    persons: tuple[PersonOutcome, ...]
    categories: tuple[CategoryOutcome, ...]
    notes: tuple[Reason, ...]
    ranked: int
    top_seats: int
    bottom_seats: int
