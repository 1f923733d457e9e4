"""Seats of the two lists (第七条): a floor for everybody together, shared by largest remainder."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


def all_seats(ranked: int, share: Fraction) -> int:
    """S = floor(share × N), N = all ranked people (第七条: 前20%, 后3% are never exceeded)."""
    return (ranked * share.numerator) // share.denominator


@dataclass(frozen=True, slots=True)
class Claim:
    """A category's claim to seats: its exact quota, the whole seats of it, 1 where it got a left-over one."""

    quota: Fraction
    whole: int
    extra: int

    @property
    def seats(self) -> int:
        return self.whole + self.extra


def claims(sizes: Mapping[str, int], share: Fraction) -> dict[str, Claim]:
    """How a share of all ranked people becomes seats per category, by largest remainder (第七条).

    sizes: ranked people per category, in category order. Each category gets the floor of its exact quota;
    what is left of S goes one each to the largest fractional parts, then to the category with more ranked
    people, then in category order. Those that got one come first, in that order; then the others.
    """
    quotas = {name: share * size for name, size in sizes.items()}
    given = {name: quota.numerator // quota.denominator for name, quota in quotas.items()}
    left = all_seats(sum(sizes.values()), share) - sum(given.values())
    # sorted() is stable, so equal fractional parts and sizes stay in category order.
    by_claim = sorted(sizes, key=lambda name: (quotas[name] - given[name], sizes[name]), reverse=True)
    return {name: Claim(quotas[name], given[name], int(place < left)) for place, name in enumerate(by_claim)}


def seats(sizes: Mapping[str, int], share: Fraction) -> dict[str, int]:
    """Seats per category for a share of all ranked people (第七条), in the order of `sizes`."""
    found = claims(sizes, share)
    return {name: found[name].seats for name in sizes}
