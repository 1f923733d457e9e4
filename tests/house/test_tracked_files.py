"""What a clone holds: no unfinished marks, no machine's paths, no registry's address, hashed pins."""

from __future__ import annotations

import os
import re

import pytest

from .tracked import BINARY, ROOT, name, tracked_files

# Written in parts, so that this file does not find itself.
FORBIDDEN = {
    "unfinished mark": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b"),
    "path of one machine": re.compile(r"(?<![\w.])/(?:wor" + r"k|ro" + r"ot|ho" + r"me|Us" + r"ers)/\w"),
    "path outside the repository": re.compile(r"\.\./sha" + r"red\b"),
    "address of a registry": re.compile(
        r"py"
        + r"pi\.org|python"
        + r"hosted\.|npm"
        + r"js\.(?:org|com)|npm"
        + r"mirror|deb\.deb"
        + r"ian|/sim"
        + r"ple/"
    ),
    "file of a locking tool": re.compile(r"registry\s*=\s*\"http"),
}
# Integrity hashes are random letters and may spell anything.
HASH = re.compile(r"sha(?:256:|512-)\S+")


def texts() -> list[tuple[str, str]]:
    files = [path for path in tracked_files() if path.suffix not in BINARY]
    return [(name(path), HASH.sub("", path.read_bytes().decode("utf-8", errors="replace"))) for path in files]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_forbidden_is_tracked(what: str) -> None:
    found = [
        f"{file}:{text.count(chr(10), 0, match.start()) + 1} {match[0]}"
        for file, text in texts()
        for match in FORBIDDEN[what].finditer(text)
    ]
    assert found == [], what


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("unfinished mark", "# TO" + "DO later"),
        ("path of one machine", "open('/ho" + "me/li/a.csv')"),
        ("path outside the repository", "see ../sha" + "red/design.md"),
        ("address of a registry", "https://py" + "pi.org/x"),
    ],
)
def test_the_search_would_find_it(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"])
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    lines = (ROOT / file).read_text().replace("\\\n", " ").splitlines()
    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:", line), line


@pytest.mark.parametrize("file", ["requirements", "requirements-dev", "requirements-node"])
def test_every_asked_for_package_is_pinned(file: str) -> None:
    asked = re.findall(
        r"^([A-Za-z][\w-]*)(?:\[\w+\])?(?:==(\S+))?", (ROOT / f"{file}.in").read_text(), re.MULTILINE
    )
    pinned = dict(
        re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?==(\S+)", (ROOT / f"{file}.txt").read_text(), re.MULTILINE)
    )
    assert asked
    for package, version in asked:
        assert pinned.get(package.lower()), f"{package} is in {file}.in only: compile it"
        assert version in ("", pinned[package.lower()]), f"{package} differs: compile {file}.in"


def test_front_end_packages_are_locked_by_hash_without_addresses() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity"') == text.count('"node_modules/')


@pytest.mark.parametrize("script", ["run", "test", ".ci/run", "manage.py"])
def test_scripts_can_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert (ROOT / script).read_bytes().startswith(b"#!/usr/bin/env ")
