"""What other parts of the room put on the panel's page: each is registered once, from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appraisal.models import Participant


@dataclass(frozen=True)
class Part:
    """A column of the panel's page. text: as typed; facts: (name, value); url: of the whole of it."""

    title: str
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    url: str = ""
    empty: str = ""


Read = Callable[[Participant], Part | None]
_parts: list[Read] = []


def register_part(read: Read) -> None:
    """Adds a column, read with a fixed number of queries; None where there is nothing to show."""
    if read not in _parts:
        _parts.append(read)


def parts_of(participant: Participant) -> list[Part]:
    """All registered columns of one participant."""
    return [part for read in _parts if (part := read(participant)) is not None]
