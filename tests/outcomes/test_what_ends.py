"""A commendation is taken back in writing; a leader who left hears of nothing any more (第七条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant, User
from core import clock
from core.pages import RuleBroken
from decisions.models import Publicity
from notices.selectors import inbox_of
from outcomes import services
from outcomes.models import CommendationCase, FollowUp
from policy import commendation as policy
from tests.support.uses import Uses

S = CommendationCase.State
TODAY = clock.today()
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"commended_on": None}, "还没有发文表彰"),
    ({"document_no": " "}, "须填写文号"),
    ({"reason": ""}, "须写明理由"),
    ({"on": TODAY + timedelta(days=1)}, "还没有到"),
    ({"on": TODAY - timedelta(days=9)}, "早于表彰日期"),
]


@pytest.mark.parametrize(("changes", "said"), REFUSED)
def test_what_may_not_be_revoked_is_said(changes: dict[str, Any], said: str) -> None:
    facts: dict[str, Any] = {
        "commended_on": TODAY - timedelta(days=5),
        "on": TODAY,
        "document_no": "校党〔2027〕3号",
        "reason": "事迹失实",
        "today": TODAY,
    }
    assert policy.may_revoke("甲0", **facts).ok
    assert said in policy.may_revoke("甲0", **(facts | changes)).reasons[0].text


def labels(user: User) -> list[str]:
    found = inbox_of(user, clock.today()).waiting
    return [item.duty.label for item in found if item.duty.kind.startswith("outcomes.")]


@pytest.mark.django_db
def test_a_commendation_is_taken_back_by_the_head_with_a_document(client: Client) -> None:
    uses = Uses().listed()
    case = uses.cases[0]
    publicity = Publicity.objects.create(
        kind="outcomes.top", title="公示", subject_kind="appraisal.cycle", subject_id=uses.cycle.pk,
        days=5, text="公示", scope="school", drafted_by=uses.officer,
    )  # fmt: skip
    CommendationCase.objects.filter(pk=case.pk).update(
        state=S.COMMENDED, initiative="牵头整治", performance="按期完成", entry=1, decided_on=TODAY,
        publicity=publicity, cleared_on=TODAY, form="circular", document_no="校党〔2026〕5号",
        commended_on=TODAY,
    )  # fmt: skip
    url = reverse("commendation_revoke", args=[uses.cycle.code, case.pk])
    client.force_login(uses.officer)
    assert client.get(url).status_code == 403
    client.force_login(uses.head)
    assert "不能恢复" in client.get(url).content.decode()
    sent = {
        "version": case.version,
        "document_no": "校党〔2027〕3号",
        "on": TODAY.isoformat(),
        "reason": "核查事迹失实，党委决定撤销",
    }
    assert client.post(url, sent).status_code == 303
    page = client.get(reverse("commendation", args=[uses.cycle.code, case.pk])).content.decode()
    for said in ("表彰已撤销", "校党〔2026〕5号", "校党〔2027〕3号", "核查事迹失实"):
        assert said in page
    case.refresh_from_db()
    with pytest.raises(RuleBroken, match="不需要撤销"):
        services.commendation_revoke(
            pk=case.pk, version=case.version, document_no="x", on=TODAY, reason="再次撤销", actor=uses.head
        )


@pytest.mark.django_db
def test_when_the_leader_left_the_talk_and_the_follow_up_are_the_heads() -> None:
    uses = Uses().supervised().decided()
    assert "进行谈话提醒并登记记录" in labels(uses.leader)
    grants = RoleGrant.objects.filter(user=uses.leader)
    yesterday = clock.today() - timedelta(days=1)
    grants.update(valid_to=yesterday)
    assert labels(uses.leader) == []
    assert "另行指定谈话领导（原定领导已离任）" in labels(uses.head)
    grants.update(valid_to=None)

    talk = uses.recorded(
        signing="refused", refused="认为排名不公，拒绝签字", witness_one="王甲", witness_two="李乙"
    )
    FollowUp.objects.filter(talk=talk).update(due_on=clock.today())
    assert "登记谈话后 3 个月的跟踪情况" in labels(uses.leader)
    grants.update(valid_to=yesterday)
    assert "登记谈话后 3 个月的跟踪情况（原谈话领导已离任）" in labels(uses.head)
    first = uses.talk.follow_ups.first()
    assert first is not None
    services.follow_up_record(pk=first.pk, version=uses.talk.version, note="已落实", actor=uses.head)
    assert uses.talk.follow_ups.filter(done_by=uses.head).count() == 1
