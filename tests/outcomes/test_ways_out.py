"""Nothing of a review or a judgement waits for somebody who is gone, or for nobody (第六条, 第七条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from appraisal.models import Participant
from cadres.models import Kin
from core import clock
from core.pages import RuleBroken
from matters.services import relief_record
from notices.selectors import inbox_of
from outcomes.agenda_review import offers
from outcomes.models import BottomFollowUp, FollowUp, Review, StaleResult
from outcomes.selectors.bottom import missing_follow_ups
from outcomes.selectors.review import missing_answers
from outcomes.selectors.standing import GRADE
from outcomes.services import (
    appeal_record,
    review_accept,
    review_answer,
    review_draft,
    review_find,
    review_submit,
    review_verifier_replace,
    stale_decide,
    stale_keep,
    talk_confirm,
)
from outcomes.services.revisions import revision_make
from outcomes.services.talks import talk_begin, talk_drop
from tests.support.people import user_with
from tests.support.small_year import YEAR, staff_no
from tests.support.told_year import cadre_user, notice_of, told_year
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db


def waiting_for(user: User) -> set[str]:
    return {item.duty.kind for item in inbox_of(user, clock.today()).waiting}


@pytest.fixture
def head() -> User:
    return user_with(Role.ORG_HEAD, staff_no="90100", name="周部长")


@pytest.fixture
def officers() -> list[User]:
    return [
        user_with(Role.ORG_OFFICER, staff_no="90101", name="吴科长"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102", name="郑主任"),
    ]


def verifying(head: User, officers: list[User]) -> Review:
    told_year(2)
    cadre = cadre_user(1)
    case = review_draft(feedback_pk=notice_of(1).pk, reasons="两项重点任务没有计入。", actor=cadre)
    case = review_submit(pk=case.pk, version=case.version, actor=cadre)
    return review_accept(pk=case.pk, version=case.version, officers=[o.pk for o in officers], actor=head)


def kept(case: Review, officer: User) -> None:
    case.refresh_from_db()
    about = {"pk": case.pk, "version": case.version, "finding": "经查", "verdict": "keep", "grade": ""}
    review_find(**about, actor=officer)
    case.refresh_from_db()


def replaced(case: Review, leaving: User, officer: User, actor: User, reason: str = "已调离") -> Review:
    about = {"pk": case.pk, "version": case.version, "leaving": leaving.pk, "officer": officer.pk}
    return review_verifier_replace(**about, reason=reason, actor=actor)


def test_another_verifies_for_the_one_who_left(head: User, officers: list[User], client: Client) -> None:
    case = verifying(head, officers)
    kept(case, officers[1])
    assert "outcomes.review_replace" not in waiting_for(head)
    RoleGrant.objects.filter(user=officers[0]).update(valid_to="2021-01-01")
    assert "outcomes.review_replace" in waiting_for(head)
    heir = user_with(Role.ORG_OFFICER, staff_no="90103", name="孙科长")
    client.force_login(head)
    url = reverse("review_verifier_replace", args=[YEAR, case.pk])
    said = {"version": case.version, "leaving": officers[0].pk, "officer": heir.pk, "reason": "已调离"}
    assert client.post(url, said).status_code == 303
    assert "outcomes.review_replace" not in waiting_for(head)
    assert "outcomes.review_verify" in waiting_for(heir)
    assert "吴科长更换为孙科长：已调离" in case.events.latest("pk").note
    kept(case, heir)
    assert "outcomes.review_answer" in waiting_for(head)


def test_what_was_found_stands_and_recusal_holds(head: User, officers: list[User]) -> None:
    case = verifying(head, officers)
    kept(case, officers[1])
    heir = user_with(Role.ORG_OFFICER, staff_no="20001", name="甲0")
    with pytest.raises(RuleBroken, match="还没有提交"):
        replaced(case, officers[1], heir, head)
    with pytest.raises(RuleBroken, match="另一名"):
        replaced(case, officers[0], officers[1], head)
    with pytest.raises(RuleBroken, match="理由"):
        replaced(case, officers[0], heir, head, reason=" ")
    with pytest.raises(RuleBroken, match="角色"):
        replaced(case, officers[0], heir, officers[1])
    other = notice_of(0).participant.cadre
    Kin.objects.create(cadre=case.feedback.participant.cadre, relative=other, relation="spouse")
    with pytest.raises(RuleBroken, match="近亲属"):
        replaced(case, officers[0], heir, head)


def followed(uses: Uses, client: Client, **changes: object) -> int:
    said = {
        "version": uses.review.version,
        "responsible": "教师工作部",
        "task": "结对帮扶，每月听课两次。",
        "due_on": clock.today() + timedelta(days=90),
        "result": "",
        "done_on": "",
    }
    client.force_login(uses.officer)
    url = reverse("bottom_follow_up", args=[uses.cycle.code, uses.review.pk])
    return client.post(url, {**said, **changes}).status_code


def test_what_follows_a_judgement_waits_until_its_result(client: Client) -> None:
    uses = Uses().decided(bottom="help")
    assert "outcomes.carry_on" in waiting_for(uses.officer)
    assert [one.count for one in missing_follow_ups(uses.cycle)] == [1]
    early = uses.review.decided_on - timedelta(days=1)
    assert followed(uses, client, due_on=early) == 200, "before the decision"
    assert followed(uses, client, result="已改进") == 200, "a result has its day"
    assert followed(uses, client) == 303
    assert "outcomes.carry_on" in waiting_for(uses.officer)
    page = client.get(reverse("bottom", args=[uses.cycle.code])).content.decode()
    assert "教师工作部" in page
    assert followed(uses, client, result="课堂评价已达标。", done_on=clock.today()) == 303
    assert "outcomes.carry_on" not in waiting_for(uses.officer)
    assert not missing_follow_ups(uses.cycle)
    assert followed(uses, client, result="再改") == 200, "a result stands"
    one = client.get(reverse("bottom_review", args=[uses.cycle.code, uses.review.pk])).content.decode()
    assert "课堂评价已达标。" in one


def test_nothing_follows_where_the_committee_decided_on_a_talk(client: Client) -> None:
    uses = Uses().decided(bottom="talk")
    assert "outcomes.carry_on" not in waiting_for(uses.officer)
    assert followed(uses, client) == 200
    assert not BottomFollowUp.objects.exists()


def appealed(head: User, officers: list[User], client: Client) -> Review:
    case = verifying(head, officers)
    for officer in officers:
        kept(case, officer)
    case = review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head)
    today = clock.today()
    appeal_record(pk=case.pk, version=case.version, appealed_on=today, to_whom="市委组织部", actor=head)
    return case


def resulted(case: Review, client: Client, officer: User, **said: str) -> None:
    client.force_login(officer)
    form = {
        "version": 1,
        "result": "决定如文。",
        "document_no": "沪组复〔2026〕1号",
        "resulted_on": clock.today(),
    }
    assert client.post(reverse("appeal_result", args=[YEAR, case.pk]), {**form, **said}).status_code == 303


def test_an_appeal_is_waited_for_until_its_day(head: User, officers: list[User], client: Client) -> None:
    case = appealed(head, officers, client)
    items = inbox_of(officers[0], clock.today()).waiting
    (duty,) = [item.duty for item in items if item.duty.kind == "outcomes.appeal"]
    assert duty.due is not None
    assert duty.due >= clock.today() + timedelta(days=60)
    cycle = case.feedback.participant.cycle
    assert "1 件申诉还没有结果" in [one.text for one in missing_answers(cycle)]
    resulted(case, client, officers[0])
    assert "outcomes.appeal" not in waiting_for(officers[0])
    assert not list(missing_answers(cycle))
    assert not StaleResult.objects.exists()


def test_an_appeal_that_succeeds_is_corrected_by_the_committee(
    head: User, officers: list[User], client: Client
) -> None:
    case = appealed(head, officers, client)
    resulted(case, client, officers[0], changed="yes")
    stale = StaleResult.objects.get()
    assert "outcomes.revise" in waiting_for(head)
    with pytest.raises(RuleBroken, match="党委会"):
        stale_keep(pk=stale.pk, version=stale.version, note="不改", actor=head)
    (offer,) = [one for one in offers() if one.subject_id == stale.pk]
    assert "沪组复〔2026〕1号" in offer.entries[0].note
    client.force_login(head)
    for page in ("stale_results", "revisions_export", "stale_page"):
        args = [YEAR, stale.pk] if page == "stale_page" else [YEAR]
        answer = client.get(reverse(page, args=args))
        assert answer.status_code == 200
        if answer.streaming:
            answer.getvalue()
    stale_decide(
        pk=stale.pk,
        effects={GRADE},
        grade="优秀",
        reason="",
        meeting="党委会〔2026〕5号",
        decided_on=clock.today(),
        entry=9,
        actor=head,
    )
    person = Participant.objects.get(pk=stale.participant_id)
    assert person.grading.decided == "优秀"
    assert "outcomes.revise" not in waiting_for(head)


def test_nobody_is_corrected_to_the_best_grade_whom_another_matter_still_bars() -> None:
    told_year(6, marked={3: "诫勉"})
    person = Participant.objects.select_related("cadre").get(cadre__staff_no=staff_no(3))
    given: dict[str, Any] = {"reason": "申诉成立", "meeting": "党委会〔2026〕5号", "entry": 9}
    given |= {
        "decided_on": clock.today(),
        "participant": person,
        "changes": {"grade": "优秀"},
        "actor": User.objects.system(),
    }
    with pytest.raises(RuleBroken, match=r"甲3：.*诫勉"):
        revision_make(**given)
    mark = person.cadre.marks.get()
    relief_record(
        matter=mark.matter, cadre=person.cadre, kind="澄清", source="纪委〔2026〕8号", actor=given["actor"]
    )
    assert revision_make(**given).after["grade"] == "优秀"


def test_a_talk_asked_for_again_is_followed_up_again_and_what_was_done_stays() -> None:
    uses = Uses().supervised().decided()
    cadre = uses.cadre_user(uses.review.participant.cadre)

    def talked() -> None:
        talk = uses.recorded()
        talk_confirm(pk=talk.pk, version=talk.version, comment="", actor=cadre)

    talked()
    FollowUp.objects.filter(months=3).update(done_at=clock.now(), done_by=uses.head, note="已有改进")
    talk_drop(uses.review, actor=uses.head, note="更正决定")
    talk_begin(uses.review, actor=uses.head)
    talked()
    assert sorted((row.months, bool(row.done_at)) for row in uses.talk.follow_ups.all()) == [
        (3, False),
        (3, True),
        (6, False),
    ]
