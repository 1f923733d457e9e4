"""Signals and cards: every rule by table (第八、十三、十四条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy import alerts
from policy.alerts_steps import (
    AFTER_SIGNING,
    BEFORE_ISSUE,
    CARDS,
    COUNTED,
    ENDED,
    KINDS,
    MEASURES,
    RUNNING,
    STATES,
    STEPS,
    VOID,
    steps_in,
)
from policy.limits import LIMITS

TODAY = date(2026, 5, 20)
ITEM = alerts.Item("问题", "原因", "措施", "补救", "总支书记", "张三", date(2026, 6, 1))


def rules(verdict: alerts.Verdict) -> set[str]:
    assert all(reason.article in reason.text for reason in verdict.reasons), "each reason cites its article"
    return {reason.rule for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("highest", "kinds"),
    [
        ("hint", ["hint"]),
        ("reminder", ["hint", "reminder", "inquiry"]),
        ("yellow", ["hint", "reminder", "inquiry", "yellow"]),
        ("admonition", ["hint", "reminder", "inquiry", "yellow", "admonition"]),
    ],
)
def test_a_signal_leads_no_higher_than_its_rule_allows(highest: str, kinds: list[str]) -> None:
    assert alerts.kinds_up_to(highest) == kinds
    for kind in KINDS:
        facts = "事实" if kind in CARDS else ""
        found = rules(alerts.may_propose(kind, highest=highest, lifted=False, facts=facts))
        assert found == (set() if kind in kinds else {"signal.too_heavy"})


@pytest.mark.parametrize(
    ("kind", "facts", "lifted", "expected"),
    [
        ("yellow", "", False, {"card.facts"}),
        ("inquiry", "听说有问题", False, {"measure.no_facts"}),
        ("admonition", "", True, {"card.exempt"}),
    ],
)
def test_what_a_card_says_and_what_a_measure_does_not(
    kind: str, facts: str, lifted: bool, expected: set[str]
) -> None:
    assert rules(alerts.may_propose(kind, highest="admonition", lifted=lifted, facts=facts)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"proposed_by_self": True}, {"approval.second"}),
        ({"approver": " "}, {"approval.who"}),
        ({"document_no": ""}, {"approval.document"}),
        ({"on": date(2026, 5, 21)}, {"approval.future"}),
    ],
)
def test_admonition_is_approved_by_the_secretary_and_recorded_by_a_second(
    changes: dict, expected: set[str]
) -> None:
    given = {"proposed_by_self": False, "approver": "王", "document_no": "1", "on": TODAY, "today": TODAY}
    assert rules(alerts.may_approve(**given | changes)) == expected


@pytest.mark.parametrize(
    ("kind", "document", "approved", "lifted", "expected"),
    [
        ("yellow", "1", False, False, set()),
        ("yellow", " ", False, False, {"card.document"}),
        ("admonition", "1", False, False, {"card.approval"}),
        ("admonition", "1", True, False, set()),
        ("hint", "1", False, True, {"card.exempt"}),
    ],
)
def test_issuing(kind: str, document: str, approved: bool, lifted: bool, expected: set[str]) -> None:
    assert rules(alerts.may_issue(kind, document_no=document, approved=approved, lifted=lifted)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"has_scan": False}, {"sign.scan"}),
        ({"on": date(2026, 5, 9)}, {"sign.day"}),
        ({"on": date(2026, 5, 21)}, {"sign.day"}),
        ({"refused": True, "witnesses": ("钱", "钱")}, {"sign.witnesses"}),
        ({"refused": True, "witnesses": ("钱", "孙"), "has_scan": False}, set()),
        ({"refused": True, "witnesses": ("钱", "张三")}, {"sign.party"}),
    ],
)
def test_delivery_on_paper(changes: dict, expected: set[str]) -> None:
    given = {
        "on": TODAY, "issued_on": date(2026, 5, 10), "today": TODAY, "refused": False, "witnesses": ("", ""),
        "parties": ("张三",), "has_scan": True,
    }  # fmt: skip
    assert rules(alerts.may_sign_for(**given | changes)) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ITEM, set()),
        (replace(ITEM, remedy=""), {"item.missing"}),
        (replace(ITEM, helper=" "), {"item.missing"}),
        (replace(ITEM, due=date(2026, 5, 19)), {"item.past"}),
        (replace(ITEM, due=date(2026, 6, 20)), {"item.late"}),
    ],
)
def test_an_item_says_everything_within_the_period(item: alerts.Item, expected: set[str]) -> None:
    assert rules(alerts.may_write_item(item, today=TODAY, until=date(2026, 6, 19))) == expected


def test_two_people_close_an_item_and_neither_did_it() -> None:
    given = {"reported": True, "same_person": False, "is_doer": False}
    assert alerts.may_close_item(**given).ok
    for name, value, rule in (
        ("reported", False, "item.open"),
        ("same_person", True, "item.second"),
        ("is_doer", True, "item.doer"),
    ):
        assert rules(alerts.may_close_item(**given | {name: value})) == {rule}


def test_plan_report_and_recheck() -> None:
    assert rules(alerts.may_plan(0)) == {"plan.empty"}
    assert alerts.may_finish("", has_file=True).ok
    assert rules(alerts.may_finish(" ", has_file=False)) == {"item.evidence"}
    assert rules(alerts.may_report(open_items=2, content="")) == {"report.open", "report.content"}
    assert "还有 2 项" in alerts.may_report(open_items=2, content="好").reasons[0].text
    assert alerts.may_recheck("extend", finding="属实", extended=False).ok
    assert rules(alerts.may_recheck("extend", finding="属实", extended=True)) == {"recheck.extended"}
    assert rules(alerts.may_recheck("lift", finding="", extended=True)) == {"recheck.finding"}
    assert rules(alerts.may_confirm(same_person=True)) == {"recheck.second"}
    assert rules(alerts.may_revoke(reason="", document_no="")) == {"revoke.reason", "revoke.document"}
    assert rules(alerts.may_dismiss(" ")) == {"signal.reason"}


def test_a_measure_ends_with_its_own_conclusion_and_admonition_not_before_its_day() -> None:
    given = {"on": TODAY, "today": TODAY, "follow_on": None}
    assert alerts.may_conclude("inquiry", conclusion="accepted", **given).ok
    assert rules(alerts.may_conclude("inquiry", conclusion="improved", **given)) == {"measure.conclusion"}
    late = given | {"follow_on": date(2026, 5, 21)}
    assert rules(alerts.may_conclude("admonition", conclusion="improved", **late)) == {"admonition.follow"}
    assert alerts.may_conclude("admonition", conclusion="improved", **given | {"follow_on": TODAY}).ok
    assert rules(alerts.may_record_day(date(2026, 5, 21), sent=TODAY, today=TODAY)) == {"measure.day"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某学院某同志采购验收不规范。", set()),
        ("欧阳文博采购验收不规范。", {"education.name"}),
        ("工号 30001 的同志。", {"education.name"}),
        ("联系 13800001234。", {"education.number"}),
        ("证件 99000019750312001X。", {"education.number"}),
    ],
)
def test_a_case_is_told_masked(text: str, expected: set[str]) -> None:
    assert rules(alerts.may_tell_case(text, names=("欧阳文博", "30001", ""))) == expected


# state -> step -> who, on a yellow card. 干部 is the cadre, 总支 the unit's organisation.
SHORT = {"discipline_head": "纪负", "discipline_officer": "纪员", "org_head": "组负", "org_officer": "组员",
         "cadre": "干部", "unit_party": "总支"}  # fmt: skip
YELLOW_TABLE = {
    "draft": {"edit": "纪员 纪负", "issue": "纪负", "drop": "纪负"},
    "issued": {"sign": "干部", "sign_for": "纪员 纪负", "revoke": "纪负"},
    "planning": {"item": "干部 总支", "plan": "干部 总支", "revoke": "纪负"},
    "mending": {
        "item": "干部 总支", "finish": "干部 总支", "close_item": "纪员 纪负",
        "report": "干部 总支", "revoke": "纪负",
    },
    "reported": {"recheck": "纪员 纪负", "revoke": "纪负"},
    **{state: {"revoke": "纪负"} for state in ("lifted", "escalated", "lapsed", "closed")},
    **{state: {} for state in ("revoked", "exempted", "dropped")},
}  # fmt: skip
ADMONITION_TABLE = {
    "approving": {"approve": "纪负 组负", "drop": "纪负 组负", "edit": "纪员 纪负 组员 组负"},
    "draft": {"issue": "纪负 组负", "drop": "纪负 组负", "edit": "纪员 纪负 组员 组负"},
    "issued": {"sign": "干部", "sign_for": "纪员 纪负 组员 组负", "revoke": "纪负 组负"},
    "criticism": {"criticise": "纪员 纪负 组员 组负", "revoke": "纪负 组负"},
    "following": {
        "follow_report": "纪员 纪负 组员 组负",
        "conclude": "纪负 组负",
        "revoke": "纪负 组负",
    },
}


@pytest.mark.parametrize(("kind", "table"), [("yellow", YELLOW_TABLE), ("admonition", ADMONITION_TABLE)])
def test_state_by_step_by_role(kind: str, table: dict[str, dict[str, str]]) -> None:
    for state, expected in table.items():
        found: dict[str, list[str]] = {}
        for role, short in SHORT.items():
            for step in steps_in(state, kind, frozenset({role})):
                found.setdefault(step, []).append(short)
        assert {step: set(who) for step, who in found.items()} == {
            step: set(who.split()) for step, who in expected.items()
        }, state


def test_a_card_on_a_head_is_left_to_the_other_head_and_two_are_left() -> None:
    head, org = frozenset({"discipline_head"}), frozenset({"org_head"})
    assert STEPS["issue"].roles_of("yellow", head) == {"org_head"}
    assert STEPS["recheck"].roles_of("hint", head) == {"org_head", "org_officer"}
    assert STEPS["issue"].roles_of("yellow", org) == {"discipline_head"}
    assert STEPS["approve"].roles_of("admonition", head) == {"org_head", "org_officer"}
    assert STEPS["approve"].roles_of("admonition", org) >= {"discipline_head", "discipline_officer"}
    assert STEPS["sign"].roles_of("yellow", head) == {"cadre"}
    assert STEPS["recheck"].roles_of("inquiry", head) == frozenset()


def test_the_states_are_told_apart_and_every_card_goes_on_after_its_signature() -> None:
    assert set(STATES) == BEFORE_ISSUE | RUNNING | ENDED
    assert not COUNTED & VOID
    assert set(AFTER_SIGNING) == CARDS | MEASURES
    assert set(AFTER_SIGNING.values()) <= RUNNING
    assert all(step.states <= set(STATES) for step in STEPS.values())


def test_every_number_of_the_rules_is_a_limit_of_the_rulebook() -> None:
    expected = {
        "alerts_sign_days": 3, "alerts_plan_days": 10, "alerts_answer_days": 15, "alerts_criticism_days": 5,
        "alerts_follow_months": 6, "alerts_lapse_months": 12, "alerts_yellow_count": 2,
        "alerts_yellow_months": 12, "alerts_erase_days": 90, "alerts_look_back_months": 6,
    }  # fmt: skip
    assert {key: LIMITS[key].default for key in expected} == expected
