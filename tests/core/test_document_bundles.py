"""Many documents as one zip: made once, by whoever lives, kept for a while, for who asked alone."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core import clock, jobs
from core.documents import bundles, bundles_sweep, documents_zip_request, register_builder
from core.documents.bundles import KEPT_FOR, UnknownBundle
from core.files import file_open, file_root
from core.jobs import JobRefused, job_run
from core.models import DocumentBundle, Job, StoredFile

pytestmark = pytest.mark.django_db
BUILDS: dict[str, Callable[[], Iterable[tuple[str, bytes]]]] = {}
KIND = "test.bundle"


def scripted(arguments: Any) -> Iterable[tuple[str, bytes]]:
    """Yields what the test says."""
    return BUILDS["now"]()


register_builder(KIND, scripted, count=lambda arguments: 3)


def three() -> Iterator[tuple[str, bytes]]:
    for number in range(3):
        yield f"{number}.docx", f"第{number}份".encode()


@pytest.fixture(autouse=True)
def at_rest(var: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the test's own, no worker to wake, three documents."""
    monkeypatch.setattr(jobs, "wake", lambda pk: True)
    BUILDS["now"] = three


def asked(actor: User, **arguments: Any) -> DocumentBundle:
    return documents_zip_request(kind=KIND, arguments=arguments, actor=actor, name="全部/文书")


def held(bundle: DocumentBundle) -> dict[str, bytes]:
    bundle.refresh_from_db()
    assert bundle.file is not None
    with file_open(bundle.file) as content, zipfile.ZipFile(io.BytesIO(content.read())) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_bundle_holds_what_was_built(system: User) -> None:
    bundle = asked(system, cycle=1)
    assert (bundle.is_open, bundle.is_ready, bundle.name) == (True, False, "文书.zip")
    assert job_run(bundle.job_id)
    assert held(bundle) == {f"{n}.docx": f"第{n}份".encode() for n in range(3)}
    assert (bundle.documents, bundle.is_open, bundle.failed) == (3, False, "")
    assert Job.objects.get().progress_total == 3


def test_two_clicks_are_one_bundle_and_another_wish_is_another(system: User) -> None:
    first = asked(system, cycle=1)
    assert asked(system, cycle=1) == first
    other = User.objects.create_user(staff_no="90009", name="另一人")
    assert len({first.pk, asked(system, cycle=2).pk, asked(other, cycle=1).pk}) == 3
    assert DocumentBundle.objects.count() == 3
    job_run(first.job_id)
    assert asked(system, cycle=1) != first, "what is ready does not stand in the way of a newer one"


def test_run_again_it_is_not_made_again(system: User) -> None:
    bundle = asked(system)
    job_run(bundle.job_id)
    before = held(bundle)
    Job.objects.update(state="waiting", finished_at=None)
    BUILDS["now"] = lambda: iter([("x", b"")])
    assert job_run(bundle.job_id)
    assert held(bundle) == before
    assert StoredFile.objects.count() == 1


def test_a_worker_that_lost_its_lease_leaves_nothing(system: User) -> None:
    bundle = asked(system)

    def overtaken() -> Iterator[tuple[str, bytes]]:
        yield "0.docx", b"half"
        Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
        BUILDS["now"] = three
        assert job_run(bundle.job_id), "the second worker takes over"
        yield "1.docx", b"half"

    BUILDS["now"] = overtaken
    job_run(bundle.job_id)
    assert held(bundle)["0.docx"] == "第0份".encode()
    assert StoredFile.objects.count() == 1
    assert len(list(file_root().glob("??/*"))) == 1


def test_an_error_is_tried_again_and_a_refusal_is_told(system: User) -> None:
    bundle = asked(system)

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "0.docx", b""
        raise OSError("disk")

    BUILDS["now"] = broken
    job_run(bundle.job_id)
    bundle.job.refresh_from_db()
    assert (bundle.job.state, bundle.is_open) == ("waiting", True)

    def refused() -> Iterator[tuple[str, bytes]]:
        raise JobRefused("没有权限。")

    BUILDS["now"] = refused
    Job.objects.update(due_at=clock.now())
    job_run(bundle.job_id)
    bundle = DocumentBundle.objects.get()
    assert (bundle.is_open, bundle.failed) == (False, "没有权限。")
    assert StoredFile.objects.count() == 0


