"""Every limit of 第十二条 over 国庆 2026: holidays from 1 to 7 October, and Saturday the 10th is worked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from clarification.models import Clarification
from core import clock
from matters import accountability
from notices.models import WorkDay
from notices.selectors import calendar, inbox_of
from notices.services import workday_set
from tests.support.clarifications import Clarity
from tests.support.people import user_with
from tests.support.tolerance import Clock, Story
from tolerance.models import OtherOpinion

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 28)
# So many working days after that Monday: 29, 30 September, 8, 9 October, Saturday the 10th, then the 12th.
AFTER = {
    3: date(2026, 10, 8),
    5: date(2026, 10, 10),
    10: date(2026, 10, 16),
    15: date(2026, 10, 23),
    30: date(2026, 11, 13),
}
HOLIDAY = date(2026, 10, 7)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(monkeypatch)
    found.to(MONDAY)
    return found


@pytest.fixture
def story(time: Clock, client: Client) -> Story:
    return Story(client)


def due_of(who: object, label: str) -> date | None:
    """The day of a duty that somebody has."""
    (found,) = (one.duty.due for one in inbox_of(who, clock.today()).waiting if one.duty.label == label)  # type: ignore[arg-type]
    return found


def shows(story: Story, who: object, day: date) -> bool:
    """Whether the case's page says that day as the one of its state."""
    story.client.force_login(who)  # type: ignore[arg-type]
    page = story.client.get(story.case.get_absolute_url()).content.decode()
    return f"{day:%Y-%m-%d}" in page or f"{day.year}年{day.month}月{day.day}日" in page


def test_the_holidays_are_those_that_were_published() -> None:
    days = calendar()
    assert not any(days.is_working(date(2026, 10, day)) for day in range(1, 8))
    assert days.is_working(date(2026, 10, 10)), "调休"


def test_each_step_of_a_case_has_its_working_days(story: Story, time: Clock) -> None:
    story.submitted()
    assert story.case.due == due_of(story.desk, "初步研判容错申请") == AFTER[5]
    assert OtherOpinion.objects.get().due == due_of(story.secretary, "对容错申请提出书面意见") == AFTER[5]
    assert shows(story, story.desk, AFTER[5])
    story.read()
    story.acts(story.desk, "send_back", {"note": "请附会议记录。"})
    assert story.case.due == due_of(story.person, "补正容错申请") == AFTER[5]
    time.to(AFTER[5])
    story.acts(story.discipline, "refuse", {"reason": "没有补正。"}, fails=True)
    time.to(MONDAY)
    story.acts(story.person, "submit", story.texts())
    story.acts(story.discipline, "accept", {"officers": [story.one.pk, story.two.pk]})
    assert story.case.due == due_of(story.one, "调查核实并确认结果") == AFTER[30]
    assert shows(story, story.one, AFTER[30])
    story.verified()
    assert story.case.due == due_of(story.person, "对容错申请作本人陈述") == AFTER[10]
    story.referred()
    assert story.case.due == MONDAY + timedelta(days=30), "下次会议，30 天提示：日历天"
    story.decided("exempt")
    assert story.case.due == due_of(story.discipline, "将容错认定结果报上级") == AFTER[10]
    story.reported()
    assert story.case.due == due_of(story.discipline, "拟定公开内容，送本人阅看") == AFTER[5]


def test_the_cadre_reads_three_working_days_before_and_the_public_five(story: Story, time: Clock) -> None:
    story.submitted().accepted().verified().referred().decided().reported()
    story.acts(story.discipline, "show", {"scope": "unit", "text": "经党委研究，认定为容错。"})
    assert due_of(story.person, "阅看拟公开的认定结果") == AFTER[3]
    for early in (date(2026, 10, 2), AFTER[3]):
        time.to(early)
        story.client.force_login(story.discipline)
        page = story.client.get(story.case.get_absolute_url()).content.decode()
        assert "本人阅看的期限到 2026-10-08" in page, "what is missing is said, not offered"
        assert reverse("tolerance_publish", args=[story.case.pk]) not in page
        story.acts(story.discipline, "publish", fails=True)
    time.after(AFTER[3])
    story.acts(story.discipline, "publish")
    begun = clock.today()
    assert story.case.outcome_in_force.publication.ends_on == date(2026, 10, 15), "10 日上班"
    assert shows(story, story.person, begun + timedelta(days=30)), "申请复核 30 天：日历天"
    assert story.case.due == begun + timedelta(days=30)
    story.acts(story.person, "ask_review", {"reasons": "责任不在本人。"})
    assert story.case.due == due_of(story.org, "复核容错认定并答复") == begun + timedelta(days=30)


