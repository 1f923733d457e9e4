"""What browser tests look at on every page."""

from __future__ import annotations

from playwright.sync_api import Page


def fits(page: Page) -> None:
    """Nothing scrolls sideways once the styles are there."""
    page.wait_for_load_state("load")
    wide, narrow = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= narrow, f"{page.url}: {wide} px wide on {narrow} px"
