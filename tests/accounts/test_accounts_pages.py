"""Accounts are made and closed by the system officer; the officers' pages write only what they show."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import GrantProposal, Role, RoleGrant, SecurityEvent, Unit, User
from accounts.services import accounts_disable_by_staff_no, people
from accounts.services.people import account_create, account_disable, account_enable
from core import clock
from tests.support.people import PASSWORD, user_with

pytestmark = pytest.mark.django_db
EXTRA = {
    "is_active": "", "is_system": "on", "role": "org_head", "user": "1", "state": "approved", "grant": "1",
    "is_superuser": "on", "password": "Some-words-7", "session_epoch": "7", "decided_by": "1", "owner": "1",
    "proposed_by": "1", "status": "approved", "score": "100", "kind": "end", "first_password_until": "",
    "valid_to": "",
}  # fmt: skip
OFFICERS = ["--system", "1001", "程运维", "--security", "1002", "安予衡", "--audit", "1003", "沈审言"]


@pytest.fixture
def system() -> User:
    return user_with(Role.SYSTEM_OFFICER, staff_no="90008", name="程运维", password=PASSWORD)


@pytest.fixture
def security() -> User:
    return user_with(Role.SECURITY_OFFICER, staff_no="90009", name="安予衡", password=PASSWORD)


@pytest.fixture
def person() -> User:
    return user_with(Role.CADRE, staff_no="20001", name="何秀", password=PASSWORD)


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def row(model: Any, pk: int) -> dict[str, Any]:
    return model.objects.values().get(pk=pk)


def officers(*arguments: str) -> str:
    out = StringIO()
    call_command("create_officers", *arguments, stdout=out)
    return out.getvalue()


def test_a_fresh_install_has_no_usable_password() -> None:
    assert [user for user in User.objects.all() if is_password_usable(user.password)] == []
    assert not RoleGrant.objects.exists()


def test_the_first_three_officers_come_from_the_command_line() -> None:
    out = officers(*OFFICERS)
    issued = re.findall(r"^(\S+)  (\d+)  (\S+)  (\w{12})$", out, re.MULTILINE)
    assert [(role, staff_no) for role, staff_no, _, _ in issued] == [
        ("系统管理员", "1001"), ("安全管理员", "1002"), ("审计管理员", "1003"),
    ]  # fmt: skip
    assert len({password for *_, password in issued}) == 3
    for _, staff_no, _, password in issued:
        user = User.objects.get(staff_no=staff_no)
        assert user.check_password(password) and user.must_change_password
    assert SecurityEvent.objects.filter(kind="role_change").count() == 3
    with pytest.raises(CommandError, match="已有在任的系统管理员、安全管理员、审计管理员"):
        officers("--system", "2001", "甲", "--security", "2002", "乙", "--audit", "2003", "丙")
    assert User.objects.filter(is_system=False).count() == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (OFFICERS[:6], "--audit"),
        (["--system", "1", "甲", "--security", "１", "乙", "--audit", "3", "丙"], "必须是不同的人"),
        (["--system", "工号", "甲", "--security", "2", "乙", "--audit", "3", "丙"], "工号只能由英文字母"),
        (["--system", "20001", "甲", "--security", "2", "乙", "--audit", "3", "丙"], "20001 已有账号"),
    ],
)
def test_where_something_is_wrong_no_officer_is_made(person: User, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        officers(*arguments)
    assert User.objects.filter(is_system=False).count() == 1
    assert not RoleGrant.objects.exclude(role=Role.CADRE).exists()


def test_only_a_vacant_office_is_filled_again() -> None:
    officers(*OFFICERS)
    with pytest.raises(CommandError, match="都有在任者"):
        officers("--missing")
    accounts_disable_by_staff_no(staff_nos=["1002"], actor=User.objects.system(), reason="离册")
    out = officers("--missing", "--security", "2002", "乙")
    assert "安全管理员  2002" in out and "系统管理员" not in out


@pytest.mark.parametrize("typed", ["20001", "２０００１", "2 0001", "20001\u200b"])
def test_one_person_has_one_account(system: User, person: User, typed: str) -> None:
    html = of(system).post(reverse("account_create"), {"staff_no": typed, "name": "何秀"}).content.decode()
    assert "工号 20001 已有账号（何秀）" in html
    assert User.objects.filter(name="何秀").count() == 1


def test_who_pressed_twice_is_told_how_to_get_the_first_password(system: User) -> None:
    """The second answer hides the first, and with it the password."""
    pages = [
        of(system).post(reverse("account_create"), {"staff_no": "30001", "name": "林"}) for _ in range(2)
    ]
    assert 'class="secret"' in pages[0].content.decode()
    assert "没有看到首次密码的，请在账号页重新发放" in pages[1].content.decode()


def test_of_two_at_once_one_is_told_that_there_is_an_account(
    system: User, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked before either had written; the database knows."""
    looked = iter([None, person])
    monkeypatch.setattr(people, "_twin", lambda staff_no: next(looked))
    page = of(system).post(reverse("account_create"), {"staff_no": "20001", "name": "何秀"})
    assert "工号 20001 已有账号（何秀）" in page.content.decode()


