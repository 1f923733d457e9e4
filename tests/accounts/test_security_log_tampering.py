"""F23: somebody with all rights on the database changes the log, and the check names the row.

Each test takes the triggers away first, as a superuser can.
"""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from accounts.models import SecurityEvent, SecurityLogHead, User
from accounts.services import audit
from accounts.services.audit import anchor_path, anchor_write
from accounts.services.security_log import security_event_record
from core.crypto import create_key_file
from core.migration_operations import AppendOnly
from core.rotation import keys_rotate, old_keys_drop

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = SecurityEvent._meta.db_table
CLEAN, TAMPERED, NOT_RUN = 0, 1, 2


@pytest.fixture(autouse=True)
def log(tmp_path: Path, settings) -> None:
    """Twelve events, anchored."""
    settings.VAR_DIR = tmp_path / "var"
    actor = User.objects.system()
    for i in range(12):
        security_event_record(kind=SecurityEvent.Kind.IMPORT, actor=actor, subject=f"名册{i + 1}.xlsx")
    anchor_write()


@pytest.fixture
def superuser() -> Iterator[None]:
    """The guard is off, as for whoever owns the table."""
    operation, state = AppendOnly(TABLE), ProjectState()
    with connection.schema_editor() as editor:
        operation.database_backwards("accounts", editor, state, state)
    yield
    with connection.schema_editor() as editor:
        operation.database_forwards("accounts", editor, state, state)


