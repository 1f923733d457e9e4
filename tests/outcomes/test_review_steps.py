"""State × role × step of notices and reviews, and both halves of who may do what."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import OFFICER_ROLES, Role, User
from core.pages import RuleBroken
from outcomes.access.review import OWN_STEPS, STEPS, VERIFY, may, steps_of
from outcomes.models import Feedback, Review
from outcomes.services import (
    review_accept,
    review_answer,
    review_draft,
    review_find,
    review_refuse,
    review_submit,
    review_withdraw,
)
from outcomes.services.revisions import review_decide
from tests.support.people import user_with
from tests.support.small_year import YEAR
from tests.support.told_year import DECIDED_ON, MEETING, cadre_user, notice_of, told_year

pytestmark = pytest.mark.django_db
HEAD, OFFICER = "org_head", "org_officer"
# Who may take which step on somebody else's case; everybody else may take none.
TABLE: dict[str, set[str]] = {
    "hand_over": {HEAD, OFFICER, "leader"},
    "enter_paper": {HEAD, OFFICER},
    "enter_refusal": {HEAD, OFFICER, "leader"},
    "read_scores": {HEAD, OFFICER, "discipline_head", "discipline_officer"},
    "accept": {HEAD},
    "answer": {HEAD},
    "appeal": {HEAD, OFFICER},
    "settle": {HEAD},
}
# State -> the steps that lead on from it; whatever else is tried is refused.
WAY: dict[str, set[str]] = {
    "draft": {"submit", "withdraw"},
    "submitted": {"accept", "withdraw"},
    "verifying": {"find", "withdraw"},
    "committee": {"decide"},
    "answered": set(),
    "withdrawn": set(),
    "refused": set(),
}


def test_the_table_names_every_step() -> None:
    assert TABLE.keys() == STEPS.keys()


@pytest.mark.parametrize("role", [*Role])
def test_who_may_take_which_step_on_anothers_notice(role: Role) -> None:
    told_year(2)
    user = user_with(role, staff_no="99001")
    notice = notice_of(1)
    expected = {step for step, roles in TABLE.items() if role.value in roles}
    assert steps_of(user, notice) == expected
    for step in (*STEPS, *OWN_STEPS, VERIFY):
        assert may(user, step, notice) is (step in expected)
    visible = Feedback.objects.visible_to(user).filter(pk=notice.pk).exists()
    assert visible is (bool(expected)), "who may do something sees it, and who sees it may do something"


@pytest.mark.parametrize("role", [*Role])
def test_nobody_handles_the_own_case(role: Role) -> None:
    told_year(2)
    held = {Role.CADRE} if role in OFFICER_ROLES else {role, Role.CADRE}
    own = user_with(*held, staff_no="20002")
    assert steps_of(own, notice_of(1)) == OWN_STEPS


@pytest.mark.parametrize("state", list(WAY))
def test_each_state_allows_its_own_steps_and_no_others(state: str) -> None:
    told_year(2)
    head = user_with(Role.ORG_HEAD, staff_no="90100", name="周部长")
    two = [
        user_with(Role.ORG_OFFICER, staff_no="90101", name="吴科长"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102", name="郑主任"),
    ]
    cadre = cadre_user(1)
    case = review_draft(feedback_pk=notice_of(1).pk, reasons="有异议", actor=cadre)
    case = _brought_to(case, state, head, two, cadre)
    for step in ("submit", "accept", "refuse", "find", "answer", "withdraw"):
        if step in WAY[state]:
            continue
        with pytest.raises(RuleBroken):
            _take(step, case, head, two, cadre)
        case.refresh_from_db()
        assert case.state == state


def _brought_to(case: Review, state: str, head: User, two: list[User], cadre: User) -> Review:
    if state == "draft":
        return case
    if state == "withdrawn":
        return review_withdraw(pk=case.pk, version=case.version, actor=cadre)
    case = review_submit(pk=case.pk, version=case.version, actor=cadre)
    if state == "submitted":
        return case
    if state == "refused":
        Feedback.objects.filter(pk=case.feedback_id).update(review_until="2020-01-01")
        return review_refuse(pk=case.pk, version=case.version, reason="逾期", actor=head)
    case = review_accept(pk=case.pk, version=case.version, officers=[u.pk for u in two], actor=head)
    if state == "verifying":
        return case
    verdict = ("correct", "优秀") if state == "committee" else ("keep", "")
    for user in two:
        case.refresh_from_db()
        review_find(
            pk=case.pk, version=case.version, finding="经查", verdict=verdict[0], grade=verdict[1], actor=user
        )
    case.refresh_from_db()
    if state == "answered":
        case = review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head)
    return case


def _take(step: str, case: Review, head: User, two: list[User], cadre: User) -> Any:
    about: dict[str, Any] = {"pk": case.pk, "version": case.version}
    return {
        "submit": lambda: review_submit(**about, actor=cadre),
        "withdraw": lambda: review_withdraw(**about, actor=cadre),
        "accept": lambda: review_accept(**about, officers=[u.pk for u in two], actor=head),
        "refuse": lambda: review_refuse(**about, reason="逾期", actor=head),
        "find": lambda: review_find(**about, finding="经查", verdict="keep", grade="", actor=two[0]),
        "answer": lambda: review_answer(**about, answer="维持。", actor=head),
    }[step]()


def test_a_decision_on_what_was_answered_meanwhile_changes_nothing() -> None:
    told_year(2)
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    cadre = cadre_user(1)
    case = review_draft(feedback_pk=notice_of(1).pk, reasons="有异议", actor=cadre)
    case = review_withdraw(pk=case.pk, version=case.version, actor=cadre)
    said = {"grade": "优秀", "reason": "", "meeting": MEETING, "decided_on": DECIDED_ON, "entry": 1}
    case = review_decide(pk=case.pk, **said, actor=head)
    assert case.state == "withdrawn"


def test_the_own_pages_open_for_the_cadre_and_show_neither_rank_nor_counts(client: Client) -> None:
    told_year(6)
    cadre = cadre_user(1)
    client.force_login(cadre)
    page = client.get(f"/appraisal/{YEAR}/feedback/mine/", follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert "称职" in text
    assert "总分" in text
    assert "系统建议" not in text
    assert "第2名" not in text
    notice = notice_of(1)
    for path in ("", "sign/", "review/", "notice.docx"):
        answer = client.get(f"/appraisal/{YEAR}/feedback/{notice.pk}/{path}")
        assert answer.status_code == 200
        if answer.streaming:
            assert answer.getvalue()[:2] == b"PK"
    assert client.get(f"/appraisal/{YEAR}/feedback/{notice_of(0).pk}/").status_code == 404


def test_a_leader_reads_the_grade_and_no_score(client: Client) -> None:
    told_year(6)
    client.force_login(user_with(Role.LEADER, staff_no="99001"))
    text = client.get(f"/appraisal/{YEAR}/feedback/{notice_of(1).pk}/").content.decode()
    assert "称职" in text
    assert "总分" not in text


def test_a_slower_head_keeps_what_was_typed(client: Client) -> None:
    told_year(2)
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    two = [
        user_with(Role.ORG_OFFICER, staff_no="90101"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102"),
    ]
    cadre = cadre_user(1)
    case = review_draft(feedback_pk=notice_of(1).pk, reasons="有异议", actor=cadre)
    case = _brought_to(case, "verifying", head, two, cadre)
    for user in two:
        case.refresh_from_db()
        review_find(pk=case.pk, version=case.version, finding="经查", verdict="keep", grade="", actor=user)
    client.force_login(head)
    answer = client.post(
        f"/appraisal/{YEAR}/reviews/{case.pk}/answer/", {"version": 1, "answer": "我写的答复。"}
    )
    assert answer.status_code == 409
    assert "我写的答复。" in answer.content.decode()
