"""Clarification: where it may reach, what may be said, who approves, when it is put away (第十四条)."""

from __future__ import annotations

from datetime import date

import pytest

from policy.clarification import (
    CHIEFS,
    FACE,
    LETTER,
    MEETING,
    NOTICE,
    OUTSIDE,
    PERSONS,
    PRIVATE,
    PUBLIC,
    SCHOOL,
    UNITS,
    Approval,
    Plan,
    Reach,
    beyond,
    day_in_order,
    is_managed,
    may_accuse,
    may_approve,
    may_archive,
    may_ask,
    may_manage,
    may_overturn,
    may_plan,
    may_visit,
    panel_note,
    visit_day,
)
from policy.limits import clarification, limit_of


def reach(*circles: str, units: str = "") -> Reach:
    return Reach(frozenset(circles), frozenset(units.split()))


@pytest.mark.parametrize(
    ("audience", "spread", "wider"),
    [
        (reach(PERSONS), reach(PERSONS), ()),
        (reach(UNITS, units="教务处"), reach(UNITS, units="教务处 科研处"), ()),
        (reach(UNITS, units="教务处"), reach(UNITS, units="科研处"), ("教务处",)),
        (reach(UNITS, units="教务处"), reach(PERSONS), ("有关单位",)),
        (reach(CHIEFS), reach(UNITS, units="教务处"), ("中层干部",)),
        (reach(UNITS, units="教务处"), reach(CHIEFS), ("有关单位",)),
        (reach(PERSONS), reach(CHIEFS), ()),
        (reach(SCHOOL), reach(CHIEFS, UNITS, units="教务处"), ("全校",)),
        (reach(UNITS, CHIEFS, units="教务处"), reach(SCHOOL), ()),
        (reach(OUTSIDE), reach(SCHOOL), ("校外和网络",)),
        (reach(SCHOOL, UNITS, units="图书馆"), reach(OUTSIDE), ()),
        (reach(PERSONS), reach(), ("知情的个别人员",)),
    ],
)
def test_nobody_hears_the_clarification_whom_the_rumour_did_not_reach(
    audience: Reach, spread: Reach, wider: tuple[str, ...]
) -> None:
    assert beyond(audience, spread) == wider


def plan(**changes: object) -> Plan:
    whole = {
        "wishes": PUBLIC,
        "channel": NOTICE,
        "audience": reach(SCHOOL),
        "spread": reach(SCHOOL),
        "words": "经核查，所反映的问题失实。",
        "risk": "影响小，会后由所在单位做好解释。",
    }
    return Plan(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"spread": reach(UNITS, units="教务处")}, "clarification.wider"),
        ({"audience": reach()}, "clarification.audience"),
        ({"audience": reach(UNITS)}, "clarification.units"),
        ({"wishes": PRIVATE, "audience": reach(PERSONS)}, "clarification.private"),
        ({"wishes": PRIVATE, "channel": LETTER}, "clarification.private"),
        ({"wishes": PRIVATE, "channel": MEETING, "audience": reach(PERSONS)}, "clarification.private"),
        ({"words": " "}, "clarification.words"),
        ({"risk": ""}, "clarification.risk"),
        ({"words": "系诬告陷害。"}, "clarification.accuse"),
    ],
)
def test_what_a_plan_must_hold(changes: dict[str, object], rule: str) -> None:
    assert rule in {reason.rule for reason in may_plan(plan(**changes)).reasons}


def test_a_whole_plan_goes_to_approval() -> None:
    assert may_plan(plan()).ok
    assert may_plan(plan(wishes=PRIVATE, channel=FACE, audience=reach(PERSONS))).ok
    assert may_plan(plan(words="系诬告陷害。", accused_document="市纪〔2026〕15号")).ok


def test_a_false_accusation_is_spoken_of_with_the_higher_bodys_number_only() -> None:
    assert may_accuse("所反映的问题失实。", "").ok
    assert not may_accuse("某某诬告", "  ").ok
    assert not may_accuse("系诬 告。", "").ok and not may_accuse("属恶意\n举报。", "").ok
    assert may_accuse("某某诬告", "市纪〔2026〕15号").ok


