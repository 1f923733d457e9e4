"""What must always hold, for institutions drawn at random and for every choice of the policy."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.appraisal import CadreFacts, GroupTally, MarkFact, appraise
from policy.lists import Ranked
from policy.outcomes import BOTTOM_WORDS, COMMEND, JUDGE, TOP_WORDS, UNGRADED, WITHHELD
from policy.standings import stand

from .builders import ORDER, YEAR, parameters

MEASURES = ("扣分", "黄牌", "诫勉", "政务记过", "政务记大过", "政务开除", "提醒")
# Few different tallies, so that ties, missing groups and merges are common.
TALLIES = [
    GroupTally(sum(row), (row,) * 4)
    for row in ((10, 0, 0, 0), (5, 5, 0, 0), (0, 10, 0, 0), (0, 0, 9, 1), (1, 1, 0, 0))
]
DATES = [date(YEAR, 5, 1), date(YEAR, 12, 31), date(YEAR - 1, 12, 31), date(YEAR - 2, 6, 1)]

versions = st.fixed_dictionaries(
    {
        "merge": st.sampled_from(("across_rank", "across_kind")),
        "missing_group": st.sampled_from(("withhold", "renormalise")),
        "same_matter": st.sampled_from(("max", "sum")),
        "blocked_seat": st.sampled_from(("keep", "pass_on")),
        "bottom_scope": st.sampled_from(("category", "overall")),
        "top_share": st.sampled_from(("20", "15", "33.3", "0", "60")),
        "bottom_share": st.sampled_from(("3", "10", "0", "40")),
    }
).map(lambda changes: parameters(**changes))


@st.composite
def marks(draw, owner):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("M1", "M2", "M3")),
                st.sampled_from(MEASURES),
                st.sampled_from(DATES),
                st.sampled_from((Decimal(0), Decimal("0.5"), Decimal(2))),
            ),
            max_size=3,
        )
    )
    return tuple(
        MarkFact((owner, n), matter, measure, on, points, "", "")
        for n, (matter, measure, on, points) in enumerate(rows)
    )


@st.composite
def institutions(draw):
    people = []
    for number in range(draw(st.integers(1, 36))):
        tallies = {
            code: draw(st.sampled_from(TALLIES[:4] if draw(st.integers(0, 9)) else TALLIES))
            for code in ("leaders", "peers", "staff")
        }
        people.append(
            CadreFacts(
                key=number,
                staff_no=f"{number:05d}",
                category=draw(st.sampled_from(ORDER)),
                graded=draw(st.integers(0, 9)) > 0,
                ungraded_reason="试用期",
                tallies=tallies,
                marks=draw(marks(number)) if draw(st.booleans()) else (),
                lifted=draw(st.sampled_from(({}, {}, {"M1": "免除责任"}, {"M2": "澄清"}))),
            )
        )
    return people


def judged(people, version):
    return appraise(people, year=YEAR, parameters=version)


def facts_of(person):
    """Everything of a person's result that matters, without the sentences about the marks."""
    return replace(person, reasons=person.reasons[:1], marks=())


@settings(max_examples=30, deadline=None)
@given(institutions(), versions)
def test_a_lifted_matter_equals_a_world_without_that_cadres_marks_on_it(people, version):
    without = [
        replace(one, lifted={}, marks=tuple(m for m in one.marks if m.matter not in one.lifted))
        for one in people
    ]
    lifted, never = judged(people, version), judged(without, version)
    assert [facts_of(person) for person in lifted.persons] == [facts_of(person) for person in never.persons]
    assert lifted.categories == never.categories
    assert lifted.notes == never.notes


@settings(max_examples=30, deadline=None)
@given(institutions(), versions, st.randoms(use_true_random=False))
def test_the_order_of_people_and_marks_changes_nothing(people, version, random):
    shuffled = [replace(one, marks=tuple(random.sample(one.marks, len(one.marks)))) for one in people]
    random.shuffle(shuffled)
    first, second = judged(people, version), judged(shuffled, version)
    # Of marks alike in everything but the key, either may be the one that deducts.
    assert {p.key: replace(p, marks=()) for p in first.persons} == {
        p.key: replace(p, marks=()) for p in second.persons
    }
    for one, other in zip(first.persons, sorted(second.persons, key=lambda p: p.key), strict=True):
        assert Counter((m.counted, m.points, m.reason) for m in one.marks) == Counter(
            (m.counted, m.points, m.reason) for m in other.marks
        )
    assert (first.categories, first.notes) == (second.categories, second.notes)


