"""Both lists of a year as a page shows them: by category, with reasons, empty seats, who is not listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from policy.numbers import plain
from policy.outcomes import BOTTOM_WORDS, TOP_WORDS
from policy.parameters import AppraisalParameters

from ..models import CategoryResult, Cycle
from ..selectors import Sight
from ..selectors.lists import (
    around_the_lines,
    list_sizes,
    lower_unlisted,
    results_seen,
    told,
    with_post,
)
from .figures import shown, signed
from .listed_rows import listed_rows

# Where the lists hold more people than a page for reading, it shows one category at a time, and so many of
# each list of it; beside the lists of all categories stand so many of each who are lower and not listed.
MOST, MOST_OF_ONE, MOST_LOWER = 100, 30, 15
TOGETHER = "全体"
CADRE, POST = "participant__cadre__", "held__post__"
FIELDS = ("position", "category", "rank", "total", "distance", "word", "reasons")
WHO = {
    "staff_no": F(f"{CADRE}staff_no"),
    "name": F(f"{CADRE}name"),
    "unit": F(f"{POST}unit__name"),
    "post": F(f"{POST}title"),
}


@dataclass(frozen=True)
class Listed:
    """One person on a list or beside it; figures and reasons are text as shown."""

    staff_no: str
    name: str
    unit: str
    post: str
    category: str
    rank: int
    total: str
    distance: str
    suggestion: str
    reasons: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Part:
    """A category's part of a list; seats is None where the list is drawn from everybody.

    count: people on it, of whom `people` holds the first; following: who stands next where seats stay empty.
    """

    name: str
    seats: int | None
    mean: str
    count: int
    people: tuple[Listed, ...]
    notes: tuple[str, ...] = ()
    following: tuple[Listed, ...] = ()

    @property
    def more(self) -> int:
        return self.count - len(self.people)

    @property
    def rows(self) -> SafeString:
        return listed_rows(self.people, with_category=self.name == TOGETHER)

    @property
    def following_rows(self) -> SafeString:
        return listed_rows(self.following, with_category=False)


@dataclass(frozen=True)
class ListsPage:
    """Everything that the page of the two lists shows.

    wanted: the one category shown, '' for all; lower: who has a lower total than somebody on the bottom list
    and is not on it; highest: the highest total on the bottom list.
    """

    parameters: AppraisalParameters
    notes: tuple[str, ...]
    top_seats: int
    bottom_seats: int
    top: tuple[Part, ...]
    bottom: tuple[Part, ...]
    lower: tuple[Part, ...]
    highest: str
    categories: tuple[str, ...]
    wanted: str

    @property
    def top_share(self) -> str:
        return plain(self.parameters.top_share)

    @property
    def bottom_share(self) -> str:
        return plain(self.parameters.bottom_share)

    @property
    def overall(self) -> bool:
        return self.parameters.bottom_scope == "overall"


class Lists:
    """The two lists read for one reader; `whole` holds everybody, for a file, else as much as a page may."""

    def __init__(
        self, cycle: Cycle, sight: Sight, parameters: AppraisalParameters, *, wanted: str, whole: bool
    ) -> None:
        self.cycle, self.sight, self.parameters = cycle, sight, parameters
        self.people_url = reverse("year", args=[cycle.code]) + "people/"
        self.overall = parameters.bottom_scope == "overall"
        seen = results_seen(cycle, sight)
        stored = CategoryResult.objects.filter(cycle=cycle).order_by("position")
        self.categories = [item for item in stored if sight.shows(item.name)]
        self.sizes = list_sizes(seen)
        self.highest = max((size.highest for size in self.sizes if size.word in BOTTOM_WORDS), default=None)
        names = [item.name for item in self.categories]
        self.wanted = wanted if wanted in names else ""
        many = cycle.summary["top_seats"] + cycle.summary["bottom_seats"] > MOST
        if many and not whole and not self.wanted and names:
            self.wanted = names[0]
        self.most = most = MOST_OF_ONE if self.wanted and not whole else None
        most_lower = None if whole else most or MOST_LOWER
        self.chosen = [item for item in self.categories if self.wanted in ("", item.name)]
        near = [item for item in self.chosen if _empty(item)]
        only = self.chosen[0] if self.wanted else None
        self.rows = list(_values(around_the_lines(seen, only, near, overall=self.overall, most=most)))
        self.lower = list(_values(lower_unlisted(seen, only, self.highest, most_lower), "together"))

    def page(self) -> ListsPage:
        """What there is to show."""
        summary = self.cycle.summary
        return ListsPage(
            parameters=self.parameters,
            notes=self._told(summary["notes"]),
            top_seats=summary["top_seats"],
            bottom_seats=summary["bottom_seats"],
            top=self._top(),
            bottom=self._bottom(),
            lower=self._lower(),
            highest=shown(self.highest),
            categories=tuple(item.name for item in self.categories),
            wanted=self.wanted,
        )

    def _top(self) -> tuple[Part, ...]:
        parts = [
            replace(self._part(item, TOP_WORDS), following=self._following(item)) for item in self.chosen
        ]
        return tuple(part for part in parts if part.seats or part.people)

    def _bottom(self) -> tuple[Part, ...]:
        if not self.sight.last:
            return ()
        if self.overall:
            listed = [row for row in self.rows if row["word"] in BOTTOM_WORDS]
            listed.sort(key=lambda row: (row["total"], row["position"], row["staff_no"]))
            people = tuple(map(self._listed, listed[: self.most]))
            part = Part(TOGETHER, None, "", self._count(BOTTOM_WORDS), people)
            return (part,) if self.cycle.summary["bottom_seats"] else ()
        parts = [self._part(item, BOTTOM_WORDS) for item in self.chosen]
        return tuple(part for part in parts if part.seats or part.people)

    def _part(self, item: CategoryResult, words: frozenset[str]) -> Part:
        top = words is TOP_WORDS
        rules = _TOP_NOTES if top else _BOTTOM_NOTES
        rows = [row for row in self.rows if row["category"] == item.name and row["word"] in words]
        rows.sort(key=lambda row: (row["rank"] if top else -row["rank"], row["staff_no"]))
        return Part(
            name=item.name,
            seats=item.top_seats if top else item.bottom_seats,
            mean=shown(item.mean),
            count=self._count(words, item.name),
            people=tuple(map(self._listed, rows[: self.most])),
            notes=self._told(note for note in item.notes if note["rule"] in rules),
        )

    def _lower(self) -> tuple[Part, ...]:
        """Who is below somebody listed and is not, by category from the lowest (第七条)."""
        parts = []
        for item in self.chosen:
            rows = [row for row in self.lower if row["category"] == item.name]
            if rows:
                rows.sort(key=lambda row: (row["total"], row["staff_no"]))
                people = tuple(map(self._listed, rows))
                count = rows[0]["together"]
                parts.append(Part(item.name, item.bottom_seats, shown(item.mean), count, people))
        return tuple(parts)

    def _following(self, item: CategoryResult) -> tuple[Listed, ...]:
        """The first people behind the commended who may be commended, where seats stay empty."""
        behind = [
            row
            for row in self.rows
            if row["category"] == item.name
            and row["word"] not in TOP_WORDS
            and not any(reason["rule"] == "mark.barred" for reason in row["reasons"])
        ]
        if not _empty(item) or not behind:
            return ()
        first = min(row["rank"] for row in behind)
        following = sorted((row for row in behind if row["rank"] == first), key=lambda row: row["staff_no"])
        return tuple(map(self._listed, following[: self.most]))

    def _listed(self, row: dict[str, Any]) -> Listed:
        return Listed(
            staff_no=row["staff_no"],
            name=row["name"],
            unit=row["unit"] or "",
            post=row["post"] or "",
            category=row["category"],
            rank=row["rank"],
            total=shown(row["total"]),
            distance=signed(row["distance"]),
            suggestion=row["word"],
            reasons=tuple(told(row["reasons"], self.sight, self.parameters)),
            url=f"{self.people_url}{quote(row['staff_no'], safe='')}/",
        )

    def _count(self, words: frozenset[str], category: str = "") -> int:
        """How many stand on a list, of one category or of all."""
        return sum(s.people for s in self.sizes if s.word in words and category in ("", s.category))

    def _told(self, notes: Iterable[Any]) -> tuple[str, ...]:
        return tuple(told(notes, self.sight, self.parameters))


_TOP_NOTES = frozenset({"category.merged", "category.small", "top.empty_seats"})
_BOTTOM_NOTES = frozenset({"bottom.empty_seats", "bottom.lower_unlisted"})


def _values(rows: QuerySet[Any], *more: str) -> QuerySet[Any, dict[str, Any]]:
    """What a row of a table needs."""
    named: QuerySet[Any, Any] = with_post(rows).annotate(**WHO)
    return named.values(*FIELDS, *more, *WHO)


def _empty(item: CategoryResult) -> bool:
    return any(note["rule"] == "top.empty_seats" for note in item.notes)


def lists_page(
    cycle: Cycle, sight: Sight, parameters: AppraisalParameters, *, wanted: str = "", whole: bool = False
) -> ListsPage:
    """The two lists for one reader, four queries; wanted: a category, unknown names show what is usual."""
    return Lists(cycle, sight, parameters, wanted=wanted, whole=whole).page()
