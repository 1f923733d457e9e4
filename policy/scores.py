"""The measured score of one cadre (第六条), exact: whole numbers over common denominators.

Fractions are made once per figure, at the end; inside, a term is a whole number over the least common
multiple of the numbers of votes, because adding Fractions one by one is fifty times slower.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from operator import mul

from .facts import RENORMALISE, UNRANKED, CadreFacts, GroupTally
from .numbers import whole
from .parameters import AppraisalParameters, Weighted
from .verdict import Reason

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class Part:
    """A group, dimension or component that has weight: place in the parameters, code, name, whole weight."""

    index: int
    code: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights and points of one category as whole numbers.

    codes: every group, groups: those with weight; weighted: by dimension, its place in the counts and
    its weight × the points of each mark;
    unit: what a group's weighted sum must be divided by (points' denominator × sum of dimension weights).
    """

    dimensions: tuple[Part, ...]
    weighted: tuple[tuple[int, tuple[int, ...]], ...]
    codes: tuple[str, ...]
    groups: tuple[Part, ...]
    components: tuple[Weighted, ...]
    unit: int
    min_marks: int
    renormalise: bool


@dataclass(frozen=True, slots=True)
class Score:
    """value is None when the score is withheld; gaps: what is missing (withheld) or dropped, and why.

    missing: codes of the groups and components that do not count; remedy: what was decided of exactly these.
    """

    value: Fraction | None
    group_means: Mapping[str, Fraction | None]
    gaps: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    remedy: str = ""


def scale_for(names: tuple[str, ...], parameters: AppraisalParameters) -> Scale:
    """The weights of a category (第六条): of the first name with a scheme of its own, else the general."""
    scheme = next((parameters.schemes[name] for name in names if name in parameters.schemes), None)
    points, points_unit = whole(
        scheme.points.get(mark.code, mark.points) if scheme else mark.points for mark in parameters.marks
    )
    dimensions = _parts(parameters.dimensions, scheme.dimensions if scheme else {})
    return Scale(
        dimensions=dimensions,
        weighted=tuple((part.index, tuple(part.weight * point for point in points)) for part in dimensions),
        codes=tuple(group.code for group in parameters.groups),
        groups=_parts(parameters.groups, scheme.groups if scheme else {}),
        components=tuple(item for item in parameters.components if item.weight),
        unit=points_unit * sum(part.weight for part in dimensions),
        min_marks=parameters.min_marks,
        renormalise=parameters.missing_group == "renormalise",
    )


def _parts(items: tuple[Weighted, ...], own: Mapping[str, Decimal]) -> tuple[Part, ...]:
    """The items with weight; what weighs nothing is neither asked for nor missed (第六条)."""
    weights, _ = whole(own.get(item.code, item.weight) for item in items)
    return tuple(
        Part(index, item.code, item.name, weight)
        for index, (item, weight) in enumerate(zip(items, weights, strict=True))
        if weight
    )


def measure(cadre: CadreFacts, scale: Scale) -> Score:
    """Score = Σ group weight × dimension weight × mean, with components where they weigh (第六条).

    A group that does not count is never a zero: the score is withheld, or the group is dropped and the others
    share its weight: under the parameter `renormalise`, or where two officers decided so for this cadre and
    exactly these groups.
    """
    ratios: list[tuple[int, int, int]] = []
    means: dict[str, Fraction | None] = dict.fromkeys(scale.codes)
    gaps: list[str] = []
    missing: list[str] = []
    for group in scale.groups:
        tally = cadre.tallies.get(group.code)
        votes = [sum(tally.counts[index]) for index, _ in scale.weighted] if tally else [0]
        if tally is None or min(votes) < scale.min_marks:
            gaps.append(shortage(tally, votes, group.name, scale))
            missing.append(group.code)
            continue
        numerator, common = group_sum(tally, votes, scale)
        means[group.code] = Fraction(numerator, common * scale.unit)
        ratios.append((group.weight, numerator, common))
    if scale.components:
        without = [item for item in scale.components if item.code not in cadre.components]
        gaps += [f"「{item.name}」没有成绩" for item in without]
        missing += [item.code for item in without]
    if not gaps:
        return Score(_blend(ratios, cadre.components, scale), means, ())
    remedy = _remedy(cadre, missing)
    if not ratios or remedy == UNRANKED or not (scale.renormalise or remedy == RENORMALISE):
        return Score(None, means, _gap_reasons("score.gap", gaps, ""), tuple(missing), remedy)
    basis = "经两名计分人员核定折算" if remedy else "按考核方案"
    shared = f"，{basis}不计此项，其权重由其余部分按比例分担"
    return Score(
        _blend(ratios, cadre.components, scale),
        means,
        _gap_reasons("score.dropped", gaps, shared),
        tuple(missing),
        remedy,
    )


def _remedy(cadre: CadreFacts, missing: Sequence[str]) -> str:
    """What two officers decided of exactly these groups, if they did (第六条)."""
    return cadre.gap.remedy if cadre.gap and cadre.gap.missing == frozenset(missing) else ""


def _gap_reasons(rule: str, gaps: list[str], clause: str) -> tuple[Reason, ...]:
    return tuple(Reason(rule, ARTICLE, f"{gap}{clause}（{ARTICLE}）。") for gap in gaps)


def group_sum(tally: GroupTally, votes: Sequence[int], scale: Scale) -> tuple[int, int]:
    """Σ dimension weight × mean points of one group (第六条), as (whole number, common number of votes).

    votes: valid marks by weighted dimension, none of them 0. The mean is numerator / (common × unit).
    """
    common = lcm(*votes)
    sums = [sum(map(mul, tally.counts[index], points)) for index, points in scale.weighted]
    return sum(map(mul, sums, [common // count for count in votes])), common


def shortage(tally: GroupTally | None, votes: Sequence[int], name: str, scale: Scale) -> str:
    """Why a group does not count for a cadre (第六条 min_marks): names the dimensions that lack votes."""
    if tally is None or not tally.papers:
        return f"{name}没有收回对其测评的票"
    short = "、".join(
        f"「{part.name}」有效票 {count} 张"
        for part, count in zip(scale.dimensions, votes, strict=True)
        if count < scale.min_marks
    )
    return f"{name}票不足，{short}，每个维度至少需要 {scale.min_marks} 张"


def _blend(ratios: list[tuple[int, int, int]], components: Mapping[str, Decimal], scale: Scale) -> Fraction:
    """Weigh the groups that count, then the components; the ballots share what is left (第六条)."""
    common = lcm(*(votes for _, _, votes in ratios))
    numerator = sum(weight * value * (common // votes) for weight, value, votes in ratios)
    weights = sum(weight for weight, _, _ in ratios)
    ballots = Fraction(numerator, common * scale.unit * weights)
    present = [item for item in scale.components if item.code in components]
    if not present:
        return ballots
    left = 1 - sum((item.share for item in present), Fraction(0))
    return left * ballots + sum(
        (item.share * Fraction(components[item.code]) for item in present), Fraction(0)
    )
