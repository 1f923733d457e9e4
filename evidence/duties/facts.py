"""Duties of facts."""

from __future__ import annotations

from notices.registry import DutyKind

KINDS: tuple[DutyKind, ...] = ()
