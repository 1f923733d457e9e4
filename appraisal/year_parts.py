"""What rooms above put on the page of a cycle: lines among its contents, and sections below its figures.

A room registers both from `AppConfig.ready()`; this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Role

from .models import Cycle


@dataclass(frozen=True)
class Asked:
    """The page that is shown: the cycle, the reader's roles of today, whether figures are shown."""

    cycle: Cycle
    roles: frozenset[Role]
    figures: bool


@dataclass(frozen=True)
class Link:
    """A line that leads to a page. early: it stands where the work begins; note: what it is for."""

    words: str
    url: str
    note: str = ""
    early: bool = False


@dataclass(frozen=True)
class Section:
    """A section below the figures."""

    title: str
    links: tuple[Link, ...]


_links: list[Callable[[Asked], Iterable[Link]]] = []
_sections: list[Callable[[Asked], Iterable[Section]]] = []


def register_year_links(read: Callable[[Asked], Iterable[Link]]) -> None:
    """Adds lines, read without a query."""
    if read not in _links:
        _links.append(read)


def register_year_sections(read: Callable[[Asked], Iterable[Section]]) -> None:
    """Adds sections, read without a query."""
    if read not in _sections:
        _sections.append(read)


def links_of(asked: Asked) -> list[Link]:
    """All registered lines for this reader, in the order of the rooms."""
    return [link for read in _links for link in read(asked)]


def sections_of(asked: Asked) -> list[Section]:
    """All registered sections for this reader."""
    return [section for read in _sections for section in read(asked)]
