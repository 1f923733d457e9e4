"""People of a list as rows of a table: plain string work, since a template per cell costs too much."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from .figures import WORD_STYLES

if TYPE_CHECKING:
    from .lists import Listed


def listed_rows(people: Iterable[Listed], *, with_category: bool) -> SafeString:
    """The rows of a table body; with_category: each says its category, because the list holds several."""
    return mark_safe("".join(_row(person, with_category) for person in people))  # noqa: S308 all is escaped


def _row(person: Listed, with_category: bool) -> str:
    category = f"（{escape(person.category)}）" if with_category else ""
    reasons = "".join(f"<p>{escape(said)}</p>" for said in person.reasons)
    style = WORD_STYLES.get(person.suggestion, "neutral")
    word = f'<span class="word word-{style}">{escape(person.suggestion)}</span>' if person.suggestion else ""
    return (
        '<tr role="row"><td role="cell" class="number rank">'
        f'<span class="label">第</span>{person.rank}<span class="label">名</span></td>'
        f'<td role="cell" class="who"><a href="{escape(person.url)}">'
        f"<strong>{escape(person.name)}</strong></a> "
        f'<span class="below">{escape(person.staff_no)}</span></td>'
        f'<td role="cell" class="post">{escape(person.post)} '
        f'<span class="below">{escape(person.unit)}{category}</span></td>'
        f'<td role="cell" class="number total"><span class="label">总分</span> '
        f"<strong>{person.total}</strong> "
        f'<span class="below">{person.distance}</span></td>'
        f'<td role="cell" class="said-of">{word}</td>'
        f'<td role="cell" class="why">{reasons}</td></tr>\n'
    )