@settings(max_examples=30, deadline=None)
@given(institutions(), versions, st.randoms(use_true_random=False))
def test_names_and_numbers_change_nothing(people, version, random):
    numbers = random.sample(range(1000), len(people))
    renamed = [
        replace(one, key=f"k{number}", staff_no=f"S{number}")
        for one, number in zip(people, numbers, strict=True)
    ]
    name = {one.key: other.key for one, other in zip(people, renamed, strict=True)}
    first, second = judged(people, version), judged(renamed, version)
    assert [replace(person, key=name[person.key]) for person in first.persons] == list(second.persons)
    for one, other in zip(first.categories, second.categories, strict=True):
        assert {name[key] for key in one.next_in_line} == set(other.next_in_line)
        assert {name[key] for key in one.not_listed_lower} == set(other.not_listed_lower)
        blank = {"next_in_line": (), "not_listed_lower": ()}
        assert replace(one, **blank) == replace(other, **blank)
    assert first.notes == second.notes


@settings(max_examples=50, deadline=None)
@given(institutions(), versions)
def test_seats_are_never_exceeded(people, version):
    year = judged(people, version)
    words = Counter(person.suggestion for person in year.persons)
    ranked = sum(person.rank is not None for person in year.persons)
    top = floor(Fraction(version.top_share) / 100 * ranked)
    bottom = floor(Fraction(version.bottom_share) / 100 * ranked)
    assert (year.ranked, year.top_seats, year.bottom_seats) == (ranked, top, bottom)
    assert words[COMMEND] <= top
    assert words[JUDGE] <= bottom
    assert sum(item.top_seats for item in year.categories) == top
    if version.bottom_scope == "category":
        assert sum(item.bottom_seats for item in year.categories) == bottom
    for item in year.categories:
        assert item.top_listed + item.top_empty <= item.top_seats
    for person in year.persons:
        assert (person.rank is None) == (person.suggestion in (UNGRADED, WITHHELD))


ranked_people = st.lists(
    st.tuples(st.sampled_from(ORDER), st.sampled_from(("90", "80", "80.01", "70")), st.booleans()),
    max_size=60,
)


@settings(max_examples=50, deadline=None)
@given(ranked_people, versions)
def test_nobody_stands_in_both_lists(drawn, version):
    people = {name: [] for name in ORDER}
    for key, (name, total, barred) in enumerate(drawn):
        people[name].append(Ranked(key, Decimal(total), barred))
    for where in stand(people, version).categories:
        assert not set(where.top.words) & set(where.bottom.words)


@settings(max_examples=30, deadline=None)
@given(institutions(), versions)
def test_ranks_count_who_is_better_and_the_total_replays(people, version):
    year = judged(people, version)
    ranked = [person for person in year.persons if person.rank is not None]
    for person in ranked:
        better = sum(p.category == person.category and p.total > person.total for p in ranked)
        assert person.rank == better + 1
        exact = person.score + Fraction(person.bonus) - person.deducted
        assert abs(Fraction(person.total) - exact) <= Fraction(1, 200)
    for person in year.persons:
        assert person.deducted == sum((Fraction(m.points) for m in person.marks), Fraction(0))
        assert person.reasons
        assert all(r.text.endswith(f"（{r.article}）。") for r in person.reasons)


@settings(max_examples=30, deadline=None)
@given(institutions(), versions)
def test_within_a_category_a_listed_person_never_stands_behind_an_unlisted_one(people, version):
    """Top and bottom lists are the two ends of the ranking; only the top list may break the bottom's end."""
    year = judged(people, version)
    for item in year.categories:
        members = [p for p in year.persons if p.category == item.name and p.rank is not None]
        top = [p.total for p in members if p.suggestion in TOP_WORDS]
        rest = [p.total for p in members if p.suggestion not in TOP_WORDS]
        bottom = [p.total for p in members if p.suggestion in BOTTOM_WORDS]
        middle = [p.total for p in members if p.suggestion == ""]
        if top and rest:
            assert min(top) > max(rest)
        if bottom and middle:
            assert max(bottom) < min(middle)
