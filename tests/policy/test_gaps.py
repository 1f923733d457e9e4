"""A decided gap: 折算 or 不排名, for exactly the groups that are missing, never chosen after the figures."""

from fractions import Fraction

import pytest

from policy.appraisal import GapRemedy, appraise
from policy.counting import (
    CountFacts,
    GapFacts,
    OfficerFacts,
    may_confirm_count,
    may_count,
    may_propose_remedy,
)
from tests.policy.builders import YEAR, all_groups, by_key, cadre, parameters, tally, texts

SHORT = all_groups(10, 0, 0, 0) | {"staff": tally(2, 0, 0, 0), "peers": tally(0, 10, 0, 0)}


def judged(remedy, *missing, tallies=SHORT):
    gap = GapRemedy(remedy, frozenset(missing)) if remedy else None
    people = [cadre("gap", tallies=tallies, gap=gap), *(cadre(i, total=f"8{i}") for i in range(6))]
    return by_key(appraise(people, year=YEAR, parameters=parameters()))["gap"]


def test_without_a_decision_the_score_is_withheld():
    found = judged("")
    assert (found.suggestion, found.total, found.rank, found.missing) == ("缺票待核", None, None, ("staff",))


def test_a_decided_share_out_gives_what_the_parameter_gives_and_says_who_decided():
    found = judged("renormalise", "staff")
    # 30 : 30 of 校领导 90 and 中层干部 75, exactly.
    assert found.score == Fraction(165, 2)
    assert (found.suggestion, found.rank is not None, found.missing) == ("", True, ("staff",))
    assert "经两名计分人员核定折算" in texts(found.reasons)[-1]
    people = [cadre("gap", tallies=SHORT), *(cadre(i, total=f"8{i}") for i in range(6))]
    rules = parameters(missing_group="renormalise")
    by_plan = by_key(appraise(people, year=YEAR, parameters=rules))["gap"]
    assert (by_plan.total, by_plan.rank) == (found.total, found.rank)
    assert "按考核方案" in texts(by_plan.reasons)[-1]


def test_a_decided_no_rank_stays_without_one_and_says_so():
    found = judged("unranked", "staff")
    assert (found.suggestion, found.total, found.rank) == ("缺票待核", None, None)
    assert texts(found.reasons)[0] == "测评票不足，经两名计分人员核定不排名，不计总分（第六条）。"


@pytest.mark.parametrize(
    ("remedy", "said"), [("", "缺票待核 1 人，"), ("unranked", "缺票待核 1 人（其中已核定不排名 1 人），")]
)
def test_the_opening_says_for_how_many_it_is_decided(remedy, said):
    gap = GapRemedy(remedy, frozenset({"staff"})) if remedy else None
    people = [cadre("gap", tallies=SHORT, gap=gap), *(cadre(i, total=f"8{i}") for i in range(6))]
    assert said in appraise(people, year=YEAR, parameters=parameters()).notes[0].text


@pytest.mark.parametrize("remedy", ["renormalise", "unranked"])
@pytest.mark.parametrize("missing", [("peers",), ("staff", "peers"), ()])
def test_a_decision_for_other_groups_has_no_effect(remedy, missing):
    assert judged(remedy, *missing) == judged("")


def test_a_decision_for_somebody_who_lacks_nothing_has_no_effect():
    assert judged("unranked", "staff", tallies=all_groups(10, 0, 0, 0)).rank is not None


def test_nothing_can_be_shared_out_where_no_group_counts():
    found = judged("renormalise", "leaders", "peers", "staff", tallies={})
    assert (found.suggestion, found.total) == ("缺票待核", None)


def gap(**changes):
    facts = {"name": "陈静", "withheld": True, "counting": 2, "decided": False, "waiting": False} | changes
    return GapFacts(**facts)


def test_what_may_be_proposed():
    assert may_propose_remedy(gap(), renormalise=True).ok
    assert may_propose_remedy(gap(counting=0), renormalise=False).ok
    for facts, rule in (
        (gap(decided=True), "gap.decided"),
        (gap(waiting=True), "gap.waiting"),
        (gap(withheld=False), "gap.none"),
        (gap(counting=0), "gap.nothing_left"),
    ):
        assert [reason.rule for reason in may_propose_remedy(facts, renormalise=True).reasons] == [rule]


def test_who_may_count():
    fit = {"name": "甲", "duty": "监票人", "office": "纪委监察部门"}
    fine = OfficerFacts(**fit, holds_role=True, has_other=False, takes_part=False)
    assert may_count(fine).ok
    unfit = may_count(OfficerFacts(**fit, holds_role=False, has_other=True, takes_part=True))
    assert [r.rule for r in unfit.reasons] == ["officer.role", "officer.two_people", "officer.participant"]


def count(**changes):
    facts = {"scored": True, "closed": False, "gaps_open": 0, "scoring": False, "confirmed_duties": ()}
    return CountFacts(**(facts | {"duty": "counter"} | changes))


def test_when_the_count_may_be_confirmed():
    assert may_confirm_count(count(confirmed_duties=("witness",))).ok
    for facts, rule in (
        (count(closed=True), "count.closed"),
        (count(scored=False), "count.not_scored"),
        (count(scoring=True), "count.scoring"),
        (count(gaps_open=3), "count.gaps"),
        (count(confirmed_duties=("counter",)), "count.twice"),
    ):
        assert [reason.rule for reason in may_confirm_count(facts).reasons] == [rule]
