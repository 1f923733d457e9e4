"""Files have two doors: nothing is stored that was not checked, and nothing handed out but as a download."""

from __future__ import annotations

import re

import pytest

from .tracked import name, python_files

# Who may call it besides `core.files`: the door itself, and what the product makes or reads for itself.
DOORS = {
    "file_store": {
        "core/uploads.py",
        "core/documents/bundles.py",
        "intake/services/uploads.py",
        "intake/services/errors.py",
    },
    "file_open": {"core/downloads.py", "core/backup/restore.py", "intake/private.py"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_file_comes_and_goes_by_its_door_alone(door: str) -> None:
    rooms = [path for path in python_files() if not name(path).startswith(("tests/", "bench/"))]
    users = {name(path) for path in rooms if re.search(rf"\b{door}\(", path.read_text())}
    assert users - {"core/files.py"} == DOORS[door]
