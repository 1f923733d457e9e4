"""Many documents as one zip: asked for, made by a job, kept for a few days, swept away."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from core import clock
from core.files import file_destroy, file_store, safe_name
from core.jobs import JobRefused, JobRun, job_enqueue
from core.models import DocumentBundle

from .engine import zip_entry

logger = logging.getLogger(__name__)

JOB = "core.documents"
KEPT_FOR = timedelta(days=3)  # long enough to come back for it after a weekend

Arguments = Mapping[str, Any]
Build = Callable[[Arguments], Iterable[tuple[str, bytes]]]


class UnknownBundle(LookupError):
    """No builder is registered under this name."""


@dataclass(frozen=True)
class BundleBuilder:
    """build yields (file name, content) one after the other, so that one document is in memory at a time;
    count says how many there will be, for the progress line.
    """

    code: str
    build: Build
    count: Callable[[Arguments], int] | None
    label: str


_builders: dict[str, BundleBuilder] = {}


def register_builder(
    code: str, build: Build, *, count: Callable[[Arguments], int] | None = None, label: str = "文书"
) -> None:
    """Register what makes the documents of a kind, in the `tasks.py` or the `AppConfig.ready()` of an app.

    The builder's arguments hold those of the request and `requested_by`, the primary key of who asked: a
    document shows what that user may see. `JobRefused` from it is told to the user. Raises ValueError for a
    twin.
    """
    if code in _builders:
        raise ValueError(f"Builder {code!r} is registered twice.")
    _builders[code] = BundleBuilder(code, build, count, label)


def builder_of(code: str) -> BundleBuilder:
    """The registered builder; looks into every app's `tasks.py` first. Raises UnknownBundle."""
    if code not in _builders:
        autodiscover_modules("tasks")
    try:
        return _builders[code]
    except KeyError:
        raise UnknownBundle(code) from None


@transaction.atomic
def documents_zip_request(
    *,
    kind: str,
    arguments: Arguments,
    actor: Any,
    name: str = "",
    purpose: str = "",
    wake_worker: bool = True,
) -> DocumentBundle:
    """A bundle that a job makes soon; while the same user's same wish is open, that one is the answer.

    arguments: primary keys and short codes. name: of the zip, without its ending. Who may ask is for the
    caller to judge. Raises UnknownBundle, TypeError.
    """
    builder = builder_of(kind)
    now, given = clock.now(), dict(arguments)
    bundle = DocumentBundle.objects.create(
        kind=kind,
        arguments=given,
        name=safe_name(f"{name or builder.label}.zip"),
        purpose=purpose,
        requested_by=actor,
        requested_at=now,
        expires_at=now + KEPT_FOR,
    )
    wish = json.dumps([kind, given, actor.pk], sort_keys=True, ensure_ascii=False)
    job = job_enqueue(
        JOB,
        actor=actor,
        key=hashlib.sha256(wish.encode()).hexdigest(),
        arguments={"bundle": bundle.pk},
        wake_worker=wake_worker,
    )
    if job.arguments["bundle"] != bundle.pk:
        bundle.delete()
        return DocumentBundle.objects.select_related("job").get(pk=job.arguments["bundle"])
    bundle.job = job
    bundle.save(update_fields=["job"])
    return bundle


def bundle_build(run: JobRun) -> None:
    """Make the documents of a bundle: all of them, or none. Safe to run twice and to kill."""
    bundle = DocumentBundle.objects.select_related("requested_by").filter(pk=run.arguments["bundle"]).first()
    if bundle is None:
        raise JobRefused("文书已过保留期，请重新制作。")
    if bundle.is_ready:
        return
    builder = builder_of(bundle.kind)
    arguments = {**bundle.arguments, "requested_by": bundle.requested_by_id}
    total = builder.count(arguments) if builder.count else 0
    run.progress(0, total, f"正在制作{builder.label}")
    with tempfile.TemporaryFile() as content:
        written = _write_zip(content, builder, arguments, run, total)
        run.progress(written, written, "正在保存")
        with run.effects():
            content.seek(0)
            stored = file_store(
                content, name=bundle.name, actor=bundle.requested_by, media_type="application/zip"
            )
            bundle.file, bundle.documents = stored, written
            bundle.save(update_fields=["file", "documents"])
            run.result = {"bundle": bundle.pk, "documents": written}


def _write_zip(
    target: BinaryIO, builder: BundleBuilder, arguments: Arguments, run: JobRun, total: int
) -> int:
    """How many documents went in. What they hold is packed already, so the zip only lists them."""
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for done, (name, content) in enumerate(builder.build(arguments), 1):
            package.writestr(zip_entry(_unlike(name, taken), packed=False), content)
            run.progress(done, max(total, done) if total else done + 1, f"正在制作{builder.label}")
    if not taken:
        raise JobRefused("没有可以制作的文书。")
    return len(taken)


def _unlike(name: str, taken: set[str]) -> str:
    """A file name fit for every system and unlike those before it; `/` parts a folder from it."""
    shown = "/".join(map(safe_name, name.split("/")))
    stem, dot, ending = shown.rpartition(".")
    number, found = 1, shown
    while found.casefold() in taken:
        number += 1
        found = f"{stem}-{number}{dot}{ending}" if dot else f"{shown}-{number}"
    taken.add(found.casefold())
    return found


def bundles_sweep() -> int:
    """Destroy the bundles that lapsed, with their files; how many."""
    lapsed = DocumentBundle.objects.filter(expires_at__lte=clock.now()).select_related("file")
    removed = 0
    for bundle in lapsed:
        with transaction.atomic():
            stored = bundle.file
            bundle.delete()
            if stored is not None:
                file_destroy(stored)
            removed += 1
    if removed:
        logger.info("document bundles swept", extra={"removed": removed})
    return removed
