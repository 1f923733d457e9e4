"""Sealed values: what opens, what does not, and the key file that decides it."""

import json
import stat
from dataclasses import replace

import pytest

from core import crypto, keyfile
from core.fields import EncryptedTextField
from core.models import Job

CONTEXT = "cadres.cadre.identity_no"


@pytest.fixture
def keys(settings, tmp_path):
    path = tmp_path / "keys" / "data.json"
    crypto.create_key_file(path)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, key_file=str(path))
    return path


@pytest.mark.parametrize("plain", [b"", b"110101199003078515", "欧阳·阿卜杜热西提".encode(), b"\0" * 70000])
def test_what_was_sealed_opens(keys, plain):
    blob = crypto.encrypt(plain, CONTEXT)
    assert crypto.decrypt(blob, CONTEXT) == plain
    assert len(blob) == len(plain) + crypto.OVERHEAD
    assert len(plain) < 10 or plain not in blob


def test_the_same_value_seals_differently_each_time(keys):
    assert crypto.encrypt(b"same", CONTEXT) != crypto.encrypt(b"same", CONTEXT)


def test_no_changed_byte_goes_unnoticed(keys):
    blob = crypto.encrypt(b"13800000000", CONTEXT)
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(crypto.DecryptError):
            crypto.decrypt(bytes(changed), CONTEXT)
    for length in (0, 1, crypto.OVERHEAD - 1, len(blob) - 1):
        with pytest.raises(crypto.DecryptError):
            crypto.decrypt(blob[:length], CONTEXT)


def test_a_value_moved_to_another_column_does_not_open(keys):
    blob = crypto.encrypt(b"x", CONTEXT)
    with pytest.raises(crypto.DecryptError, match="不属于此处"):
        crypto.decrypt(blob, "cadres.cadre.phone")


def test_old_values_open_after_a_new_key_and_not_once_it_is_gone(keys):
    blob = crypto.encrypt(b"x", CONTEXT)
    for expected in (2, 3):
        keyfile.save(keys, keyfile.load(keys).with_new_key())
        assert crypto.key_version(crypto.encrypt(b"y", CONTEXT)) == expected
        assert crypto.decrypt(blob, CONTEXT) == b"x"
    keyfile.save(keys, keyfile.load(keys).only_current())
    with pytest.raises(crypto.DecryptError, match="第 1 号密钥"):
        crypto.decrypt(blob, CONTEXT)


def test_the_key_file_is_for_its_owner_only(keys):
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.parent.stat().st_mode) == 0o700
    keyfile.save(keys, keyfile.load(keys).with_new_key())
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert [path.name for path in keys.parent.iterdir()] == ["data.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_open_to_others_is_refused(keys, mode):
    crypto.encrypt(b"x", CONTEXT)
    keys.chmod(mode)
    with pytest.raises(crypto.KeyFileError, match="chmod 600"):
        crypto.encrypt(b"x", CONTEXT)


def test_a_key_file_is_never_replaced_by_a_new_one(keys):
    before = keys.read_bytes()
    with pytest.raises(FileExistsError):
        crypto.create_key_file(keys)
    assert keys.read_bytes() == before


def test_a_missing_key_file_names_the_remedy(settings, tmp_path):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, key_file=str(tmp_path / "none.json"))
    with pytest.raises(crypto.KeyFileError, match="create_key_file"):
        crypto.encrypt(b"x", CONTEXT)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:50],
        lambda text: json.dumps(json.loads(text) | {"current": 9}),
        lambda text: json.dumps(json.loads(text) | {"format": 2}),
        lambda text: json.dumps(json.loads(text) | {"lookup": "AAAA"}),
        lambda text: "[]",
    ],
)
def test_a_damaged_key_file_is_refused(keys, spoil):
    keys.write_text(spoil(keys.read_text()))
    with pytest.raises(crypto.KeyFileError, match="密钥备份"):
        crypto.encrypt(b"x", CONTEXT)


def test_lookup_hashes_differ_by_value_purpose_and_installation(keys, settings, tmp_path):
    one = crypto.lookup_hash("110101199003078515", "identity")
    assert one == crypto.lookup_hash("110101199003078515", "identity")
    assert len(one) == 32
    others = {
        crypto.lookup_hash("110101199003078516", "identity"),
        crypto.lookup_hash("110101199003078515", "phone"),
    }
    elsewhere = tmp_path / "other.json"
    crypto.create_key_file(elsewhere)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, key_file=str(elsewhere))
    others.add(crypto.lookup_hash("110101199003078515", "identity"))
    assert len(others | {one}) == 4


def test_lookup_hashes_survive_a_rotation(keys):
    before = crypto.lookup_hash("x", "identity")
    keyfile.save(keys, keyfile.load(keys).with_new_key().only_current())
    assert crypto.lookup_hash("x", "identity") == before


@pytest.mark.parametrize("value", [None, "", "身份证 110101199003078515"])
def test_a_field_keeps_empty_and_missing_apart(keys, value):
    field = EncryptedTextField(null=True)
    field.set_attributes_from_name("identity_no")
    field.model = Job
    blob = field.seal(value)
    assert (blob is None) == (value is None)
    assert field.open(blob) == value
    assert field.open(None if blob is None else memoryview(blob)) == value
    assert field.context == "core.job.identity_no"
