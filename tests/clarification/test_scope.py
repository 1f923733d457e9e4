"""F20 and F27: whom a clarification is none of finds no address of it; tricks with its files do no harm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, SecurityEvent, User
from clarification import access, services
from clarification.models import Clarification
from clarification.urls import urlpatterns
from core import clock
from tests.support.clarifications import Clarity
from tests.support.matrix_clarification import OF_NONE
from tests.support.people import SINCE, user_with
from tests.support.register import keeper
from tests.support.upload_tricks import NAMES, PDF, REFUSED

pytestmark = pytest.mark.django_db
PARTS = {"clarification_file", "clarification_restore"}


@pytest.fixture
def clarity() -> Clarity:
    """A case done and told to 教务处, with a file of the office and something still to be restored."""
    made = Clarity().proposed().done()
    made.act(services.blocked_add, made.org, kind="rank", what="职级晋升", blocked_on=None)
    file = SimpleUploadedFile("通报.pdf", PDF)
    return made.act(services.file_add, made.officer, content=file, name="通报.pdf")


def addresses(case: Clarification) -> list[tuple[str, str]]:
    """(name, address) of everything that is about the case."""
    parts = {"clarification_file": case.files.get().pk, "clarification_restore": case.blocked.get().pk}
    names = [str(pattern.name) for pattern in urlpatterns if pattern.name not in OF_NONE]
    return [
        (name, reverse(name, args=[case.pk, *([parts[name]] if name in PARTS else [])])) for name in names
    ]


def outsiders(clarity: Clarity) -> dict[str, User]:
    """Everybody for whom the case does not exist, and why."""
    was = user_with(staff_no="20815", name="前任书记")
    RoleGrant.objects.create(
        user=was, role=Role.UNIT_PARTY, unit=clarity.office, valid_from=SINCE,
        valid_to=clock.today() - timedelta(days=1),
    )  # fmt: skip
    roles = (Role.PARTY_OFFICE, Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER)
    return {
        "another cadre": user_with(Role.CADRE, staff_no="20811", name="路人"),
        "no role": user_with(staff_no="20812", name="无角色"),
        "a unit that was not told": keeper(Role.UNIT_PARTY, clarity.other, "20813"),
        "a leader of another unit": keeper(Role.LEADER, clarity.other, "20814"),
        "told until yesterday": was,
        **{
            role.label: user_with(role, staff_no=f"2082{place}", name=role.label)
            for place, role in enumerate(roles)
        },
    }


def test_nobody_else_finds_any_address_of_a_case(clarity: Clarity, client: Client) -> None:
    pages = addresses(clarity.case)
    for why, who in outsiders(clarity).items():
        client.force_login(who)
        for name, url in pages:
            assert client.get(url).status_code == 404, (why, name)
            # A page that is only read refuses every POST alike (405), whatever stands in its address.
            assert client.post(url).status_code in (404, 405), (why, name)
        assert not Clarification.objects.visible_to(who).exists(), why
    assert not clarity.case.events.filter(actor__in=outsiders_of(clarity)).exists()


def outsiders_of(clarity: Clarity) -> list[int]:
    handling = (clarity.officer.pk, clarity.head.pk, clarity.org.pk, clarity.user.pk)
    return list(User.objects.exclude(pk__in=handling).values_list("pk", flat=True))


def test_a_visitor_is_asked_to_sign_in(clarity: Clarity, client: Client) -> None:
    for name, url in addresses(clarity.case):
        assert client.get(url).status_code == 302, name


def test_the_sweep_turns_red_without_the_guard(
    clarity: Clarity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a unit that was not told reads the case where nobody asks who was told."""
    client.force_login(keeper(Role.UNIT_PARTY, clarity.other, "20813"))
    page = clarity.case.get_absolute_url()
    assert client.get(page).status_code == 404
    monkeypatch.setattr(access.ClarificationQuerySet, "_told", lambda rows, scope: ~Q(pk__in=()))
    assert client.get(page).status_code == 200


def test_another_case_opens_no_part_of_this_one(clarity: Clarity, client: Client) -> None:
    this = clarity.case
    parts = {"clarification_file": this.files.get().pk, "clarification_restore": this.blocked.get().pk}
    other = clarity.proposed().case
    client.force_login(clarity.officer)
    for name, part in parts.items():
        assert client.get(reverse(name, args=[other.pk, part])).status_code == 404, name


def test_every_door_to_a_case_leaves_a_reading(clarity: Clarity, client: Client) -> None:
    """The page, a file, a form and a form that was refused; neither a name nor a text is in the log."""
    pages = dict(addresses(clarity.case))
    found = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.CASE_FILE)
    client.force_login(user_with(Role.CADRE, staff_no="20811", name="路人"))
    assert client.get(pages["clarification"]).status_code == 404
    assert not found.exists(), "a refusal is no reading"
    client.force_login(clarity.officer)
    for name in ("clarification", "clarification_file", "clarification_deliver"):
        assert client.get(pages[name]).status_code == 200, name
    assert client.post(pages["clarification_deliver"]).status_code == 200
    client.force_login(clarity.secretary)
    assert client.get(pages["clarification"]).status_code == 200
    parts = ["案卷", f"附件 {clarity.case.files.get().pk}", "代录纸质签收", "代录纸质签收", "案卷"]
    assert list(found.order_by("pk").values_list("note", flat=True)) == parts
    assert set(found.values_list("actor", flat=True)) == {clarity.officer.pk, clarity.secretary.pk}
    assert set(found.values_list("subject", flat=True)) == {f"澄清第 {clarity.case.pk} 号"}


def test_the_cadre_and_who_was_told_open_no_file_of_the_office(clarity: Clarity, client: Client) -> None:
    url = dict(addresses(clarity.case))["clarification_file"]
    for who in (clarity.user, clarity.secretary):
        client.force_login(who)
        assert client.get(url).status_code == 404, who.name


def test_tricks_with_files_are_refused_or_made_harmless(clarity: Clarity, client: Client) -> None:
    client.force_login(clarity.officer)
    case, url = clarity.case, reverse("clarification_file_add", args=[clarity.case.pk])

    def sent(name: str, content: bytes) -> int:
        version = Clarification.objects.get(pk=case.pk).version
        file = SimpleUploadedFile(name, content)
        return client.post(url, {"version": version, "file": file}).status_code

    for trick, (name, content) in REFUSED.items():
        assert sent(name, content) == 200, trick
    assert case.files.count() == 1
    for name in NAMES.values():
        sent(name, PDF)
    taken = case.files.exclude(pk=case.files.earliest("pk").pk).select_related("file")
    assert taken
    for item in taken:
        assert not set("\r\n\0\u202e/\\") & set(item.file.name)
        assert len(item.file.name) <= 120
        assert item.file.name not in item.file.storage_name
        kept = [path for path in Path(settings.VAR_DIR).rglob(item.file.storage_name) if path.is_file()]
        assert kept
        assert all(PDF not in path.read_bytes() for path in kept), "sealed at rest"


def test_a_file_is_saved_never_shown(clarity: Clarity, client: Client) -> None:
    client.force_login(clarity.officer)
    answer = client.get(dict(addresses(clarity.case))["clarification_file"])
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
