"""Two people at one row: the first wins, the second is told so and keeps what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import Participant
from appraisal.services import participant_correct, participants_generate, plan_approve
from core.pages import StaleState
from notices.models import WorkDay
from notices.services import workday_set
from tests.support.people import user_with
from tests.support.planned import DAYS, YEAR, Story

pytestmark = pytest.mark.django_db
CORRECTED: dict[str, Any] = {
    "category": "二级学院正职",
    "graded": True,
    "ungraded_reason": "",
    "discreet": False,
    "why": "十二月调任",
}


def test_of_two_who_correct_one_person_the_second_keeps_the_text(client: Client) -> None:
    story = Story(2).until("self_report")
    row = story.participants[0]
    url = reverse("participant_edit", args=[YEAR, row.pk])
    client.force_login(story.officer)
    page = client.get(url).content.decode()
    assert f'name="version" value="{row.version}"' in page
    participant_correct(participant_pk=row.pk, version=row.version, actor=story.head, **CORRECTED)
    sent = {
        "version": row.version,
        "category": "直属单位正职",
        "graded": "yes",
        "ungraded_reason": "",
        "why": "名册有误，岗位属直属单位",
    }
    stale = client.post(url, sent)
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "刚刚被其他人更正" in text and "名册有误，岗位属直属单位" in text
    row.refresh_from_db()
    assert row.category == "二级学院正职"
    assert client.post(url, sent | {"version": row.version}).status_code == 303
    row.refresh_from_db()
    assert (row.category, row.version) == ("直属单位正职", 3)


def test_who_has_a_row_open_while_the_list_is_made_anew_is_told() -> None:
    story = Story(2).until("self_report")
    seen = story.participants[0]
    participants_generate(cycle_pk=story.cycle.pk, actor=story.officer)
    with pytest.raises(StaleState):
        participant_correct(participant_pk=seen.pk, version=seen.version, actor=story.head, **CORRECTED)
    assert Participant.objects.get(pk=seen.pk).source == Participant.Source.REGISTER


def test_a_plan_approved_while_it_was_edited_keeps_the_text(client: Client) -> None:
    story = Story(1)
    client.force_login(story.officer)
    url = reverse("plan_edit", args=[YEAR])
    assert client.get(url).status_code == 200
    plan_approve(cycle_pk=story.cycle.pk, meeting="党委常委会2026年第20次", actor=story.head)
    sent = {name: value.isoformat() if isinstance(value, date) else value for name, value in DAYS.items()}
    sent |= {"version": 1, "focus": "突出教学质量", "excellent_share": ""}
    answer = client.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "方案已经审定" in text and "突出教学质量" in text
    assert client.get(url).status_code == 403
    client.force_login(user_with(Role.DISCIPLINE_OFFICER, staff_no="96088", name="方知微"))
    assert client.post(url, sent).status_code == 403
    assert story.cycle.plan.focus == DAYS["focus"]


def test_of_two_who_set_one_day_the_second_reads_what_the_first_said(client: Client) -> None:
    day = date(2027, 6, 18)
    first = user_with(Role.ORG_HEAD, staff_no="96077", name="郑远")
    second = user_with(Role.ORG_OFFICER, staff_no="96078", name="许文澜")
    url = f"{reverse('workday_edit')}?day={day}"
    client.force_login(second)
    assert 'name="version" value="0"' in client.get(url).content.decode()
    workday_set(day=day, is_working=False, note="校运会放假", actor=first)
    sent = {"day": day.isoformat(), "is_working": "yes", "note": "补课上班", "version": 0}
    stale = client.post(url, sent)
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "已有人设置：2027-06-18 放假" in text and "补课上班" in text
    assert WorkDay.objects.get(day=day).note == "校运会放假"
    assert client.post(url, sent | {"version": WorkDay.objects.get(day=day).version}).status_code == 303
    assert WorkDay.objects.get(day=day).note == "补课上班"
