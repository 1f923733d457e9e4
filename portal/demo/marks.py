"""The marks of the demo's papers: drawn around a person's standing, kept as one byte per mark.

The scale, the groups and their weights are read from the rulebook's default data, so a demo never speaks
of marks the product does not know. The weights only steer who stands where; the product computes the score.
"""

import json
import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import NormalDist

DEFAULTS = Path(__file__).parents[2] / "rulebook" / "defaults" / "appraisal-2021.json"
SPREAD = 12.0
"""How far (in points) raters of one person lie apart."""
ABSTENTION = 0.03
"""Share of marks that are 不了解, 弃权 or blank."""
ENOUGH = 3
"""Valid marks a column of three papers or more always keeps: a missing group is staged, not an accident."""

Sheet = dict[str, tuple[bytes, ...]]
"""One cadre's marks: group code -> one column per dimension, one byte (index into Scale.words) per paper."""


@dataclass(frozen=True)
class Scale:
    """words: marks from best to worst, then abstentions; points: of the marks; weights in percent."""

    words: tuple[str, ...]
    points: tuple[float, ...]
    dimensions: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, str, float], ...]
    top_share: float
    bottom_share: float


@cache
def scale() -> Scale:
    """The scale, groups, weights and shares of the rulebook's default data."""
    data = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    return Scale(
        words=tuple(mark["word"] for mark in data["marks"] + data["abstentions"]),
        points=tuple(float(mark["points"]) for mark in data["marks"]),
        dimensions=tuple((item["name"], float(item["weight"])) for item in data["dimensions"]),
        groups=tuple((item["code"], item["name"], float(item["weight"])) for item in data["groups"]),
        top_share=float(data["top_share"]) / 100,
        bottom_share=float(data["bottom_share"]) / 100,
    )


def draw_sheet(rng: random.Random, standing: float, papers: dict[str, int]) -> Sheet:
    """Marks around `standing` (points, about 60 to 100) for each group's number of papers."""
    sheet = {}
    for code, _, _ in scale().groups:
        group = standing + rng.gauss(0, 2)
        sheet[code] = tuple(
            draw_column(rng, group + rng.gauss(0, 1.5), papers[code]) for _ in scale().dimensions
        )
    return sheet


def draw_column(rng: random.Random, mean: float, papers: int) -> bytes:
    """One group's marks in one dimension; a column of three papers or more keeps ENOUGH valid marks."""
    points, words = scale().points, scale().words
    opinion = NormalDist(mean, SPREAD)
    below = [opinion.cdf((upper + lower) / 2) for upper, lower in pairwise(points)]
    steps = [1.0, *below, 0.0]
    shares = [(high - low) * (1 - ABSTENTION) for high, low in pairwise(steps)]
    shares += [ABSTENTION / (len(words) - len(points))] * (len(words) - len(points))
    column = rng.choices(range(len(words)), cum_weights=list(accumulate(shares)), k=papers)
    if papers >= ENOUGH and sum(mark < len(points) for mark in column) < ENOUGH:
        column = [mark if mark < len(points) else 1 for mark in column]
    return bytes(column)


def unanimous(papers: int) -> tuple[bytes, ...]:
    """A group in which every paper gives the best mark in every dimension."""
    return (bytes(papers),) * len(scale().dimensions)


def shuffled(rng: random.Random, sheet: Sheet) -> Sheet:
    """The same counts on other papers: exactly the same score under any weights."""
    return {
        code: tuple(bytes(rng.sample(column, len(column))) for column in columns)
        for code, columns in sheet.items()
    }


def score(sheet: Sheet) -> float:
    """The weighted mean, near enough to steer by; equal counts give equal floats."""
    return sum(
        group_weight / 100 * weight / 100 * _mean(column)
        for code, _, group_weight in scale().groups
        for (_, weight), column in zip(scale().dimensions, sheet[code], strict=True)
    )


def _mean(column: bytes) -> float:
    points = scale().points
    counts = [column.count(mark) for mark in range(len(points))]
    return sum(n * p for n, p in zip(counts, points, strict=True)) / (sum(counts) or 1)
