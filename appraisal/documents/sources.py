"""What a form prints that a room above the count keeps: the text of the self-reports (述职)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ..models import Cycle

# (cycle, participants) -> participant -> the report's paragraphs, of reports that the unit has checked.
Reports = Mapping[int, Sequence[str]]
Source = Callable[[Cycle, Collection[int]], Reports]
_sources: list[Source] = []


def register_reports(source: Source) -> None:
    """Adds whoever keeps self-reports; from AppConfig.ready()."""
    if source not in _sources:
        _sources.append(source)


def reports_of(cycle: Cycle, people: Collection[int]) -> Reports:
    """Participant -> paragraphs; who has no checked report is missing. The sources' own queries."""
    found: dict[int, Sequence[str]] = {}
    for source in _sources:
        found |= source(cycle, people)
    return found
