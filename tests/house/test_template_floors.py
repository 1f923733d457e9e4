"""Templates keep the floors of the house: what a page includes or extends lies in its own room or below."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# Frames and parts without a domain: everybody's.
SHARED = {"layout", "ui"}
TAKES = re.compile(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""")


def floors() -> dict[str, int]:
    """room -> height, the lowest last as in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip(): len(layers) - place
        for place, layer in enumerate(layers)
        for room in re.split(r"[|:]", layer)
    }


ROOMS = sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir() and path.name not in SHARED)


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_takes_nothing_from_above(room: str) -> None:
    height = floors()
    above = [
        f"{path.relative_to(TEMPLATES)} takes {other}"
        for path in sorted((TEMPLATES / room).rglob("*.html"))
        for other in TAKES.findall(path.read_text(encoding="utf-8"))
        if other != room and other not in SHARED and height.get(other, 0) >= height.get(room, 0)
    ]
    assert above == []
