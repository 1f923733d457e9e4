"""The page of a year, ready to be printed: figures, both lists and the ranking, with every reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy.numbers import plain
from policy.outcomes import BOTTOM_WORDS, TOP_WORDS, UNGRADED, WITHHELD
from policy.parameters import AppraisalParameters

from .. import selectors
from ..models import CategoryResult, Cycle, Result

NO_FIGURE = "—"
MINUS = "\u2212"


@dataclass(frozen=True)
class Person:
    """One row of a list or of the ranking; figures are text as shown, `NO_FIGURE` where none is published."""

    staff_no: str
    name: str
    unit: str
    post: str
    category: str
    rank: int | None
    means: tuple[tuple[str, str], ...]
    score: str
    deducted: str
    total: str
    distance: str
    suggestion: str
    reasons: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Category:
    """One category: its seats, and its people by rank with the unranked last.

    result is None where nobody is ranked under this name: the category was merged into another one, and
    only its unranked people still stand under it as listed.
    """

    anchor: str
    name: str
    result: CategoryResult | None
    people: tuple[Person, ...]

    @property
    def unranked(self) -> int:
        return sum(person.rank is None for person in self.people)


@dataclass(frozen=True)
class Listed:
    """A category's part of one of the lists; seats is None where the list is drawn from all categories."""

    name: str
    seats: int | None
    people: tuple[Person, ...]


@dataclass(frozen=True)
class YearPage:
    """Everything that the page of a scored year shows; categories are all, `shown` those of the filter."""

    parameters: AppraisalParameters
    figures: tuple[tuple[str, int], ...]
    top_seats: int
    bottom_seats: int
    notes: tuple[Mapping[str, str], ...]
    papers: tuple[tuple[str, int, int, int], ...]
    top: tuple[Listed, ...]
    bottom: tuple[Listed, ...]
    categories: tuple[Category, ...]
    shown: tuple[Category, ...]
    wanted: str

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.parameters.groups)

    @property
    def top_share(self) -> str:
        return plain(self.parameters.top_share)

    @property
    def bottom_share(self) -> str:
        return plain(self.parameters.bottom_share)

    @property
    def top_people(self) -> int:
        return sum(len(part.people) for part in self.top)

    @property
    def bottom_people(self) -> int:
        return sum(len(part.people) for part in self.bottom)


def year_page(cycle: Cycle, *, category: str = "") -> YearPage:
    """The page of a scored year; a fixed number of queries. An unknown category shows all of them."""
    parameters = selectors.parameters_of(cycle)
    people = _people(cycle, parameters)
    categories = _categories(cycle, people)
    shown = tuple(item for item in categories if item.name == category)
    return YearPage(
        parameters=parameters,
        figures=_figures(cycle, categories),
        top_seats=cycle.summary["top_seats"],
        bottom_seats=cycle.summary["bottom_seats"],
        notes=(
            *cycle.summary["notes"],
            *(note for item in categories if item.result for note in item.result.notes),
        ),
        papers=tuple(selectors.papers_returned(cycle, parameters)),
        top=_listed(categories, TOP_WORDS, "top_seats"),
        bottom=_listed(categories, BOTTOM_WORDS, "bottom_seats"),
        categories=categories,
        shown=shown or categories,
        wanted=category if shown else "",
    )


def _categories(cycle: Cycle, people: Mapping[int, list[Person]]) -> tuple[Category, ...]:
    """Every category that has seats or people, in category order."""
    results = {item.position: item for item in cycle.categories.all()}
    return tuple(
        Category(
            anchor=f"category-{position}",
            name=results[position].name if position in results else people[position][0].category,
            result=results.get(position),
            people=tuple(people.get(position, ())),
        )
        for position in sorted({*results, *people})
    )


def _people(cycle: Cycle, parameters: AppraisalParameters) -> dict[int, list[Person]]:
    """Place of the category -> its people in the order of the workbook."""
    posts = selectors.posts_of(cycle)
    found: dict[int, list[Person]] = {}
    for result in selectors.results_in_order(cycle):
        unit, post = posts.get(result.participant.cadre.staff_no, ("", ""))
        found.setdefault(result.position, []).append(_person(result, unit, post, parameters))
    return found


def _person(result: Result, unit: str, post: str, parameters: AppraisalParameters) -> Person:
    cadre = result.participant.cadre
    return Person(
        staff_no=cadre.staff_no,
        name=cadre.name,
        unit=unit,
        post=post,
        category=result.category,
        rank=result.rank,
        means=tuple((group.name, _mean(result.group_means.get(group.code))) for group in parameters.groups),
        score=_figure(result.score),
        deducted=_figure(result.deducted),
        total=_figure(result.total),
        distance=_signed(result.distance),
        suggestion=result.suggestion,
        reasons=tuple(result.reasons),
    )


def _figures(cycle: Cycle, categories: Iterable[Category]) -> tuple[tuple[str, int], ...]:
    words = Counter(person.suggestion for item in categories for person in item.people)
    return (
        ("参加考核", sum(len(item.people) for item in categories)),
        ("参加排名", cycle.summary["ranked"]),
        ("表彰名额", cycle.summary["top_seats"]),
        ("研判名额", cycle.summary["bottom_seats"]),
        (WITHHELD, words[WITHHELD]),
        (UNGRADED, words[UNGRADED]),
    )


def _listed(categories: Iterable[Category], words: frozenset[str], seats: str) -> tuple[Listed, ...]:
    """A list by category; categories without a seat and without people stay out."""
    parts = [
        Listed(
            item.name,
            getattr(item.result, seats),
            tuple(person for person in item.people if person.suggestion in words),
        )
        for item in categories
        if item.result
    ]
    return tuple(part for part in parts if part.people or part.seats)


def _mean(figure: Mapping[str, Any] | None) -> str:
    """A group's mean where it may be printed."""
    return figure["mean"] if figure and figure["shown"] else NO_FIGURE


def _figure(value: Decimal | None) -> str:
    """Two decimals, more only where the value has more."""
    if value is None:
        return NO_FIGURE
    shortened = value.quantize(Decimal("0.01"))
    return str(shortened if shortened == value else value.normalize()).replace("-", MINUS)


def _signed(value: Decimal | None) -> str:
    if value is None:
        return NO_FIGURE
    return f"{value:+.2f}".replace("-", MINUS)
