"""Rules of the last 3 % by table (第七条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from policy import reminder_talk as rules
from policy.outcomes import COMMEND, JUDGE, JUDGE_TIED, NONE

NOW = datetime(2026, 3, 12, 10, 30)
DECIDED = date(2026, 3, 2)
RECORD = rules.TalkRecord(
    talked_at=datetime(2026, 3, 12, 9, 0),
    place="301",
    content="内容",
    said="意见",
    points="要求",
    signing=rules.IN_SYSTEM,
    others=("郑分管", "李强"),
)
LEADER = rules.Talker(1, "郑分管")


def rules_of(verdict: object) -> list[str]:
    return [reason.rule for reason in verdict.reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("word", "may"), [(JUDGE, True), (JUDGE_TIED, True), (NONE, False), (COMMEND, False)]
)
def test_only_the_bottom_list_is_judged(word: str, may: bool) -> None:
    assert rules.may_be_judged("李强", word).ok is may


def test_the_number_alone_is_no_ground() -> None:
    assert rules_of(rules.may_submit(rules.Causes("李强", "", ""))) == ["bottom.hard_things", "bottom.causes"]
    assert rules.may_submit(rules.Causes("李强", "无", "新任半年")).ok


@pytest.mark.parametrize(
    ("leaders", "key", "rule"),
    [
        ([], None, "talk.none"),
        ([LEADER], 1, ""),
        ([LEADER, rules.Talker(2, "孙分管")], None, "talk.several"),
        ([replace(LEADER, kin=True)], None, "talk.kin"),
        ([replace(LEADER, namesake=True)], None, "talk.namesake"),
        ([replace(LEADER, absent=True)], None, "talk.absent"),
        ([replace(LEADER, is_self=True)], None, "talk.self"),
        ([replace(LEADER, is_leader=False)], None, "talk.leader"),
    ],
)
def test_who_holds_the_talk(leaders: list[rules.Talker], key: int | None, rule: str) -> None:
    found, reasons = rules.supervising(leaders)
    assert found == key
    assert [reason.rule for reason in reasons] == ([rule] if rule else [])


def test_the_head_may_name_a_namesake_but_no_relative() -> None:
    assert rules.may_assign(replace(LEADER, namesake=True), reason="核实后不是亲属").ok
    assert rules_of(rules.may_assign(replace(LEADER, kin=True), reason="")) == [
        "talk.kin",
        "talk.assign_reason",
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"talked_at": datetime(2026, 3, 12, 11, 0)}, ["talk.future"]),
        ({"talked_at": datetime(2026, 3, 1, 9, 0)}, ["talk.before_decision"]),
        ({"place": ""}, ["talk.place"]),
        ({"content": " "}, ["talk.content"]),
        ({"said": ""}, ["talk.said"]),
        ({"points": ""}, ["talk.points"]),
        ({"signing": rules.ON_PAPER}, ["talk.scan"]),
        ({"signing": rules.ON_PAPER, "has_scan": True}, []),
        ({"by_proxy": True}, ["talk.proxy"]),
        ({"by_proxy": True, "signing": rules.ON_PAPER, "has_scan": True}, []),
        ({"signing": rules.REFUSED, "refused": "不同意", "witnesses": ("甲", "乙")}, []),
        ({"signing": rules.REFUSED, "refused": "", "witnesses": ("甲", "乙")}, ["talk.refused"]),
        ({"signing": rules.REFUSED, "refused": "不同意", "witnesses": ("甲", "甲 ")}, ["talk.witnesses"]),
        ({"signing": rules.REFUSED, "refused": "不同意", "witnesses": ("甲", "")}, ["talk.witnesses"]),
        (
            {"signing": rules.REFUSED, "refused": "不同意", "witnesses": ("甲", "郑分管")},
            ["talk.witness_party"],
        ),
    ],
)
def test_a_record_is_whole_and_signed(change: dict[str, object], found: list[str]) -> None:
    record = replace(RECORD, **change)  # type: ignore[arg-type]
    assert rules_of(rules.may_record(record, decided_on=DECIDED, now=NOW)) == found


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 12), 3, date(2026, 6, 12)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 10, 1), 3, date(2027, 1, 1)),
    ],
)
def test_months_end_with_their_last_day(day: date, months: int, then: date) -> None:
    assert rules.months_later(day, months) == then


@pytest.mark.parametrize(
    ("since", "new"), [("2025-02", True), ("2024-12", False), ("2025-01-15", True), ("", None)]
)
def test_new_in_post(since: str, new: bool | None) -> None:
    assert rules.is_new_in_post(since, date(2025, 12, 31), months=12) is new


def test_the_clock_stands_still_for_somebody_away_only() -> None:
    assert rules.may_pause(reason="病假", absent=True).ok
    assert rules_of(rules.may_pause(reason="病假", absent=False)) == ["talk.not_absent"]
    assert rules_of(rules.may_pause(reason="", absent=True)) == ["talk.pause_reason"]


def test_follow_ups_come_in_order_and_in_time() -> None:
    due, today = date(2026, 6, 12), date(2026, 6, 12)
    assert rules.may_follow_up("已落实", due_on=due, today=today, earlier_open=False).ok
    assert not rules.may_follow_up("已落实", due_on=due, today=date(2026, 6, 11), earlier_open=False).ok
    assert not rules.may_follow_up("已落实", due_on=due, today=today, earlier_open=True).ok
    assert not rules.may_follow_up(" ", due_on=due, today=today, earlier_open=False).ok


def test_a_decision_is_taken_back_in_writing_only() -> None:
    assert rules.may_withdraw(listed=True, reason="容错", document_no="1号").ok
    found = rules.may_withdraw(listed=False, reason="", document_no="")
    assert rules_of(found) == ["bottom.not_listed", "bottom.withdraw_reason", "bottom.withdraw_document"]
