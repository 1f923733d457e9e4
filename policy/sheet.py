"""One cadre's total, computed a second time, as with pen and paper (第六条, 第八条, 第十四条).

Every line is an exact Fraction and shares nothing with `scores`: two ways to one total are a check.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .facts import RENORMALISE, UNRANKED, CadreFacts, GroupTally
from .measures import judge_marks
from .numbers import rounded
from .parameters import AppraisalParameters, Scheme, Weighted

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension of one group: counts by mark, valid marks, abstentions, points, mean; share of one."""

    name: str
    counts: tuple[int, ...]
    votes: int
    abstained: int
    points: Fraction
    mean: Fraction | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One rater group. weight: as in the plan; share: of the ballots' part, None where it does not count.

    why: what is short where the group does not count; mean: Σ dimension share × mean, where it counts.
    """

    code: str
    name: str
    weight: Decimal
    papers: int
    dimensions: tuple[DimensionLine, ...]
    mean: Fraction | None
    share: Fraction | None
    why: str

    @property
    def product(self) -> Fraction | None:
        """What the group adds to the ballots' part."""
        return None if self.mean is None or self.share is None else self.share * self.mean


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One measure: its own points, what of them was deducted, the finding that lifts it, and the sentence."""

    matter: str
    measure: str
    decided_on: date
    document_no: str
    points: Decimal
    deducted: Decimal
    lifted: str
    text: str


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """A component that weighs: its share and its value, None where there is none."""

    name: str
    share: Fraction
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole replay. dimensions: (name, share, mean over all groups that count, with the groups' shares).

    ballots: the groups' part of 100; score: with the components; exact, total: after deductions, before and
    after the one rounding; None where the score is withheld. ranked: the total is published.
    points: of each mark in this category.
    """

    groups: tuple[GroupLine, ...]
    dimensions: tuple[tuple[str, Fraction, Fraction | None], ...]
    components: tuple[ComponentLine, ...]
    ballots: Fraction | None
    ballots_share: Fraction
    score: Fraction | None
    marks: tuple[MarkLine, ...]
    deducted: Fraction
    bonus: Decimal
    exact: Fraction | None
    total: Decimal | None
    ranked: bool
    points: tuple[Decimal, ...]

    @property
    def counting(self) -> tuple[GroupLine, ...]:
        """The groups that entered the score."""
        return tuple(group for group in self.groups if group.share is not None)


def replay(cadre: CadreFacts, *, names: Sequence[str], year: int, parameters: AppraisalParameters) -> Sheet:
    """The score sheet of one cadre (第六条).

    names: the categories to look for a scheme of its own, as shown first, then as listed.
    """
    scheme = next((parameters.schemes[name] for name in names if name in parameters.schemes), None)
    points = tuple(
        scheme.points.get(mark.code, mark.points) if scheme else mark.points for mark in parameters.marks
    )
    components = _components(cadre, parameters)
    groups = _groups(cadre, scheme, points, parameters)
    short = [g.code for g in groups if g.weight and g.mean is None]
    short += [
        item.code for item in parameters.components if item.weight and item.code not in cadre.components
    ]
    measured = any(g.mean is not None for g in groups) and _counts(cadre, short, parameters)
    groups = _shared(groups) if measured else groups
    present = [line for line in components if line.value is not None]
    ballots_share = 1 - sum((line.share for line in present), NOTHING)
    ballots = sum((g.product for g in groups if g.product is not None), NOTHING) if measured else None
    marks, deducted = _deductions(cadre, year, parameters)
    score = exact = total = None
    ungraded = not judge_marks(cadre.marks, cadre.lifted, year=year, parameters=parameters).ungraded.ok
    ranked = measured and cadre.graded and not ungraded
    if ballots is not None:
        score = ballots_share * ballots
        score += sum(
            (line.share * Fraction(line.value) for line in present if line.value is not None), NOTHING
        )
        exact = score + Fraction(cadre.bonus) - deducted
        total = rounded(exact, parameters.decimals)
    return Sheet(
        groups=groups,
        dimensions=_dimensions(groups, measured),
        components=components,
        ballots=ballots,
        ballots_share=ballots_share,
        score=score,
        marks=marks,
        deducted=deducted,
        bonus=cadre.bonus,
        exact=exact,
        total=total,
        ranked=ranked,
        points=points,
    )


def _counts(cadre: CadreFacts, short: list[str], parameters: AppraisalParameters) -> bool:
    """Whether there is a score: nothing is short, or what is short is dropped (第六条 missing_group)."""
    if not short:
        return True
    remedy = cadre.gap.remedy if cadre.gap and cadre.gap.missing == frozenset(short) else ""
    return remedy == RENORMALISE or (remedy != UNRANKED and parameters.missing_group == RENORMALISE)


