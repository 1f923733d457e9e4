"""The parts a parameter version is made of, and how each is read from JSON (raising ParameterError).

Percentages are decimals of one hundred ("30" is 30 %); `.share` gives the exact Fraction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import reading


@dataclass(frozen=True, slots=True)
class Mark:
    """A valid mark on a paper: code of the compact column, printed word, points."""

    code: str
    word: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Abstention:
    """A mark that counts for the turnout only."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Weighted:
    """A dimension, a rater group or a component with its percentage."""

    code: str
    name: str
    weight: Decimal

    @property
    def share(self) -> Fraction:
        """The weight as an exact part of one."""
        return Fraction(self.weight) / 100


@dataclass(frozen=True, slots=True)
class Scheme:
    """What one category does differently: weights by group, weights by dimension, points by mark."""

    groups: Mapping[str, Decimal]
    dimensions: Mapping[str, Decimal]
    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class MergeKinds:
    """The unit kinds that merge under across_kind, and the name they take."""

    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Effect of a measure (第八条): points | barred | ungraded, for `years` years from the decision's."""

    effect: str
    years: int
    incompetent: bool = False
    expels: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a finding lifts the marks of that cadre on that matter (第十四条)."""

    lifts: bool


def read_marks(value: object) -> tuple[Mark, ...]:
    """The valid marks, in the order of the counts (第六条)."""
    return tuple(
        Mark(
            code=reading.text(reading.member(row, "code", "marks"), "marks.code"),
            word=reading.text(reading.member(row, "word", "marks"), "marks.word"),
            points=reading.decimal(reading.member(row, "points", "marks"), "marks.points"),
        )
        for row in (reading.table(item, "marks") for item in reading.rows(value, "marks"))
    )


def read_abstentions(value: object) -> tuple[Abstention, ...]:
    """The marks that stay out of the denominator (第六条)."""
    return tuple(
        Abstention(
            code=reading.text(reading.member(row, "code", "abstentions"), "abstentions.code"),
            word=reading.text(reading.member(row, "word", "abstentions"), "abstentions.word", blank=True),
        )
        for row in (reading.table(item, "abstentions") for item in reading.rows(value, "abstentions"))
    )


def read_weighted(value: object, where: str) -> tuple[Weighted, ...]:
    """Dimensions, groups or components with their percentages (第六条)."""
    found = tuple(
        Weighted(
            code=reading.text(reading.member(row, "code", where), f"{where}.code"),
            name=reading.text(reading.member(row, "name", where), f"{where}.name"),
            weight=reading.decimal(reading.member(row, "weight", where), f"{where}.weight", high=100),
        )
        for row in (reading.table(item, where) for item in reading.rows(value, where))
    )
    reading.unique([item.code for item in found], where)
    reading.unique([item.name for item in found], where)
    return found


def read_schemes(value: object) -> dict[str, Scheme]:
    """What single categories do differently, by category name (第六条)."""
    found = {}
    for category, item in reading.table(value, "schemes").items():
        where = f"schemes.{category}"
        parts = reading.table(item, where)
        reading.known(parts, ("groups", "dimensions", "points"), where)
        found[category] = Scheme(
            groups=_numbers(parts.get("groups", {}), f"{where}.groups", high=100),
            dimensions=_numbers(parts.get("dimensions", {}), f"{where}.dimensions", high=100),
            points=_numbers(parts.get("points", {}), f"{where}.points", high=None),
        )
    return found


def _numbers(value: object, where: str, *, high: int | None) -> dict[str, Decimal]:
    return {
        code: reading.decimal(number, f"{where}.{code}", high=high)
        for code, number in reading.table(value, where).items()
    }


def read_merge_kinds(value: object) -> MergeKinds:
    """The unit kinds that may merge, and their common name (第六条)."""
    data = reading.table(value, "merge_kinds")
    return MergeKinds(
        name=reading.text(reading.member(data, "name", "merge_kinds"), "merge_kinds.name"),
        kinds=reading.texts(reading.member(data, "kinds", "merge_kinds"), "merge_kinds.kinds"),
    )


def read_measures(value: object) -> dict[str, Measure]:
    """Effects by the word of the measure (第八条)."""
    found = {}
    for word, item in reading.table(value, "measures").items():
        where = f"measures.{word}"
        data = reading.table(item, where)
        reading.known(data, ("effect", "years", "incompetent", "expels"), where)
        effect = reading.choice(
            reading.member(data, "effect", where), ("points", "barred", "ungraded"), f"{where}.effect"
        )
        found[word] = Measure(
            effect=effect,
            # A restriction that lasts no year would silently restrict nobody.
            years=reading.integer(
                reading.member(data, "years", where), f"{where}.years", low=0 if effect == "points" else 1
            ),
            incompetent=reading.flag(data.get("incompetent", False), f"{where}.incompetent"),
            expels=reading.flag(data.get("expels", False), f"{where}.expels"),
        )
    return found


def read_findings(value: object) -> dict[str, Finding]:
    """Findings by their word: do they lift (第十四条)?"""
    found = {}
    for word, item in reading.table(value, "findings").items():
        where = f"findings.{word}"
        data = reading.table(item, where)
        reading.known(data, ("lifts",), where)
        found[word] = Finding(lifts=reading.flag(reading.member(data, "lifts", where), f"{where}.lifts"))
    return found