@pytest.mark.parametrize("typed", ["А100", "10/01", "甲1", "a b!", ""])
def test_no_letters_that_look_like_others(system: User, typed: str) -> None:
    of(system).post(reverse("account_create"), {"staff_no": typed, "name": "何秀"})
    assert not User.objects.filter(name="何秀").exists()


def test_letters_in_another_case_are_the_same_account(system: User) -> None:
    account_create(staff_no="A100", name="何秀", actor=system)
    with pytest.raises(ValidationError, match="A100 已有账号"):
        account_create(staff_no="a100", name="何秀", actor=system)


def test_a_new_account_has_no_right(system: User) -> None:
    of(system).post(reverse("account_create"), {"staff_no": "30001", "name": "林一诺"} | EXTRA)
    user = User.objects.get(staff_no="30001")
    assert not user.grants.exists() and not user.proposals.exists()
    assert user.is_active and not user.is_system and user.session_epoch == 0 and user.first_password_until
    assert not user.check_password(EXTRA["password"])


def test_closing_and_opening(system: User, person: User) -> None:
    client, theirs = of(system), of(person)
    client.post(reverse("account_disable", args=[person.pk]), {"reason": "调离"})
    assert theirs.get("/").status_code == 302
    assert "已停用" in client.get(reverse("account", args=[person.pk])).content.decode()
    sign_in = {"username": "20001", "password": PASSWORD}
    assert theirs.post(reverse("sign_in"), sign_in).status_code == 200
    client.post(reverse("account_enable", args=[person.pk]), {"reason": "返岗"})
    assert theirs.get("/").status_code == 302
    assert theirs.post(reverse("sign_in"), sign_in).status_code == 302
    notes = SecurityEvent.objects.filter(kind="account").order_by("number").values_list("note", flat=True)
    assert list(notes) == ["停用账号：调离", "启用账号：返岗"]


def test_nobody_closes_an_own_account_and_the_last_officer_stays(system: User, security: User) -> None:
    assert of(system).post(reverse("account_disable", args=[system.pk]), {"reason": "x"}).status_code == 403
    with pytest.raises(ValidationError, match="不能停用本人"):
        account_disable(user=system, actor=system, reason="x")
    with pytest.raises(ValidationError, match="最后一名在任的安全管理员"):
        account_disable(user=security, actor=system, reason="x")
    user_with(Role.SECURITY_OFFICER, staff_no="90019")
    account_disable(user=security, actor=system, reason="x")
    with pytest.raises(ValidationError, match="系统账号"):
        account_disable(user=User.objects.system(), actor=system, reason="x")
    with pytest.raises(ValidationError, match="没有停用"):
        account_enable(user=User.objects.system(), actor=system, reason="x")


def test_who_left_the_register_is_out_the_same_day(system: User, person: User) -> None:
    client = of(person)
    actor = User.objects.system()
    count = accounts_disable_by_staff_no(
        staff_nos=["20001", "29999", "SYSTEM"], actor=actor, reason="名册离册"
    )
    assert count == 1
    assert client.get("/").status_code == 302
    assert accounts_disable_by_staff_no(staff_nos=["20001"], actor=actor, reason="名册离册") == 0
    assert SecurityEvent.objects.get(kind="account").note == "停用账号：名册离册"


@pytest.mark.parametrize("step", ["account_disable", "account_enable", "account_password"])
def test_steps_about_an_account_write_only_what_they_say(system: User, person: User, step: str) -> None:
    if step == "account_enable":
        account_disable(user=person, actor=system, reason="x")
    before = row(User, person.pk)
    of(system).post(reverse(step, args=[person.pk]), {"reason": "调离"} | EXTRA)
    after = row(User, person.pk)
    changed = {name for name in after if after[name] != before[name]}
    allowed = {"account_password": {"password", "password_changed_at", "first_password_until"}}
    assert changed == {"session_epoch"} | allowed.get(step, {"is_active"})
    assert set(person.grants.values_list("role", flat=True)) == {Role.CADRE}


def test_a_proposal_takes_its_subject_from_the_address_only(security: User, person: User) -> None:
    data = {"role": "party_office", "valid_from": "2027-01-01", "reason": "任职"}
    of(security).post(reverse("grant_propose", args=[person.pk]), EXTRA | data | {"user": str(security.pk)})
    proposal = GrantProposal.objects.get()
    assert (proposal.user, proposal.proposed_by, proposal.decided_by) == (person, security, None)
    assert (proposal.kind, proposal.state, proposal.grant) == ("grant", "waiting", None)