def _components(cadre: CadreFacts, parameters: AppraisalParameters) -> tuple[ComponentLine, ...]:
    """The components that weigh (第六条)."""
    return tuple(
        ComponentLine(item.name, item.share, cadre.components.get(item.code))
        for item in parameters.components
        if item.weight
    )


def _groups(
    cadre: CadreFacts, scheme: Scheme | None, points: tuple[Decimal, ...], parameters: AppraisalParameters
) -> tuple[GroupLine, ...]:
    """Every group with its dimensions; a mean where it weighs and has enough valid marks (第六条)."""
    found = []
    for group in parameters.groups:
        weight = scheme.groups.get(group.code, group.weight) if scheme else group.weight
        tally = cadre.tallies.get(group.code)
        lines = tuple(_lines(tally, scheme, points, parameters.dimensions))
        why = _shortage(weight, tally, lines, parameters.min_marks)
        mean = None if why else sum((line.share * _mean(line) for line in lines), NOTHING)
        papers = tally.papers if tally else 0
        found.append(GroupLine(group.code, group.name, weight, papers, lines, mean, None, why))
    return tuple(found)


def _mean(line: DimensionLine) -> Fraction:
    return line.points / line.votes


def _lines(
    tally: GroupTally | None,
    scheme: Scheme | None,
    points: tuple[Decimal, ...],
    dimensions: Iterable[Weighted],
) -> Iterable[DimensionLine]:
    """The dimensions that weigh, with what one group said of them (第六条)."""
    for place, item in enumerate(dimensions):
        weight = scheme.dimensions.get(item.code, item.weight) if scheme else item.weight
        if not weight:
            continue
        counts = tally.counts[place] if tally else (0,) * len(points)
        votes = sum(counts)
        earned = sum((count * Fraction(point) for count, point in zip(counts, points, strict=True)), NOTHING)
        yield DimensionLine(
            name=item.name,
            counts=counts,
            votes=votes,
            abstained=tally.papers - votes if tally else 0,
            points=earned,
            mean=earned / votes if votes else None,
            share=Fraction(weight) / 100,
        )


def _shortage(weight: Decimal, tally: GroupTally | None, lines: tuple[DimensionLine, ...], least: int) -> str:
    """Why a group does not count, '' where it does (第六条 min_marks)."""
    if not weight:
        return "权重为 0，不计入"
    if tally is None or not tally.papers:
        return "没有收回对其测评的票"
    short = "、".join(f"「{line.name}」有效票 {line.votes} 张" for line in lines if line.votes < least)
    return f"{short}，每个维度至少需要 {least} 张" if short else ""


def _shared(groups: tuple[GroupLine, ...]) -> tuple[GroupLine, ...]:
    """The groups that count share all of the ballots' weight in proportion (第六条 renormalise)."""
    whole = sum((Fraction(g.weight) for g in groups if g.mean is not None), NOTHING)
    return tuple(
        g
        if g.mean is None
        else GroupLine(
            g.code, g.name, g.weight, g.papers, g.dimensions, g.mean, Fraction(g.weight) / whole, g.why
        )
        for g in groups
    )


def _dimensions(
    groups: tuple[GroupLine, ...], measured: bool
) -> tuple[tuple[str, Fraction, Fraction | None], ...]:
    """Means over all groups with the groups' own shares, so that they add up to the ballots' part.

    Never pooled over the papers: that would be a second equation on the hidden groups (第六条).
    """
    first = groups[0].dimensions
    found = []
    for place, line in enumerate(first):
        mean = None
        if measured:
            mean = sum((g.share * _mean(g.dimensions[place]) for g in groups if g.share is not None), NOTHING)
        found.append((line.name, line.share, mean))
    return tuple(found)


def _deductions(
    cadre: CadreFacts, year: int, parameters: AppraisalParameters
) -> tuple[tuple[MarkLine, ...], Fraction]:
    """The measures with what they deduct, and the sum, added up matter by matter (第八条, 第十四条)."""
    outcomes = judge_marks(cadre.marks, cadre.lifted, year=year, parameters=parameters).outcomes
    judged = {one.key: one for one in outcomes}
    ordered = sorted(cadre.marks, key=lambda m: (m.decided_on, m.matter, m.measure, m.document_no, m.points))
    by_matter: dict[str, list[Decimal]] = {}
    for mark in ordered:
        if mark.matter not in cadre.lifted and mark.decided_on.year == year:
            by_matter.setdefault(mark.matter, []).append(mark.points)
    add = sum if parameters.same_matter == "sum" else max
    lines = tuple(
        MarkLine(
            mark.matter,
            mark.measure,
            mark.decided_on,
            mark.document_no,
            mark.points,
            judged[mark.key].points,
            cadre.lifted.get(mark.matter, ""),
            judged[mark.key].reason.text,
        )
        for mark in ordered
    )
    return lines, sum((Fraction(add(points)) for points in by_matter.values()), NOTHING)
