"""Model fields of our own: states, and text that is sealed in the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django_fsm import FSMField

from . import crypto


class StateField(FSMField):
    """A state, which transitions alone may change.

    To the database it is text, and migrations say no more: each of the classes that they make would listen to
    all classes made after it, and most of the time of a migration would go into that.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"protected": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["protected"]
        return name, "django.db.models.CharField", args, kwargs


class EncryptedTextField(models.Field):
    """Text, sealed by `core.crypto`; `''` and None stay different.

    The context is `app.model.field`; give `context` only to keep the old one when renaming. Bulk code
    that bypasses the model uses `seal` and `open`. Searching is impossible but for `isnull`: keep a
    `crypto.lookup_hash` beside it.
    """

    description = "加密文本"
    empty_strings_allowed = True

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self._given_context = context
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        return self._given_context or f"{self.model._meta.label_lower}.{self.name}"

    def seal(self, value: str | None) -> bytes | None:
        """The cipher text to store for a value."""
        return None if value is None else crypto.encrypt(value.encode(), self.context)

    def open(self, blob: bytes | memoryview | None) -> str | None:
        """The value of a stored cipher text. Raises crypto.DecryptError."""
        return None if blob is None else crypto.decrypt(bytes(blob), self.context).decode()

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self._given_context:
            kwargs["context"] = self._given_context
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def to_python(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else str(value)

    def get_prep_value(self, value: Any) -> str | None:
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(self.seal(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return self.open(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} 已加密，不能按 {lookup_name} 查找；请用 lookup_hash 列。")
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.CharField, "empty_value": "", **kwargs})
