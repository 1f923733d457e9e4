"""What stands in the way of a step of a tolerance case, and how it may end (第十一、十二条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy.tolerance import (
    Application,
    Ending,
    Officer,
    TriageFacts,
    factors_missing,
    may_accept,
    may_apply,
    may_ask_review,
    may_check,
    may_close,
    may_decide,
    may_enter_given,
    may_extend,
    may_finish_verification,
    may_object,
    may_publish,
    may_record_step,
    may_refer,
    may_return,
    may_sign_joint,
    may_sign_opinion,
    may_submit,
    may_triage,
    may_verify,
    possible_outcomes,
)
from policy.tolerance_terms import DISTINCTIONS, FACTORS, HARD, OUTCOMES, SOFT
from policy.verdict import Verdict

DAY = date(2026, 6, 1)
SAID = dict.fromkeys(DISTINCTIONS, "说明")
WHOLE = Application(True, "理由", SAID, ("unselfish",), "discipline")
READ = TriageFacts(dict.fromkeys(DISTINCTIONS, "excused"), SAID)
ENDED = Ending("exempt", True, False, None, False, False)


def rules(verdict: Verdict) -> set[str]:
    return {reason.rule.removeprefix("tolerance.") for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, set()),
        ({"has_matter": False}, {"matter"}),
        ({"grounds": " "}, {"grounds"}),
        ({"distinctions": {**SAID, "exploration": ""}}, {"distinctions"}),
        ({"conditions": ()}, {"conditions"}),
        ({"earlier": 1}, {"new_facts"}),
        ({"earlier": 1, "new_facts": "审计报告"}, set()),
    ],
)
def test_an_application_says_everything_the_office_needs(change: dict[str, object], broken: set[str]) -> None:
    assert rules(may_submit(replace(WHOLE, **change))) == broken  # type: ignore[arg-type]


def test_staff_of_an_office_go_to_the_other() -> None:
    assert rules(may_submit(WHOLE, own_office="discipline")) == {"own_office"}
    assert may_submit(WHOLE, own_office="organization").ok


def test_one_open_application_and_not_more_than_two_on_a_matter() -> None:
    assert may_apply(earlier_open=False, earlier=1, most=2).ok
    assert rules(may_apply(earlier_open=True, earlier=2, most=2)) == {"one_open", "most"}


def test_the_secretary_does_not_sign_for_the_unit_in_the_own_case() -> None:
    assert rules(may_sign_opinion(own_case=True, text="")) == {"own_opinion", "opinion"}
    assert may_sign_opinion(own_case=False, text="同意").ok


@pytest.mark.parametrize(
    ("code", "item"),
    [("experience", "knowingly"), ("exploration", "after_ban"), ("development", "private_gain")],
)
def test_a_distinction_judged_against_the_cadre_is_on_the_negative_list(code: str, item: str) -> None:
    against = replace(READ, sides={**READ.sides, code: "condemned"})
    assert rules(may_triage(against)) == {"triage_agrees"}
    assert may_triage(replace(against, hard=(item,), note="依据")).ok
    assert rules(may_triage(replace(READ, hard=(item,), note="依据"))) == {"triage_agrees"}
    assert rules(may_triage(replace(against, hard=(item,)))) == {"triage_note"}


def test_every_distinction_needs_its_reason() -> None:
    assert may_triage(READ).ok
    assert rules(may_triage(replace(READ, reasons={**SAID, "development": ""}))) == {"triage"}


@pytest.mark.parametrize("item", HARD)
def test_a_hard_item_ends_in_no_tolerance_alone(item: str) -> None:
    assert possible_outcomes([item]) == ("not_tolerated",)
    for kind in OUTCOMES:
        verdict = may_decide(kind, hard=[item], soft=[], reason="理由")
        assert verdict.ok is (kind == "not_tolerated")


@pytest.mark.parametrize("item", SOFT)
def test_a_soft_item_is_set_aside_with_a_reason(item: str) -> None:
    for kind in OUTCOMES:
        assert may_decide(kind, hard=[], soft=[item], reason="损失已追回").ok
        assert may_decide(kind, hard=[], soft=[item], reason=" ").ok is (kind == "not_tolerated")


def test_returned_once_accepted_by_another_than_the_author() -> None:
    assert may_return(returned=False, note="附会议记录").ok
    assert rules(may_return(returned=True, note="")) == {"returned", "return_note"}
    assert may_accept(triaged=True, author_decides=False).ok
    assert rules(may_accept(triaged=False, author_decides=True)) == {"triaged", "author"}


@pytest.mark.parametrize("why", ["own", "kin", "own_unit", "took_part"])
def test_two_verify_and_none_of_them_has_to_withdraw(why: str) -> None:
    good = Officer("倪安")
    assert may_verify([good, Officer("郝立")], fewest=2).ok
    assert rules(may_verify([good], fewest=2)) == {"verifiers"}
    assert rules(may_verify([good, replace(good, **{why: True})], fewest=2)) == {"recusal"}  # type: ignore[arg-type]


def test_a_step_is_by_two_in_the_past_with_content_or_a_number() -> None:
    given = {"officers": (1, 2), "on": DAY, "today": DAY, "paper": True, "said": False}
    assert may_record_step(**given).ok  # type: ignore[arg-type]
    assert rules(may_record_step(**{**given, "officers": (1, 1)})) == {"two"}  # type: ignore[arg-type]
    assert rules(may_record_step(**{**given, "today": date(2026, 5, 31)})) == {"future"}  # type: ignore[arg-type]
    assert rules(may_record_step(**{**given, "paper": False})) == {"content"}  # type: ignore[arg-type]


def test_the_verification_is_over_when_all_stand_behind_its_report() -> None:
    given = {"steps": 2, "has_result": True, "confirmed": 2, "officers": 2, "fewest": 2}
    assert may_finish_verification(**given).ok  # type: ignore[arg-type]
    for name, value, rule in (
        ("steps", 0, "steps"),
        ("has_result", False, "result"),
        ("confirmed", 1, "confirmed"),
        ("fewest", 3, "verifiers"),
    ):
        assert rules(may_finish_verification(**{**given, name: value})) == {rule}  # type: ignore[arg-type]
    assert may_extend(extended=False, reason="取证困难").ok
    assert rules(may_extend(extended=True, reason="")) == {"extended", "extend_reason"}


def test_six_factors_the_statement_and_two_signatures_before_the_committee() -> None:
    assert rules(factors_missing(list(FACTORS)[:5])) == {"factors"}
    signed = {"organization": "exempt", "discipline": "lighter"}
    given = {"factors": FACTORS, "heard": True, "signed": signed, "hard": ()}
    assert may_refer(**given, opinion=True, due=False).ok  # type: ignore[arg-type]
    assert may_refer(**given, opinion=False, due=False).ok, "its time is over"  # type: ignore[arg-type]
    one = {"discipline": "not_tolerated"}
    nothing = may_refer(factors=(), heard=False, signed=one, hard=("political",), opinion=False, due=True)
    assert rules(nothing) == {"factors", "heard", "signed", "opinion"}


def test_beside_a_hard_item_nothing_but_the_refusal_goes_to_the_committee() -> None:
    given = {"factors": FACTORS, "heard": True, "hard": ("political",), "opinion": True, "due": False}
    both = {"organization": "not_tolerated", "discipline": "not_tolerated"}
    assert may_refer(**given, signed=both).ok  # type: ignore[arg-type]
    assert rules(may_refer(**given, signed={**both, "organization": "exempt"})) == {"hard"}  # type: ignore[arg-type]


def test_whoever_verified_or_analysed_does_not_sign() -> None:
    given = {"factors": FACTORS, "heard": True, "author": False, "proposal": "exempt", "hard": ()}
    assert may_sign_joint(**given).ok  # type: ignore[arg-type]
    assert rules(may_sign_joint(**{**given, "author": True})) == {"author"}  # type: ignore[arg-type]
    assert rules(may_sign_joint(**{**given, "hard": ("political",)})) == {"hard"}  # type: ignore[arg-type]


def test_the_cadre_sees_it_for_the_whole_time_before_it_is_public() -> None:
    assert rules(may_publish(shown=False, until=None, today=DAY, open_objection=False)) == {"shown"}
    assert rules(may_publish(shown=True, until=DAY, today=DAY, open_objection=True)) == {
        "shown_until",
        "objection",
    }
    later = date(2026, 6, 2)
    assert may_publish(shown=True, until=DAY, today=later, open_objection=False).ok
    assert may_object(until=DAY, today=DAY, open_objection=False).ok
    assert rules(may_object(until=DAY, today=later, open_objection=True)) == {"object_late", "objection"}


def test_a_review_once_within_its_time() -> None:
    assert may_ask_review(told_on=DAY, until=DAY, today=DAY, asked=False).ok
    late = may_ask_review(told_on=None, until=DAY, today=date(2026, 6, 2), asked=True)
    assert rules(late) == {"told", "review_late", "review_once"}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, set()),
        ({"rectified": False}, {"rectified"}),
        ({"public_now": True}, {"public"}),
        ({"review_open": True}, {"review"}),
        ({"review_until": DAY}, {"review_time"}),
        ({"review_until": date(2026, 5, 31)}, set()),
        ({"outcome": "lighter"}, {"given"}),
        ({"outcome": "reduced", "given": True}, set()),
        ({"outcome": "not_tolerated"}, set()),
    ],
)
def test_nothing_is_open_when_a_case_is_archived(change: dict[str, object], broken: set[str]) -> None:
    assert rules(may_close(replace(ENDED, **change), today=DAY)) == broken  # type: ignore[arg-type]


def test_only_a_milder_finding_has_a_measure_of_its_own() -> None:
    for kind in OUTCOMES:
        assert may_enter_given(outcome=kind).ok is (kind in ("lighter", "reduced"))
    assert rules(may_check(written=False, written_by_self=True)) == {"rectified", "author"}
    assert may_check(written=True, written_by_self=False).ok
