"""How a parameter changes: drafted by one, approved by another, in force from its day, never backwards."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.services import cycle_open_from_file
from core import clock
from rulebook.models import PolicyDraft, PolicyVersion
from tests.support.people import user_with
from tests.support.rules import soon
from tests.support.small_year import YEAR, small_year

pytestmark = pytest.mark.django_db


def signed_in(role: Role, staff_no: str, name: str) -> Client:
    client = Client()
    client.force_login(user_with(role, staff_no=staff_no, name=name))
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_a_share_is_changed_by_two_people_and_the_opened_year_keeps_its_own() -> None:
    small_year(10)
    officer = signed_in(Role.ORG_OFFICER, "91001", "许起草")
    first, second = signed_in(Role.ORG_HEAD, "91002", "周负责"), signed_in(Role.ORG_HEAD, "91003", "郑负责")
    cadre = signed_in(Role.CADRE, "91004", "甲干部")

    # 一人起草：从第 1 版开始，表彰比例由 20% 改为 15%
    document = PolicyVersion.objects.get(number=1).document_id
    start = {"document": document, "effective_from": soon(), "summary": "表彰比例调整"}
    to = officer.post(reverse("rule_draft_start", args=[1]), start)
    assert to.status_code == 303
    draft = PolicyDraft.objects.get()
    page = reverse("rule_draft", args=[draft.pk])
    assert to.url == page
    lists = reverse("rule_draft_edit", args=[draft.pk, "lists"])
    values = {"top_share": "15", "bottom_share": "3", "blocked_seat": "keep", "bottom_scope": "category"}
    assert officer.post(lists, values | {"version": "1"}).status_code == 303
    assert "表彰名额比例 20% 15% 第七条" in text(officer, page)

    assert f"{soon().year} 年度及以后还没有审定方案的年度采用它" in text(officer, page)

    # 一位负责人也改了一处，就不能再由他批准
    counting = reverse("rule_draft_edit", args=[draft.pk, "counting"])
    values = {"min_marks": "4", "missing_group": "withhold", "same_matter": "max", "decimals": "2"}
    assert first.post(counting, values | {"version": "2"}).status_code == 303
    assert officer.post(reverse("rule_draft_submit", args=[draft.pk]), {"version": "3"}).status_code == 303
    approve = reverse("rule_draft_approve", args=[draft.pk])
    meeting = {"version": "4", "newest": "1", "meeting_number": "常委会第 21 次会议", "met_on": clock.today()}
    refused = first.post(approve, meeting)
    assert refused.status_code == 200
    assert "您参与了这份草案的起草或修改，须由另一位组织部负责人批准或退回" in refused.content.decode()
    assert officer.post(approve, meeting).status_code == 403
    assert PolicyVersion.objects.count() == 1

    # 干部看得到已批准的规则，看不到草案
    assert cadre.get(page).status_code == 404
    assert "15%" not in text(cadre, reverse("rules"))

    # 另一位负责人先看对照表，再批准；党委会议写在版本上
    assert "表彰名额比例 20% 15% 第七条" in text(second, approve)
    assert second.post(approve, meeting).status_code == 303
    told = text(cadre, reverse("rule_version", args=[2]))
    assert "常委会第 21 次会议" in told
    assert "表彰名额比例 20% 15% 第七条" in told
    assert "尚未生效" in told

    # 已开始的年度保留它冻结的版本；以后的年度用年末有效的版本
    assert f"{YEAR} 年度考核" in text(cadre, reverse("rule_version", args=[1]))
    assert cycle_open_from_file(year=YEAR, actor=User.objects.system()).policy.number == 1
    later = soon().year + 1
    assert date(later, 12, 31) > soon()
    opened = cycle_open_from_file(year=later, actor=User.objects.system())
    assert (opened.policy.number, opened.parameters["top_share"]) == (2, "15")


def test_a_draft_goes_back_with_its_reason_and_waits_for_its_drafter() -> None:
    officer = signed_in(Role.ORG_OFFICER, "91001", "许起草")
    head = signed_in(Role.ORG_HEAD, "91002", "周负责")
    document = PolicyVersion.objects.get(number=1).document_id
    start = {"document": document, "effective_from": soon(), "summary": "研判比例调整"}
    officer.post(reverse("rule_draft_start", args=[1]), start)
    draft = PolicyDraft.objects.get()
    values = {"top_share": "20", "bottom_share": "2", "blocked_seat": "keep", "bottom_scope": "category"}
    officer.post(reverse("rule_draft_edit", args=[draft.pk, "lists"]), values | {"version": "1"})
    officer.post(reverse("rule_draft_submit", args=[draft.pk]), {"version": "2"})
    assert "批准或退回参数草案" in text(head, reverse("home"))
    back = reverse("rule_draft_return", args=[draft.pk])
    assert "请填写理由。" in head.post(back, {"version": "3", "reason": ""}).content.decode()
    assert head.post(back, {"version": "3", "reason": "请附上会议纪要"}).status_code == 303
    assert "请附上会议纪要" in text(officer, reverse("rule_draft", args=[draft.pk]))
    assert "修改被退回的参数草案" in text(officer, reverse("home"))
