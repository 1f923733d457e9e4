"""Rows as they were before an import and as it left them; what moved since, and what was built on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import BinaryField, ExpressionWrapper, F

from core.bulk import chunks
from core.fields import EncryptedTextField

from .models import Intake, UndoRow
from .registry import Touched

Values = dict[str, Any]
PART = 500


def table_values(table: Touched, intake: Intake) -> dict[Any, Values]:
    """Primary key -> columns of every row that the kind may touch; sealed ones as they lie."""
    sealed = {f"sealed_{field.attname}": field.attname for field in _sealed_fields(table.model)}
    raw = {name: ExpressionWrapper(F(of), output_field=BinaryField()) for name, of in sealed.items()}
    names = [f.attname for f in table.model._meta.concrete_fields if f.attname not in sealed.values()]
    key, found = table.model._meta.pk.attname, {}
    for row in table.rows(intake).order_by().annotate(**raw).values(*names, *raw):
        for name, of in sealed.items():
            row[of] = row.pop(name)
        found[row[key]] = row
    return found


def opened(model: type[models.Model], values: Values) -> Values:
    """The row with its sealed columns opened."""
    return values | {field.attname: field.open(values[field.attname]) for field in _sealed_fields(model)}


def _sealed_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def fingerprint(table: Touched, values: Values) -> str:
    """Differs when a row differs; sealed columns are told apart by the hash beside them."""
    said = {
        field.attname: values[field.attname]
        for field in table.model._meta.concrete_fields
        if not isinstance(field, EncryptedTextField)
        and field.attname not in table.silent
        and field.attname != "version"  # being as before once more is no change
    }
    return hashlib.blake2b(written(said).encode(), digest_size=32).hexdigest()


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return bytes(o).hex()
        return super().default(o)


def written(values: Values) -> str:
    return json.dumps(values, cls=_Encoder, ensure_ascii=False, sort_keys=True)


def read_back(model: type[models.Model], text: str) -> models.Model:
    """The row as it was."""
    values = json.loads(text)
    for field in model._meta.concrete_fields:
        value = values[field.attname]
        if value is not None and field.get_internal_type() == "BinaryField" and not _sealed(field):
            values[field.attname] = bytes.fromhex(value)
        elif not isinstance(field, models.ForeignKey | models.JSONField):
            values[field.attname] = field.to_python(value)
    return model(**values)


def _sealed(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, EncryptedTextField)


def undo_rows(intake: Intake, table: Touched) -> models.QuerySet[UndoRow]:
    return UndoRow.objects.filter(intake=intake, table=table.model._meta.label_lower).order_by("pk")


def moved_since(intake: Intake, table: Touched, *, most: int) -> list[str]:
    """Labels of rows that are no longer what the import left, at most so many."""
    found: list[str] = []
    sealed = _sealed_fields(table.model)  # their hashes tell: opening 10,000 numbers takes seconds
    names = [field.attname for field in table.model._meta.concrete_fields if field not in sealed]
    for part in chunks(undo_rows(intake, table).values_list("key", "after", "label"), PART):
        now = {
            str(row[table.model._meta.pk.attname]): row
            for row in table.model._base_manager.filter(pk__in=[key for key, _, _ in part]).values(*names)
        }
        for key, after, label in part:
            values = now.get(key)
            if (fingerprint(table, values) if values is not None else "") != after:
                found.append(label)
                if len(found) >= most:
                    return found
    return found


def built_on(intake: Intake, tables: Sequence[Touched]) -> list[str]:
    """What refers to rows that the import made, as sentences: those rows cannot go."""
    own = {table.model: set(undo_rows(intake, table).values_list("key", flat=True)) for table in tables}
    found = []
    for table in tables:
        if table.stays:
            continue
        model = table.model
        keys = set(undo_rows(intake, table).filter(before__isnull=True).values_list("key", flat=True))
        for relation in _holding(model) if keys else []:
            count = _referring(relation, keys, own.get(relation.related_model, set()))
            if count:
                what, other = model._meta.verbose_name, relation.related_model._meta.verbose_name
                found.append(f"导入新增的{what}已有 {count} 条{other}引用，请先处理这些记录。")
    return found


def referred(model: type[models.Model], keys: Sequence[str]) -> set[Any]:
    """Primary keys among those that something refers to which keeps the row from being deleted."""
    found: set[Any] = set()
    for relation in _holding(model):
        column = relation.field.attname
        found.update(
            relation.related_model._base_manager.filter(**{f"{column}__in": keys}).values_list(
                column, flat=True
            )
        )
    return found


def _holding(model: type[models.Model]) -> list[Any]:
    return [relation for relation in model._meta.get_fields(include_hidden=True) if _holds(relation)]


def _holds(relation: Any) -> bool:
    """Whether rows across the relation keep a row from being deleted."""
    if not (
        relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ):
        return False
    return relation.on_delete in (models.PROTECT, models.RESTRICT)


def _referring(relation: Any, keys: set[str], own: set[str]) -> int:
    name, count = relation.field.attname, 0
    target = relation.related_model
    for part in chunks(sorted(keys), PART):
        rows = target._base_manager.filter(**{f"{name}__in": part})
        if own:
            count += sum(str(pk) not in own for pk in rows.values_list("pk", flat=True))
        else:
            count += rows.count()
    return count
