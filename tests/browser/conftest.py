"""Pages in a real browser: any error on its console, and any breach of the policy, fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

# A busy machine is slow, not wrong: what never comes still fails.
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True, scope="session")
def database_beside_the_browser() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django would refuse the database there."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def base_url() -> None:
    """In place of pytest-playwright 0.10's own, which pytest 9.2 warns of, and warnings are errors here."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that remembers what its console said; breaches of the policy are said there as errors."""
    page.set_default_timeout(PATIENCE)
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{message.type}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(f"exception: {error}"))
    # What becomes a download is aborted as a page.
    page.on("requestfailed", lambda request: said.append(f"{request.failure}: {request.url}"))
    yield page
    assert [line for line in said if not line.startswith("net::ERR_ABORTED")] == []
