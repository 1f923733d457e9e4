"""Who does what when: every action, by every role, in every state; and what each role reads (第十四条)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from cadres.models import Kin
from clarification import services
from clarification.access import may
from clarification.models import Clarification, Malice
from clarification.models.cases import CLOSED
from core import clock
from notices.registry import Audience, kinds
from tests.support.clarifications import EARLY, OVERTURNED, WORDS, Clarity
from tests.support.people import user_with
from tests.support.register import cadre, keeper

pytestmark = pytest.mark.django_db
S = Clarification.State
OFFICER, HEAD, ORG, CADRE = "officer", "head", "org", "cadre"
DISCIPLINE = {OFFICER, HEAD}
BEFORE_THE_END = set(S) - {S.DRAFT, *CLOSED}
AFTER_FINDING = BEFORE_THE_END - {S.CHECKING, S.FOUND} | {S.ARCHIVED}
WALKED = (
    S.CHECKING,
    S.FOUND,
    S.ASKING,
    S.PLANNING,
    S.APPROVING,
    S.DOING,
    S.DELIVERING,
    S.VISITING,
    S.ARCHIVED,
    S.OVERTURNED,
)

PAPER = b"%PDF-1.4\n%%EOF"


def actions(clarity: Clarity) -> dict[str, tuple[Callable[..., Any], dict[str, Any], set[str], set[str]]]:
    """Action -> service, what it is given, who may take it, in which states."""
    today = clock.today()
    finding = {
        "outcome": "untrue", "finding": "查", "finding_no": "8号", "checked_on": today,
        "external_no": "纪办1", "spread": ["persons"], "spread_units": [], "spread_from": None,
        "matter": None,
    }  # fmt: skip
    plan = clarity.plan()
    wishes = {"wishes": "public", "wishes_note": ""}
    done = {"done_on": today, "letter_no": "", "done_note": ""}
    return {
        "check": (services.finding_record, finding, DISCIPLINE, {S.CHECKING}),
        "return": (services.finding_return, {"reason": "再查"}, {HEAD}, {S.FOUND}),
        "confirm": (services.finding_confirm, {"unsuitable": ""}, {HEAD}, {S.FOUND}),
        "wish": (services.wishes_record, wishes, {*DISCIPLINE, CADRE}, {S.ASKING}),
        "plan": (services.plan_submit, plan, DISCIPLINE, {S.PLANNING}),
        "plan_return": (services.plan_return, {"reason": "改"}, {HEAD}, {S.APPROVING}),
        "approve": (services.plan_approve, {"approving_body": "", "approval_no": ""}, {HEAD}, {S.APPROVING}),
        "refuse": (services.case_refuse, {"unsuitable": "不宜"}, {HEAD}, {S.PLANNING, S.APPROVING}),
        "do": (services.clarification_do, done, DISCIPLINE, {S.DOING}),
        "sign": (services.delivery_sign, {"delivered_note": ""}, {CADRE}, {S.DELIVERING}),
        "deliver": (
            services.delivery_paper,
            {"delivered_on": today, "delivered_note": "", "content": io.BytesIO(PAPER), "name": "签收.pdf"},
            DISCIPLINE, {S.DELIVERING},
        ),
        "visit": (
            services.visit_record, {"visited_on": today, "visit_note": "", "visit_early": EARLY},
            DISCIPLINE, {S.VISITING},
        ),
        "overturn": (
            services.clarification_overturn, {"overturned_on": today, **OVERTURNED}, {HEAD}, AFTER_FINDING,
        ),
        "archive": (services.case_archive, {}, {HEAD}, {S.VISITING}),
        "blocked": (
            services.blocked_add, {"kind": "rank", "what": "职级", "blocked_on": None},
            {*DISCIPLINE, ORG}, BEFORE_THE_END,
        ),
        "note": (
            services.committee_note, {"spread_from": today, "note": ""}, {*DISCIPLINE, ORG}, AFTER_FINDING,
        ),
        "malice": (services.malice_step, {"to": Malice.SUSPECTED}, DISCIPLINE, AFTER_FINDING),
        "file": (
            services.file_add, {"content": io.BytesIO(PAPER), "name": "证明.pdf"},
            DISCIPLINE, BEFORE_THE_END,
        ),
    }  # fmt: skip


def walk(clarity: Clarity) -> Iterator[str]:
    """One report through all states."""
    given = actions(clarity)

    def go(name: str, actor: User) -> None:
        clarity.act(given[name][0], actor, **given[name][1])

    clarity.proposed("report", external_no="纪办2026-17")
    yield S.CHECKING
    clarity.found(external_no="纪办2026-17")
    yield S.FOUND
    go("confirm", clarity.head)
    yield S.ASKING
    go("wish", clarity.user)
    yield S.PLANNING
    go("plan", clarity.officer)
    yield S.APPROVING
    go("approve", clarity.head)
    yield S.DOING
    go("do", clarity.officer)
    yield S.DELIVERING
    go("sign", clarity.user)
    go("visit", clarity.officer)
    yield S.VISITING
    go("archive", clarity.head)
    yield S.ARCHIVED
    go("overturn", clarity.head)
    yield S.OVERTURNED


class Undone(Exception):
    """Takes back what was only tried."""


def tried(service: Callable[..., Any], clarity: Clarity, actor: User, given: dict[str, Any]) -> bool:
    case = Clarification.objects.get(pk=clarity.case.pk)
    try:
        with transaction.atomic():
            service(pk=case.pk, version=case.version, actor=actor, **given)
            raise Undone
    except Undone:
        return True
    except ValidationError:
        return False


def test_every_action_by_every_role_in_every_state() -> None:
    clarity = Clarity()
    actors = {OFFICER: clarity.officer, HEAD: clarity.head, ORG: clarity.org, CADRE: clarity.user}
    actors["secretary"] = clarity.secretary
    walked = []
    for state in walk(clarity):
        assert clarity.case.state == state
        walked.append(state)
        for name, (service, given, who, states) in actions(clarity).items():
            allowed = {role for role, actor in actors.items() if tried(service, clarity, actor, given)}
            expected = who if state in states else set()
            if name == "file" and state == S.CHECKING:
                expected = {*who, CADRE}
            assert allowed == expected, (name, state)
    assert tuple(walked) == WALKED


def test_who_reads_how_much(client: Client) -> None:
    """两部门看全部，本人看本人部分，二级党组织看被告知的，其他人 404。"""
    clarity = Clarity().proposed("report", external_no="纪办2026-17")
    elsewhere = keeper(Role.UNIT_PARTY, clarity.other, "90510")
    office = user_with(Role.PARTY_OFFICE, staff_no="90511")
    url = reverse("clarification", args=[clarity.case.pk])

    def read(user: User) -> str:
        client.force_login(user)
        answer = client.get(url)
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    clarity.found(external_no="纪办2026-17")
    own = read(clarity.user)
    assert "核查中" in own
    assert "失实" not in own  # one officer's finding is no finding yet
    assert "纪办2026-17" not in own
    assert "纪办2026-17" in read(clarity.org)
    assert read(clarity.secretary) == "404"
    clarity.act(services.finding_confirm, clarity.head, unsuitable="")
    clarity.act(services.malice_step, clarity.officer, to=Malice.SUSPECTED)
    clarity.act(services.wishes_record, clarity.user, wishes="public", wishes_note="")
    clarity.act(services.plan_submit, clarity.officer, **clarity.plan())
    assert WORDS not in read(clarity.user)  # not approved yet
    clarity.act(services.plan_approve, clarity.head, approving_body="", approval_no="")
    assert read(clarity.secretary) == "404"
    given = {"done_on": clock.today(), "letter_no": "", "done_note": "会上说明。"}
    clarity.act(services.clarification_do, clarity.officer, **given)
    told = read(clarity.secretary)
    assert WORDS in told
    for word in ("招标收礼", "会上说明", "疑似诬告", "举报", "纪办"):
        assert word not in told
    assert "疑似诬告" in read(clarity.officer)
    own = read(clarity.user)
    assert WORDS in own
    assert "疑似诬告" not in own
    assert "影响小" not in own
    assert read(elsewhere) == "404"  # spread there, but not told there
    assert read(office) == "404"


def test_nobody_of_an_office_handles_the_own_case(client: Client) -> None:
    clarity = Clarity().proposed()
    mine = user_with(Role.DISCIPLINE_HEAD, Role.CADRE, staff_no="20802", name="赵清")
    case = clarity.case
    Clarification.objects.filter(pk=case.pk).update(
        cadre=type(clarity.cadre).objects.create(staff_no="20802", name="赵清")
    )
    case = Clarification.objects.select_related("cadre").get(pk=case.pk)
    assert not may(mine, "confirm", case)
    assert may(mine, "wish", case)
    client.force_login(mine)
    assert client.get(reverse("clarifications")).context["list"].total == 0
    assert client.get(reverse("clarification_check", args=[case.pk])).status_code == 403


def test_a_relative_only_reads(client: Client) -> None:
    clarity = Clarity().proposed()
    near = cadre("20803", "周梅")
    user = user_with(Role.DISCIPLINE_OFFICER, staff_no="20803", name="周梅")
    Kin.objects.create(cadre=clarity.cadre, relation="spouse", name="周梅", relative=near)
    case = Clarification.objects.select_related("cadre").get(pk=clarity.case.pk)
    assert may(user, "read", case)
    assert not may(user, "check", case)
    client.force_login(user)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.get(reverse("clarification_check", args=[case.pk])).status_code == 403
    found = [duty for kind in kinds() for duty in kind.source(Audience(clock.today()))]
    (check,) = (duty for duty in found if duty.kind == "clarification.check")
    assert user.pk in check.holder.besides
