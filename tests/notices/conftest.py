"""Fixtures of reminders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from notices import registry
from notices.registry import Duty, DutyKind
from tests.support.reminding import Sink, mail_server

MORNING = "2026-11-20T09:00:00+08:00"  # a Friday


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> list[Duty]:
    """The duties of the only kind there is; a test fills it."""
    duties: list[Duty] = []
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(DutyKind("test.kind", lambda audience: list(duties), started=True))
    return duties


@pytest.fixture
def hand() -> Iterator[time_machine.Traveller]:
    """The clock, at nine on a Friday morning."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as server:
        yield server
