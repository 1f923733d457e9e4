"""The total in force of one person's year: as counted, or as the committee revised it afterwards (第六条).

Revisions belong to a room above, which says from `AppConfig.ready()` where they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

Totals = Mapping[int, Decimal | None]
Revised = Callable[[Collection[int]], Totals]
_revised: list[Revised] = []


def register_revised(source: Revised) -> None:
    """Says where revised totals come from: participants -> the newest of whom it revised."""
    _revised.append(source)


def totals_in_force(counted: Totals) -> dict[int, Decimal | None]:
    """Participant -> the total that stands now. counted: as the count stored them; one query."""
    found = dict(counted)
    for source in _revised:
        found |= source(found)
    return found
