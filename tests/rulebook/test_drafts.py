"""One drafts, another approves, and only then parameters are valid: refusals, races, who reads what."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from core import clock
from core.pages import RuleBroken, StaleState
from rulebook import selectors, services
from rulebook.models import PolicyDraft, PolicyDraftEvent, PolicyVersion
from rulebook.selectors import drafts_waiting, newest_version, version_on
from rulebook.services import (
    draft_basis_edit,
    draft_discard,
    draft_parameters_edit,
    draft_return,
    draft_submit,
)
from rulebook.tables import standings
from tests.accounts.test_sign_in_races import at_once
from tests.support.append_only import guarded
from tests.support.people import user_with
from tests.support.rules import DRAFTER, HEAD, OFFICER, approved, open_draft, person, soon, waiting_draft

State = PolicyDraft.State


def edited(draft: PolicyDraft, by: Any, **values: Any) -> PolicyDraft:
    return draft_parameters_edit(
        draft=draft, version=draft.version, values=values, section="两个名单", actor=by
    )


@pytest.mark.django_db
def test_the_second_person_makes_the_next_version_of_it() -> None:
    draft = waiting_draft(top_share="15")
    made = approved(draft, note="同意")
    draft.refresh_from_db()
    assert (draft.state, draft.result) == (State.APPROVED, made)
    assert (made.number, made.parameters["top_share"]) == (2, "15")
    assert (made.drafted_by.staff_no, made.approved_by.staff_no) == (DRAFTER, HEAD)
    assert made.meeting_number == "校党委常委会第 21 次会议"
    assert version_on(clock.today()).number == 1
    assert version_on(made.effective_from).number == 2
    assert standings(PolicyVersion.objects.all(), clock.today()) == {1: "现行有效", 2: "尚未生效"}
    assert standings(PolicyVersion.objects.all(), soon(40)) == {1: "历史版本", 2: "现行有效"}


@pytest.mark.django_db
def test_who_drafted_edited_or_submitted_does_not_approve() -> None:
    drafter, editor = person(DRAFTER), person(OFFICER, name="吴修改")
    draft = edited(open_draft(by=drafter), editor, top_share="15")
    draft = draft_submit(draft=draft, version=draft.version, actor=drafter)
    for who in (drafter, editor):
        with pytest.raises(RuleBroken, match="您参与了这份草案的起草或修改"):
            approved(draft, by=who)
    assert selectors.drafters_of(draft) == {drafter.pk, editor.pk}
    assert selectors.drafters_by_draft(PolicyDraft.objects.all()) == {draft.pk: {drafter.pk, editor.pk}}
    assert approved(draft).number == 2


@pytest.mark.django_db
def test_who_only_sent_it_back_may_approve_later() -> None:
    head, drafter = person(HEAD), person(DRAFTER)
    draft = waiting_draft(by=drafter)
    draft = draft_return(draft=draft, version=draft.version, reason="比例请再研究", actor=head)
    assert draft.state == State.RETURNED
    assert PolicyDraftEvent.objects.latest("pk").note == "比例请再研究"
    draft = edited(draft, drafter, top_share="16")
    draft = draft_submit(draft=draft, version=draft.version, actor=drafter)
    assert approved(draft, by=head).parameters["top_share"] == "16"


@pytest.mark.django_db
def test_the_database_keeps_the_two_people_apart_by_itself() -> None:
    draft = waiting_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyDraft.objects.filter(pk=draft.pk).update(
            state=State.APPROVED, approved_by=draft.drafted_by, result=newest_version()
        )
    assert guarded("rulebook_policydraftevent")
    assert guarded("rulebook_policyversion")


@pytest.mark.django_db
def test_an_officer_drafts_but_does_not_decide() -> None:
    officer = person(OFFICER, Role.ORG_OFFICER)
    draft = waiting_draft(by=person(DRAFTER))
    with pytest.raises(RuleBroken, match="您现在的角色不能办理这一步"):
        approved(draft, by=officer)
    stranger = user_with(Role.DISCIPLINE_HEAD, staff_no="93009")
    with pytest.raises(RuleBroken, match="您现在的角色不能办理这一步"):
        open_draft(by=stranger)
    assert open_draft(by=officer).drafted_by == officer


@pytest.mark.django_db
def test_parameters_never_work_backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = open_draft(top_share="15")
    with pytest.raises(RuleBroken, match="已经过去。参数不溯及既往") as refused:
        draft_basis_edit(
            draft=draft,
            version=draft.version,
            document=draft.document,
            effective_from=date(2020, 1, 1),
            summary="改",
            actor=draft.drafted_by,
        )
    assert list(refused.value.error_dict) == ["effective_from"]
    waiting = draft_submit(draft=draft, version=draft.version, actor=draft.drafted_by)
    late = soon(60)
    monkeypatch.setattr("rulebook.services.clock.today", lambda: late)
    with pytest.raises(RuleBroken, match="已经过去"):
        approved(waiting)
    assert PolicyVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_later_version_is_not_overtaken_by_an_earlier_day() -> None:
    made = approved(waiting_draft())
    draft = open_draft(top_share="10")
    assert draft.effective_from == made.effective_from
    with pytest.raises(RuleBroken, match="不能早于第 2 版的生效日期"):
        draft_basis_edit(
            draft=draft,
            version=draft.version,
            document=draft.document,
            effective_from=soon(29),
            summary="改",
            actor=draft.drafted_by,
        )


@pytest.mark.django_db
def test_a_draft_that_changes_nothing_goes_nowhere() -> None:
    draft = open_draft()
    with pytest.raises(RuleBroken, match="与现有的第 1 版没有任何不同"):
        draft_submit(draft=draft, version=draft.version, actor=draft.drafted_by)


@pytest.mark.django_db
def test_a_version_approved_meanwhile_is_not_taken_back_unseen() -> None:
    older, newer = waiting_draft(top_share="15"), waiting_draft(bottom_share="2")
    approved(newer)
    with pytest.raises(StaleState, match="第 2 版刚刚批准"):
        approved(older, newest=1)
    # Seen and wanted, it goes through: the table against version 2 says that 3 % comes back.
    assert approved(older).parameters["bottom_share"] == "3"


@pytest.mark.django_db
def test_nobody_overwrites_what_somebody_else_wrote() -> None:
    draft = open_draft()
    mine = PolicyDraft.objects.get(pk=draft.pk)
    edited(draft, draft.drafted_by, top_share="15")
    with pytest.raises(StaleState):
        edited(mine, mine.drafted_by, top_share="10")
    assert PolicyDraft.objects.get().parameters["top_share"] == "15"


@pytest.mark.django_db
def test_what_waits_or_is_over_cannot_be_edited() -> None:
    waiting = waiting_draft()
    with pytest.raises(RuleBroken, match="现在是“待批准”，不能再修改"):
        edited(waiting, waiting.drafted_by, top_share="10")
    draft = open_draft()
    gone = draft_discard(draft=draft, version=draft.version, reason="不再调整", actor=draft.drafted_by)
    with pytest.raises(RuleBroken, match="现在是“已作废”"):
        draft_submit(draft=gone, version=gone.version, actor=gone.drafted_by)


@pytest.mark.django_db
def test_what_waits_for_whom() -> None:
    waiting, unfinished = waiting_draft(), open_draft()
    returned = waiting_draft(bottom_share="2")
    draft_return(draft=returned, version=returned.version, reason="请核对", actor=person(HEAD))
    gone = open_draft()
    draft_discard(draft=gone, version=gone.version, reason="重复", actor=gone.drafted_by)
    found = {draft.pk: draft.submitted_by for draft in drafts_waiting()}
    drafter = person(DRAFTER).pk
    assert found == {waiting.pk: drafter, unfinished.pk: None, returned.pk: drafter}


def two_approvals(draft: PolicyDraft) -> list[Any]:
    heads = [person(HEAD), person("93004", name="冯批准")]

    def by(who: Any) -> Callable[[], Any]:
        return lambda: approved(draft, by=who, newest=1)

    return at_once(*(by(who) for who in heads))


@pytest.mark.django_db(transaction=True)
def test_two_heads_at_once_make_one_version() -> None:
    found = two_approvals(waiting_draft())
    assert sum(isinstance(one, PolicyVersion) for one in found) == 1, found
    assert sum(isinstance(one, StaleState) for one in found) == 1, found
    assert list(PolicyVersion.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_drafts_approved_at_once_follow_one_another() -> None:
    first, second = waiting_draft(top_share="15"), waiting_draft(top_share="10")
    head, other = person(HEAD), person("93004", name="冯批准")
    found = at_once(lambda: approved(first, by=head, newest=1), lambda: approved(second, by=other, newest=1))
    assert sorted(type(one).__name__ for one in found) == ["PolicyVersion", "StaleState"], found


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_take_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody waits, both look before either writes, and only the constraint is left."""
    first, second = waiting_draft(top_share="15"), waiting_draft(top_share="10")
    head, other = person(HEAD), person("93004", name="冯批准")
    looked = threading.Barrier(2, timeout=20)
    ask = services.may_approve

    def ask_together(**facts: Any) -> Any:
        looked.wait()
        return ask(**facts)

    monkeypatch.setattr(services, "_numbers_lock", lambda: None)
    monkeypatch.setattr(services, "may_approve", ask_together)
    found = at_once(lambda: approved(first, by=head, newest=1), lambda: approved(second, by=other, newest=1))
    assert sorted(type(one).__name__ for one in found) == ["IntegrityError", "PolicyVersion"], found


@pytest.mark.django_db
def test_drafts_are_of_the_organization_department_alone(client: Client) -> None:
    draft = open_draft()
    for role in Role:
        client.force_login(user_with(role, staff_no=f"8{list(Role).index(role):03d}"))
        wanted = 200 if role in (Role.ORG_HEAD, Role.ORG_OFFICER) else 404
        assert client.get(reverse("rule_draft", args=[draft.pk])).status_code == wanted, role
        page = client.get(reverse("rules"))
        assert ("起草中" in page.content.decode()) is (wanted == 200), role


@pytest.mark.django_db
def test_the_list_asks_the_same_number_of_questions_for_many_versions(client: Client) -> None:
    client.force_login(person("93005"))
    approved(waiting_draft(top_share="12"))
    open_draft(bottom_share="1")
    few = questions(client)
    for share in range(2, 12):
        approved(waiting_draft(top_share=str(share)))
        open_draft(bottom_share="1")
    assert questions(client) == few


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("rules")).status_code == 200
    return len(asked)
