"""变动记录 of one cadre: what one act changed stands in one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cadres.selectors import Change


@dataclass(frozen=True)
class ChangeRow:
    """One act: when, about what, by whom, and every field with its old and new value."""

    when: datetime
    what: str
    who: str
    reason: str
    fields: tuple[tuple[str, str, str], ...]


def change_rows(changes: Iterable[Change]) -> list[ChangeRow]:
    """Changes in their order, those of one act together."""
    return [
        ChangeRow(when, what, who, reason, tuple((one.field, one.old, one.new) for one in some))
        for (when, what, who, reason), some in groupby(
            changes, key=lambda one: (one.at, one.subject, one.who, one.reason)
        )
    ]
