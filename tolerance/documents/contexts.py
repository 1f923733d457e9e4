"""What each document of a tolerance case says: strings ready for print; empty ones are written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


def day(on: date | None) -> str:
    """`2026年3月5日`; empty for none."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def paragraphs(text: str) -> tuple[str, ...]:
    """The text's lines without empty ones and without the spaces that indented them."""
    return tuple(line for line in (line.strip() for line in text.splitlines()) if line)


@dataclass(frozen=True)
class Named:
    """A heading with what is written below it."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """What every document of a case begins and ends with. number: of the document, e.g. 校纪〔2026〕1号."""

    case: str
    name: str
    unit: str
    matter: str
    issuer: str
    on: str
    number: str = ""


@dataclass(frozen=True)
class Told(Head):
    """What the cadre is told. by, how: who raised it and how, in the letter's words; also: who has a copy."""

    by: str = "你"
    how: str = "提出"
    also: str = ""


@dataclass(frozen=True)
class Application(Head):
    """容错申请表."""

    staff_no: str = ""
    applicant: str = ""
    office: str = ""
    texts: tuple[Named, ...] = ()
    conditions: str = ""
    files: tuple[str, ...] = ()
    opinions: tuple[Named, ...] = ()
    submitted: str = ""


@dataclass(frozen=True)
class Acceptance(Told):
    """受理通知书. people: who verifies, so that a recusal can be asked for."""

    submitted: str = ""
    people: str = ""
    due: str = ""


@dataclass(frozen=True)
class Refusal(Told):
    """不予受理告知书."""

    submitted: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of a verification; what lies on paper is named by its number alone."""

    on: str
    way: str
    document_no: str
    officers: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Verification(Head):
    """核实报告."""

    begun: str = ""
    ended: str = ""
    people: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class FactorRow:
    """One of the six, without any figure."""

    name: str
    facts: str
    evidence: str
    finding: str
    author: str


@dataclass(frozen=True)
class Factors(Head):
    """六要素分析表."""

    rows: tuple[FactorRow, ...] = ()
    statement: tuple[str, ...] = ()
    opinions: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Finding(Told):
    """容错认定书. effects: what follows (第十四条); review_until: last day for asking for a review."""

    meeting: str = ""
    decided: str = ""
    outcome: str = ""
    reasons: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    review_until: str = ""


@dataclass(frozen=True)
class Public:
    """公开稿: the text as the cadre has seen it, without name, number or unit beyond what it says itself."""

    scope: str
    text: tuple[str, ...]
    period: str
    issuer: str
    on: str


@dataclass(frozen=True)
class Reply(Told):
    """答复书."""

    meeting: str = ""
    decided: str = ""
    text: tuple[str, ...] = ()
    review_until: str = ""


@dataclass(frozen=True)
class Upward(Head):
    """报备函."""

    to: str = ""
    meeting: str = ""
    decided: str = ""
    outcome: str = ""
    article: str = "第十二条"
    enclosures: tuple[str, ...] = field(default=("容错认定书",))
