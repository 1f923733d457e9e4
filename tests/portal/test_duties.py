"""Duties of accounts and imports: who holds them, until when, and that the act ends them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import GrantProposal, Role, RoleGrant, User
from accounts.services.grants import proposal_approve, proposal_reject, proposal_withdraw
from accounts.services.passwords import first_password_issue
from accounts.services.people import account_disable
from core import clock
from intake.models import Intake, IntakeState
from intake.services import intake_discard
from notices.registry import Duty
from notices.selectors import inbox_of
from rulebook.services import draft_return
from tests.support.grants import SUBJECT, waiting_proposal
from tests.support.intakes import again, applied, confirmed, mapped, officer, staged, tiny_file, uploaded
from tests.support.people import SINCE, user_with
from tests.support.rules import approved, waiting_draft

pytestmark = pytest.mark.django_db


def waiting(user: User, kind: str) -> list[Duty]:
    return [item.duty for item in inbox_of(user, clock.today()).waiting if item.duty.kind == kind]


def labels(user: User, kind: str) -> list[str]:
    return [duty.label for duty in waiting(user, kind)]


@pytest.fixture
def keeper() -> User:
    """Who uploads in `tests.support.intakes`, with the role that may."""
    user = officer()
    RoleGrant.objects.create(user=user, role=Role.ORG_OFFICER, valid_from=SINCE)
    return user


def approve(proposal: GrantProposal, actor: User) -> None:
    proposal_approve(proposal=proposal, actor=actor)


def reject(proposal: GrantProposal, actor: User) -> None:
    proposal_reject(proposal=proposal, actor=actor, note="材料不全")


def withdraw(proposal: GrantProposal, actor: User) -> None:
    proposal_withdraw(proposal=proposal, actor=proposal.proposed_by)


@pytest.mark.parametrize("act", [approve, reject, withdraw])
def test_a_proposal_waits_for_the_system_officer_until_it_is_decided(act) -> None:
    system = user_with(Role.SYSTEM_OFFICER, name="程运维")
    proposal = waiting_proposal()
    (duty,) = waiting(system, "accounts.grant")
    assert duty.about == "授予林一诺（81001）“党办工作人员”角色"
    (item,) = inbox_of(proposal.proposed_by, clock.today()).started
    assert item.held_by == "系统管理员（程运维）"
    act(proposal, system)
    assert waiting(system, "accounts.grant") == []
    assert inbox_of(proposal.proposed_by, clock.today()).started == ()


def test_nobody_decides_on_the_own_account() -> None:
    proposal = waiting_proposal()
    me = User.objects.get(staff_no=SUBJECT)
    RoleGrant.objects.filter(user=me).delete()
    RoleGrant.objects.create(user=me, role=Role.SYSTEM_OFFICER, valid_from=SINCE)
    assert waiting(me, "accounts.grant") == []
    (item,) = inbox_of(proposal.proposed_by, clock.today()).started
    assert item.held_by == "系统管理员（目前没有可以办理的人）"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_OFFICER])
def test_nobody_else_hears_of_accounts(role: Role) -> None:
    waiting_proposal()
    lapse(user_with(staff_no="81009"))
    inbox = inbox_of(user_with(role), clock.today())
    assert (inbox.waiting, inbox.started) == ((), ())


def lapse(user: User) -> None:
    until = clock.now() - timedelta(hours=1)
    User.objects.filter(pk=user.pk).update(first_password_until=until)


def test_a_lapsed_first_password_waits_until_it_is_issued_again(client: Client) -> None:
    system = user_with(Role.SYSTEM_OFFICER)
    person, gone = user_with(staff_no="81001", name="林一诺"), user_with(staff_no="81002")
    lapse(person)
    lapse(gone)
    account_disable(user=gone, actor=system, reason="调离")
    (duty,) = waiting(system, "accounts.first_password")
    assert duty.about == "林一诺（81001）的首次密码已经过期，本人无法登录"
    client.force_login(system)
    assert client.get(duty.url).status_code == 200
    first_password_issue(user=person, actor=system)
    assert waiting(system, "accounts.first_password") == []


def test_many_lapsed_first_passwords_are_one_line() -> None:
    system = user_with(Role.SYSTEM_OFFICER)
    for number in range(60):
        lapse(user_with(staff_no=f"81{number:03d}"))
    (duty,) = waiting(system, "accounts.first_password")
    assert duty.about == "60 个账号的首次密码已经过期，本人无法登录"


def test_an_import_waits_for_who_uploaded_it_step_by_step(tmp_path: Path, keeper: User) -> None:
    other = user_with(Role.ORG_OFFICER, staff_no="88002")
    intake = uploaded(tiny_file(tmp_path, "roster"), "roster")
    (duty,) = waiting(keeper, "intake.import")
    assert (duty.label, duty.due) == ("对应导入文件的列", clock.today() + timedelta(7))
    assert "“roster.csv”" in duty.about
    intake = mapped(intake)
    assert labels(keeper, "intake.import") == ["核对预览，确认导入"]
    assert waiting(other, "intake.import") == []
    confirmed(intake)
    assert waiting(keeper, "intake.import") == []


def test_an_import_given_up_waits_no_more(tmp_path: Path, keeper: User) -> None:
    intake = staged(tiny_file(tmp_path, "roster"), "roster")
    assert waiting(keeper, "intake.import")
    intake_discard(actor=keeper, pk=intake.pk, version=again(intake).version)
    assert waiting(keeper, "intake.import") == []


def test_bad_rows_wait_to_be_corrected_until_the_corrected_file_comes(tmp_path: Path, keeper: User) -> None:
    spoil = {(0, "出生年月"): "不详"}
    intake = applied(tiny_file(tmp_path, "roster", spoil), "roster")
    assert again(intake).counts["bad"] == 1
    (duty,) = waiting(keeper, "intake.import")
    assert duty.label == "改正问题行后补充导入"
    assert "1 行没有导入" in duty.about
    corrected = uploaded(tiny_file(tmp_path, "roster", name="改正"), "roster", corrects=intake.pk)
    assert labels(keeper, "intake.import") == ["对应导入文件的列"]
    intake_discard(actor=keeper, pk=corrected.pk, version=again(corrected).version)
    assert labels(keeper, "intake.import") == ["改正问题行后补充导入"]
    Intake.objects.filter(pk=intake.pk).update(applied_at=clock.now() - timedelta(days=7))
    assert waiting(keeper, "intake.import") == []


def test_people_to_be_named_are_asked_for_before_confirming(tmp_path: Path, keeper: User) -> None:
    intake = staged(tiny_file(tmp_path, "roster"), "roster")
    Intake.objects.filter(pk=intake.pk).update(counts={**intake.counts, "undecided": 2})
    (duty,) = waiting(keeper, "intake.import")
    assert duty.label == "认定人员，再确认导入"
    assert "2 行待认定是不是同一人" in duty.about


def test_who_may_no_longer_bring_files_in_is_led_to_no_closed_door(tmp_path: Path, keeper: User) -> None:
    staged(tiny_file(tmp_path, "roster"), "roster")
    RoleGrant.objects.filter(user=keeper).update(role=Role.PARTY_OFFICE)
    assert waiting(keeper, "intake.import") == []


def test_a_draft_of_parameters_waits_for_a_head_who_did_not_take_part() -> None:
    draft = waiting_draft()
    drafter, second = draft.drafted_by, user_with(Role.ORG_HEAD, name="郑批准")
    (duty,) = waiting(second, "rulebook.draft")
    assert duty.label == "批准或退回参数草案"
    assert waiting(drafter, "rulebook.draft") == []
    (item,) = inbox_of(drafter, clock.today()).started
    assert item.held_by == "组织部负责人（郑批准）"
    draft_return(draft=draft, version=draft.version, reason="比例请再核", actor=second)
    assert waiting(second, "rulebook.draft") == []
    assert labels(drafter, "rulebook.draft") == ["修改被退回的参数草案"]


def test_an_approved_draft_waits_no_more() -> None:
    draft = waiting_draft()
    second = user_with(Role.ORG_HEAD, name="郑批准")
    assert waiting(second, "rulebook.draft")
    approved(draft, by=second)
    assert waiting(second, "rulebook.draft") == []
    assert inbox_of(draft.drafted_by, clock.today()).started == ()


def test_the_same_number_of_queries_for_one_object_and_for_fifty(tmp_path: Path, keeper: User) -> None:
    system = user_with(Role.SYSTEM_OFFICER)
    proposal = waiting_proposal()
    intake = staged(tiny_file(tmp_path, "roster"), "roster")

    def queries(user: User) -> int:
        with CaptureQueriesContext(connection) as found:
            inbox_of(user, clock.today())
        return len(found)

    users = (system, keeper, proposal.proposed_by)
    queries(keeper)  # what a process reads once, such as content types
    one = [queries(user) for user in users]
    for number in range(49):
        subject = user_with(staff_no=f"82{number:03d}")
        GrantProposal.objects.create(
            kind=proposal.kind,
            user=subject,
            role=proposal.role,
            valid_from=proposal.valid_from,
            reason="任职文件",
            proposed_by=proposal.proposed_by,
        )
        Intake.objects.create(
            kind="roster", file_name=f"{number}.xlsx", size=1, sha256=intake.sha256, created_by=keeper
        )
    Intake.objects.filter(file_name__endswith=".xlsx").update(state=IntakeState.STAGED)
    assert [queries(user) for user in users] == one
    assert len(waiting(system, "accounts.grant")) == len(waiting(keeper, "intake.import")) == 50
