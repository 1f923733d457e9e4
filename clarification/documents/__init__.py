"""澄清函 as a Word file: what is said, to whom it goes, and not a word more than was approved (第十四条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.documents import render
from core.models import Installation
from policy.clarification import CHIEFS, OUTSIDE, PERSONS, SCHOOL, UNITS

from ..models import Clarification

TEMPLATES = Path(__file__).parent / "templates"
# To whom a letter goes, by the circles of the audience; units by their names.
ADDRESSED = {
    PERSONS: "有关同志",
    UNITS: "",
    CHIEFS: "各中层干部",
    SCHOOL: "校内各单位",
    OUTSIDE: "有关方面",
}


@dataclass(frozen=True)
class ClarificationLetter:
    """The names of the template. to: whom it is addressed to; on: the day, in words."""

    number: str
    to: str
    name: str
    paragraphs: tuple[str, ...]
    issuer: str
    on: str


def letter_context(case: Clarification) -> ClarificationLetter:
    """The context of one case whose plan was approved. Two queries."""
    reach = case.audience_reach()
    units = "、".join(sorted(reach.units))
    to = [words or units for circle, words in ADDRESSED.items() if circle in reach.circles]
    day = case.done_on or case.approved_on
    installation = Installation.objects.first()
    return ClarificationLetter(
        number=case.letter_no,
        to="、".join(to),
        name=case.cadre.name,
        paragraphs=tuple(line.strip() for line in case.words.splitlines() if line.strip()),
        issuer=f"中共{installation.name if installation else ''}纪律检查委员会",
        on=_in_words(day) if day else "",
    )


def letter(case: Clarification) -> bytes:
    """The letter of one case."""
    return render(TEMPLATES / "clarification_letter.docx", letter_context(case))


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
