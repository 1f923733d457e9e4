"""F34: numbers and passwords that were typed or imported are nowhere but in their encrypted columns."""

from __future__ import annotations

import io
import logging
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import Role, SecurityEvent
from cadres.models import Cadre
from core import logs
from tests.support import tiny
from tests.support.people import PASSWORD, user_with
from tests.support.years import write_xlsx

pytestmark = pytest.mark.django_db(transaction=True)
IDENTITY, PHONE = tiny.identity(377), "13877776666"
MISTYPED = IDENTITY[:-1] + ("1" if IDENTITY[-1] != "1" else "2")
SECRET = "Canary-Pass-7391"
CANARIES = (IDENTITY, MISTYPED, PHONE, SECRET)
CONTROL = tiny.identity(378)  # stands in plain text once, and in SQLite's files from then on


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as it is written."""
    config = logs.configure("DEBUG")["formatters"]["json"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(config.pop("()")(**config))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def folders(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """var/ and the folder for temporary files, empty."""
    var, temporary = tmp_path / "var", tmp_path / "tmp"
    var.mkdir()
    temporary.mkdir()
    settings.VAR_DIR = var
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return var, temporary


def stored() -> Iterator[tuple[str, bytes]]:
    """Every value of every table, as the database holds it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    raw = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    yield f"{table}.{name}", raw


def files_below(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()


def hits(places: Iterable[tuple[str, bytes]], canaries: tuple[str, ...] = CANARIES) -> list[tuple[str, str]]:
    return [(place, canary) for place, raw in places for canary in canaries if canary.encode() in raw]


def database_files() -> Iterator[tuple[str, bytes]]:
    """What SQLite keeps on disk, freed pages and write-ahead log too; PostgreSQL's are out of reach here."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        for path in name.parent.glob(f"{name.name}*"):
            # By another process: closing the file in this one would take SQLite's locks away with it.
            yield str(path), subprocess.check_output(["cat", str(path)])


def roster(path: Path) -> Path:
    rows = tiny.rows_of("roster")
    identity, phone = rows[0].index("身份证号"), rows[0].index("手机")
    rows[1][identity], rows[1][phone] = IDENTITY, PHONE
    rows[2][identity] = MISTYPED
    # What PostgreSQL would quote in its own words if it ever got as far as the database.
    rows[3][identity], rows[3][phone] = IDENTITY, "1" * 40
    return write_xlsx(path, rows)


def test_signing_in_with_the_wrong_things_leaves_none_of_them(
    client: Client, lines: io.StringIO, folders: tuple[Path, Path]
) -> None:
    user_with(Role.CADRE, staff_no="20001", password=PASSWORD)
    for typed in (IDENTITY, PHONE, SECRET, f"{SECRET}\r\n", "20001"):
        for _ in range(6):
            client.post(f"/sign-in/?next=/{SECRET}", {"username": typed, "password": SECRET})
    client.get(f"/cadres/{IDENTITY}/?q={PHONE}")
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.SIGN_IN_FAILED).count() >= 5
    assert hits(stored()) == []
    assert hits([("log", lines.getvalue().encode())]) == []
    assert hits(files_below(*folders)) == []
    assert hits(database_files()) == []


@pytest.mark.parametrize("with_rejects", [False, True])
def test_an_import_with_bad_rows_leaves_numbers_only_where_they_are_sealed(
    lines: io.StringIO, folders: tuple[Path, Path], tmp_path: Path, with_rejects: bool
) -> None:
    file = roster(tmp_path / "roster.xlsx")
    rejects = ["--reject-file", str(tmp_path / "rejects.xlsx")] if with_rejects else []
    try:
        call_command("import_roster", str(file), *rejects, stdout=io.StringIO(), stderr=io.StringIO())
    except CommandError:
        assert not with_rejects
    assert hits(stored()) == []
    assert hits([("log", lines.getvalue().encode())]) == []
    assert hits(files_below(*folders)) == []
    assert hits(database_files()) == []


def test_looking_at_the_numbers_leaves_a_reason_and_no_number(
    client: Client, lines: io.StringIO, folders: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = tiny.rows_of("roster")
    rows[1][rows[0].index("身份证号")], rows[1][rows[0].index("手机")] = IDENTITY, PHONE
    call_command(
        "import_roster",
        str(write_xlsx(tmp_path / "roster.xlsx", rows)),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    client.force_login(user_with(Role.ORG_OFFICER))
    answer = client.post("/cadres/1001/reveal/", {"reason": f"核对任免表上的 {IDENTITY}"})
    assert IDENTITY in answer.content.decode()
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.REVEAL)
    assert (event.subject, event.note) == ("1001", "原因：核对任免表上的 ***")
    assert hits(stored()) == []
    assert hits([("log", lines.getvalue().encode())]) == []
    assert hits(files_below(*folders)) == []
    assert hits(database_files()) == []


def test_a_good_number_is_kept_sealed_and_the_search_would_find_it_plain(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """The control: the canary did come in, and one column that held it in plain text would be reported."""
    rows = tiny.rows_of("roster")
    rows[1][rows[0].index("身份证号")] = IDENTITY
    file = write_xlsx(tmp_path / "roster.xlsx", rows)
    call_command("import_roster", str(file), stdout=io.StringIO(), stderr=io.StringIO())
    assert IDENTITY in Cadre.objects.values_list("identity_no", flat=True)
    assert hits(stored()) == []
    imported = SecurityEvent.objects.get(kind=SecurityEvent.Kind.IMPORT)
    assert (imported.subject, imported.actor_staff_no) == ("roster.xlsx", "SYSTEM")
    Cadre.objects.update(remark=CONTROL)
    assert {place for place, _ in hits(stored(), (CONTROL,))} >= {"cadres_cadre.remark"}
