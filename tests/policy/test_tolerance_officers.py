"""Who may handle a tolerance case: every ground, every pair of capacities, and when a case goes upward."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy import tolerance_officers as rules
from policy.tolerance_officers import Candidate, may_name, must_go_up

DAY = date(2026, 3, 2)


def named(person: Candidate, capacity: str = rules.VERIFY, days: int = 30) -> list[str]:
    verdict = may_name(person, capacity, since=DAY, until=DAY + timedelta(days=days), longest=120)
    return [reason.rule for reason in verdict.reasons]


def test_an_officer_of_the_two_offices_without_a_ground_is_named() -> None:
    assert named(Candidate("林一诺")) == []


@pytest.mark.parametrize("ground", rules.AUTOMATIC)
def test_every_ground_of_the_register_keeps_away(ground: str) -> None:
    person = Candidate("林一诺", grounds=frozenset({ground}))
    assert named(person) == [f"officers.{ground}"]
    assert not person.free


def test_a_granted_recusal_keeps_away() -> None:
    assert named(Candidate("林一诺", recused=True)) == ["officers.recused"]


def test_whoever_is_of_neither_office_is_only_consulted() -> None:
    leader = Candidate("校领导甲", of_office=False)
    assert named(leader) == ["officers.office"]
    assert named(leader, rules.CONSULT) == []


@pytest.mark.parametrize("held", rules.CAPACITIES)
@pytest.mark.parametrize("asked", rules.CAPACITIES)
def test_who_wrote_or_verified_does_not_pass_it(held: str, asked: str) -> None:
    person = Candidate("林一诺", held=frozenset({held}))
    apart = rules.ACT in {held, asked} and {held, asked} & {rules.ANALYSE, rules.VERIFY}
    assert named(person, asked) == (["officers.apart"] if apart else [])


@pytest.mark.parametrize(("days", "refused"), [(120, []), (121, ["officers.long"])])
def test_a_naming_ends(days: int, refused: list[str]) -> None:
    assert named(Candidate("林一诺"), days=days) == refused


@pytest.mark.parametrize(("free", "upward"), [(0, True), (1, True), (2, False), (3, False)])
def test_fewer_than_two_left_goes_upward(free: int, upward: bool) -> None:
    people = [Candidate(f"某{n}") for n in range(free)] + [Candidate("回避人", recused=True)]
    assert must_go_up(people, least=2) is upward
    assert must_go_up(people, least=2, heads_missing=True)


def test_nobody_decides_on_himself_or_on_what_he_asked_for() -> None:
    assert rules.may_decide_recusal(decider=1, officer=2, asked_by=3).ok
    assert not rules.may_decide_recusal(decider=1, officer=1, asked_by=3).ok
    assert not rules.may_decide_recusal(decider=1, officer=2, asked_by=1).ok


def test_a_recusal_is_asked_for_once() -> None:
    assert rules.may_ask_recusal(waiting=False, granted=False, name="林一诺").ok
    assert not rules.may_ask_recusal(waiting=True, granted=False, name="林一诺").ok
    assert not rules.may_ask_recusal(waiting=False, granted=True, name="林一诺").ok
