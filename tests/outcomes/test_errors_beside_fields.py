"""What a rule refuses is said beside the field that it is about, and what was typed is still there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from core import clock
from core.pages import RuleBroken, require
from policy.verdict import Reason, Verdict
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.uses import Uses, at, record

pytestmark = pytest.mark.django_db


def refused(response: Any, field: str, said: str) -> None:
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert said in "".join(errors.get(field, [])), dict(errors)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"signing": "refused", "refused": "不服", "witness_one": "钱平"}, "witness_two", "两名不同的见证人"),
        ({"signing": "refused", "witness_one": "钱平", "witness_two": "孙立"}, "refused", "拒绝签字的情况"),
        ({"signing": "paper"}, "scan", "扫描件"),
    ],
)
def test_the_record_of_a_talk(client: Client, changes: dict[str, str], field: str, said: str) -> None:
    uses = Uses().supervised().decided()
    talk = uses.talk
    client.force_login(uses.leader)
    sent = record(**changes) | {"version": talk.version}
    sent["talked_at"] = at(sent["talked_at"])
    response = client.post(reverse("talk_record", args=[talk.pk]), sent)
    refused(response, field, said)
    assert "每月到课堂听课两次" in response.content.decode()


def test_a_meeting_entered_late(client: Client) -> None:
    client.force_login(user_with(Role.PARTY_OFFICE, staff_no="95050"))
    sent = {
        "kind": "standing",
        "number": "2026年第3次",
        "held_on": (clock.today() - timedelta(days=3)).isoformat(),
        "place": "一会议室",
        "chair": "陈正",
    }
    refused(client.post(reverse("meeting_new"), sent), "late_reason", "请写明补录原因")


def test_an_observation_of_tomorrow(client: Client) -> None:
    story = Story().until("approved")
    client.force_login(story.officer)
    sent = {
        "staff_no": story.cadres[0].staff_no,
        "observed_on": (clock.today() + timedelta(days=1)).isoformat(),
        "source": "survey",
        "direction": "good",
        "fact": "按期完成。",
    }
    refused(client.post(reverse("observation_new"), sent), "observed_on", "不能晚于今天")


def test_a_rule_without_a_field_stands_above_the_form() -> None:
    both = Verdict((Reason("a", "第六条", "甲。"), Reason("b", "第六条", "乙。")))
    with pytest.raises(RuleBroken) as broken:
        require(both, {"a": "place"})
    assert broken.value.message_dict == {"place": ["甲。"], "__all__": ["乙。"]}
    with pytest.raises(RuleBroken) as plain:
        require(both)
    assert plain.value.messages == ["甲。", "乙。"]
    require(Verdict(), {"a": "place"})
