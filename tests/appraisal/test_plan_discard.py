"""A draft plan is given up: by whom, until when, what is left of it, and another drafted (第六条)."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.file_kinds import KINDS
from appraisal.models import Cycle, CycleEvent, Participant, Plan
from appraisal.services import (
    cycle_open_from_file,
    plan_approve,
    plan_discard,
    plan_draft,
    plan_edit,
    plan_return,
    plans,
)
from core import clock
from core.pages import RuleBroken, StaleState
from decisions import selectors as decided
from decisions import services as meetings
from notices.selectors import inbox_of
from tests.appraisal.test_gaps_racing import at_once
from tests.support.meetings import Room
from tests.support.people import user_with
from tests.support.planned import DAYS, YEAR, Story
from tests.support.workdays import workdays_restore

pytestmark = pytest.mark.django_db
S = Cycle.State
WHY = "年度选错，应起草聘期考核方案"
FOUR = [(kind, level) for kind in ("annual", "term") for level in ("middle", "section")]
MEETING = "党委常委会2026年第20次"


@pytest.fixture
def room() -> Room:
    return Room()


def drafted(room: Room, kind: str = "annual", level: str = "middle") -> Cycle:
    return plan_draft(year=YEAR, kind=kind, level=level, values=DAYS, actor=room.officer)


def sent(why: str = WHY, version: int = 1) -> dict[str, Any]:
    return {"version": version, "reason": why}


def waiting(user: User) -> list[str]:
    items = inbox_of(user, clock.today()).waiting
    return [item.duty.about for item in items if item.duty.kind == "appraisal.step"]


@pytest.mark.parametrize(("kind", "level"), FOUR)
def test_a_draft_is_given_up_and_drafted_again(client: Client, room: Room, kind: str, level: str) -> None:
    cycle = drafted(room, kind, level)
    name = f"{cycle.label}考核"
    assert waiting(room.officer) == [name]
    client.force_login(room.officer)
    plan = client.get(reverse("cycle_plan", args=[cycle.code])).content.decode()
    url = reverse("plan_discard", args=[cycle.code])
    assert url in plan
    assert f"确定放弃 {cycle.label}考核方案草案吗？" in client.get(url).content.decode()
    assert "放弃的原因" in client.post(url, sent("")).content.decode()
    assert Plan.objects.filter(cycle=cycle).exists(), "without a reason nothing happens"

    answer = client.post(url, sent(), follow=True)
    assert answer.redirect_chain == [(reverse("years"), 303)]
    page = answer.content.decode()
    assert f"{cycle.label}考核方案草案已放弃。" in page
    assert not Plan.objects.filter(cycle=cycle).exists()
    assert waiting(room.officer) == [] and not decided.waiting_offers()
    said = CycleEvent.objects.filter(case=cycle).latest("pk")
    assert said.actor == room.officer and said.note == f"放弃考核方案草案。原因：{WHY}"
    assert said.note in page and room.officer.name in page, "the list of years says who, when and why"
    assert "名单中有 0 人" not in page, "it is no year among the years"
    assert client.get(reverse("cycle_plan", args=[cycle.code])).status_code == 404
    flow = client.get(reverse("cycle_flow", args=[cycle.code])).content.decode()
    assert "方案草案已放弃" in flow and WHY in flow and "全部环节" not in flow
    assert client.get(reverse("year", args=[cycle.code])).status_code == 200

    days = {key: value.isoformat() if isinstance(value, date) else value for key, value in DAYS.items()}
    days |= {"year": YEAR, "kind": kind, "level": level, "excellent_share": ""}
    again = client.post(reverse("plan_start"), days)
    assert (again.status_code, again["Location"]) == (303, reverse("cycle_flow", args=[cycle.code]))
    assert Cycle.objects.count() == 1 and waiting(room.officer) == [name]
    assert client.get(reverse("cycle_plan", args=[cycle.code])).status_code == 200
    approved = plan_approve(cycle_pk=cycle.pk, meeting=MEETING, actor=room.head)
    assert approved.state == S.APPROVED
    notes = list(CycleEvent.objects.filter(case=cycle).order_by("pk").values_list("note", flat=True))
    assert notes[:3] == ["起草考核方案", f"放弃考核方案草案。原因：{WHY}", "起草考核方案"]


def test_whoever_a_file_had_put_on_the_list_goes_with_it() -> None:
    story = Story(2)
    Participant.objects.create(cycle=story.cycle, cadre=story.cadres[0], category="机关部门正职")
    plan_discard(cycle_pk=story.cycle.pk, version=1, reason=WHY, actor=story.head)
    assert not Participant.objects.exists()


def test_a_draft_before_a_meeting_is_taken_off_its_agenda_first(room: Room, client: Client) -> None:
    cycle = drafted(room)
    offer = next(iter(decided.waiting_offers())).offer
    item = meetings.agenda_item_from_offer(
        **room.given,
        kind="appraisal.plan",
        subject_kind=offer.subject_kind,
        subject_id=offer.subject_id,
        title=offer.title,
        actor=room.officer,
    )
    client.force_login(room.officer)
    page = client.post(reverse("plan_discard", args=[cycle.code]), sent()).content.decode()
    assert f"方案已列入{room.now}的议题" in page and WHY in page
    assert Plan.objects.filter(cycle=cycle).exists()
    meetings.agenda_item_withdraw(item_pk=item.pk, version=room.now.version, actor=room.officer)
    assert client.post(reverse("plan_discard", args=[cycle.code]), sent()).status_code == 303


def test_an_approved_plan_is_kept_and_so_is_what_was_typed(room: Room, client: Client) -> None:
    cycle = drafted(room)
    plan_approve(cycle_pk=cycle.pk, meeting=MEETING, actor=room.head)
    client.force_login(room.officer)
    url = reverse("plan_discard", args=[cycle.code])
    assert client.get(url).status_code == 403
    answer = client.post(url, sent())
    page = answer.content.decode()
    assert answer.status_code == 409 and "已经审定" in page and WHY in page
    assert Plan.objects.get(cycle=cycle).meeting == MEETING


def test_who_may_not_draft_may_not_discard(room: Room, client: Client) -> None:
    cycle = drafted(room)
    overseer = user_with(Role.DISCIPLINE_HEAD, staff_no="96088", name="方知微")
    client.force_login(overseer)
    assert client.post(reverse("plan_discard", args=[cycle.code]), sent()).status_code == 403
    with pytest.raises(RuleBroken):
        plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=overseer)
    assert Plan.objects.filter(cycle=cycle).exists()


def test_a_second_click_is_told_so(room: Room, client: Client) -> None:
    cycle = drafted(room)
    client.force_login(room.officer)
    url = reverse("plan_discard", args=[cycle.code])
    assert client.post(url, sent()).status_code == 303
    again = client.post(url, sent())
    assert again.status_code == 409 and f"已由{room.officer.name}放弃" in again.content.decode()
    assert CycleEvent.objects.filter(case=cycle, note__startswith="放弃").count() == 1


def test_a_plan_that_somebody_changed_is_looked_at_again(room: Room) -> None:
    cycle = drafted(room)
    plan_edit(cycle_pk=cycle.pk, version=1, values=DAYS | {"focus": "突出教学质量"}, actor=room.head)
    with pytest.raises(StaleState, match="其他人修改"):
        plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.officer)
    assert Plan.objects.get(cycle=cycle).focus == "突出教学质量"


def test_a_plan_discarded_while_it_was_edited_keeps_the_text(room: Room, client: Client) -> None:
    cycle = drafted(room)
    plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.head)
    client.force_login(room.officer)
    given = {name: value.isoformat() if isinstance(value, date) else value for name, value in DAYS.items()}
    given |= {"version": 1, "focus": "突出教学质量", "excellent_share": ""}
    answer = client.post(reverse("plan_edit", args=[cycle.code]), given)
    page = answer.content.decode()
    assert answer.status_code == 409 and f"已由{room.head.name}放弃" in page and "突出教学质量" in page


def test_minutes_decide_nothing_of_a_draft_that_was_given_up(room: Room) -> None:
    cycle = drafted(room)
    plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.head)
    for act in (plan_approve, plan_return):
        with pytest.raises(RuleBroken, match="已经放弃"):
            act(cycle_pk=cycle.pk, meeting=MEETING, actor=room.head)
    cycle.refresh_from_db()
    assert cycle.state == S.DRAFT


def test_the_year_may_then_come_in_by_file(room: Room) -> None:
    cycle = drafted(room)
    lists = next(kind for kind in KINDS if kind.code == "participants")
    with pytest.raises(RuleBroken):
        lists.form(YEAR)
    plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.officer)
    assert lists.form(YEAR).label == "参加考核人员名单"
    opened = cycle_open_from_file(year=YEAR, actor=room.officer)
    assert (opened.pk, opened.source, opened.state) == (cycle.pk, Cycle.Source.FILE, S.VOTING)
    with pytest.raises(RuleBroken, match="已有考核"):
        drafted(room)


@pytest.fixture
def open_draft() -> tuple[Cycle, Room]:
    workdays_restore()
    room = Room()
    return drafted(room), room


def both(cycle: Cycle, room: Room) -> list[Any]:
    return at_once(
        lambda: plan_approve(cycle_pk=cycle.pk, meeting=MEETING, actor=room.head),
        lambda: plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.officer),
    )


@pytest.mark.django_db(transaction=True)
def test_of_approval_and_discarding_at_once_one_wins(open_draft: tuple[Cycle, Room]) -> None:
    cycle, room = open_draft
    found = both(cycle, room)
    assert sum(isinstance(outcome, StaleState | RuleBroken) for outcome in found) == 1, found
    cycle = Cycle.objects.get(pk=cycle.pk)
    assert (cycle.state == S.APPROVED) is Plan.objects.filter(cycle=cycle).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_an_approved_cycle_loses_its_plan(
    open_draft: tuple[Cycle, Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the approval has read the draft when it is given up, and goes on with what it read."""
    cycle, room = open_draft
    read, gone = threading.Event(), threading.Event()

    def unlocked(pk: int) -> Cycle:
        found = Cycle.objects.select_related("plan").get(pk=pk)
        if not read.is_set():
            read.set()
            gone.wait(20)
        return found

    def discard() -> None:
        read.wait(20)
        plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.officer)
        gone.set()

    monkeypatch.setattr(plans, "cycle_locked", unlocked)
    found = at_once(lambda: plan_approve(cycle_pk=cycle.pk, meeting=MEETING, actor=room.head), discard)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    assert Cycle.objects.get(pk=cycle.pk).state == S.APPROVED
    assert not Plan.objects.filter(cycle=cycle).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draft_again_at_once_one_wins(open_draft: tuple[Cycle, Room]) -> None:
    cycle, room = open_draft
    plan_discard(cycle_pk=cycle.pk, version=1, reason=WHY, actor=room.officer)
    found = at_once(lambda: drafted(room), lambda: drafted(room))
    assert sum(isinstance(outcome, RuleBroken) for outcome in found) == 1, found
    assert Plan.objects.count() == Cycle.objects.count() == 1
