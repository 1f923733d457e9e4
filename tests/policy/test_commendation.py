"""Rules of the first 20 % by table (第七条)."""

from __future__ import annotations

from datetime import date

import pytest

from policy import commendation as rules
from policy.outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, NONE

DAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("suggestion", "above", "rule"),
    [
        (COMMEND, False, ""),
        (COMMEND_TIED, False, ""),
        (BARRED, False, "commendation.barred"),
        (BARRED, True, ""),
        (NONE, False, "commendation.not_listed"),
        (NONE, True, ""),
        (JUDGE, False, "commendation.not_listed"),
    ],
)
def test_who_may_be_a_candidate(suggestion: str, above: bool, rule: str) -> None:
    verdict = rules.may_be_candidate("王建国", suggestion, above_quota=above)
    assert [reason.rule for reason in verdict.reasons] == ([rule] if rule else [])
    assert all("第七条" in reason.text for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("initiative", "performance", "lacking"),
    [
        ("牵头整治", "全部完成", []),
        ("", "全部完成", ["commendation.initiative"]),
        ("牵头整治", "  ", ["commendation.performance"]),
        ("", "", ["commendation.initiative", "commendation.performance"]),
    ],
)
def test_both_kinds_of_facts_are_needed(initiative: str, performance: str, lacking: list[str]) -> None:
    verdict = rules.may_submit(rules.Evidence("王建国", initiative, performance))
    assert [reason.rule for reason in verdict.reasons] == lacking


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, ""),
        ({"number": " "}, "commendation.number"),
        ({"form": ""}, "commendation.form"),
        ({"on": date(2026, 3, 13)}, "commendation.future"),
        ({"on": date(2026, 3, 9)}, "commendation.too_early"),
        ({"on": date(2026, 3, 10)}, ""),
    ],
)
def test_a_document_comes_after_the_publicity(change: dict[str, object], rule: str) -> None:
    given = {
        "number": "校党〔2026〕5号",
        "form": "circular",
        "on": DAY,
        "decided_on": date(2026, 3, 1),
        "cleared_on": date(2026, 3, 10),
    }
    document = rules.Document(**(given | change))  # type: ignore[arg-type]
    verdict = rules.may_commend(document, names_not_cleared=(), people=1, today=DAY)
    assert [reason.rule for reason in verdict.reasons] == ([rule] if rule else [])


def test_nobody_is_commended_whose_publicity_is_open() -> None:
    document = rules.Document("5号", "circular", DAY, DAY, DAY)
    verdict = rules.may_commend(document, names_not_cleared=["王建国"], people=1, today=DAY)
    assert [reason.rule for reason in verdict.reasons] == ["commendation.not_cleared"]


def test_only_who_was_agreed_on_is_published() -> None:
    assert rules.may_publish_people([], people=2).ok
    assert not rules.may_publish_people([], people=0).ok
    assert not rules.may_publish_people(["王建国"], people=1).ok
