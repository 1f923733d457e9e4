"""What every test stands on: a key file of its own, a flush that append-only tables allow, no silent skip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase

from core.crypto import create_key_file
from launch import tools
from tests.support import append_only
from tests.support.no_skips import pytest_sessionfinish  # noqa: F401 - a hook of pytest
from tests.support.rulebook import rulebook_restore
from tests.support.workdays import workdays_restore

# Folders whose tests never reach a database.
WITHOUT_DATABASE = ("policy", "core/tables")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What no database can change is marked to run once."""
    folders = [Path(__file__).parent / name for name in WITHOUT_DATABASE]
    for item in items:
        if any(folder in item.path.parents for folder in folders):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True, scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data key for this run, so that no test touches the machine's own."""
    path = tmp_path_factory.mktemp("keys") / "data.json"
    create_key_file(path)
    before = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(before, key_file=str(path))
    yield path
    settings.ENVIRONMENT = before


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> Iterator[None]:
    """Argon2 as in the product, at its least cost: full, it takes half the time of some tests."""
    hasher = Argon2PasswordHasher
    before = hasher.time_cost, hasher.memory_cost
    hasher.time_cost, hasher.memory_cost = 1, 8 * hasher.parallelism
    yield
    hasher.time_cost, hasher.memory_cost = before


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> Iterator[None]:
    """Emptying the tables after a transactional test is the one DELETE that triggers must let pass."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with append_only.suspended():
            original(self)
        rulebook_restore()
        workdays_restore()

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Playwright drives the machine's own Chromium, also as root (in CI), where its sandbox cannot start."""
    return {"executable_path": tools.chromium(), "args": ["--no-sandbox"]}
