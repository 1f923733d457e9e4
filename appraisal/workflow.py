"""What is missing before each step of a cycle, as every room that knows of something says it.

A room registers its checks from `AppConfig.ready()`; the page of the way lists them, the service asks them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from policy.workflow import BY_CODE

from .models import Cycle


@dataclass(frozen=True)
class Missing:
    """Something that a step waits for. text: in words, with the number; url: where it is mended.

    blocks: the step cannot be taken without it; else it can, with a reason.
    """

    text: str
    url: str = ""
    count: int = 0
    blocks: bool = False


Check = Callable[[Cycle], Iterable[Missing]]
_checks: dict[str, list[Check]] = defaultdict(list)


def register_check(step: str, check: Check) -> None:
    """Adds what is asked before a step. Raises KeyError for a step that is none."""
    BY_CODE[step]
    _checks[step].append(check)


def missing_before(cycle: Cycle, step: str) -> list[Missing]:
    """What the step waits for, what blocks it first; a fixed number of queries for each check."""
    found = [missing for check in _checks[step] for missing in check(cycle)]
    return sorted(found, key=lambda missing: not missing.blocks)
