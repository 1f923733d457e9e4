from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import pre_migrate

from .crypto import create_key_file, key_path

if TYPE_CHECKING:
    from django.db.migrations import Migration


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        pre_migrate.connect(_key_for_a_new_database, sender=self)


def _key_for_a_new_database(plan: Iterable[tuple[Migration, bool]], **kwargs: Any) -> None:
    """Makes the data key before the first tables.

    Never later: beside data that another key has sealed, a new one would only hide that theirs is lost.
    """
    new = any((step.app_label, step.name) == ("core", "0001_tables") and not back for step, back in plan)
    if new and not settings.TESTING and not key_path().exists():
        create_key_file(key_path())
