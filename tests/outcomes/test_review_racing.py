"""Two at the same moment on one review: one wins, the other hears so, and nothing is written twice."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Role, User
from core.pages import RuleBroken, StaleState
from outcomes.models import Review
from outcomes.services import review as services
from outcomes.services import (
    review_accept,
    review_answer,
    review_draft,
    review_find,
    review_submit,
    review_withdraw,
)
from tests.appraisal.test_gaps_racing import at_once
from tests.support.people import user_with
from tests.support.told_year import cadre_user, notice_of, told_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case() -> Review:
    """A request that both verifiers found to be without ground, ready to be answered."""
    told_year(2)
    cadre, head = cadre_user(1), user_with(Role.ORG_HEAD, staff_no="90100")
    two = [
        user_with(Role.ORG_OFFICER, staff_no="90101"),
        user_with(Role.DISCIPLINE_OFFICER, staff_no="90102"),
    ]
    made = review_draft(feedback_pk=notice_of(1).pk, reasons="有异议", actor=cadre)
    made = review_submit(pk=made.pk, version=made.version, actor=cadre)
    made = review_accept(pk=made.pk, version=made.version, officers=[u.pk for u in two], actor=head)
    for user in two:
        made.refresh_from_db()
        review_find(pk=made.pk, version=made.version, finding="经查", verdict="keep", grade="", actor=user)
    return Review.objects.get(pk=made.pk)


def both_answer(case: Review) -> list[Any]:
    heads = [User.objects.get(staff_no="90100"), user_with(Role.ORG_HEAD, staff_no="90103", name="副部长")]
    return at_once(
        *(
            lambda head=head: review_answer(
                pk=case.pk, version=case.version, answer=f"{head.staff_no} 的答复", actor=head
            )
            for head in heads
        )
    )


def test_two_heads_answer_and_one_answer_stands(case: Review) -> None:
    found = both_answer(case)
    won = [one for one in found if isinstance(one, Review)]
    assert len(won) == 1, found
    assert isinstance(next(one for one in found if one is not won[0]), (StaleState, RuleBroken))
    case.refresh_from_db()
    assert case.answer == won[0].answer
    assert case.events.filter(to_state="answered").count() == 1


def test_the_cadre_withdraws_while_the_head_answers(case: Review) -> None:
    cadre, head = User.objects.get(staff_no="20002"), User.objects.get(staff_no="90100")
    found = at_once(
        lambda: review_withdraw(pk=case.pk, version=case.version, actor=cadre),
        lambda: review_answer(pk=case.pk, version=case.version, answer="维持。", actor=head),
    )
    assert sum(isinstance(one, Review) for one in found) == 1, found
    case.refresh_from_db()
    assert case.state in ("answered", "withdrawn")


def test_without_the_lock_and_the_version_both_answers_would_be_written(
    case: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: neither waits nor looks again, so both succeed."""

    def written(one: Any, events: Any, *, actor: Any, before: str, note: str = "") -> Any:
        said = ("state", "outcome", "grade", "answer", "answered_by", "answered_on", "appeal_until")
        type(one).objects.filter(pk=one.pk).update(**{name: getattr(one, name) for name in said})
        events.record(one, actor=actor, from_state=before, note=note)
        return one

    monkeypatch.setattr(services, "saved", written)
    heads = [User.objects.get(staff_no="90100"), user_with(Role.ORG_HEAD, staff_no="90103", name="副部长")]
    seen = [services.ROWS.get(pk=case.pk) for _ in heads]
    monkeypatch.setattr(services, "locked", lambda rows, pk, version: seen.pop())
    for head in heads:
        review_answer(pk=case.pk, version=case.version, answer=head.staff_no, actor=head)
    assert case.events.filter(to_state="answered").count() == 2
