"""Votes held unit by unit: what is refused, what is doubtful, and sums beside the whole (第六条)."""

from __future__ import annotations

import pytest

from policy.sittings import (
    UnitSitting,
    sums_doubts,
    unit_sitting_doubts,
    unit_sitting_verdict,
    unit_sums,
    voting_doubts,
)
from policy.turnout import Turnout


def sitting(*figures: int | None, unit: str = "教务处") -> UnitSitting:
    return UnitSitting(unit, "教职工", *figures)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((10, 10, 10, 10, 10), ""),
        ((None, 10, None, None, None), ""),
        ((10, 8, 8, 9, 9), ""),  # a doubt, no refusal
        ((9, 10, 8, 8, 8), "教务处教职工实到 10 人，多于应到 9 人。请核对签到表后更正。"),
        ((10, 8, 8, 7, 8), "教务处教职工有效 8 张，多于收回 7 张。请核对阅读机统计单后更正。"),
    ],
)
def test_what_can_be_recorded(figures: tuple[int | None, ...], said: str) -> None:
    assert "".join(r.text for r in unit_sitting_verdict(sitting(*figures)).reasons) == said


@pytest.mark.parametrize(
    ("figures", "rules"),
    [
        ((9, 6, 6, 6, 6), []),  # exactly two thirds
        ((10, 6, 6, 6, 6), ["sitting.quorum"]),
        ((9, 9, 8, 9, 9), ["sitting.returned"]),
        ((10, 1, 1, 2, 0), ["sitting.returned", "sitting.quorum"]),
        ((0, 0, 0, 0, 0), []),
        ((None, None, None, 9, 9), []),
    ],
)
def test_what_is_doubtful(figures: tuple[int | None, ...], rules: list[str]) -> None:
    assert [reason.rule for reason in unit_sitting_doubts(sitting(*figures), enough=8)] == rules


@pytest.mark.parametrize(("enough", "said"), [(6, ""), (9, "不足应到 10 人的四分之三"), (10, "的十二分之10")])
def test_how_many_have_to_come_is_told_of_twelve(enough: int, said: str) -> None:
    found = unit_sitting_doubts(sitting(10, 7, 7, 7, 7), enough=enough)
    assert said in "".join(reason.text for reason in found)
    assert bool(found) is bool(said)


def test_sums_that_agree_say_nothing_and_others_say_by_how_much() -> None:
    rows = [sitting(10, 8, 8, 8, 7), sitting(5, 5, 5, 5, 5, unit="科技处")]
    sums = unit_sums("教职工", rows)
    assert (sums.sittings, sums.unfinished, sums.expected, sums.valid) == (2, 0, 15, 12)
    assert sums_doubts(Turnout("教职工", 15, 13, 13, 13, 12), sums) == ()
    assert sums_doubts(Turnout("教职工", None, None, None, 13, 12), sums) == ()
    found = sums_doubts(Turnout("教职工", 16, 13, 13, 11, 12), sums)
    assert [reason.text for reason in found] == [
        "教职工应到：各单位合计 15 人，全校登记 16 人，合计少 1 人。请核对各单位和全校的登记。",
        "教职工收回：各单位合计 13 张，导入的票 11 张，合计多 2 张。"
        "请核对各单位的阅读机统计单，以及是否有票没有导入。",
    ]
    assert sums_doubts(Turnout("教职工", 16, 13, 13, 11, 12), unit_sums("教职工", [])) == ()


def test_before_the_vote_is_closed_one_sentence_for_each_kind_of_doubt() -> None:
    rows = [sitting(10, 1, 1, 2, 2, unit=f"第{i}学院") for i in range(5)]
    rows.append(sitting(10, 10, None, None, None))
    found = voting_doubts([Turnout("教职工", 60, 50, 20, 21, 21)], rows, enough=8)
    assert [reason.rule for reason in found] == [
        "sitting.returned", "sitting.quorum", "sitting.unfinished", "sitting.sums",
    ]  # fmt: skip
    assert found[0].text.startswith("教职工、第0学院教职工、第1学院教职工等 6 场收回的票多于发出的票")
    assert voting_doubts([Turnout("教职工", None, None, None, 21, 21)], [], enough=8) == ()
