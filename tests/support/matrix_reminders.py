"""The rows of the URL matrix of reminders."""

from __future__ import annotations

from collections.abc import Callable

MATRIX: dict[str, dict[str, int]] = {}
ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {}


def furnish() -> None:
    """Every object that ARGUMENTS name."""
