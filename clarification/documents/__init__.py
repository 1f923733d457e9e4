"""澄清函 as a Word file: what is said, to whom it goes, and not a word more than was approved (第十四条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.documents import render
from policy.clarification import UNITS

from ..models import Clarification

TEMPLATES = Path(__file__).parent / "templates"
ISSUER = "学校纪委监察部门"


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
    """The context of one case whose plan was approved. One query."""
    reach = case.audience_reach()
    unit = case.unit.name if case.unit else ""
    to = "、".join(sorted(reach.units)) if UNITS in reach.circles and reach.units else unit or "有关单位"
    day = case.done_on or case.approved_on
    return ClarificationLetter(
        number=case.letter_no,
        to=to,
        name=case.cadre.name,
        paragraphs=tuple(line.strip() for line in case.words.splitlines() if line.strip()),
        issuer=ISSUER,
        on=_in_words(day) if day else "",
    )


def letter(case: Clarification) -> bytes:
    """The letter of one case."""
    return render(TEMPLATES / "clarification_letter.docx", letter_context(case))


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
