"""What of a score sheet may be printed: nothing hidden comes back out of it, neither exactly nor nearly."""

from fractions import Fraction

import pytest

from policy.disclosure import for_departments, for_the_cadre
from policy.facts import GapRemedy, GroupTally
from policy.figures import printable
from policy.sheet import replay

from .builders import YEAR, cadre, mark, parameters, tally


def sheet_of(leaders, peers, staff, *, gap=None, marks=(), lifted=None, **changes):
    tallies = {"leaders": leaders, "peers": peers, "staff": staff}
    rules = parameters(**changes)
    facts = cadre(
        1,
        tallies={code: one for code, one in tallies.items() if one},
        gap=gap,
        marks=marks,
        lifted=lifted or {},
    )
    sheet = replay(facts, names=(), year=YEAR, parameters=rules)
    shown = printable(facts.tallies, rules, [group.code for group in sheet.counting])
    return sheet, [code for code in shown if shown[code]], rules


ORDINARY = tally(20, 9, 3, 1)
NINE = tally(5, 3, 1, 0)
FOUR = tally(2, 1, 1, 0)


@pytest.mark.parametrize(
    ("groups", "department", "own"),
    [
        ((NINE, NINE, ORDINARY), ({"leaders", "peers", "staff"}, True), ({"staff"}, True)),
        ((FOUR, NINE, ORDINARY), ({"staff"}, True), ({"staff"}, True)),
        ((NINE, FOUR, FOUR), (set(), True), (set(), True)),
        ((NINE, ORDINARY, tally(4, 3, 1, 1)), ({"leaders", "peers", "staff"}, True), ({"peers"}, True)),
        # All 好 in the whole dimension: every group's mark in it would be known.
        ((tally(9, 0, 0, 0), tally(9, 0, 0, 0), tally(30, 0, 0, 0)), (set(), False), (set(), False)),
        # 89.9 of 90: with it, the four papers of 校领导 can hold nothing but 好.
        ((tally(4, 0, 0, 0), tally(9, 0, 0, 0), tally(99, 1, 0, 0)), (set(), False), (set(), False)),
    ],
    ids=["ordinary", "small", "two-small", "few-of-staff", "one-voice", "near-the-top"],
)
def test_what_is_printed_of_groups_and_dimensions(groups, department, own):
    sheet, shown, rules = sheet_of(*groups)
    seen = for_departments(sheet, shown, rules)
    assert (set(seen.groups), seen.dimensions) == department
    seen = for_the_cadre(sheet, shown, rules)
    assert (set(seen.groups), seen.dimensions) == own


def test_near_the_limit_a_sheet_adds_nothing_to_what_the_results_print():
    """Where 教职工 explain nearly all that lacks to 90, the hidden groups lie within half a point."""
    near, far = tally(29, 1, 0, 0), tally(20, 10, 0, 0)
    for peers, dimensions, own in ((near, False, set()), (far, True, {"staff"})):
        sheet, shown, rules = sheet_of(tally(4, 0, 0, 0), peers, ORDINARY)
        assert shown == ["staff"]
        assert for_departments(sheet, shown, rules).dimensions is dimensions
        assert for_the_cadre(sheet, shown, rules).groups == own
    sheet, shown, rules = sheet_of(tally(4, 0, 0, 0), near, ORDINARY, figure_doubt="0")
    assert for_the_cadre(sheet, shown, rules).groups == {"staff"}


def test_the_cadre_never_reads_a_group_that_the_parameters_name():
    large = (tally(30, 9, 0, 0), tally(20, 9, 0, 0), tally(40, 20, 3, 1))
    sheet, shown, rules = sheet_of(*large)
    assert for_the_cadre(sheet, shown, rules).groups == {"staff"}
    sheet, shown, rules = sheet_of(*large, own_hidden=[])
    assert for_the_cadre(sheet, shown, rules).groups == {"leaders", "peers", "staff"}
    sheet, shown, rules = sheet_of(*large, own_hidden=["leaders", "peers", "staff"])
    assert for_the_cadre(sheet, shown, rules).groups == set()


def test_means_over_all_groups_are_weighed_as_the_score_is_and_never_pooled():
    sheet, *_ = sheet_of(FOUR, NINE, ORDINARY)
    assert sum(share * mean for _, share, mean in sheet.dimensions) == sheet.ballots == sheet.score


def test_the_replay_shares_the_weight_of_a_dropped_group_and_takes_the_highest_of_a_matter():
    marks = (mark("黄牌", "2"), mark("扣分", "0.5"), mark("通报批评", "1", matter="M2"))
    gap = GapRemedy("renormalise", frozenset({"leaders"}))
    sheet, *_ = sheet_of(None, NINE, ORDINARY, gap=gap, marks=marks, lifted={"M2": "澄清"})
    assert [group.share for group in sheet.groups] == [None, Fraction(3, 7), Fraction(4, 7)]
    assert sheet.deducted == 2
    assert sheet.exact == Fraction(3, 7) * 75 * 0 + sheet.score - 2
    assert [(line.deducted, line.lifted) for line in sheet.marks] == [(0, ""), (2, ""), (0, "澄清")]


def test_without_a_decision_the_score_is_withheld():
    sheet, *_ = sheet_of(None, NINE, ORDINARY)
    assert (sheet.score, sheet.total, sheet.ranked) == (None, None, False)
    assert sheet.groups[0].why == "没有收回对其测评的票"


def test_a_group_of_unequal_dimensions_may_be_of_one_voice_in_one_of_them():
    """校领导 all say 好 on one dimension: its mean over all groups must leave that in doubt, and does."""
    leaders = GroupTally(9, ((9, 0, 0, 0), (5, 4, 0, 0), (5, 4, 0, 0), (5, 4, 0, 0)))
    sheet, shown, rules = sheet_of(leaders, NINE, ORDINARY)
    assert for_departments(sheet, shown, rules).dimensions
    top = GroupTally(9, ((9, 0, 0, 0), (5, 4, 0, 0), (5, 4, 0, 0), (5, 4, 0, 0)))
    rest = GroupTally(60, ((60, 0, 0, 0), (5, 40, 0, 0), (5, 40, 0, 0), (5, 40, 0, 0)))
    sheet, shown, rules = sheet_of(top, rest, rest)
    assert not for_departments(sheet, shown, rules).dimensions
