"""From the notice of a result to the answer of a review, in the words of the regulation (第六条)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from core import clock
from core.pages import RuleBroken, StaleState
from notices.models import WorkDay
from notices.signals import workdays_changed
from outcomes.models import Feedback, Review
from outcomes.services import (
    appeal_record,
    appeal_result_record,
    feedback_hand_over,
    feedback_paper_enter,
    feedback_refusal_record,
    feedback_sign,
    review_accept,
    review_answer,
    review_attach,
    review_draft,
    review_find,
    review_refuse,
    review_submit,
    review_withdraw,
)
from outcomes.services.revisions import review_decide
from tests.support.people import user_with
from tests.support.told_year import DECIDED_ON, MEETING, cadre_user, notice_of, told_year

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def head() -> User:
    return user_with(Role.ORG_HEAD, staff_no="90100", name="周部长")


@pytest.fixture
def officers() -> list[User]:
    return [
        user_with(Role.ORG_OFFICER, staff_no="90101", name="吴科长"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102", name="郑主任"),
    ]


def submitted(i: int = 1) -> Review:
    cadre = cadre_user(i)
    case = review_draft(feedback_pk=notice_of(i).pk, reasons="两项重点任务没有计入。", actor=cadre)
    return review_submit(pk=case.pk, version=case.version, actor=cadre)


def verifying(head: User, officers: list[User], i: int = 1) -> Review:
    case = submitted(i)
    return review_accept(pk=case.pk, version=case.version, officers=[o.pk for o in officers], actor=head)


def found(case: Review, officer: User, verdict: str = "keep", grade: str = "") -> Review:
    case.refresh_from_db()
    review_find(
        pk=case.pk,
        version=case.version,
        finding="经查材料属实。",
        verdict=verdict,
        grade=grade,
        actor=officer,
    )
    return Review.objects.get(pk=case.pk)


def test_everybody_on_the_list_gets_one_notice_with_five_working_days_to_sign() -> None:
    told_year(3)
    notices = list(Feedback.objects.all())
    assert len(notices) == 3
    today = clock.today()
    for notice in notices:
        assert notice.state == "waiting"
        assert notice.due > today + timedelta(days=4)
        assert notice.review_until >= today + timedelta(days=30)
        assert notice.events.count() == 1


def test_a_changed_calendar_moves_the_days_that_still_run() -> None:
    told_year(2)
    before = notice_of()
    closed = [before.due + timedelta(days=ahead) for ahead in range(3)]
    for day in closed:
        WorkDay.objects.update_or_create(day=day, defaults={"is_working": False})
    workdays_changed.send(WorkDay, days=closed, actor=User.objects.system())
    after = notice_of()
    assert after.due > before.due
    assert after.review_until >= before.review_until


def test_the_cadre_signs_and_the_day_stands() -> None:
    told_year(2)
    notice = feedback_sign(pk=notice_of().pk, version=1, opinion="无异议", actor=cadre_user())
    assert (notice.state, notice.way, notice.signed_on) == ("signed", "system", clock.today())


def test_nobody_signs_for_another_in_the_system(head: User) -> None:
    told_year(2)
    for actor in (cadre_user(1), head):
        with pytest.raises(RuleBroken):
            feedback_sign(pk=notice_of().pk, version=1, opinion="", actor=actor)


def test_a_notice_signed_on_paper_is_entered_with_its_scan(officers: list[User]) -> None:
    told_year(1)
    notice = feedback_paper_enter(
        pk=notice_of().pk,
        version=1,
        signed_on=clock.today(),
        opinion="",
        scan=io.BytesIO(PDF),
        scan_name="签收.pdf",
        actor=officers[0],
    )
    assert notice.way == "paper"
    assert notice.scan is not None


def test_a_refusal_to_sign_needs_two_different_witnesses(officers: list[User]) -> None:
    told_year(1)
    for one, two in (("王一", ""), ("王一", "王 一"), ("甲0", "王一")):
        with pytest.raises(RuleBroken):
            feedback_refusal_record(
                pk=notice_of().pk,
                version=1,
                reason="不签",
                witness_one=one,
                witness_two=two,
                actor=officers[0],
            )
    notice = feedback_refusal_record(
        pk=notice_of().pk, version=1, reason="不签", witness_one="王一", witness_two="李二", actor=officers[0]
    )
    assert notice.state == "refused"


def test_handing_over_is_noted_and_leaves_the_signing_open(head: User) -> None:
    told_year(1)
    notice = feedback_hand_over(pk=notice_of().pk, version=1, handed_on=clock.today(), actor=head)
    assert (notice.state, notice.handed_by, notice.version) == ("waiting", head, 2)


def test_the_result_stands_where_both_verifiers_find_so(head: User, officers: list[User]) -> None:
    told_year(2)
    case = verifying(head, officers)
    with pytest.raises(RuleBroken, match="核实人员都写明"):
        review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head)
    case = found(case, officers[0])
    case = found(case, officers[1])
    case = review_answer(pk=case.pk, version=case.version, answer="核实无误，维持原结果。", actor=head)
    assert (case.state, case.outcome, case.answered_on) == ("answered", "keep", clock.today())
    assert case.appeal_until is not None and case.appeal_until >= clock.today() + timedelta(days=15)


def test_where_one_finds_otherwise_the_committee_decides_and_the_cadre_is_told_again(
    head: User, officers: list[User]
) -> None:
    told_year(2)
    case = found(verifying(head, officers), officers[0], "correct", "优秀")
    case = found(case, officers[1])
    assert case.state == "committee"
    with pytest.raises(RuleBroken, match="党委会"):
        review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head)
    case = review_decide(
        pk=case.pk,
        grade="优秀",
        reason="两项任务属实",
        meeting=MEETING,
        decided_on=DECIDED_ON,
        entry=7,
        actor=head,
    )
    assert (case.state, case.outcome, case.grade) == ("answered", "correct", "优秀")
    newest = notice_of(1)
    assert (newest.revision, newest.state) == (2, "waiting")
    person = newest.participant
    assert person.grading.decided == "优秀"
    assert person.grading.revision == 2
    (revision,) = person.revisions.all()
    assert (revision.number, revision.before["grade"], revision.after["grade"]) == (2, "称职", "优秀")
    assert len(revision.digest) == 64


def test_a_review_never_makes_a_result_worse(head: User, officers: list[User]) -> None:
    told_year(2)
    case = verifying(head, officers, i=0)
    for grade in ("称职", "不称职", "不确定等次", ""):
        with pytest.raises(RuleBroken, match="不得加重"):
            found(case, officers[0], "correct", grade)


def test_the_committee_may_leave_the_result_as_it_is(head: User, officers: list[User]) -> None:
    told_year(2)
    case = found(found(verifying(head, officers), officers[0], "correct", "优秀"), officers[1])
    said = {"grade": "", "reason": "材料已计入", "meeting": MEETING, "decided_on": DECIDED_ON, "entry": 7}
    case = review_decide(pk=case.pk, **said, actor=head)
    assert (case.state, case.outcome) == ("answered", "keep")
    assert notice_of(1).revision == 1


def test_only_a_late_request_is_refused(head: User) -> None:
    told_year(2)
    case = submitted()
    with pytest.raises(RuleBroken, match="应当受理"):
        review_refuse(pk=case.pk, version=case.version, reason="逾期", actor=head)
    Feedback.objects.filter(pk=case.feedback_id).update(review_until=clock.today() - timedelta(days=1))
    case = review_refuse(pk=case.pk, version=case.version, reason="逾期提出", actor=head)
    assert case.state == "refused"


def test_the_one_who_proposed_the_grade_does_not_verify(head: User, officers: list[User]) -> None:
    told_year(2)
    case = submitted()
    grading = case.feedback.participant.grading
    type(grading).objects.filter(pk=grading.pk).update(
        proposed="称职", proposed_by=officers[0], proposed_at=clock.now()
    )
    with pytest.raises(RuleBroken, match="提出过"):
        review_accept(pk=case.pk, version=case.version, officers=[o.pk for o in officers], actor=head)
    with pytest.raises(RuleBroken, match="2 名"):
        review_accept(pk=case.pk, version=case.version, officers=[officers[1].pk], actor=head)


def test_a_finding_stands_once_written(head: User, officers: list[User]) -> None:
    told_year(2)
    case = found(verifying(head, officers), officers[0])
    with pytest.raises(RuleBroken, match="不能再改"):
        found(case, officers[0], "correct", "优秀")


def test_who_was_slower_hears_that_somebody_has_acted(head: User) -> None:
    told_year(2)
    case = submitted()
    review_withdraw(pk=case.pk, version=case.version, actor=User.objects.get(staff_no="20002"))
    with pytest.raises(StaleState):
        review_refuse(pk=case.pk, version=case.version, reason="逾期", actor=head)


def test_files_are_added_to_a_draft_only() -> None:
    told_year(1)
    cadre = cadre_user()
    case = review_draft(feedback_pk=notice_of().pk, reasons="", actor=cadre)
    review_attach(pk=case.pk, version=1, content=io.BytesIO(PDF), name="证明.pdf", actor=cadre)
    case = review_draft(feedback_pk=notice_of().pk, reasons="已写明", version=2, actor=cadre)
    case = review_submit(pk=case.pk, version=case.version, actor=cadre)
    with pytest.raises(RuleBroken):
        review_attach(pk=case.pk, version=case.version, content=io.BytesIO(PDF), name="再.pdf", actor=cadre)


def test_an_appeal_is_noted_with_its_result_and_document(head: User, officers: list[User]) -> None:
    told_year(2)
    case = found(found(verifying(head, officers), officers[0]), officers[1])
    case = review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head)
    today = clock.today()
    with pytest.raises(RuleBroken):
        appeal_record(
            pk=case.pk,
            version=case.version,
            appealed_on=today - timedelta(days=1),
            to_whom="市委组织部",
            actor=head,
        )
    appeal = appeal_record(
        pk=case.pk, version=case.version, appealed_on=today, to_whom="市委组织部", actor=head
    )
    appeal = appeal_result_record(
        pk=appeal.pk,
        version=1,
        changed=False,
        result="维持",
        document_no="沪组复〔2026〕1号",
        resulted_on=today,
        actor=head,
    )
    assert (appeal.result, appeal.version) == ("维持", 2)


def test_the_draft_saves_itself_and_never_writes_over_another_window(client: Client) -> None:
    told_year()
    notice, cadre = notice_of(1), cadre_user(1)
    client.force_login(cadre)
    url = reverse("review_start", args=[notice.participant.cycle.code, notice.pk])
    assert "data-autosave" in client.get(url).content.decode()
    script = {"headers": {"accept": "application/json"}}
    first = client.post(url, {"version": "", "reasons": "两项重点任务"}, **script)
    assert first.status_code == 200
    case = Review.objects.get()
    assert (case.reasons, first.json()["version"]) == ("两项重点任务", case.version)
    second = client.post(url, {"version": case.version, "reasons": "两项重点任务没有计入。"}, **script)
    assert second.json()["version"] == case.version + 1
    stale = client.post(url, {"version": case.version, "reasons": "另一窗口"}, **script)
    assert (stale.status_code, stale.json()) == (409, {"stale": True})
    case.refresh_from_db()
    assert case.reasons == "两项重点任务没有计入。"
    edit = reverse("review_edit", args=[notice.participant.cycle.code, case.pk])
    page = client.post(edit, {"version": case.version - 1, "reasons": "另一窗口写的"})
    assert page.status_code == 409
    assert "另一窗口写的" in page.content.decode()
