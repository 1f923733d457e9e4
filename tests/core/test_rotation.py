"""Rotation of the data key over columns and files: complete, resumable, and old keys can go."""

import io
import os
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from cadres.models import StagedRoster
from core import clock, crypto, files, keyfile, rotation
from core.models import ImportBatch, ImportProblem

pytestmark = pytest.mark.django_db
VALUES = ["", "110101199003078515", "汉字", "x" * 300, "13800000000", "a", "b"]


@pytest.fixture
def keys(settings, tmp_path):
    path = tmp_path / "keys.json"
    crypto.create_key_file(path)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, key_file=str(path))
    return path


@pytest.fixture
def content(keys, var, system, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    batch = ImportBatch.objects.create(
        kind="roster", file_name="x", created_by=system, created_at=clock.now()
    )
    for row, value in enumerate(VALUES):
        ImportProblem.objects.create(
            batch=batch, severity="error", row=row, column="c", value=value, message="m"
        )
    body = os.urandom(files.CHUNK + 5)
    return files.file_store(io.BytesIO(body), name="x", actor=system), body


def versions():
    field = ImportProblem._meta.get_field("value")
    stored = [
        crypto.key_version(bytes(raw))
        for raw in rotation._rows(ImportProblem, field).values_list("raw", flat=True)
    ]
    sealed = [
        crypto.key_version(path.read_bytes()) for path in files.file_root().rglob("*") if path.is_file()
    ]
    return set(stored), set(sealed)


def readable(stored, body):
    stored.refresh_from_db()
    with files.file_open(stored) as reader:
        same = reader.read() == body
    return same and list(ImportProblem.objects.order_by("row").values_list("value", flat=True)) == VALUES


def rotate(*arguments):
    out = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_the_products_encrypted_columns_are_found():
    assert (ImportProblem, ImportProblem._meta.get_field("value")) in list(rotation.sealed_columns())


def test_a_rotation_seals_everything_again(content, keys):
    assert versions() == ({1}, {1})
    told = rotate()
    assert f"core.ImportProblem.value：重新加密 {len(VALUES)} 项" in told
    assert versions() == ({2}, {2})
    assert readable(*content)
    rotate()
    assert versions() == ({3}, {3})
    assert readable(*content)
    assert set(keyfile.load(keys).keys) == {1, 2, 3}


def test_rows_known_by_two_columns_are_rotated_too(content, keys):
    """Staged rows: a key of batch and row, and columns that may be missing."""
    batch = ImportBatch.objects.get()
    for row in range(8):
        StagedRoster.objects.create(
            batch_id=batch.pk, row=row, identity_no=None if row % 2 else f"号{row}", phone=f"话{row}"
        )
    rotate()
    for name, count in (("identity_no", 4), ("phone", 8)):
        raws = rotation._rows(StagedRoster, StagedRoster._meta.get_field(name)).values_list("raw", flat=True)
        assert [crypto.key_version(bytes(raw)) for raw in raws] == [2] * count
    assert StagedRoster.objects.get(row=6).identity_no == "号6"
    assert StagedRoster.objects.get(row=7).identity_no is None
    assert StagedRoster.objects.get(row=7).phone == "话7"


def test_a_killed_rotation_goes_on_with_the_same_key(content, keys, monkeypatch):
    replaced = rotation._replace
    calls = iter(range(100))

    def killed(*arguments):
        if next(calls) == 4:
            raise KeyboardInterrupt
        return replaced(*arguments)

    monkeypatch.setattr(rotation, "_replace", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert versions() == ({1, 2}, {1})
    assert readable(*content), "in between, both keys open"
    monkeypatch.setattr(rotation, "_replace", replaced)
    rotate()
    assert versions() == ({2}, {2})
    assert (keyfile.load(keys).current, keyfile.load(keys).rotating) == (2, False)
    assert readable(*content)


def test_old_keys_go_when_nothing_needs_them(content, keys):
    rotate()
    late = ImportProblem._meta.get_field("value")
    old = replace(keyfile.load(keys), current=1)
    ring = keyfile.load(keys)
    keyfile.save(keys, old)
    ImportProblem.objects.filter(row=0).update(value="写得晚")
    keyfile.save(keys, ring)
    assert versions()[0] == {1, 2}
    assert "已删除 1 个旧密钥" in rotate("--drop-old")
    assert set(keyfile.load(keys).keys) == {2}
    assert late.open(rotation._rows(ImportProblem, late).get(row=0).raw) == "写得晚"
    ImportProblem.objects.filter(row=0).update(value="")
    assert readable(*content)


def test_old_keys_stay_while_something_still_writes_with_them(content, keys, monkeypatch):
    rotate()
    monkeypatch.setattr(rotation, "_reseal_everything", lambda report: 1)
    with pytest.raises(CommandError, match="稍后重试"):
        rotate("--drop-old")
    assert set(keyfile.load(keys).keys) == {1, 2}


def test_a_damaged_file_stops_the_rotation_and_keeps_the_old_key(content, keys):
    (path,) = [path for path in files.file_root().rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match="旧密钥仍保留"):
        rotate()
    assert keyfile.load(keys).rotating
    assert set(keyfile.load(keys).keys) == {1, 2}


def test_a_value_changed_meanwhile_is_not_overwritten(content):
    field = ImportProblem._meta.get_field("value")
    row = rotation._rows(ImportProblem, field).get(row=1)
    ImportProblem.objects.filter(row=1).update(value="新值")
    assert rotation._replace(ImportProblem, field, row.pk, bytes(row.raw)) == 0
    assert ImportProblem.objects.get(row=1).value == "新值"


def test_a_reader_that_still_knows_the_old_place_finds_the_file(content):
    stored, body = content
    before = stored.storage_name
    rotate()
    assert stored.storage_name == before
    with files.file_open(stored) as reader:
        assert reader.read() == body


def test_an_encrypted_column_cannot_be_searched(db):
    with pytest.raises(Exception, match="lookup_hash"):
        ImportProblem.objects.filter(value="x").exists()


def test_creating_the_key_file_again_changes_nothing(keys):
    before = keys.read_bytes()
    out = io.StringIO()
    call_command("create_key_file", stdout=out)
    assert "已存在" in out.getvalue()
    assert keys.read_bytes() == before
    keys.unlink()
    call_command("create_key_file", stdout=out)
    assert crypto.decrypt(crypto.encrypt(b"x", "c"), "c") == b"x"