def test_an_extension_adds_working_days(story: Story) -> None:
    story.submitted().accepted()
    story.acts(story.discipline, "extend", {"reason": "需要外地取证"})
    assert story.case.due == date(2026, 12, 25)


def test_over_the_holidays_nothing_is_late_in_list_and_overview(story: Story, time: Clock) -> None:
    story.submitted()

    def late() -> tuple[bool, bool]:
        story.client.force_login(story.discipline)
        overview = story.client.get(reverse("tolerance_overview"))
        tables = {section.title: section for section in overview.context["sections"]}
        rows = {row[0]: row[1] for row in tables["按期限"].chart.rows}
        listed = story.client.get(reverse("tolerance") + "?time=overdue").content.decode()
        return int(rows.get("已逾期", 0)) > 0, story.case.number in listed

    for day in (HOLIDAY, AFTER[5]):
        time.to(day)
        assert late() == (False, False), day
    time.after(AFTER[5])
    assert late() == (True, True)


def test_the_question_of_accountability_and_the_second_look(story: Story) -> None:
    record = accountability.accountability_record(
        matter=story.matter,
        cadre=story.who,
        body="校党委",
        intended="诫勉",
        opened_on=MONDAY,
        actor=story.desk,
    )
    assert due_of(story.desk, "告知干部有权申请容错") == AFTER[10]
    type(record).objects.filter(pk=record.pk).update(
        state="decided", answer="case", answered_on=MONDAY, form="诫勉", document_no="1号",
        told_on=MONDAY, decided_on=MONDAY, again_on=MONDAY,
    )  # fmt: skip
    assert due_of(story.discipline, "容错认定已撤销，重新研究问责决定") == AFTER[10]


def moved_day(day: date, *, is_working: bool) -> None:
    """The school changes a day of its calendar."""
    known = User.objects.filter(staff_no="61099").first()
    keeper = known or user_with(Role.ORG_HEAD, staff_no="61099", name="日历维护")
    workday_set(day=day, is_working=is_working, note="校历调整", version=None, actor=keeper)


def test_a_changed_calendar_moves_every_day_that_still_runs(story: Story) -> None:
    story.submitted()
    moved_day(AFTER[5], is_working=False)
    assert (story.case.due, OtherOpinion.objects.get().due) == (date(2026, 10, 12), date(2026, 10, 12))
    assert "书面意见的期限重算为 2026-10-12" in story.case.events.latest("pk").note


def test_what_is_shown_and_what_is_public_follows_the_calendar(story: Story, time: Clock) -> None:
    story.submitted().accepted().verified().referred().decided().reported()
    story.acts(story.discipline, "show", {"scope": "unit", "text": "经党委研究，认定为容错。"})
    moved_day(AFTER[3], is_working=False)
    publication = story.case.outcome_in_force.publication
    assert publication.objections_until == date(2026, 10, 9)
    time.after(publication.objections_until)
    story.acts(story.discipline, "publish")
    assert story.case.outcome_in_force.publication.ends_on == date(2026, 10, 16)
    WorkDay.objects.update_or_create(day=date(2026, 10, 16), defaults={"is_working": False})
    moved_day(date(2026, 10, 13), is_working=False)
    assert story.case.outcome_in_force.publication.ends_on == date(2026, 10, 20)


def test_clarification_counts_working_days_and_follows_a_published_year(time: Clock) -> None:
    clarity = Clarity().proposed().planned()
    assert clarity.case.approve_due == AFTER[10]
    assert not clarity.case.provisional
    moved_day(date(2026, 10, 10), is_working=False)
    planned = Clarification.objects.get(pk=clarity.case.pk)
    assert planned.approve_due == date(2026, 10, 19)
    clarity.act(_approve, clarity.head)
    assert clarity.case.do_due == date(2026, 10, 26)
    moved_day(date(2026, 10, 12), is_working=False)
    assert Clarification.objects.get(pk=clarity.case.pk).do_due == date(2026, 10, 27)


def _approve(**given: object) -> None:
    from clarification.services import plan_approve  # noqa: PLC0415

    plan_approve(approving_body="", approval_no="", **given)  # type: ignore[arg-type]
