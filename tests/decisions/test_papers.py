"""Agenda, minutes extract and notice as Word files: what they say, when they are there, who may take them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, SecurityEvent
from decisions import registry
from decisions.models import Meeting
from tests.appraisal.test_documents import text_of
from tests.support.documents import as_pdf
from tests.support.documents import text_of as printed_text
from tests.support.meetings import Room, furnish_meetings, item_pk, meeting_pk, public, publicity_pk
from tests.support.people import user_with

pytestmark = pytest.mark.django_db
WANG, LI = "王建国（教务处处长）", "李秀英（学生处处长）"


@pytest.fixture
def office(client: Client) -> Client:
    furnish_meetings()
    client.force_login(user_with(Role.PARTY_OFFICE, staff_no="95010"))
    return client


def taken() -> str:
    """What the security log heard of last."""
    return SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).latest("pk").subject


def test_an_agenda_names_the_items_and_who_steps_aside(office: Client) -> None:
    address = reverse("meeting_agenda_document", args=meeting_pk("agenda_set"))
    assert address in office.get(reverse("meeting", args=meeting_pk("agenda_set"))).content.decode()
    said = text_of(office.get(address).getvalue())
    wanted = (
        "党委常委会议程",
        "2026年第2次",
        "组织部",
        "主持：陈正",
        "审议拟表彰人选（第2批）",
        "委员9（部分条目）",
    )
    assert [words for words in wanted if words not in said] == []
    assert taken() == "党委常委会2026年第2次-议程.docx"


def test_an_extract_says_what_was_decided_and_by_how_many(office: Client) -> None:
    address = reverse("meeting_minutes_document", args=item_pk("final"))
    assert address in office.get(reverse("meeting_item", args=item_pk("final"))).content.decode()
    said = text_of(office.get(address).getvalue())
    wanted = (
        "党委常委会纪要（摘录）", "应到9人，实到9人", WANG, LI, "表彰", "同意 8 票，不同意 0 票",
        "决定方式：表决", "代陈正录入",
    )  # fmt: skip
    assert [words for words in wanted if words not in said] == []
    assert "纪要摘录" in taken()


def test_minutes_that_are_not_final_do_not_leave_as_a_file(office: Client) -> None:
    address = reverse("meeting_minutes_document", args=item_pk("held"))
    answer = office.get(address)
    assert answer.status_code == 409
    assert "纪要定稿以后才能下载" in answer.content.decode()
    assert address not in office.get(reverse("meeting_item", args=item_pk("held"))).content.decode()


def test_a_meeting_without_items_or_cancelled_has_no_agenda(office: Client) -> None:
    room = Room(number="2026年第40次")
    address = reverse("meeting_agenda_document", args=[room.meeting.pk])
    assert office.get(address).status_code == 409
    room.item(WANG)
    assert office.get(address).status_code == 200
    Meeting.objects.filter(pk=room.meeting.pk).update(state=Meeting.State.CANCELLED)
    assert office.get(address).status_code == 409


def test_a_notice_has_three_columns_and_the_period(client: Client) -> None:
    found = public("王建国", "李秀英")
    client.force_login(user_with(Role.CADRE, staff_no="95011"))
    address = reverse("publicity_document", args=[found.pk])
    assert address in client.get(found.get_absolute_url()).content.decode()
    said = text_of(client.get(address).getvalue())
    for words in (
        found.title.replace(" ", ""),
        "王建国",
        "教务处",
        "处长",
        "5个工作日",
        "有意见的请向组织部反映",
    ):
        assert words in said
    assert not [words for words in ("得分", "总分", "名次", "排名") if words in said]
    assert taken() == f"{found.title}.docx"


def test_a_list_that_is_not_public_yet_is_no_notice(office: Client) -> None:
    office.force_login(user_with(Role.ORG_OFFICER, staff_no="95012"))
    assert office.get(reverse("publicity_document", args=publicity_pk("draft"))).status_code == 409


@pytest.mark.parametrize(
    ("code", "page", "name", "where"),
    [
        (registry.AGENDA, "meeting", "meeting_agenda_document", meeting_pk),
        (registry.MINUTES, "meeting_item", "meeting_minutes_document", item_pk),
        (registry.NOTICE, "publicity", "publicity_document", lambda state: publicity_pk()),
    ],
)
def test_where_nobody_writes_a_paper_there_is_none(
    office: Client, code: str, page: str, name: str, where: Any
) -> None:
    args, render = where("final"), registry.unregister_document(code)
    assert render is not None
    try:
        assert office.get(reverse(name, args=args)).status_code == 404
        assert reverse(name, args=args) not in office.get(reverse(page, args=args)).content.decode()
    finally:
        registry.register_document(code, render)
    with pytest.raises(ValueError, match="registered already"):
        registry.register_document(code, render)
    with pytest.raises(ValueError, match="no paper"):
        registry.register_document("map", render)


@pytest.mark.office
@pytest.mark.once
def test_the_papers_of_a_real_meeting_open_and_print(office: Client, tmp_path: Path) -> None:
    """As `decisions` fills them, not as a sample does."""
    taken_along = {
        "agenda": reverse("meeting_agenda_document", args=meeting_pk("agenda_set")),
        "minutes": reverse("meeting_minutes_document", args=item_pk("final")),
        "notice": reverse("publicity_document", args=publicity_pk()),
    }
    papers = {name: office.get(address).getvalue() for name, address in taken_along.items()}
    printed = {name: printed_text(pdf) for name, pdf in as_pdf(papers, tmp_path).items()}
    for name, words in (("agenda", "党委常委会议程"), ("minutes", "纪要（摘录）"), ("notice", "公示时间")):
        assert words in "".join(printed[name].split()), name
        assert len("".join(printed[name].split("\f")[-2].split())) > 25, "no signature stands on a page alone"
