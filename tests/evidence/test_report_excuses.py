"""Who need not report is asked for nothing; who was checked late is published too (第六条)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import CycleEvent, CycleState
from core import clock
from core.pages import RuleBroken, StaleState
from evidence.models import ReportExcuse
from evidence.selectors.report_checks import missing_reports
from evidence.services import report_excuse, reports_publish
from notices.selectors import inbox_of
from tests.support.people import user_with
from tests.support.register import unit
from tests.support.reports import checked, handed_in, moved, reporting_cycle, signed_in, somebody, taking_part

pytestmark = pytest.mark.django_db


def waits(user: User) -> list[str]:
    return [item.duty.label for item in inbox_of(user, clock.today()).waiting]


def test_who_is_excused_is_asked_for_nothing_until_it_is_ended() -> None:
    office = unit("述职样例处")
    cycle = reporting_cycle(due_in=3)
    person, author = taking_part(cycle, "20951", "陈安", of=office)
    officer = user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")
    assert "撰写并提交述职报告" in waits(author)
    assert "催交述职报告" in waits(officer)

    client = signed_in(officer)
    listed = client.get(reverse("reports", args=[cycle.code])).content.decode()
    url = reverse("report_excuse", args=[cycle.code, "20951"])
    assert url in listed
    assert "不再催交" in client.get(url).content.decode()
    assert client.post(url, {"excused": "True", "reason": "八月到龄退休"}).status_code == 303
    assert "撰写并提交述职报告" not in waits(author)
    assert "催交述职报告" not in waits(officer)
    assert not list(missing_reports(cycle))
    listed = client.get(reverse("reports", args=[cycle.code])).content.decode()
    assert "免于述职" in listed and "取消免于述职" in listed
    own = signed_in(author).get(reverse("report_own", args=[cycle.code])).content.decode()
    assert "已同意您本次免于述职" in own and "八月到龄退休" in own
    assert CycleEvent.objects.latest("pk").note.endswith("免于述职。理由：八月到龄退休")

    with pytest.raises(StaleState):
        report_excuse(participant_pk=person.pk, excused=True, reason="重复", actor=officer)
    report_excuse(participant_pk=person.pk, excused=False, reason="延迟退休", actor=officer)
    assert "撰写并提交述职报告" in waits(author)
    assert not ReportExcuse.objects.exists()


def test_nobody_is_excused_by_whom_it_is_not_or_after_handing_in() -> None:
    office = unit("述职样例处")
    cycle = reporting_cycle()
    person, author = taking_part(cycle, "20951", "陈安", of=office)
    officer = user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")
    with pytest.raises(RuleBroken, match="须写明理由"):
        report_excuse(participant_pk=person.pk, excused=True, reason=" ", actor=officer)
    with pytest.raises(RuleBroken, match="没有这项权限"):
        report_excuse(participant_pk=person.pk, excused=True, reason="本人申请", actor=author)
    handed_in(person, author)
    with pytest.raises(RuleBroken, match="还没有提交"):
        report_excuse(participant_pk=person.pk, excused=True, reason="到龄", actor=officer)


def test_what_was_checked_late_waits_to_be_published() -> None:
    office = unit("述职样例处")
    cycle = reporting_cycle()
    person, author = taking_part(cycle, "20951", "陈安", of=office)
    party = somebody(Role.UNIT_PARTY, "9299", "钱书记", office)
    officer = user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")
    checked(person, author, party)
    label = "公示补审核的述职报告"
    assert label not in waits(officer), "the step that publishes all has its own duty"
    moved(cycle, CycleState.REPORT_PUBLIC)
    assert label in waits(officer)
    reports_publish(cycle_pk=cycle.pk, actor=officer)
    assert label not in waits(officer)
