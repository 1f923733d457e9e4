"""Means of dimensions over several people, made of nothing but figures that are printed anyway (第六条).

Whoever reads such a mean could have worked it out from the single sheets: it adds nothing to what is known.
People whose dimension means are not printed take no part in it, so no total gives them away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .disclosure import DIMENSION_DECIMALS, for_departments
from .facts import GroupTally
from .figures import is_small
from .numbers import rounded
from .parameters import AppraisalParameters
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's dimension means as the departments' sheet prints them. papers: that were counted.

    one_voice: every group that counted marked one and the same way throughout.
    """

    means: Mapping[str, Fraction]
    papers: int
    one_voice: bool


@dataclass(frozen=True, slots=True)
class Common:
    """The means over several people; None where they are not printed. people: whose figures they are of."""

    means: Mapping[str, Fraction | None]
    people: int


def profile_of(sheet: Sheet, shown: Iterable[str], parameters: AppraisalParameters) -> Profile | None:
    """What the departments' sheet prints of the dimensions; None where it prints none (第六条)."""
    if not sheet.ranked or not for_departments(sheet, frozenset(shown), parameters).dimensions:
        return None
    means = {
        name: Fraction(rounded(mean, DIMENSION_DECIMALS))
        for name, _, mean in sheet.dimensions
        if mean is not None
    }
    counting = sheet.counting
    voices = [GroupTally(g.papers, tuple(line.counts for line in g.dimensions)) for g in counting]
    return Profile(
        means=means,
        papers=sum(group.papers for group in counting),
        one_voice=all(is_small(voice, 0) for voice in voices),
    )


def common_of(profiles: Sequence[Profile], names: Sequence[str], parameters: AppraisalParameters) -> Common:
    """The mean of each dimension; none of fewer papers than are printed, or of one voice (第六条)."""
    papers = sum(profile.papers for profile in profiles)
    heard = any(not profile.one_voice for profile in profiles)
    if not profiles or papers < parameters.small_figure or not heard:
        return Common(dict.fromkeys(names), len(profiles))
    return Common(
        {
            name: sum((profile.means[name] for profile in profiles), Fraction(0)) / len(profiles)
            if all(name in profile.means for profile in profiles)
            else None
            for name in names
        },
        len(profiles),
    )
