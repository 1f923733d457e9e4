"""The whole year's ranks, seats and lists from ranked people by category (第七条)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .lists import (
    BottomList,
    Groups,
    Place,
    Ranked,
    TopList,
    bottom_list,
    equal_totals,
    mean_total,
    places,
    top_list,
)
from .outcomes import JUDGE_TIED
from .parameters import AppraisalParameters
from .quotas import all_seats, seats


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """One category: groups of equal totals from the highest, places, seats, lists, mean of the totals.

    bottom_seats is None under overall scope; `bottom` is then the list of the whole institution.
    """

    name: str
    ranked: int
    groups: Groups
    places: Mapping[Hashable, Place]
    top_seats: int
    bottom_seats: int | None
    top: TopList
    bottom: BottomList
    mean: Fraction | None
    lower: tuple[Ranked, ...]

    @property
    def bottom_tied(self) -> int:
        """People on the bottom list's line (第七条): 并列待研判."""
        return sum(word == JUDGE_TIED for word in self.bottom.words.values())


@dataclass(frozen=True, slots=True)
class Standings:
    """Categories in order; S for the top and the bottom; the highest total on a bottom list, if any."""

    categories: tuple[CategoryStanding, ...]
    ranked: int
    top_seats: int
    bottom_seats: int
    highest_listed: Decimal | None


def stand(people: Mapping[str, Sequence[Ranked]], parameters: AppraisalParameters) -> Standings:
    """Rank and list everybody (第七条). people: the ranked by category, in category order."""
    top_share, bottom_share = Fraction(parameters.top_share) / 100, Fraction(parameters.bottom_share) / 100
    sizes = {name: len(members) for name, members in people.items()}
    groups = {name: equal_totals(members) for name, members in people.items()}
    top_seats = seats(sizes, top_share)
    tops = {name: top_list(groups[name], top_seats[name], parameters.blocked_seat) for name in people}
    bottom_seats: Mapping[str, int | None]
    total_bottom = all_seats(sum(sizes.values()), bottom_share)
    if parameters.bottom_scope == "overall":
        everybody = equal_totals(person for members in people.values() for person in members)
        passed_over = {key: word for top in tops.values() for key, word in top.words.items()}
        bottoms = dict.fromkeys(people, bottom_list(everybody, total_bottom, passed_over))
        bottom_seats = dict.fromkeys(people)
    else:
        shared = bottom_seats = seats(sizes, bottom_share)
        bottoms = {name: bottom_list(groups[name], shared[name], tops[name].words) for name in people}
    highest = max(
        (p.total for name, members in people.items() for p in members if p.key in bottoms[name].words),
        default=None,
    )
    return Standings(
        categories=tuple(
            CategoryStanding(
                name=name,
                ranked=sizes[name],
                groups=groups[name],
                places=places(groups[name], parameters.decimals),
                top_seats=top_seats[name],
                bottom_seats=bottom_seats[name],
                top=tops[name],
                bottom=bottoms[name],
                mean=mean_total(groups[name]),
                lower=lower_unlisted(groups[name], highest, bottoms[name].words),
            )
            for name in people
        ),
        ranked=sum(sizes.values()),
        top_seats=sum(top_seats.values()),
        bottom_seats=total_bottom,
        highest_listed=highest,
    )


def lower_unlisted(
    groups: Groups, highest: Decimal | None, listed: Mapping[Hashable, str]
) -> tuple[Ranked, ...]:
    """Who has a lower total than somebody on a bottom list and is not listed (第七条), lowest first."""
    if highest is None:
        return ()
    return tuple(
        person
        for group in reversed(groups)
        if group[0].total < highest
        for person in group
        if person.key not in listed
    )
