"""The door from a revision to the two lists, which the uses of a result keep (第七条).

Each is called with the participant, the reason and the meeting, and moves nobody else.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

NAMES = ("commendation_add_above_quota", "bottom_withdraw")


def commendation_add_above_quota(**about: Any) -> Any:
    """补充表彰: the person is commended beside the quota."""
    return _call("commendation_add_above_quota", about)


def bottom_withdraw(**about: Any) -> Any:
    """The person is taken off the bottom list in writing."""
    return _call("bottom_withdraw", about)


def _call(name: str, about: dict[str, Any]) -> Any:
    service = getattr(import_module("outcomes.services"), name, None)
    return service(**about) if service is not None else None
