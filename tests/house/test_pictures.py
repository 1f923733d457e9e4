"""README's pictures: each is there, none is heavy, and each is one that the newcomer's test takes."""

from __future__ import annotations

import re

from .tracked import ROOT

HEAVIEST = 300_000
SHOWN = re.compile(r"!\[([^\]]+)\]\(([^)\s]+)\)")
TAKEN = re.compile(r'(?:shoot|on_the_phone)\(page, "([^"]+)"\)')


def test_every_picture_of_the_readme_is_there_light_and_taken_by_the_newcomers_test() -> None:
    shown = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) >= 5
    for words, path in shown:
        assert re.search(r"[A-Za-z]", words), path
        assert re.search(r"[\u4e00-\u9fff]", words), path
        picture = ROOT / path
        assert picture.read_bytes().startswith(b"\x89PNG"), path
        assert picture.stat().st_size < HEAVIEST, path
    taken = TAKEN.findall((ROOT / "tests/browser/test_newcomer.py").read_text(encoding="utf-8"))
    assert {path for _, path in shown} == {f"docs/pictures/{name}.png" for name in taken}