def test_an_end_ends_its_own_grant_only(security: User, person: User) -> None:
    other = RoleGrant.objects.create(user=person, role=Role.PARTY_OFFICE, valid_from=clock.today())
    data = {"reason": "调离", "last_day": ""} | EXTRA | {"grant": str(other.pk), "user": str(security.pk)}
    of(security).post(reverse("grant_end", args=[person.grants.get(role=Role.CADRE).pk]), data)
    proposal = GrantProposal.objects.get()
    assert (proposal.role, proposal.user, proposal.state, proposal.valid_to) == (
        Role.CADRE, person, "waiting", None,
    )  # fmt: skip
    other.refresh_from_db()
    assert other.valid_to is None


def test_the_second_person_cannot_change_what_was_asked(security: User, system: User, person: User) -> None:
    data = {"role": "party_office", "valid_from": "2027-01-01", "reason": "任职"}
    of(security).post(reverse("grant_propose", args=[person.pk]), data)
    proposal = GrantProposal.objects.get()
    page = of(system).get(reverse("proposal", args=[proposal.pk])).content.decode()
    assert "同意并生效" in page and "撤回申请" not in page
    asked = EXTRA | {"note": "同意", "valid_from": "2020-01-01", "role": "org_head", "unit": "1"}
    of(system).post(reverse("proposal_approve", args=[proposal.pk]), asked)
    grant = person.grants.get(role=Role.PARTY_OFFICE)
    assert (str(grant.valid_from), grant.valid_to, grant.unit) == ("2027-01-01", None, None)
    assert not person.grants.filter(role=Role.ORG_HEAD).exists()


def test_a_refusal_needs_a_reason(security: User, system: User, person: User) -> None:
    data = {"role": "party_office", "valid_from": "2027-01-01", "reason": "任职"}
    of(security).post(reverse("grant_propose", args=[person.pk]), data)
    proposal = GrantProposal.objects.get()
    client = of(system)
    page = reverse("proposal", args=[proposal.pk])
    answer = client.post(
        reverse("proposal_reject", args=[proposal.pk]),
        headers={"referer": f"http://testserver{page}"},
        follow=True,
    )
    assert "退回时请填写退回理由" in answer.content.decode()
    client.post(reverse("proposal_reject", args=[proposal.pk]), {"note": "不属实"} | EXTRA | {"user": "1"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.note, proposal.decided_by, proposal.user) == (
        "rejected", "不属实", system, person,
    )  # fmt: skip


def test_who_may_not_decide_gets_403_and_outsiders_404(security: User, system: User, person: User) -> None:
    data = {"role": "party_office", "valid_from": "2027-01-01", "reason": "任职"}
    of(security).post(reverse("grant_propose", args=[person.pk]), data)
    proposal = GrantProposal.objects.get()
    audit = user_with(Role.AUDIT_OFFICER, staff_no="90010")
    answers = {
        step: [of(who).post(reverse(step, args=[proposal.pk]), {"note": "x"}).status_code for who in people]
        for step, people in {
            "proposal_approve": (security, audit, person, user_with(Role.ORG_HEAD)),
            "proposal_reject": (security, audit, person),
            "proposal_withdraw": (system, audit, person),
        }.items()
    }
    assert answers == {
        "proposal_approve": [403, 403, 404, 404],
        "proposal_reject": [403, 403, 404],
        "proposal_withdraw": [403, 403, 404],
    }
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
    assert of(security).post(reverse("proposal_withdraw", args=[proposal.pk])).status_code == 303


def test_an_end_proposed_through_the_page(security: User, system: User, person: User) -> None:
    school = Unit.objects.create(name="文学院", kind="二级学院")
    grant = RoleGrant.objects.create(user=person, role=Role.LEADER, unit=school, valid_from="2024-01-01")
    client = of(security)
    assert "文学院" in client.get(reverse("grant_end", args=[grant.pk])).content.decode()
    client.post(reverse("grant_end", args=[grant.pk]), {"reason": "分工调整"})
    of(system).post(reverse("proposal_approve", args=[GrantProposal.objects.get().pk]))
    html = client.get(reverse("grants_of", args=[person.pk])).content.decode()
    assert "已终止" in html and "分管领导" in html
    assert "已生效" in html


def test_the_auditor_finds_the_grants_in_the_menu() -> None:
    auditor = user_with(Role.AUDIT_OFFICER, staff_no="90010")
    assert f'href="{reverse("grants")}"' in of(auditor).get("/").content.decode()


def test_finding_people(system: User, person: User) -> None:
    client = of(system)
    for wanted, found in {"何": True, "２０００": True, "20 001": True, "赵": False, "%": False}.items():
        html = client.get(reverse("accounts"), {"q": wanted}).content.decode()
        assert ("何秀" in html) is found, wanted
    assert "SYSTEM" not in client.get(reverse("accounts")).content.decode()