def verify(*arguments: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("audit_verify", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{err.getvalue()}{error}"
    return CLEAN, out.getvalue() + err.getvalue()


def events(**conditions):
    return SecurityEvent.objects.filter(**conditions)


def test_an_untouched_log_passes() -> None:
    code, said = verify()
    assert code == CLEAN
    assert "共 12 条，已核对到第 12 条" in said
    assert "与 1 个锚点相符" in said


@pytest.mark.parametrize(
    "change",
    [
        {"note": "改写"},
        {"subject": "别的.xlsx"},
        {"kind": "export"},
        {"refused": True},
        {"ip": "10.0.0.1"},
        {"request_id": "x"},
        {"actor": None},
        {"actor_staff_no": "20001"},
        {"actor_roles": "组织部负责人"},
        {"at": "2020-01-01T00:00:00+08:00"},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
    ],
)
def test_an_edited_row_is_named(superuser, change: dict[str, object]) -> None:
    when = f"{audit.clock.now():%Y-%m-%d}"
    assert events(number=5).update(**change) == 1
    code, said = verify()
    assert code == TAMPERED
    assert f"第 5 条（{'2020-01-01' if 'at' in change else when} " in said
    assert "内容与校验值不符" in said
    assert "共 1 处" in said


def test_a_deleted_row_is_named_with_the_time_it_stood_at(superuser) -> None:
    events(number=5).delete()
    code, said = verify()
    assert (code, "第 5 条缺失" in said, "共 1 处" in said) == (TAMPERED, True, True)
    assert f"{audit.clock.now():%Y-%m-%d}" in said


def test_deleted_first_rows_are_named(superuser) -> None:
    events(number__lte=2).delete()
    code, said = verify()
    assert (code, "第 1 至 2 条缺失" in said) == (TAMPERED, True)


def test_a_deleted_row_is_named_also_when_the_rest_was_renumbered(superuser) -> None:
    events(number=5).delete()
    for number in range(6, 13):
        events(number=number).update(number=number - 1)
    SecurityLogHead.objects.update(number=11)
    code, said = verify()
    assert (code, "第 5 条（" in said) == (TAMPERED, True)


def test_swapped_rows_are_named(superuser) -> None:
    """The whole rows change places: everything but the number, hashes too."""
    one, other = events(number=5).get(), events(number=8).get()
    events(number=5).update(previous_hash="on the way")
    for row, place in ((one, 8), (other, 5)):
        events(number=place).update(
            previous_hash=row.previous_hash, hash=row.hash, subject=row.subject, at=row.at
        )
    code, said = verify()
    assert code == TAMPERED
    assert "第 5 条与第 8 条的内容被对调" in said
    assert "第 5 条（" in said
    assert "第 8 条（" in said


def test_swapped_contents_are_named(superuser) -> None:
    """Only what the rows say changes places; the hashes stay."""
    one, other = events(number=5).get(), events(number=8).get()
    for row, place in ((one, 8), (other, 5)):
        events(number=place).update(subject=row.subject, at=row.at)
    code, said = verify()
    assert (code, "第 5 条与第 8 条的内容被对调" in said) == (TAMPERED, True)


def test_a_cut_end_is_seen_by_the_head(superuser) -> None:
    events(number__gt=9).delete()
    code, said = verify("--without-anchor")
    assert (code, "第 10 至 12 条缺失：末尾被截去" in said) == (TAMPERED, True)


def test_a_cut_end_with_the_head_set_back_is_seen_by_the_anchor(superuser) -> None:
    events(number__gt=9).delete()
    last = events(number=9).get()
    SecurityLogHead.objects.update(number=9, hash=last.hash)
    assert verify("--without-anchor")[0] == CLEAN, "the control: nothing inside the database can tell"
    code, said = verify()
    assert (code, "第 10 至 12 条缺失：末尾被截去" in said, "的锚点" in said) == (TAMPERED, True, True)


def test_a_cut_end_that_was_written_on_is_seen_by_the_anchor(superuser) -> None:
    events(number__gt=9).delete()
    last = events(number=9).get()
    SecurityLogHead.objects.update(number=9, hash=last.hash)
    for i in range(5):
        security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=None, subject=f"{i}")
    assert verify("--without-anchor")[0] == CLEAN
    code, said = verify()
    assert (code, "第 12 条（" in said, "的锚点不符" in said) == (TAMPERED, True, True)


def test_an_emptied_log_is_seen(superuser) -> None:
    SecurityEvent.objects.all().delete()
    assert verify("--without-anchor")[0] == TAMPERED
    SecurityLogHead.objects.all().delete()
    code, said = verify()
    assert (code, "第 1 至 12 条缺失" in said) == (TAMPERED, True)


def test_without_the_key_nobody_makes_a_row_that_passes(superuser, tmp_path: Path) -> None:
    """Who has the database and the source, but another key, recomputes the whole chain in vain."""
    real = settings.ENVIRONMENT
    create_key_file(tmp_path / "other.json")
    settings.ENVIRONMENT = replace(real, key_file=str(tmp_path / "other.json"))
    try:
        previous = ""
        for event in SecurityEvent.objects.order_by("number"):
            event.previous_hash, event.note = previous, "改写" if event.number == 5 else event.note
            previous = event.digest()
            events(number=event.number).update(
                previous_hash=event.previous_hash, note=event.note, hash=previous
            )
        SecurityLogHead.objects.update(hash=previous)
        assert verify("--without-anchor")[0] == CLEAN, "the control: with that key the forgery is perfect"
    finally:
        settings.ENVIRONMENT = real
    assert verify("--without-anchor")[0] == TAMPERED


def test_a_check_that_could_not_run_never_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = verify("--anchor", str(tmp_path / "none.jsonl"))
    assert (code, "找不到锚点文件" in said, "完整" in said) == (NOT_RUN, True, False)
    (tmp_path / "torn.jsonl").write_text('{"at": "2026')
    assert verify("--anchor", str(tmp_path / "torn.jsonl"))[0] == NOT_RUN
    (tmp_path / "empty.jsonl").write_text("")
    assert verify("--anchor", str(tmp_path / "empty.jsonl"))[0] == NOT_RUN
    real = settings.ENVIRONMENT
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(real, key_file=str(tmp_path / "gone.json")))
    code, said = verify()
    assert (code, "找不到密钥文件" in said) == (NOT_RUN, True)
    monkeypatch.setattr(settings, "ENVIRONMENT", real)
    monkeypatch.setattr(SecurityEvent, "digest", lambda self: 1 / 0)
    assert verify()[0] == NOT_RUN


def test_an_anchor_is_one_line_for_its_owner_only_and_written_when_the_chain_has_grown() -> None:
    path = anchor_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert anchor_write() is None
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=None)
    anchor_write()
    first, second = map(json.loads, path.read_text().splitlines())
    assert (first["number"], second["number"], second["rows"]) == (12, 13, 13)
    assert second["hash"] == events(number=13).get().hash
    assert verify()[0] == CLEAN


def test_a_key_rotation_leaves_the_chain_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "keys" / "data.json"  # the other tests keep theirs
    copy.parent.mkdir(mode=0o700)
    copy.touch(mode=0o600)
    copy.write_bytes(Path(settings.ENVIRONMENT.key_file).read_bytes())
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, key_file=str(copy)))
    keys_rotate()
    old_keys_drop()
    assert verify()[0] == CLEAN
