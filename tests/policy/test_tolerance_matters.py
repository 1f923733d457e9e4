"""A described application joins a matter under the rules of applying on it (第十二条，一事一议)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.tolerance_matters import Joining, may_join

JOINS = Joining(
    described=True,
    offered=True,
    signed=False,
    reason="同一件事",
    new_facts="",
    open=False,
    earlier=0,
    returned=False,
)


def rules(**changes: object) -> list[str]:
    return [one.rule for one in may_join(replace(JOINS, **changes), most=2).reasons]  # type: ignore[arg-type]


def test_one_and_the_same_thing_is_one_matter() -> None:
    assert rules() == []
    assert rules(earlier=1, new_facts="审计确认没有损失") == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"described": False}, "tolerance.described"),
        ({"signed": True}, "tolerance.join_signed"),
        ({"offered": False}, "tolerance.join_matter"),
        ({"reason": " "}, "tolerance.join_reason"),
        ({"earlier": 1}, "tolerance.new_facts"),
        ({"open": True}, "tolerance.one_open"),
        ({"earlier": 2, "new_facts": "又有新情况"}, "tolerance.most"),
    ],
)
def test_what_stands_in_its_way(changes: dict[str, object], rule: str) -> None:
    assert rules(**changes) == [rule]


def test_the_refusal_says_what_can_still_be_done() -> None:
    said = {
        returned: may_join(replace(JOINS, earlier=1, returned=returned), most=2).reasons[0].text
        for returned in (False, True)
    }
    assert "先退回补正" in said[False] and "不予受理" in said[True]
