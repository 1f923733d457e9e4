"""Ranks and the two lists within one set of people (第七条).

Everything works on groups of equal published totals: a group fits within the seats, straddles the line,
or stands behind it. Nobody is ever cut by name or number.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import mul

from .numbers import rounded, whole
from .outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, JUDGE_TIED


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranked person: opaque key, published total, and whether a measure bars commendation."""

    key: Hashable
    total: Decimal
    barred: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A rank within the category, how many others have the same total, and the distance to the mean."""

    rank: int
    alike: int
    distance: Decimal


Groups = Sequence[tuple[Ranked, ...]]


@dataclass(frozen=True, slots=True)
class TopList:
    """words: suggestion by key; empty: seats nobody takes; next_in_line: who stands next when some are."""

    words: Mapping[Hashable, str]
    empty: int
    next_in_line: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class BottomList:
    """words: suggestion by key; empty: seats for which nobody is left."""

    words: Mapping[Hashable, str]
    empty: int


def equal_totals(people: Iterable[Ranked]) -> list[tuple[Ranked, ...]]:
    """Groups of equal published totals, highest first (第七条: the published total is compared)."""
    ordered = sorted(people, key=lambda person: person.total, reverse=True)
    return [tuple(group) for _, group in groupby(ordered, key=lambda person: person.total)]


def mean_total(groups: Groups) -> Fraction | None:
    """The mean of a category's published totals (第七条), exact; None when nobody is ranked."""
    totals, unit = whole(group[0].total for group in groups)
    count = sum(map(len, groups))
    return Fraction(sum(map(mul, totals, map(len, groups))), unit * count) if count else None


def places(groups: Groups, decimals: int) -> dict[Hashable, Place]:
    """Competition ranking 1, 2, 2, 4 by total within the category (第六条). groups: highest first."""
    given: dict[Hashable, Place] = {}
    mean = mean_total(groups) or Fraction(0)
    for group in groups:
        distance = rounded(Fraction(group[0].total) - mean, decimals)
        place = Place(rank=len(given) + 1, alike=len(group) - 1, distance=distance)
        given.update(dict.fromkeys([person.key for person in group], place))
    return given


def top_list(groups: Groups, seats: int, blocked_seat: str) -> TopList:
    """拟表彰人选, 并列待党委研究 and 不得评优 among the first `seats` (第七条). groups: highest first.

    keep: a barred person keeps the place and the seat stays empty. pass_on: a group is measured by those
    in it who may be commended, so a barred person's seat goes to the next group.
    """
    words: dict[Hashable, str] = {}
    taken = filled = reached = 0
    for group in groups:
        if taken >= seats:
            break
        free = sum(not person.barred for person in group)
        size = len(group) if blocked_seat == "keep" else free
        fits = taken + size <= seats
        for person in group:
            words[person.key] = BARRED if person.barred else COMMEND if fits else COMMEND_TIED
        filled += free if fits else min(free, seats - taken)
        taken += size
        reached += 1
    behind = (tuple(p for p in group if not p.barred) for group in groups[reached:])
    empty = seats - filled
    return TopList(words, empty, next(filter(None, behind), ()) if empty else ())


def bottom_list(groups: Groups, seats: int, passed_over: Mapping[Hashable, str]) -> BottomList:
    """提请研判人选 and 并列待研判 among the last `seats` (第七条). groups: highest first.

    passed_over: the top list; nobody on it stands here, and groups are measured without them.
    """
    words: dict[Hashable, str] = {}
    taken = 0
    for group in reversed(groups):
        if taken >= seats:
            break
        left = [person.key for person in group if person.key not in passed_over]
        words.update(dict.fromkeys(left, JUDGE if taken + len(left) <= seats else JUDGE_TIED))
        taken += len(left)
    return BottomList(words, max(0, seats - taken))
