"""Files under 400 lines, functions under 60: the rest hides a second thing. Migrations are generated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .tracked import name, python_files, tracked_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
PAGE_FILES = {".html", ".css", ".js", ".sh"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length >= LONGEST_FUNCTION:
                yield f"{name(path)}:{node.lineno} {node.name}: {length} lines"


def test_no_file_is_too_long() -> None:
    files = [*python_files(), *(path for path in tracked_files() if path.suffix in PAGE_FILES)]
    written = [path for path in files if path.parent.name != "migrations"]
    too_long = [
        f"{name(path)}: {count} lines" for path in written if (count := lines_of(path)) >= LONGEST_FILE
    ]
    assert not too_long


def test_no_function_is_too_long() -> None:
    files = [path for path in python_files() if not name(path).startswith("tests/")]
    assert [line for path in files for line in long_functions(path)] == []


def test_a_long_function_would_be_found(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tests.house.test_sizes.name", str)
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    f()\n" * (LONGEST_FUNCTION - 1))
    assert len(list(long_functions(path))) == 1
    path.write_text("def f():\n" + "    f()\n" * (LONGEST_FUNCTION - 2))
    assert list(long_functions(path)) == []
