"""Rotation of the data key: a new key, then everything that old keys sealed is sealed again, in batches.

Every step may be killed and run again: the key file says whether a rotation is under way, each cipher
text says which key sealed it, and a row is only replaced if it still holds what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import BinaryField, ExpressionWrapper, F, Value

from . import crypto, keyfile
from .fields import EncryptedTextField
from .files import file_reseal
from .models import StoredFile

BATCH = 500
Report = Callable[[str, int], None]


class OldKeysInUse(RuntimeError):
    """Cipher texts of old keys are left, so the keys must stay."""


def keys_rotate(report: Report = lambda place, count: None) -> None:
    """Add a key (or go on with the rotation that was interrupted) and seal everything with it.

    report: called with a place and the number of values sealed again there. Raises crypto.KeyFileError,
    crypto.DecryptError, files.FileDamaged; then the old keys are still there and a new run goes on.
    """
    path = crypto.key_path()
    with keyfile.locked(path):
        ring = keyfile.load(path)
        if not ring.rotating:
            keyfile.save(path, ring.with_new_key())
        _reseal_everything(report)
        keyfile.save(path, _settled(keyfile.load(path)))


def old_keys_drop(report: Report = lambda place, count: None) -> int:
    """Seal stragglers with the current key, then forget all other keys; the number forgotten.

    Run it when nothing that began before the rotation is still at work. Raises OldKeysInUse.
    """
    path = crypto.key_path()
    with keyfile.locked(path):
        _reseal_everything(report)
        left = _reseal_everything(report)
        if left:
            raise OldKeysInUse(f"仍有 {left} 处内容刚刚用旧密钥写入，请稍后重试。")
        ring = keyfile.load(path)
        keyfile.save(path, ring.only_current())
        return len(ring.keys) - 1


def sealed_columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted column of every table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def _settled(ring: keyfile.KeyRing) -> keyfile.KeyRing:
    return keyfile.KeyRing(ring.current, ring.keys, ring.lookup, rotating=False)


def _reseal_everything(report: Report) -> int:
    total = 0
    for model, field in sealed_columns():
        count = _reseal_column(model, field)
        report(f"{model._meta.label}.{field.name}", count)
        total += count
    count = sum(file_reseal(stored) for stored in StoredFile.objects.order_by("pk").iterator(BATCH))
    report(StoredFile._meta.label, count)
    return total + count


def _reseal_column(model: type[models.Model], field: EncryptedTextField) -> int:
    current, last, changed = crypto.current_version(), None, 0
    while True:
        rows = _rows(model, field)
        batch = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "raw")[:BATCH])
        if not batch:
            return changed
        stale = [(pk, bytes(raw)) for pk, raw in batch if crypto.key_version(bytes(raw)) != current]
        with transaction.atomic():
            changed += sum(_replace(model, field, pk, raw) for pk, raw in stale)
        last = batch[-1][0]


def _rows(model: type[models.Model], field: EncryptedTextField) -> models.QuerySet[Any]:
    """Rows by key with the column as it is stored, not opened."""
    return (
        model._base_manager.filter(**{f"{field.name}__isnull": False})
        .annotate(raw=ExpressionWrapper(F(field.name), output_field=BinaryField()))
        .order_by("pk")
    )


def _replace(model: type[models.Model], field: EncryptedTextField, pk: Any, raw: bytes) -> int:
    again = field.seal(field.open(raw))
    unchanged = _rows(model, field).order_by().filter(pk=pk, raw=raw)
    return unchanged.update(**{field.name: Value(again, output_field=BinaryField())})
