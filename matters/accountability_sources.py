"""What a record shows and asks that rooms above know: the last grades, and a tolerance case still open.

Those rooms register from `AppConfig.ready()`; `matters` knows nothing of appraisals or cases.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

Grades = Callable[[int], Sequence[tuple[str, str]]]
"""Cadre id -> (label of the year, grade) of decided years, the newest first."""
OpenCases = Callable[[Collection[tuple[int, int]]], Mapping[tuple[int, int], str]]
"""(matter id, cadre id) pairs -> number of the case that is not decided yet; absent where there is none."""

LAST = 3  # 近三年
_grades: list[Grades] = []
_open_cases: list[OpenCases] = []


def register_grades(source: Grades) -> None:
    """Says where grades come from. Raises ValueError for a second source."""
    if _grades:
        raise ValueError("Grades have a source already.")
    _grades.append(source)


def register_open_cases(source: OpenCases) -> None:
    """Says where open tolerance cases are asked for. Raises ValueError for a second source."""
    if _open_cases:
        raise ValueError("Open tolerance cases have a source already.")
    _open_cases.append(source)


def last_grades(cadre_id: int) -> tuple[tuple[str, str], ...]:
    """The last three decided grades of a cadre, the newest first."""
    found = [(label, grade) for source in _grades for label, grade in source(cadre_id)]
    return tuple(found[:LAST])


def open_case(matter_id: int, cadre_id: int) -> str:
    """Number of the cadre's tolerance case on the matter that is not decided yet; "" for none."""
    key = (matter_id, cadre_id)
    return next((found for source in _open_cases if (found := source([key]).get(key, ""))), "")
