"""The drill: a year and a file backed up, restored into an empty database by the documented commands only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Role, SecurityEvent, User
from accounts.services.audit import anchor_write
from accounts.services.security_log import security_event_record
from core import clock, files
from core.backup import BackupDamaged, backup_check, make
from core.backup.databases import Facts
from core.crypto import create_key_file, key_path
from core.models import StoredFile
from core.rotation import keys_rotate
from portal.backups import recorded_backup_make
from tests.support.drill import Place
from tests.support.people import PASSWORD, user_with
from tests.support.years import appraise

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTE = 1024 * 1024
CONTENT = os.urandom(2 * MEGABYTE)
LEFT_OUT = ("django_session", "cadres_stagedroster", "ballots_stagedballot")


@pytest.fixture
def here(tmp_path: Path, settings) -> Place:
    """A used installation: a sealed file, people, a security log with an anchor."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    officer = user_with(Role.ORG_OFFICER, password=PASSWORD)
    files.file_store(BytesIO(CONTENT), name="报告.pdf", actor=officer)
    for n in range(3):
        security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=officer, subject=f"表 {n}")
    anchor_write()
    connection.close()
    return Place(settings.VAR_DIR, tmp_path / "backups")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Makes another machine with an empty database."""
    made: list[str] = []

    def make() -> Place:
        name = f"cadre_drill_{uuid4().hex[:12]}"
        folder = tmp_path / name
        if connection.vendor == "sqlite":
            return Place(folder, tmp_path / "backups", f"sqlite:///{folder}/db.sqlite3")
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        made.append(name)
        place = Place(folder, tmp_path / "backups")
        place.environment["DATABASE_URL"] = place.environment["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        return place

    yield make
    for name in made:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_restored_into_an_empty_database_all_is_as_it_was(here: Place, elsewhere, tmp_path: Path) -> None:
    appraise(tmp_path / "out.xlsx")
    Session.objects.create(session_key="of-before", expire_date=clock.now() + timedelta(hours=1))
    connection.close()
    before = here.look()
    said = here.run("backup")
    assert "备份不含密钥文件" in said
    assert "请把它另存一份" in said
    (name,) = here.published()
    backup = here.backups / name
    manifest = json.loads((backup / "manifest.json").read_text())
    assert manifest["tables"]["appraisal_participant"] > 0
    assert set(LEFT_OUT) <= set(manifest["left_out"])
    assert all(path.stat().st_mode & 0o77 == 0 for path in (here.backups, backup))
    assert "可以恢复" in here.run("verify_backup")

    there = elsewhere()
    said = there.run("restore", str(backup))
    assert "行数和校验值与备份清单一致" in said
    assert "安全日志完整" in said
    assert "与备份中的 1 个锚点相符" in said
    after = there.look(PASSWORD)
    assert after["signed_in"]
    assert after["files"] == {"报告.pdf": hashlib.sha256(CONTENT).hexdigest()}
    assert before["tables"].keys() == after["tables"].keys()
    unequal = {table for table, rows in before["tables"].items() if rows != after["tables"][table]}
    # The restore itself is recorded; and nobody who signed out meanwhile is signed in again.
    assert unequal == {"accounts_securityevent", "accounts_securityloghead", "django_session"}
    assert after["tables"]["django_session"] == 0
    assert after["chain"] == "intact"
    assert after["guards"] == before["guards"]
    assert any("TRIGGER" in guard for guard in after["guards"])
    short = {name for name, last in before["numbers"].items() if after["numbers"][name] < last}
    # Staged rows and sessions are in no backup; whatever else is inserted gets a new number.
    assert not {name for name in short if not name.startswith(LEFT_OUT)}


def test_neither_names_nor_numbers_stand_in_a_backup(here: Place) -> None:
    """Whoever carries the disk away has nothing without the key file."""
    everything = b"".join(path.read_bytes() for path in here.backup().rglob("*") if path.is_file())
    for word in ("江南", "90001", "周敏", "CREATE TABLE", "PGDMP", "SQLite format"):
        assert word.encode() not in everything
    assert CONTENT[:64] not in everything


def test_what_was_tampered_with_is_found(here: Place) -> None:
    backup = here.backup()
    file = next(path for path in backup.glob("files/*/*"))
    shutil.copytree(backup, here.folder / "kept")
    for damage, words in (
        (lambda: _edit(backup / "manifest.json", '"tables"', '"Tables"'), "已损坏"),
        (lambda: _edit(backup / "manifest.json", '"version": "', '"version": "9'), "被改动过"),
        ((backup / "manifest.json").unlink, "没有清单"),
        (lambda: _flip(file), f"{file.name} 内容不符"),
        (file.unlink, f"{file.name} 缺失"),
        (lambda: (backup / "files" / "more").write_text("x"), "files/more 不在清单中"),
        (lambda: _flip(backup / "database.sealed"), "database.sealed 内容不符"),
    ):
        shutil.rmtree(backup)
        shutil.copytree(here.folder / "kept", backup)
        damage()
        with pytest.raises(BackupDamaged, match=words):
            backup_check(backup)
    assert "database.sealed 内容不符" in here.told("verify_backup", str(backup), status=1)


def test_a_verification_that_could_not_run_does_not_pass(here: Place, tmp_path: Path, settings) -> None:
    def not_run(*arguments: str) -> str:
        return here.told("verify_backup", *arguments, "--dir", str(here.backups), status=2)

    assert "没有完整的备份" in not_run()
    backup = here.backup()
    assert "找不到" in not_run(str(tmp_path / "none"))
    assert "不是空的" in not_run("--scratch-url", here.environment["DATABASE_URL"])
    other = tmp_path / "other" / "key.json"
    create_key_file(other)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, key_file=str(other))
    assert "不是这份备份所用的" in not_run(str(backup))


def test_refused_without_the_key_and_in_another_version(here: Place, elsewhere, tmp_path: Path) -> None:
    backup = here.backup()
    MigrationRecorder(connection).record_applied("core", "9999_later")
    try:
        newer = here.backup()
    finally:
        MigrationRecorder(connection).record_unapplied("core", "9999_later")
    said = here.told("verify_backup", str(newer), status=2)
    assert "备份由较新的版本制作" in said
    assert "请先换用制作备份时的程序版本" in said

    there = elsewhere()
    other = tmp_path / "other" / "key.json"
    create_key_file(other)
    assert "不是这份备份所用的" in there.run("restore", str(backup), status=1, KEY_FILE=str(other))
    # What was refused left the database empty; and keys that were changed since then still open the backup.
    before = key_path().read_bytes()
    try:
        keys_rotate(lambda place, count: None)
        connection.close()
        said = there.run("restore", str(backup))
        assert "已恢复" in said
        assert "备份之前就已损坏" not in said
    finally:
        key_path().write_bytes(before)


def test_killed_it_leaves_the_last_good_one_and_is_swept(here: Place) -> None:
    good = here.backup()
    for place in ("copied", "written"):
        here.killed_at(place)
        assert here.published() == [good.name]
        assert len(here.halves()) == 1, "each run sweeps what the one before left"
    (half,) = here.halves()
    assert "没有完成，残留已清除" in here.told("backup", "--dir", str(here.backups))
    assert here.halves() == []
    assert len(here.published()) == 2
    event = SecurityEvent.objects.get(kind="backup", refused=True)
    assert half.name == f"{event.subject}.incomplete"
    backup_check(good)


@pytest.mark.once
def test_only_the_newest_are_kept_and_a_kill_there_harms_none(here: Place) -> None:
    names = [here.backup().name for _ in range(3)]
    here.killed_at("retiring", "--keep", "2")
    assert names[2] in here.published()
    assert [half.name for half in here.halves()] == [f"{names[0]}.incomplete"]
    said = here.told("backup", "--keep", "2", "--dir", str(here.backups))
    assert len(here.published()) == 2
    assert here.published()[0] not in names[:2]
    assert f"已按 --keep 删除旧备份 {names[1]}" in said


@pytest.mark.once
def test_a_full_disk_is_told_and_leaves_the_last_good_one(here: Place) -> None:
    good = here.backup()
    officer = User.objects.get(staff_no="90001")
    files.file_store(BytesIO(os.urandom(12 * MEGABYTE)), name="大.pdf", actor=officer)
    connection.close()
    said = here.run("backup", status=1, most=10 * MEGABYTE)
    assert "磁盘空间不足" in said
    assert "先前的备份不受影响" in said
    assert here.published() == [good.name]
    assert here.halves() == [], "the space is free again"
    event = SecurityEvent.objects.get(kind="backup", refused=True)
    assert "磁盘空间不足" in event.note


def test_a_file_lost_before_is_said_aloud(here: Place, elsewhere) -> None:
    stored = StoredFile.objects.get(name="报告.pdf")
    (here.folder / "files" / stored.storage_name[:2] / stored.storage_name).unlink()
    assert "已从磁盘上丢失" in here.told("backup", "--dir", str(here.backups), status=3)
    said = elsewhere().run("restore", str(here.backups / here.published()[-1]))
    assert "备份之前就已损坏" in said


@pytest.mark.once
def test_while_files_are_lost_no_earlier_backup_is_removed(here: Place) -> None:
    """The only copy may be in the oldest one."""
    good = here.backup()
    stored = StoredFile.objects.get(name="报告.pdf")
    (here.folder / "files" / stored.storage_name[:2] / stored.storage_name).unlink()
    for _ in range(2):
        here.told("backup", "--keep", "1", "--dir", str(here.backups), status=3)
    assert good.name in here.published()


@pytest.mark.once
def test_a_clock_put_back_costs_no_new_backup(here: Place) -> None:
    """Named like an old one, it is the newest all the same."""
    later = here.backup()
    later = later.rename(later.with_name("cadre-20991231-235959"))
    said = here.told("backup", "--keep", "1", "--dir", str(here.backups))
    (left,) = here.published()
    assert left != later.name
    assert f"已按 --keep 删除旧备份 {later.name}" in said


@pytest.mark.once
def test_the_key_file_never_lies_among_the_backups(here: Place) -> None:
    assert "密钥必须与备份分开存放" in here.told("backup", "--dir", str(key_path().parent), status=1)


@pytest.mark.once
@pytest.mark.parametrize("guarded", [True, False])
def test_files_that_come_and_go_during_the_snapshot(here: Place, monkeypatch, guarded: bool) -> None:
    """What the snapshot names is in the backup; the control leaves out the copying before the snapshot."""
    officer = User.objects.get(staff_no="90001")
    dump = make.database_dump
    going = StoredFile.objects.get(name="报告.pdf")

    def busy(target: Path, label: str) -> Facts:
        if not guarded:
            monkeypatch.setattr(make, "file_root", files.file_root)
        files.file_store(BytesIO(b"came"), name="来.pdf", actor=officer)
        found = dump(target, label)
        files.file_destroy(StoredFile.objects.get(pk=going.pk))
        return found

    monkeypatch.setattr(make, "ATTEMPTS", 1)
    monkeypatch.setattr(make, "database_dump", busy)
    if not guarded:
        monkeypatch.setattr(make, "file_root", lambda: here.folder / "nowhere")
    made = recorded_backup_make(here.backups, say=lambda line: None, keep=None)
    names = {Path(name).name for name in made.manifest.entries}
    came = StoredFile.objects.get(name="来.pdf")
    connection.close()
    assert came.storage_name in names
    assert (going.storage_name in names) is guarded
    assert made.manifest.lost == ([] if guarded else [going.storage_name])


@pytest.mark.postgres
def test_without_pg_dump_it_says_what_to_install(here: Place, tmp_path: Path) -> None:
    """Whatever lies on the machine is hidden; an old one on the path is no help."""
    old = tmp_path / "bin"
    old.mkdir()
    (old / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (old / "pg_dump").chmod(0o755)
    hidden = (
        "import sys, django; django.setup()\n"
        "from pathlib import Path\nfrom core.backup import pgtools\n"
        "from django.core.management import execute_from_command_line\n"
        "pgtools.DEBIAN = Path('/nonexistent')\n"
        "execute_from_command_line(['manage.py', 'backup'])"
    )
    said = here._call(["-c", hidden], 1, 0, {"PATH": str(old)})
    assert "只找到较旧的 9 版" in said
    assert "postgresql-client-" in said
    assert here.published() == []


def _flip(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
