"""What stands beside the votes of a cycle: what waits for whom."""

from __future__ import annotations

from notices.registry import register

from . import facts, reports


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for module in (facts, reports):
        for kind in module.KINDS:
            register(kind)
