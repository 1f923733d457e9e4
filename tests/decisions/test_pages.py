"""The pages of meetings, publicity and the calendar, through the browser's eyes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent
from core import clock
from decisions import duties, services
from decisions.models import Meeting
from decisions.registry import Offer
from notices.models import WorkDay
from notices.registry import Audience
from notices.selectors import inbox_of
from notices.services import workdays_seed
from tests.support.meetings import (
    TOP,
    Room,
    entries,
    furnish_meetings,
    item_pk,
    objected,
    offered,
    public,
    somebody,
)
from tests.support.people import user_with

pytestmark = pytest.mark.django_db
WANG, LI = "王建国（教务处处长）", "李秀英（学生处处长）"


@pytest.fixture
def room() -> Room:
    return Room()


def held(room: Room, *labels: str):
    item = room.item(*(labels or (WANG, LI)))
    room.members()
    room.held()
    return item


def typed(item, version: int, outcomes: list[tuple[str, int, int, int, str]], **more: str) -> dict[str, str]:
    """What the form of results sends."""
    found = {"version": str(version), "method": "vote", "text": ""} | more
    for entry, (outcome, agreed, against, abstained, reason) in zip(
        item.entries.order_by("position"), outcomes, strict=True
    ):
        found |= {
            f"outcome-{entry.pk}": outcome,
            f"agreed-{entry.pk}": str(agreed),
            f"against-{entry.pk}": str(against),
            f"abstained-{entry.pk}": str(abstained),
            f"reason-{entry.pk}": reason,
        }
    return found


def test_results_of_a_whole_item_are_entered_in_one_form(client: Client, room: Room) -> None:
    item = held(room)
    client.force_login(room.clerk)
    url = reverse("meeting_result", args=[room.meeting.pk, item.pk])
    page = client.get(url).content.decode()
    assert "表决 9 人" in page
    assert "checked" not in page.partition("逐条结果")[2], "nothing is filled in by itself"
    filled = client.get(url + "?fill=proposals").content.decode()
    assert filled.count('value="9"') == 2
    wrong = client.post(
        url, typed(item, room.now.version, [("commend", 9, 0, 0, ""), ("not_now", 2, 6, 0, "")])
    )
    assert wrong.status_code == 200
    said = wrong.content.decode()
    assert "合计 8 票" in said
    assert "须写明理由" in said
    good = typed(item, room.now.version, [("commend", 9, 0, 0, ""), ("not_now", 2, 6, 1, "材料不充分")])
    assert client.post(url, good).status_code == 303
    assert "表彰 1 人，不表彰 1 人" in client.get(room.meeting.get_absolute_url()).content.decode()


def test_the_slower_one_keeps_the_text(client: Client, room: Room) -> None:
    """409, every cell as it was typed, and the next click saves it."""
    item = held(room)
    client.force_login(room.clerk)
    url = reverse("meeting_result", args=[room.meeting.pk, item.pk])
    seen = room.now.version
    room.decided(item)
    mine = typed(item, seen, [("not_now", 4, 5, 0, "近期有信访正在核实"), ("commend", 9, 0, 0, "前一名暂缓")])
    late = client.post(url, mine)
    assert late.status_code == 409
    body = late.content.decode()
    assert "近期有信访正在核实" in body
    assert "前一名暂缓" in body
    assert "刚刚被其他人办理" in body
    assert "许文" in body
    version = re.search(r'name="version" value="(\d+)"', body)
    assert version is not None
    assert client.post(url, mine | {"version": version[1]}).status_code == 303


def test_what_was_typed_after_the_minutes_are_final_can_still_be_copied(client: Client, room: Room) -> None:
    item = held(room)
    seen = room.now.version
    room.decided(item)
    room.final()
    client.force_login(room.clerk)
    url = reverse("meeting_result", args=[room.meeting.pk, item.pk])
    late = client.post(url, typed(item, seen, [("not_now", 4, 5, 0, "重要理由"), ("commend", 9, 0, 0, "")]))
    assert late.status_code == 409
    assert "重要理由" in late.content.decode()
    assert "已经不能保存" in late.content.decode()


def test_the_second_to_finalise_is_told(client: Client, room: Room) -> None:
    room.decided(held(room))
    seen = room.now.version
    room.final()
    client.force_login(somebody("95012", Role.ORG_HEAD, "郑批准"))
    late = client.post(reverse("meeting_finalise", args=[room.meeting.pk]), {"version": seen})
    assert late.status_code == 409
    assert "纪要定稿" in late.content.decode()


def test_people_are_entered_in_one_form(client: Client, room: Room) -> None:
    leader = user_with(Role.LEADER, staff_no="8001", name="陈正")
    client.force_login(room.clerk)
    url = reverse("meeting_attendance", args=[room.meeting.pk])
    assert "陈正" in client.get(url).content.decode(), "school leaders stand there to begin with"
    given = {"version": room.now.version, "rows": 3}
    for place, (name, number, presence) in enumerate(
        [("陈正", "8001", "present"), ("李副书记", "", "leave"), ("秘书", "", "observer")]
    ):
        given |= {
            f"name-{place}": name,
            f"staff_no-{place}": number,
            f"presence-{place}": presence,
            f"is_voter-{place}": "on",
        }
    assert client.post(url, given).status_code == 303
    found = list(room.now.attendees.values_list("name", "user_id", "is_voter", "presence"))
    assert found == [
        ("陈正", leader.pk, True, "present"),
        ("李副书记", None, True, "leave"),
        ("秘书", None, False, "observer"),
    ]
    wrong = client.post(url, given | {"version": room.now.version, "staff_no-1": "7777"})
    assert "没有工号为 7777 的账号" in wrong.content.decode()


def test_one_click_puts_a_list_on_the_agenda(client: Client, room: Room) -> None:
    client.force_login(room.officer)
    url = reverse("meeting_offers", args=[room.meeting.pk])
    assert "没有等待上会的名单" in client.get(url).content.decode()
    with offered(Offer("第一批名单", "test", 7, entries(WANG, LI))):
        page = client.get(url).content.decode()
        assert WANG in page
        given = {
            "version": room.now.version,
            "kind": TOP,
            "subject_kind": "test",
            "subject_id": 7,
            "title": "第一批名单",
        }
        added = client.post(reverse("meeting_offer_add", args=[room.meeting.pk]), given)
        assert added.status_code == 303
        assert "没有等待上会的名单" in client.get(url).content.decode()
    assert room.now.items.get().entries.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("签字.exe", b"MZ", "只收 PDF、JPG、PNG"),
        ("签字.pdf", b"GIF89a", "内容却不是"),
        ("签字.pdf", b"%PDF-1.4\n%%EOF\n", ""),
    ],
)
def test_a_scan_is_what_its_name_says(
    client: Client, room: Room, name: str, content: bytes, said: str
) -> None:
    client.force_login(room.head)
    url = reverse("meeting_proxy", args=[room.meeting.pk])
    given = {"version": room.now.version, "leader": "陈正", "scan": SimpleUploadedFile(name, content)}
    answer = client.post(url, given)
    assert answer.status_code == (200 if said else 303)
    if said:
        assert said in answer.content.decode()
        return
    page = client.get(room.meeting.get_absolute_url()).content.decode()
    assert "代陈正录入" in page
    opened = client.get(reverse("meeting_scan", args=[room.meeting.pk]))
    assert b"".join(opened.streaming_content) == content
    assert "代录（陈正）" in client.get(reverse("meetings")).content.decode()


def test_marks_stand_on_every_page_of_a_meeting(client: Client) -> None:

    furnish_meetings()
    client.force_login(somebody("95001", Role.ORG_OFFICER, "林静"))
    pk, item = item_pk("final")
    for name, args in (("meeting", [pk]), ("meeting_item", [pk, item]), ("meeting_minutes", [pk, item])):
        assert "代陈正录入" in client.get(reverse(name, args=args)).content.decode(), name


def test_the_workbook_holds_agenda_and_results_and_the_log_hears_of_it(client: Client, room: Room) -> None:
    room.decided(held(room), {LI: "not_now"}, reasons={LI: "=1+1 本人提出"})
    room.final()
    client.force_login(room.officer)
    answer = client.get(reverse("meeting_export", args=[room.meeting.pk]))
    book = load_workbook(BytesIO(answer.getvalue()))
    assert book.sheetnames == ["议题", "条目与结果", "出席"]
    rows = list(book["条目与结果"].iter_rows(values_only=True))
    assert rows[1][3:9] == (WANG, "表彰", "表彰", 9, 0, 0)
    assert rows[2][9] == "=1+1 本人提出"
    assert book["条目与结果"].cell(3, 10).data_type == "s"
    assert SecurityEvent.objects.filter(kind="export", subject__contains="议题与结果").exists()


def queries(client: Client, url: str) -> int:
    first = client.get(url)
    if first.streaming:
        first.getvalue()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(url)
        if answer.streaming:
            answer.getvalue()
    assert answer.status_code == 200
    return len(found)


def test_pages_read_the_same_for_one_row_and_for_fifty(client: Client) -> None:
    few, many = Room(number="1"), Room(number="2")
    one, fifty = few.item("甲", title="甲组"), many.item(*(f"人员{n}" for n in range(50)), title="乙组")
    for n in range(12):
        many.item("丙", title=f"另一项{n}")
    few.members(3, 3)
    many.members(50, 50)
    few.held()
    many.held()
    client.force_login(few.clerk)
    for name in ("meeting_item", "meeting_result", "meeting_minutes"):
        found = {
            queries(client, reverse(name, args=[room.meeting.pk, item.pk]))
            for room, item in ((few, one), (many, fifty))
        }
        assert len(found) == 1, (name, found)
    for name in ("meeting", "meeting_export", "meeting_attendance"):
        found = {queries(client, reverse(name, args=[room.meeting.pk])) for room in (few, many)}
        assert len(found) == 1, (name, found)
    before = queries(client, reverse("meetings"))
    for number in range(3, 45):
        Room(number=str(number))
    assert queries(client, reverse("meetings")) == before


def test_lists_of_publicity_read_the_same_for_one_row_and_for_fifty(client: Client) -> None:
    small, large = public("甲"), public(*(f"人员{n}" for n in range(50)))
    objected(small, "甲")
    for n in range(9):
        objected(large, f"人员{n}")
    for role in (Role.ORG_OFFICER, Role.CADRE):
        client.force_login(user_with(role, staff_no=f"4{role.value}"))
        found = {queries(client, reverse("publicity", args=[p.pk])) for p in (small, large)}
        assert len(found) == 1
        before = queries(client, reverse("publicity_list"))
        for _ in range(20):
            public("乙")
        assert queries(client, reverse("publicity_list")) == before


def test_duties_lead_through_a_meeting(client: Client, room: Room) -> None:
    """Party office: record that it took place, enter results; then somebody else makes it final."""

    def waiting(user) -> list[str]:
        found = inbox_of(user, clock.today()).waiting
        return [item.duty.label for item in found if item.duty.kind.startswith("decisions.")]

    def way(user) -> str:
        (url,) = [
            item.duty.url for item in inbox_of(user, clock.today()).waiting if "会议" in item.duty.label
        ]
        return url

    where = [room.meeting.pk]
    item = room.item(WANG)
    assert waiting(room.clerk) == []
    room.agreed()
    assert way(room.clerk) == reverse("meeting_attendance", args=where), "nobody is listed yet"
    room.members()
    assert way(room.clerk) == reverse("meeting_hold", args=where)
    assert waiting(room.clerk) == ["登记会议召开情况"]

    services.meeting_hold(**room.given, actor=room.clerk)
    assert waiting(room.clerk) == ["录入会议结果"]
    assert way(room.clerk) == reverse("meeting_result", args=[*where, item.pk])
    room.decided(item)
    assert waiting(room.clerk) == []
    other = user_with(Role.PARTY_OFFICE, staff_no="95008")
    assert waiting(other) == ["核对会议结果并定稿"]
    assert waiting(room.head) == ["核对会议结果并定稿"]
    assert way(other) == reverse("meeting_finalise", args=where)
    room.final()
    assert waiting(other) == []


def test_duties_of_publicity(monkeypatch: pytest.MonkeyPatch) -> None:
    found = public("王建国")
    officer = user_with(Role.ORG_OFFICER, staff_no="95007")
    objection = objected(found, "王建国")
    end = found.ends_on
    assert end is not None
    said = {item.duty.label for item in inbox_of(officer, end).waiting}
    assert said == {"公示今日期满，明日办理"}
    late = [item.duty.url for item in inbox_of(officer, end + timedelta(days=1)).waiting]
    assert late == [reverse("publicity_expire", args=[found.pk])]
    assert [item.duty.label for item in inbox_of(objection.handler, clock.today()).waiting] == [
        "查核公示异议"
    ]
    assert inbox_of(officer, clock.today()).waiting == ()


def test_duties_ask_a_fixed_number_of_queries() -> None:

    sources = (duties.meeting_duties, duties.publicity_duties, duties.objection_duties)

    def count() -> list[int]:
        found = []
        for source in sources:
            with CaptureQueriesContext(connection) as asked:
                list(source(Audience(clock.today())))
            found.append(len(asked))
        return found

    for number in range(2):
        room = Room(number=str(number))
        room.item(WANG, title=f"第{number}批")
        room.members()
        room.agreed()
        objected(public("王建国"), "王建国")
    before = count()
    for number in range(10, 20):
        room = Room(number=str(number))
        room.item(WANG, title=f"第{number}批")
        room.agreed()
        objected(public("王建国"), "王建国")
    assert count() == before


def test_the_calendar_says_what_it_does_not_know(client: Client) -> None:
    client.force_login(user_with(Role.CADRE))
    known = client.get("/workdays/?year=2026").content.decode()
    assert "国庆节放假" in known
    assert "尚未公布" not in known
    assert "尚未公布" in client.get("/workdays/?year=2027").content.decode()
    assert client.get("/workdays/?year=20270").status_code == 200
    assert client.get("/workdays/edit/").status_code == 403


def test_a_day_is_set_by_the_department(client: Client) -> None:
    client.force_login(user_with(Role.ORG_OFFICER))
    given = {"day": "2027-01-01", "is_working": "no", "note": "元旦放假"}
    assert client.post("/workdays/edit/", given).status_code == 303
    row = WorkDay.objects.get(day=date(2027, 1, 1))
    assert (row.is_working, row.note, row.history.count()) == (False, "元旦放假", 1)
    assert client.post("/workdays/edit/", given | {"is_working": "yes"}).status_code == 303
    row.refresh_from_db()
    assert (row.is_working, row.history.count()) == (True, 2)
    assert client.get("/workdays/edit/?day=2027-01-01").status_code == 200
    assert client.get("/workdays/edit/?day=nonsense").status_code == 404


def test_seeding_again_changes_nothing_and_a_corrected_year_stays() -> None:
    system = user_with(staff_no="1")
    assert workdays_seed(actor=system) == 0
    WorkDay.objects.filter(day__year=2026).delete()
    WorkDay.objects.create(day=date(2026, 1, 1), is_working=False, note="手工")
    assert workdays_seed(actor=system) == 0
    WorkDay.objects.filter(day__year=2026).delete()
    assert workdays_seed(actor=system) > 30
    assert Meeting.objects.count() == 0
