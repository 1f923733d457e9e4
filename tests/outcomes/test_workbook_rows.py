"""What followed a judgement, a talk or a correction leaves with the list that shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from core import clock
from outcomes.agenda_review import offers
from outcomes.models import BottomFollowUp, BottomReview, FollowUp, ReminderTalk, StaleResult
from outcomes.selectors.standing import COMMEND, GRADE
from outcomes.services import stale_apply
from tests.outcomes.test_revisions import decide, lift
from tests.outcomes.test_workbooks import assert_same, sheets, words
from tests.support.people import user_with
from tests.support.small_year import YEAR
from tests.support.told_year import told_year
from tests.support.uses import Uses

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_of_the_last_the_talk_and_what_followed_it_leave_with_the_list(client: Client) -> None:
    uses = Uses().supervised().decided()
    talk, today = uses.talk, clock.today()
    ReminderTalk.objects.filter(pk=talk.pk).update(
        state="following",
        talked_at=clock.now(),
        recorded_by=uses.leader,
        place="行政楼",
        signing="refused",
        witness_one="甲",
        witness_two="乙",
    )
    for months, done in ((3, True), (6, False)):
        FollowUp.objects.create(
            talk=talk,
            months=months,
            due_on=today + timedelta(days=30 * months),
            done_by=uses.leader if done else None,
            done_at=clock.now() if done else None,
        )
    client.force_login(uses.head)
    for page, book in (("bottom", "bottom_export"), ("talks", "talks_export")):
        args: list[Any] = [uses.cycle.code] if page == "bottom" else []
        shown = words(client.get(reverse(page, args=args)).content.decode())
        for said in (f"3 个月：{today} 已跟踪", f"6 个月：期限 {today + timedelta(days=180)}"):
            assert said in shown
            assert said in str(sheets(client, reverse(book, args=args)))
        assert assert_same(client, reverse(page, args=args), reverse(book, args=args)) == 1


def test_what_follows_another_judgement_leaves_with_the_list(client: Client) -> None:
    uses = Uses().decided(bottom="help")
    due = clock.today() + timedelta(days=90)
    BottomFollowUp.objects.create(
        review=uses.review, outcome="help", responsible="教务处党支部", task="结对帮扶", due_on=due
    )
    client.force_login(uses.head)
    row = dict(zip(*sheets(client, reverse("bottom_export", args=[uses.cycle.code]))[0], strict=True))
    assert (row["后续办理"], row["责任部门或责任人"], row["办理期限"]) == ("办理中", "教务处党支部", str(due))
    BottomReview.objects.update(
        state="withdrawn", withdrawn_on=due, withdrawn_reason="已澄清", withdrawn_document="校党〔2026〕9号"
    )
    url = reverse("bottom", args=[uses.cycle.code])
    assert "校党〔2026〕9号" in client.get(url).content.decode()
    assert assert_same(client, url, reverse("bottom_export", args=[uses.cycle.code]))


def test_the_filter_of_the_page_goes_along(client: Client) -> None:
    told_year(3)
    client.force_login(user_with(Role.ORG_HEAD, staff_no="90100"))
    page = reverse("feedback_list", args=[YEAR]) + "?state=signed"
    assert "feedback.xlsx?state=signed" in client.get(page).content.decode()
    (all_of_them,) = sheets(client, reverse("feedback_export", args=[YEAR]))
    (signed,) = sheets(client, reverse("feedback_export", args=[YEAR]) + "?state=signed")
    assert (len(all_of_them), len(signed)) == (4, 1)


def test_who_was_added_above_the_quota_is_named_so(client: Client) -> None:
    cycle = told_year(10, best=0, marked={0: "诫勉"})
    lift(0)
    (offer,) = offers()
    decide(offer, {COMMEND: "approve", GRADE: "优秀"})
    case = StaleResult.objects.get()
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    stale_apply(pk=case.pk, version=case.version, document_no="校党〔2026〕9号", on=clock.today(), actor=head)
    client.force_login(head)
    url = reverse("commendations_export", args=[cycle.code])
    row = dict(zip(*sheets(client, url)[0], strict=True))
    assert row["补充表彰"] == "补充表彰，不占名额"
    assert "澄清" in row["补充表彰理由"]
