"""Files of the evidence, the pages of an empty year, and what leaves the house in a workbook (第七条)."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent
from outcomes.models import CommendationCase
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year
from tests.support.uses import Uses, confirmed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_a_file_proves_the_facts_and_may_be_taken_off_while_they_are_gathered(client: Client) -> None:
    uses = Uses().listed()
    case = uses.cases[0]
    client.force_login(uses.officer)
    add = reverse("commendation_file_add", args=[YEAR, case.pk])
    wrong = SimpleUploadedFile("事迹.pdf", b"MZ not a pdf")
    response = client.post(add, {"kind": "initiative", "file": wrong})
    assert "内容却不是" in response.content.decode()
    good = SimpleUploadedFile("事迹.pdf", PDF)
    assert client.post(add, {"kind": "initiative", "file": good}).status_code == 303
    stored = case.files.get()
    given = client.get(reverse("commendation_file", args=[YEAR, case.pk, stored.pk]))
    assert b"".join(given.streaming_content) == PDF  # type: ignore[attr-defined]
    remove = reverse("commendation_file_remove", args=[YEAR, case.pk, stored.pk])
    assert client.post(remove).status_code == 303
    assert client.get(reverse("commendation_file", args=[YEAR, case.pk, stored.pk])).status_code == 404


def test_an_empty_bottom_list_is_said_aloud(client: Client) -> None:
    """Twenty people: three of a hundred is nobody."""
    confirmed(small_year(20))
    client.force_login(user_with(Role.ORG_HEAD))
    text = client.get(reverse("bottom", args=[YEAR])).content.decode()
    assert "今年研判名单为空" in text
    client.post(reverse("commendations_list", args=[YEAR]))
    assert CommendationCase.objects.count() == 4


def test_before_the_count_is_confirmed_nobody_is_listed(client: Client) -> None:
    small_year(34)
    client.force_login(user_with(Role.ORG_HEAD))
    for name in ("commendations", "bottom"):
        assert "计分还没有确认" in client.get(reverse(name, args=[YEAR])).content.decode()
        assert client.post(reverse(f"{name}_list", args=[YEAR])).status_code == 303
    assert not CommendationCase.objects.exists()


def test_workbooks_hold_what_is_seen_and_no_word_of_the_talk(client: Client) -> None:
    uses = Uses().supervised().decided()
    uses.recorded()
    client.force_login(uses.head)
    for name, args in (("commendations_export", [YEAR]), ("bottom_export", [YEAR]), ("talks_export", [])):
        content = b"".join(client.get(reverse(name, args=args)).streaming_content)  # type: ignore[attr-defined]
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert any(value.startswith("甲") for value in cells)
        assert not any("听课" in value or "接受提醒" in value for value in cells)
    kinds = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT)
    assert kinds.count() == 3
