"""What browser tests look at on every page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What axe calls less than serious fails no test, so those rules need not run.
_MILD = (
    "aria-allowed-role", "empty-heading", "empty-table-header", "heading-order", "image-redundant-alt",
    "landmark-banner-is-top-level", "landmark-complementary-is-top-level",
    "landmark-contentinfo-is-top-level", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main", "landmark-one-main",
    "landmark-unique", "page-has-heading-one", "presentation-role-conflict", "region", "skip-link",
)  # fmt: skip
_CONTRAST = "color-contrast"
# What passed is not told, no sound is waited for.
_TOLD: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
_STRUCTURE = _TOLD | {"rules": {rule: {"enabled": False} for rule in (_CONTRAST, *_MILD)}}
# A kind of text: what it is and stands in, up to the page, by all that a style sheet may ask of it.
_KINDS = """new_ones => {
  const kinds = new Map();
  const of = node => [node.localName, node.getAttribute("class"), node.type, node.disabled,
                      node.getAttribute("aria-current")].join(".");
  for (const node of document.body.querySelectorAll("*")) {
    const says = node.matches("input, select, textarea") ||
      [...node.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
    if (!says || !node.checkVisibility()) continue;
    const chain = [];
    for (let at = node; at !== document.documentElement; at = at.parentElement) chain.push(of(at));
    const kind = chain.join("<");
    if (!kinds.has(kind)) kinds.set(kind, node);
  }
  for (const [kind, node] of kinds) node.toggleAttribute("data-looked-at", new_ones.includes(kind));
  return [...kinds.keys()];
}"""


# Kinds of text whose contrast was looked at in this run, on whatever page.
SEEN: set[str] = set()


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keeps what is seen, where somebody asks for it: `PICTURES=folder ./test --fast tests/browser`."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole, animations="disabled")


def fits(page: Page) -> None:
    """Nothing scrolls sideways once the styles are there."""
    page.wait_for_load_state("load")
    wide, narrow = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= narrow, f"{page.url}: {wide} px wide on {narrow} px"


def axe_faults(page: Page, place: str = "html", *, seen: set[str] | None = None) -> list[str]:
    """What is serious for those who cannot see well or cannot use a mouse, by axe.

    Contrast takes axe five times as long as all else, so it is looked at once for each kind of text, not in
    every row of a list. seen: the kinds looked at before, perhaps on other pages; new ones are added.
    """
    page.wait_for_load_state("load")
    seen = set() if seen is None else seen
    fresh = [kind for kind in page.evaluate(_KINDS, []) if kind not in seen]
    seen.update(fresh)
    found = Axe().run(page, context=place, options=_STRUCTURE).response["violations"]
    if fresh:
        page.evaluate(_KINDS, fresh)
        found += page.evaluate(
            "options => axe.run('[data-looked-at]', options)", _TOLD | {"runOnly": [_CONTRAST]}
        )["violations"]
        page.evaluate(_KINDS, [])
    return [
        f"axe {item['id']}: {[node['html'][:200] for node in item['nodes']]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]
