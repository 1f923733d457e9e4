"""What waits in the appraisal: the next step of a cycle, and all that its count asks for (第六条)."""

from __future__ import annotations

from notices.registry import register

from . import counting, flow


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for module in (counting, flow):
        for kind in module.KINDS:
            register(kind)
