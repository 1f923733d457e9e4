"""Where an accountability record gets the last grades from (第十二条).

The appraisal registers from `AppConfig.ready()`; `matters` knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Grades = Callable[[int], Sequence[tuple[str, str]]]
"""Cadre id -> (label of the year, grade) of decided years, the newest first."""
LAST = 3  # 近三年
_grades: list[Grades] = []


def register_grades(source: Grades) -> None:
    """Says where grades come from. Raises ValueError for a second source."""
    if _grades:
        raise ValueError("Grades have a source already.")
    _grades.append(source)


def last_grades(cadre_id: int) -> tuple[tuple[str, str], ...]:
    """The last three decided grades of a cadre, the newest first."""
    found = [(label, grade) for source in _grades for label, grade in source(cadre_id)]
    return tuple(found[:LAST])
