"""Who takes part, in which category, and who gets no grade, told by the register."""

from dataclasses import replace
from datetime import date

import pytest

from policy.participation import Away, LeftOut, RegisterFacts, Taken, take_part

FIRST, CUTOFF = date(2026, 1, 1), date(2026, 12, 31)
HEAD = RegisterFacts(
    in_register=True, level="中层干部", kind="机关部门", rank="正职", worked_since=date(1998, 7, 1), away=()
)


def judged(facts=HEAD, **changes):
    return take_part(replace(facts, **changes), wanted="中层干部", first=FIRST, cutoff=CUTOFF)


def away(kind, starts, ends):
    return (Away(kind, kind, starts, ends),)


def test_a_head_in_post_takes_part_in_the_category_of_the_post():
    found = judged()
    assert isinstance(found, Taken)
    assert (found.category, found.graded, found.reason, found.discreet) == ("机关部门正职", True, "", False)
    assert found.basis[0].text == "2026年12月31日主职在机关部门、任正职，列入机关部门正职（第六条）。"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"in_register": False}, "2026年12月31日已不在册（第六条）。"),
        ({"kind": ""}, "2026年12月31日没有现任主职（第六条）。"),
        ({"level": "科级干部"}, "属科级干部，不在中层干部考核的范围（第六条）。"),
        ({"elsewhere": "2026 年度考核"}, "已列入2026 年度考核，同类考核不重复参加（第六条）。"),
    ],
)
def test_who_is_left_out_hears_why(changes, said):
    found = judged(**changes)
    assert isinstance(found, LeftOut)
    assert found.reason.text == said


@pytest.mark.parametrize(
    ("facts", "graded", "discreet"),
    [
        # 183 days are half a year: from 2 July on less, on 1 July exactly that many.
        ({"worked_since": date(2026, 7, 1)}, True, False),
        ({"worked_since": date(2026, 8, 1)}, False, False),
        ({"away": away("sick", date(2026, 1, 1), date(2026, 7, 2))}, True, False),
        ({"away": away("sick", date(2026, 1, 1), date(2026, 7, 3))}, False, True),
        ({"away": away("sick", date(2025, 7, 1), date(2026, 6, 30))}, True, False),
        ({"away": away("secondment", date(2026, 7, 2), None)}, False, True),
        ({"away": away("secondment", date(2026, 7, 3), None)}, True, False),
        ({"away": away("study", date(2026, 1, 1), date(2026, 9, 1))}, False, True),
    ],
)
def test_who_was_there_for_less_than_half_the_year_has_no_grade(facts, graded, discreet):
    found = judged(**facts)
    assert isinstance(found, Taken)
    assert (found.graded, found.discreet) == (graded, discreet)


def test_sick_and_personal_leave_add_up():
    both = away("sick", date(2026, 1, 1), date(2026, 4, 30)) + away(
        "personal", date(2026, 6, 1), date(2026, 8, 31)
    )
    found = judged(away=both)
    assert isinstance(found, Taken) and not found.graded


def test_of_a_term_it_is_the_half_of_all_its_years():
    term = {"wanted": "中层干部", "first": date(2024, 1, 1), "cutoff": CUTOFF}
    half_a_year = replace(HEAD, away=away("sick", date(2026, 1, 1), date(2026, 8, 31)))
    assert take_part(half_a_year, **term).graded, "ill for eight months of thirty-six"
    longer = take_part(replace(HEAD, away=away("sick", date(2024, 6, 1), date(2026, 3, 1))), **term)
    assert (longer.graded, longer.reason) == (False, "病假、事假累计超过聘期的一半")