def test_nothing_to_make_is_said(system: User) -> None:
    bundle = asked(system)
    BUILDS["now"] = lambda: iter(())
    job_run(bundle.job_id)
    assert DocumentBundle.objects.get().failed == "没有可以制作的文书。"


def test_file_names_are_safe_and_unlike_each_other(system: User) -> None:
    bundle = asked(system)
    names = ["甲/张三.docx", "甲/张三.docx", "甲/张三.DOCX", "../x\x00y", "乙/../../etc", "a\\b:c.docx"]
    BUILDS["now"] = lambda: ((name, b"") for name in names)
    job_run(bundle.job_id)
    found = list(held(bundle))
    assert found[:3] == ["甲/张三.docx", "甲/张三-2.docx", "甲/张三-3.DOCX"]
    assert len(found) == len(names)
    assert not [name for name in found if ".." in name or "\\" in name or ":" in name or "\x00" in name]


def test_the_zip_carries_no_time(system: User) -> None:
    bundle = asked(system)
    job_run(bundle.job_id)
    bundle.refresh_from_db()
    first = bundle.file.sha256
    again = asked(system)
    job_run(again.job_id)
    again.refresh_from_db()
    assert again.file.sha256 == first


def test_one_document_is_in_memory_at_a_time(system: User) -> None:
    """Each document is written before the next is asked for."""
    bundle, told = asked(system), []

    def watched() -> Iterator[tuple[str, bytes]]:
        for number in range(3):
            told.append(Job.objects.get().progress_done)
            time.sleep(0.01)
            yield f"{number}.docx", b"x"

    BUILDS["now"] = watched
    job_run(bundle.job_id, listener=lambda run: told.append(f"{run.done}/{run.total}"))
    assert [word for word in told if isinstance(word, str)][1:4] == ["1/3", "2/3", "3/3"]


def test_a_bundle_is_seen_by_who_asked_until_it_lapses(system: User) -> None:
    bundle = asked(system)
    other = User.objects.create_user(staff_no="90009", name="另一人")
    assert list(DocumentBundle.objects.visible_to(system)) == [bundle]
    assert not DocumentBundle.objects.visible_to(other).exists()
    assert not DocumentBundle.objects.visible_to(AnonymousUser()).exists()
    DocumentBundle.objects.update(expires_at=clock.now(), requested_at=clock.now() - KEPT_FOR)
    assert not DocumentBundle.objects.visible_to(system).exists()


def test_lapsed_bundles_are_swept_with_their_files(
    system: User, django_capture_on_commit_callbacks: Any
) -> None:
    kept, gone = asked(system, n=1), asked(system, n=2)
    for bundle in (kept, gone):
        job_run(bundle.job_id)
    DocumentBundle.objects.filter(pk=gone.pk).update(
        expires_at=clock.now(), requested_at=clock.now() - KEPT_FOR
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert bundles_sweep() == 1
    assert list(DocumentBundle.objects.all()) == [kept]
    assert StoredFile.objects.count() == 1
    assert len(list(file_root().glob("??/*"))) == 1
    assert held(kept)


def test_a_bundle_outlives_its_job(system: User) -> None:
    bundle = asked(system)
    job_run(bundle.job_id)
    Job.objects.all().delete()
    bundle = DocumentBundle.objects.get()
    assert (bundle.is_ready, bundle.failed) == (True, "")
    unmade = asked(system)
    Job.objects.all().delete()
    unmade.refresh_from_db()
    assert unmade.failed == "制作没有完成，请重新制作。"


def test_the_job_of_a_swept_bundle_ends(system: User) -> None:
    bundle = asked(system)
    DocumentBundle.objects.all().delete()
    job_run(bundle.job_id)
    assert Job.objects.get().state == "failed"


def test_unknown_kinds_and_twins_are_refused(system: User, settings: LazySettings) -> None:
    with pytest.raises(UnknownBundle):
        documents_zip_request(kind="test.nothing", arguments={}, actor=system)
    with pytest.raises(ValueError, match="twice"):
        register_builder(KIND, scripted)
    with pytest.raises(TypeError):
        documents_zip_request(kind=KIND, arguments={"cycle": object()}, actor=system)
    assert bundles.builder_of(KIND).label == "文书"
