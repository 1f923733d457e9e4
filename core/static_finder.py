"""Front-end files of node_modules, served under `vendor/`: exactly the listed ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class VendorFinder(BaseFinder):
    """Finds `vendor/<file name>` for each path below node_modules in `settings.VENDOR_FILES`.

    Whole `dist` folders would take minutes to collect, and break hashed names on maps that are missing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        sources = [Path(settings.NODE_MODULES) / path for path in settings.VENDOR_FILES]
        self.sources = {f"vendor/{source.name}": source for source in sources}

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = self.sources.get(path)
        if find_all:
            return [str(source)] if source else []
        return str(source) if source else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        for source in self.sources.values():
            storage = FileSystemStorage(location=source.parent)
            storage.prefix = "vendor"  # type: ignore[attr-defined]  # collectstatic reads it
            yield source.name, storage
