"""Stored files: sealed, verified, cleaned up."""

import hashlib
import io
import os
import time

import pytest
from django.db import transaction

from core import files
from core.models import StoredFile

pytestmark = pytest.mark.django_db
SIZES = [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK + 17]


def store(content, actor, **options):
    return files.file_store(io.BytesIO(content), name="民主测评.csv", actor=actor, **options)


def on_disk():
    return [path for path in files.file_root().rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_stored_is_what_is_read(var, system, size):
    content = os.urandom(size)
    stored = store(content, system)
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content).hexdigest())
    with files.file_open(stored) as reader:
        assert reader.read() == content


def test_reading_may_jump_about(var, system):
    content = os.urandom(2 * files.CHUNK + 1000)
    with files.file_open(store(content, system)) as reader:
        for place, length in [(files.CHUNK - 5, 10), (0, 3), (len(content) - 2, 9), (len(content) + 5, 1)]:
            reader.seek(place)
            assert reader.read(length) == content[place : place + length]
        reader.seek(-4, io.SEEK_END)
        assert reader.read() == content[-4:]


def test_nothing_readable_lies_on_the_disk(var, system):
    stored = store("张三,110101199003078515\n".encode() * 100, system)
    (path,) = on_disk()
    assert b"110101199003078515" not in path.read_bytes()
    assert stored.name not in str(path)
    assert stored.media_type == "text/csv"


def test_a_stream_of_short_reads_is_read_whole(var, system):
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1000))

    content = os.urandom(files.CHUNK + 5000)
    stored = files.file_store(Trickle(content), name="x", actor=system)
    with files.file_open(stored) as reader:
        assert reader.read() == content


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[: files.FRAME]),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(path.read_bytes()[:500] + b"\0" + path.read_bytes()[501:]),
        lambda path: path.write_bytes(
            path.read_bytes()[files.FRAME : 2 * files.FRAME]
            + path.read_bytes()[: files.FRAME]
            + path.read_bytes()[2 * files.FRAME :]
        ),
        lambda path: path.unlink(),
    ],
    ids=["cut", "whole frames cut", "longer", "one byte", "frames swapped", "gone"],
)
def test_damage_is_noticed_before_the_first_byte_is_given(var, system, damage):
    stored = store(os.urandom(2 * files.CHUNK + 100), system)
    damage(on_disk()[0])
    with pytest.raises(files.FileDamaged):
        files.file_open(stored)


def test_the_hash_is_checked_and_not_only_the_seal(var, system):
    stored = store(b"content", system)
    StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)
    stored.refresh_from_db()
    with pytest.raises(files.FileDamaged, match="与存入时不同"):
        files.file_open(stored)


def test_another_files_content_does_not_open(var, system):
    one, two = store(b"one", system), store(b"two", system)
    files._path(one.storage_name).write_bytes(files._path(two.storage_name).read_bytes())
    with pytest.raises(files.FileDamaged):
        files.file_open(one)


def test_a_failure_leaves_neither_row_nor_file(var, system, monkeypatch):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise OSError("client gone")
            return super().read(size)

    with pytest.raises(OSError, match="client gone"):
        files.file_store(Broken(os.urandom(files.CHUNK * 2)), name="x", actor=system)
    with pytest.raises(files.FileTooLarge, match="上限"):
        store(b"x" * 2001, system, max_bytes=2000)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(OSError, match="disk full"):
        store(b"x", system)
    monkeypatch.undo()
    with pytest.raises(ValueError, match="created_by"):
        store(b"x", "nobody")
    assert on_disk() == []
    assert not StoredFile.objects.exists()


def test_exactly_the_limit_is_allowed(var, system):
    assert store(b"x" * 2000, system, max_bytes=2000).size == 2000


def test_the_sweep_takes_what_is_old_and_has_no_row(var, system):
    kept = store(b"kept", system)
    with pytest.raises(RuntimeError), transaction.atomic():
        store(b"rolled back later", system)
        raise RuntimeError
    part = files.file_root() / "ab" / "abcd.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"half")
    assert files.files_sweep() == 0, "too young to be called abandoned"
    for path in on_disk():
        os.utime(path, (time.time() - files.ORPHAN_AGE - 60,) * 2)
    assert files.files_sweep() == 2
    with files.file_open(kept) as reader:
        assert reader.read() == b"kept"
    assert len(on_disk()) == 1


def test_destroying_waits_for_the_commit(var, system, django_capture_on_commit_callbacks):
    stored = store(b"x", system)
    with django_capture_on_commit_callbacks(execute=True):
        files.file_destroy(stored)
        assert len(on_disk()) == 1
    assert on_disk() == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2025年度 民主测评.xlsx", "2025年度 民主测评.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\名册.xlsx", "名册.xlsx"),
        ("名册\u202excslx.exe", "名册xcslx.exe"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie_ x.csv"),
        (".htaccess", "htaccess"),
        ("a\0b.csv", "ab.csv"),
        ('<img src="x">.csv', "_img src=_x__.csv"),
        ("", "未命名"),
        ("..", "未命名"),
        ("/", "未命名"),
        ("\ud800.csv", "csv"),
        ("𠮷野.xlsx", "𠮷野.xlsx"),
        ("长" * 400 + ".xlsx", "长" * 115 + ".xlsx"),
        ("x" * 400, "x" * 120),
    ],
)
def test_shown_names_are_harmless(given, shown):
    assert files.safe_name(given) == shown
