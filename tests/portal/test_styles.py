"""Colours and sizes stand in one file, and every pair of them can be read."""

from __future__ import annotations

import re

import pytest

from tests.house.tracked import ROOT, name, tracked_files

TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
SHEETS = [path for path in tracked_files() if path.suffix == ".css" and path.name != "tokens.css"]
TEMPLATES = [path for path in tracked_files() if path.suffix == ".html"]
COLOUR = r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\("
SIZE = r"(?<![\w-])-?\d*\.?\d+(?:px|r?em|pt|mm|vh|vw|ch)\b"
# Where CSS takes no variables: the conditions of @media, and @page with the boxes in its margins.
NO_VARIABLES = re.compile(r"@media[^{]*\{|@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}|/\*.*?\*/", re.DOTALL)
PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "commend-ground"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("ink-soft", "panel"),
    ("link", "paper"),
    ("link", "ground"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand-soft", "brand-strong"),
    ("commend", "commend-ground"),
    ("research", "research-ground"),
    ("judge", "judge-ground"),
    ("neutral", "neutral-ground"),
    ("error", "paper"),
    ("error", "error-ground"),
]


def found(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, NO_VARIABLES.sub("", text))


def test_colours_and_sizes_stand_in_the_tokens() -> None:
    assert len(SHEETS) >= 3
    for path in SHEETS:
        assert found(f"{COLOUR}|{SIZE}", path.read_text(encoding="utf-8")) == [], name(path)
    assert found(COLOUR, "a { color: #fff }")
    assert found(SIZE, "a { margin: 0 -2.5rem }")


def test_every_token_that_is_used_exists() -> None:
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS))
    for path in [*SHEETS, ROOT / "static/css/tokens.css"]:
        used = set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text(encoding="utf-8")))
        assert used <= known, name(path)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_pair_has_contrast(ink: str, ground: str) -> None:
    assert contrast(colour(ink), colour(ground)) >= 4.5


def test_black_on_white_is_the_most() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)


def colour(token: str) -> str:
    return re.search(rf"--{token}: #([0-9a-f]{{6}});", TOKENS)[1]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_templates_have_neither_inline_styles_nor_scripts() -> None:
    assert TEMPLATES
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text), name(path)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), name(path)
