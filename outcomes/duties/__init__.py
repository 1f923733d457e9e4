"""What is made of a cycle's results: what waits for whom."""

from __future__ import annotations

from notices.registry import register

from . import review, uses


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for module in (review, uses):
        for kind in module.KINDS:
            register(kind)
