"""What every test stands on: a key file of its own, a flush that append-only tables allow, no silent skip."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from core.crypto import create_key_file
from launch import tools
from tests.support import databases
from tests.support.emptying import emptied
from tests.support.no_skips import pytest_sessionfinish  # noqa: F401 - a hook of pytest
from tests.support.refusals import cheap_refusals  # noqa: F401 - a fixture

# Fixtures by which a test asks for a database, and files that ask for none but are about the broker.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
BROKER = ("core/test_broker.py", "core/test_celery_settings.py")
# What they hold is words, forms and files; on the other database too the matrix of URLs opens every page.
SHOWING = re.compile(r"test_(\w+_)?(pages?|forms|exports|documents|papers|prints|panel)(_\w+)?\.py")
# Both databases are asked the same queries by the same code, which decides in Python who may do what.
SAME = re.compile(
    r"costs?_the_same|same_number_of_queries|the_same_queries|no_more_queries|in_nine_queries|no_english"
    r"|by_state_and_role|by_role_and_state|every_state_every_step|every_action_by_every_role"
    r"|no_page_and_no_file|no_page_of|every_page|the_same_look|does_not_exist|nobody_else_finds"
)
# Minutes each; in the order of their time.
LONGEST = (
    "test_every_page.py",
    "test_cycle.py",
    "test_run.py",
    "test_killed.py",
    "test_import_wizard.py",
    "test_backup_drill.py",
    "test_two_web_processes.py",
    "test_jobs_processes.py",
    "test_reminders_never_lost.py",
    "test_queries_of_every_page.py",
    "test_two_worlds.py",
    "test_url_matrix.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for no database, shows what is there or sweeps over roles and pages is marked to run once."""
    broker = [Path(__file__).parent / name for name in BROKER]
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
        shows = SHOWING.fullmatch(item.path.name) or SAME.search(item.name)
        if (not asks and item.path not in broker) or shows:
            item.add_marker(pytest.mark.once)
    _longest_first(items)


def _longest_first(items: list[pytest.Item]) -> None:
    """The longest files begin each worker's share, so that none of them runs alone at the end."""
    long: dict[str, list[pytest.Item]] = {}
    rest = []
    for item in items:
        if item.path.name not in LONGEST:
            rest.append(item)
        else:
            # Tests that stand on one world are one: another worker would make it again.
            alone = "module_db" not in getattr(item, "fixturenames", ())
            long.setdefault(item.nodeid if alone else item.path.name, []).append(item)
    ordered = sorted(long.values(), key=lambda group: LONGEST.index(group[0].path.name))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    cut = -(-len(rest) // workers)
    items[:] = [
        item
        for n in range(workers)
        for group in (*ordered[n::workers], rest[n * cut : (n + 1) * cut])
        for item in group
    ]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no looking for garbage in it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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
def flush_of_our_own() -> Iterator[None]:
    """Django's flush would stop at append-only tables, and empties seventy tables where three hold rows."""
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: emptied()
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """In place of pytest-django's: the workers of one run migrate one database and copy it."""
    worker = getattr(request.config, "workerinput", None)
    with django_db_blocker.unblock():
        if worker is None or django_db_keepdb:
            drop = databases.made(reuse=django_db_keepdb and not django_db_createdb, keep=django_db_keepdb)
        else:
            folder = tmp_path_factory.getbasetemp().parent  # the same for all workers of a run
            drop = databases.shared(folder, worker["workerid"], worker["workercount"])
    yield
    with django_db_blocker.unblock():
        databases.alone()
        drop()


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of the module writes under it is there for each test of the module, then gone.

    Each test stands in a savepoint, and takes back only what it wrote itself. Not for modules with
    transactional tests: those need to see, and to leave, an empty database.
    """
    outermost = transaction.atomic()
    outermost._from_testcase = True  # type: ignore[attr-defined]  # what insists on being outermost may begin in it
    with django_db_blocker.unblock(), outermost:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Playwright drives the machine's own Chromium, also as root (in CI), where its sandbox cannot start."""
    return {"executable_path": tools.chromium(), "args": ["--no-sandbox"]}
