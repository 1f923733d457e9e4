"""The story of a list: put before the committee, decided, made public, objected to, and closed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from cadres.models import Kin
from core import clock
from decisions.models import AgendaItem, Meeting, Publicity
from decisions.registry import Offer
from decisions.signals import item_decided, publicity_ended
from tests.support.meetings import TOP, entries, kinds_ready, offered, public
from tests.support.people import user_with
from tests.support.register import cadre

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
WANG, LI = "王建国（教务处处长）", "李秀英（学生处处长）"


class Office:
    """Who takes part, each at an own browser."""

    def __init__(self) -> None:
        self.officer = user_with(Role.ORG_OFFICER, staff_no="7001", name="林静")
        self.head = user_with(Role.ORG_HEAD, staff_no="7002", name="周启明")
        self.clerk = user_with(Role.PARTY_OFFICE, staff_no="7003", name="许文")
        self.inspector = user_with(Role.DISCIPLINE_OFFICER, staff_no="7004", name="秦监督")
        self.reader = user_with(Role.CADRE, staff_no="7005", name="赵普通")
        self.leaders = [user_with(Role.LEADER, staff_no=f"80{n:02}", name=f"校领导{n}") for n in range(7)]
        self.browsers: dict[int, Client] = {}

    def browser(self, user) -> Client:
        if user.pk not in self.browsers:
            self.browsers[user.pk] = Client()
            self.browsers[user.pk].force_login(user)
        return self.browsers[user.pk]

    def does(self, user, name: str, args: list, **given) -> None:
        """Fills in a form and sends it; it has to lead on."""
        answer = self.browser(user).post(reverse(name, args=args), given)
        assert answer.status_code == 303, answer.content.decode()

    def sees(self, user, name: str, args: list) -> str:
        answer = self.browser(user).get(reverse(name, args=args))
        assert answer.status_code == 200
        return answer.content.decode()


def version() -> int:
    return Meeting.objects.get().version


def test_a_list_goes_before_the_committee_and_then_before_the_school(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    kinds_ready()
    office = Office()
    wang, li = cadre("1001", "王建国"), cadre("1002", "李秀英")
    # 李秀英 is married to a school leader, who is no middle-level cadre: known by name only.
    Kin.objects.create(cadre=li, relation="spouse", name="校领导3")
    told: list[str] = []

    def upper_app(sender, item, entries, meeting, actor, **kwargs) -> None:
        """What the appraisal does when it hears of the decision: it makes the list public."""
        names = [entry.label.partition("（")[0] for entry in entries if entry.outcome == "commend"]
        told.append(f"{meeting}：{'、'.join(names)}")

    def upper_end(sender, publicity, **kwargs) -> None:
        told.append(f"公示结束：{dict(publicity.people.values_list('name', 'state'))}")

    item_decided.connect(upper_app)
    publicity_ended.connect(upper_end)
    try:
        with offered(Offer("2025 年度拟表彰人选", "test", 1, entries(WANG, LI, cadres=(wang.pk, li.pk)))):
            _prepared(office)
        _decided(office)
        assert told == ["党委常委会2026年第3次：王建国、李秀英"]
        _public(office, monkeypatch)
    finally:
        item_decided.disconnect(upper_app)
        publicity_ended.disconnect(upper_end)
    assert told[1:] == ["公示结束：{'王建国': 'finished', '李秀英': 'upheld'}"]


def _prepared(office: Office) -> None:
    """The organization department prepares; the relative among the leaders has to be answered for."""
    about = {
        "kind": "standing",
        "number": "2026年第3次",
        "held_on": MONDAY,
        "place": "一会议室",
        "chair": "校领导0",
    }
    office.does(office.officer, "meeting_new", [], **about)
    pk = Meeting.objects.get().pk
    people: dict[str, object] = {"rows": 7}
    for place, leader in enumerate(office.leaders):
        people |= {
            f"name-{place}": leader.name,
            f"staff_no-{place}": leader.staff_no,
            f"presence-{place}": "present" if place < 6 else "leave",
            f"is_voter-{place}": "on",
        }
    office.does(office.officer, "meeting_attendance", [pk], version=version(), **people)
    assert "2025 年度拟表彰人选" in office.sees(office.officer, "meeting_offers", [pk])
    chosen = {"kind": TOP, "subject_kind": "test", "subject_id": 1, "title": "2025 年度拟表彰人选"}
    office.does(office.officer, "meeting_offer_add", [pk], version=version(), **chosen)
    office.does(office.officer, "meeting_agenda_set", [pk], version=version())
    assert "1 条回避建议还没有答复" in office.sees(office.clerk, "meeting", [pk])


def _decided(office: Office) -> None:
    """党办 answers, records and enters; the head of the organization department makes the minutes final."""
    item = AgendaItem.objects.get()
    pk = item.meeting_id
    recusal = item.recusals.get()
    where = [pk, item.pk, recusal.pk]
    answer = {"recused": "yes", "reason": "与李秀英是夫妻"}
    office.does(office.clerk, "meeting_recusal_answer", where, version=version(), **answer)
    office.does(office.clerk, "meeting_hold", [pk], version=version())
    given: dict[str, object] = {"method": "vote", "text": ""}
    for entry, votes in zip(item.entries.order_by("position"), (6, 5), strict=True):
        given |= {f"outcome-{entry.pk}": "commend", f"agreed-{entry.pk}": votes}
        given |= {f"against-{entry.pk}": 0, f"abstained-{entry.pk}": 0, f"reason-{entry.pk}": ""}
    office.does(office.clerk, "meeting_result", [pk, item.pk], version=version(), **given)
    alone = office.browser(office.clerk).post(reverse("meeting_finalise", args=[pk]), {"version": version()})
    assert "另一人核对后定稿" in alone.content.decode()
    office.does(office.head, "meeting_finalise", [pk], version=version())
    minutes = office.sees(office.head, "meeting_minutes", [pk, item.pk])
    assert "校领导3回避（李秀英（学生处处长））" in minutes
    assert "同意 5 票" in minutes
    assert "夫妻" not in minutes


def _public(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five working days; one letter arrives and turns out to be true; the other person finishes alone."""
    listed = public("王建国", "李秀英", actor=office.officer)
    assert "王建国" in office.sees(office.reader, "publicity", [listed.pk])
    letter = {
        "person": listed.people.get(name="李秀英").pk,
        "received_on": MONDAY,
        "channel": "letter",
        "objector": "钱某",
        "content": "反映其虚报业绩",
        "handler": office.inspector.pk,
    }
    office.does(office.inspector, "objection_new", [listed.pk], **letter)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 10))
    gone = office.browser(office.reader).get(reverse("publicity", args=[listed.pk]))
    assert gone.status_code == 404
    seen = Publicity.objects.get().version
    office.does(office.officer, "publicity_expire", [listed.pk], version=seen)
    assert Publicity.objects.get().get_state_display() == "期满（有异议待查）"
    finding = {"finding": "true", "stays": "no", "note": "经查阅材料，情况属实"}
    where = [listed.pk, listed.objections.get().pk]
    office.does(office.inspector, "objection_close", where, **finding)
    assert Publicity.objects.get().get_state_display() == "结束"
