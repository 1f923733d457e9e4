"""F27: tricks with files are refused in words or made harmless; what is given out is never shown in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.support.tolerance_officers import Offices, offices
from tests.support.upload_tricks import NAMES, PDF, REFUSED
from tolerance.models import Attachment, ToleranceCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Offices:
    world = offices()
    ToleranceCase.objects.filter(pk=world.case.pk).update(state="returned")
    world.case.refresh_from_db()
    return world


def sent(client: Client, world: Offices, name: str, content: bytes, *, who: User | None = None) -> int:
    client.force_login(who or world.person)
    case = ToleranceCase.objects.get(pk=world.case.pk)
    given = {"version": case.version, "what": "", "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("tolerance_attach", args=[case.pk]), given)
    return answer.status_code


@pytest.mark.parametrize("trick", REFUSED)
def test_what_is_not_what_it_says_is_refused(draft: Offices, client: Client, trick: str) -> None:
    assert sent(client, draft, *REFUSED[trick]) == 200, "the form says why"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("trick", NAMES)
def test_a_name_that_tricks_is_cleaned_and_the_file_lies_under_another(
    draft: Offices, client: Client, trick: str
) -> None:
    status = sent(client, draft, NAMES[trick], PDF)
    if status == 200:
        assert not Attachment.objects.exists()
        return
    stored = Attachment.objects.get().file
    assert not set("\r\n\0\u202e/\\") & set(stored.name)
    assert len(stored.name) <= 120
    assert "报告" not in stored.storage_name
    assert "长" not in stored.storage_name
    kept = [path for path in Path(settings.VAR_DIR).rglob(stored.storage_name) if path.is_file()]
    assert kept
    assert all(PDF not in path.read_bytes() for path in kept), "sealed at rest"


def test_both_sides_add_after_it_was_handed_in_and_neither_reads_the_others(client: Client) -> None:
    world = offices()
    for who, name in ((world.person, "请示.pdf"), (world.secretary, "情况说明.pdf")):
        assert sent(client, world, name, PDF, who=who) == 303
    url = reverse("tolerance_case", args=[world.case.pk])
    for who, seen in (
        (world.person, {"请示.pdf"}),
        (world.secretary, {"情况说明.pdf"}),
        (world.discipline_head, {"请示.pdf", "情况说明.pdf"}),
    ):
        client.force_login(who)
        page = client.get(url).content.decode()
        assert {name for name in ("请示.pdf", "情况说明.pdf") if name in page} == seen, who.name
    unseen = reverse("tolerance_file", args=[world.case.pk, Attachment.objects.get(added_by=world.person).pk])
    client.force_login(world.secretary)
    assert client.get(unseen).status_code == 404


def test_what_is_given_out_is_saved_never_shown(draft: Offices, client: Client) -> None:
    assert sent(client, draft, "会议记录.pdf", PDF) == 303
    found = Attachment.objects.get()
    url = reverse("tolerance_file", args=[draft.case.pk, found.pk])
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
