"""An installation in a folder of its own, backed up and restored by the commands that administrators run."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import uuid4

from django.core.management import CommandError, call_command
from django.db import connection

from portal.backups import recorded_backup_make

from .processes import PROJECT, environment, wait_until

# Asks a database what it holds: a digest per table over all rows in any order, and whether a sign-in works.
LOOK = """
import hashlib, json, sys
import django
django.setup()
from django.db import connection, transaction
from django.test import Client
found = {"tables": {}}
with transaction.atomic(), connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'SELECT * FROM "{table}"')
        total = 0
        for row in cursor:
            plain = [bytes(v).hex() if isinstance(v, (bytes, memoryview)) else v for v in row]
            total += int.from_bytes(hashlib.sha256(repr(plain).encode()).digest()[:8], "big")
        found["tables"][table] = total
if sys.argv[1:]:
    typed = {"username": "90001", "password": sys.argv[1]}
    answer = Client(headers={"host": "localhost"}).post("/sign-in/", typed)
    found["signed_in"] = answer.status_code == 302 and "sign-in" not in answer["Location"]
from accounts.services.audit import anchor_path, anchors_read, chain_verify
found["chain"] = "intact" if chain_verify(anchors=anchors_read(anchor_path())).intact else "broken"
from core.files import file_open
from core.models import StoredFile
found["files"] = {s.name: hashlib.sha256(file_open(s).read()).hexdigest() for s in StoredFile.objects.all()}
# What the database itself guards with, and where its numbers go on. Constraints and indexes by name:
# PostgreSQL words an expression differently once it has read its own.
guards = (
    "SELECT tgrelid::regclass || ' ' || pg_get_triggerdef(oid) || tgenabled::text"
    " FROM pg_trigger WHERE NOT tgisinternal"
    " UNION SELECT conrelid::regclass || ' ' || conname FROM pg_constraint WHERE conrelid > 0"
    " UNION SELECT tablename || ' ' || indexname FROM pg_indexes WHERE schemaname = 'public'"
    " UNION SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    if connection.vendor == "postgresql"
    else "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
)
numbers = (
    "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences"
    if connection.vendor == "postgresql"
    else "SELECT name, seq FROM sqlite_sequence"
)
with connection.cursor() as cursor:
    cursor.execute(guards)
    found["guards"] = sorted(row[0] for row in cursor)
    cursor.execute(numbers)
    found["numbers"] = dict(cursor.fetchall())
print(json.dumps(found))
"""


class Place:
    """A database and a folder, and the commands run on them as an administrator runs them."""

    def __init__(self, folder: Path, backups: Path, url: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.backups = backups
        self.environment = environment(f"unix://{folder}/no-broker.sock", folder)
        self.environment |= {"BACKUP_DIR": str(backups), "DJANGO_SETTINGS_MODULE": "cadre_mgmt.settings"}
        if url:
            self.environment["DATABASE_URL"] = url

    def run(self, *arguments: str, status: int = 0, most: int = 0, **changed: str) -> str:
        """A management command; what it said, once its exit status is the expected one."""
        return self._call(["manage.py", *arguments], status, most, changed)

    def told(self, *arguments: str, status: int = 0) -> str:
        """The same in this process, for commands that need not be another machine's."""
        said = StringIO()
        try:
            call_command(*arguments, stdout=said)
        except CommandError as error:
            assert error.returncode == status, error
            said.write(str(error))
        else:
            assert status == 0, said.getvalue()
        finally:
            connection.close()
        return said.getvalue()

    def look(self, *password: str) -> dict:
        """What the database holds, asked by another process (never this one: SQLite's locks)."""
        lines = self._call(["-c", LOOK, *password], 0, 0, {}).splitlines()
        return json.loads(next(line for line in lines if line.startswith('{"tables"')))

    def published(self) -> list[str]:
        return sorted(path.name for path in self.backups.glob("cadre-*") if path.suffix != ".incomplete")

    def halves(self) -> list[Path]:
        return list(self.backups.glob("*.incomplete"))

    def backup(self) -> Path:
        """One more, made in this process: a test that is about something else need not wait for another."""
        made = recorded_backup_make(self.backups, say=lambda line: None, keep=None).path
        connection.close()
        return made

    def killed_at(self, place: str, *arguments: str) -> None:
        """kill -9 of a backup that stands there."""
        marker = self.folder / f"reached-{uuid4().hex}"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.slow_backup", "backup", *arguments],
            cwd=PROJECT,
            env=self.environment | {"PAUSE_AT": place, "PAUSE_FILE": str(marker)},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: marker.exists() or process.poll() is not None, seconds=60, what=f"stop at {place}")
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _call(self, words: list[str], status: int, most: int, changed: dict[str, str]) -> str:
        outcome = subprocess.run(
            [sys.executable, *words],
            cwd=PROJECT,
            env=self.environment | changed,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))) if most else None,
        )
        said = outcome.stdout + outcome.stderr
        assert outcome.returncode == status, said
        assert "Traceback" not in said
        return said
