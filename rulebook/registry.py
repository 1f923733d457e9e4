"""Who uses a parameter version: rooms above tell, the rulebook only asks.

A room registers from `AppConfig.ready()`; the appraisal tells which years froze which version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from accounts.selectors import Visitor


@dataclass(frozen=True)
class Use:
    """What uses a version, in words, e.g. 2025 年度考核; url is empty for whom the page does not exist."""

    label: str
    url: str = ""


# (user, keys of versions) -> uses by key of the version, in a fixed number of queries.
Source = Callable[[Visitor, Iterable[int]], Mapping[int, list[Use]]]
_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Adds a source. Raises ValueError for a code that is taken."""
    if code in _sources:
        raise ValueError(f"The source {code} is registered already.")
    _sources[code] = source


def uses_of(user: Visitor, versions: Iterable[int]) -> dict[int, list[Use]]:
    """What uses these versions, by key of the version; nothing for a version that nobody uses."""
    asked = list(versions)
    found: dict[int, list[Use]] = {}
    for code in sorted(_sources):
        for version, uses in _sources[code](user, asked).items():
            found.setdefault(version, []).extend(uses)
    return found