def approval(**changes: object) -> Approval:
    whole = {"approver": 1, "planner": 2, "managed": False, "body": "", "document_no": ""}
    return Approval(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, set()),
        ({"planner": 1}, {"clarification.second"}),
        ({"managed": True}, {"clarification.managed"}),
        ({"managed": True, "body": "party"}, {"clarification.managed"}),
        ({"managed": True, "body": "party", "document_no": "党委会〔2026〕3号"}, set()),
    ],
)
def test_who_approves(changes: dict[str, object], rules: set[str]) -> None:
    assert {reason.rule for reason in may_approve(approval(**changes)).reasons} == rules


def test_a_request_has_facts_content_and_demand() -> None:
    assert may_ask(facts="一", content="二", demand="三").ok
    assert len(may_ask(facts="", content=" ", demand="\n").reasons) == 3


def test_a_case_is_put_away_when_visited_and_everything_is_restored() -> None:
    assert may_archive(ended=False, visited=True, blocked=0).ok
    assert may_archive(ended=True, visited=False, blocked=0).ok
    assert not may_archive(ended=False, visited=False, blocked=0).ok
    assert not may_archive(ended=True, visited=False, blocked=1).ok


@pytest.mark.parametrize(
    ("day", "reason", "ok"),
    [
        (date(2026, 6, 12), "", True),
        (date(2026, 6, 5), "", True),
        (date(2026, 6, 4), " ", False),
        (date(2026, 6, 4), "本人即将调离", True),
    ],
)
def test_a_visit_long_before_its_day_says_why(day: date, reason: str, ok: bool) -> None:
    assert may_visit(day, date(2026, 6, 12), limit_of(clarification.VISIT_EARLY, {}), reason).ok is ok


@pytest.mark.parametrize(
    ("level", "managed"),
    [("正处级", True), ("副处级", True), ("", True), ("正科级", False), ("副科级", False)],
)
def test_whom_the_party_committee_manages_by_default(level: str, managed: bool) -> None:
    assert is_managed(level) is managed
    assert may_manage(managed, is_managed(level), "").ok
    assert not may_manage(not managed, is_managed(level), " ").ok
    assert may_manage(not managed, is_managed(level), "名册尚未更新").ok


@pytest.mark.parametrize(
    ("untrue", "number", "reason", "wrong"),
    [(True, "30号", "新的证据", 0), (False, "30号", "新的证据", 1), (True, " ", "", 2)],
)
def test_only_a_later_finding_overturns(untrue: bool, number: str, reason: str, wrong: int) -> None:
    assert len(may_overturn(untrue=untrue, document_no=number, reason=reason).reasons) == wrong


def test_words_call_on_no_article_that_does_not_say_so() -> None:
    """第十四条: 经查核, 适当方式; who approves, and what comes before the archive, is no word of it."""
    approved = Approval(approver=1, planner=1, managed=True, body="", document_no="")
    said = (
        *may_approve(approved).reasons,
        *may_archive(ended=False, visited=False, blocked=1).reasons,
        *may_plan(plan(audience=reach(), words="", risk="")).reasons,
    )
    assert said
    assert not [reason.text for reason in said if "条）" in reason.text]
    (accused,) = may_accuse("系诬告", "").reasons
    assert "纪检监察机关处理检举控告工作规则" in accused.text
    assert "第十四条" not in accused.article


def test_days_in_order() -> None:
    today = date(2026, 3, 12)
    assert day_in_order("实施日期", today, after=date(2026, 3, 1), today=today).ok
    assert not day_in_order("实施日期", date(2026, 3, 13), after=None, today=today).ok
    assert not day_in_order("实施日期", date(2026, 2, 28), after=date(2026, 3, 1), today=today).ok


def test_the_visit_is_three_months_later_and_ends_with_a_short_month() -> None:
    assert limit_of(clarification.VISIT, {}) == 3
    assert visit_day(date(2026, 3, 12), 3) == date(2026, 6, 12)
    assert visit_day(date(2025, 11, 30), 3) == date(2026, 2, 28)


def test_the_panel_reads_since_when_the_rumour_went_round() -> None:
    said = panel_note(since=date(2026, 3, 1), document_no="纪委〔2026〕8号", words="")
    assert "2026-03-01起" in said
    assert "经查不实（纪委〔2026〕8号）" in said
