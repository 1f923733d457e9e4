"""Influence periods: every row of the table, the worked examples, and what must always hold (第十四条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import influence as rules
from policy.bars import bars_of, blocking
from policy.facts import MarkFact
from policy.influence import MeasureFact, influences, longest, may_set_end, state_on
from policy.influence_table import AWARD, OFFICE, PROMOTION, RANK, TABLE, TITLE, YOUNG
from policy.limits import LIMITS
from policy.measures import judge_marks
from policy.months import months_later
from policy.parameters import AppraisalParameters
from tests.policy.builders import parameters as default_parameters

MONTHS = {key: limit.default for key, limit in LIMITS.items()}
PARAMETERS: AppraisalParameters = default_parameters()
PERIODS = {
    "党内警告": 12,
    "党内严重警告": 18,
    "撤销党内职务": 24,
    "留党察看": 12 + 24,
    "开除党籍": 60,
    "政务警告": 6,
    "政务记过": 12,
    "政务记大过": 18,
    "政务降级": 24,
    "政务撤职": 24,
    "事业单位警告": 6,
    "事业单位记过": 12,
    "事业单位降低岗位等级": 24,
    "停职检查": 6,
    "调整职务": 12,
    "责令辞职": 24,
    "免职": 24,
    "降职": 24,
    "诫勉": 6,
    "通报批评": 0,
    "提醒": 0,
    "函询": 0,
}


def fact(measure: str, day: str, key: object = "m", **more: Any) -> MeasureFact:
    return MeasureFact(
        key, measure, date.fromisoformat(day), MONTHS, matter=more.pop("matter", "SX1"), **more
    )


def free(*facts: MeasureFact) -> list[str]:
    """The first free day of each, in the order given."""
    found = influences(facts)
    return [str(found[one.key].runs_until) for one in facts]


@pytest.mark.parametrize(("measure", "months"), PERIODS.items())
def test_every_row_of_the_table(measure: str, months: int) -> None:
    one = influences([fact(measure, "2025-03-12")])["m"]
    assert one.ends == (months_later(date(2025, 3, 12), months) if months else None)
    assert one.row is not None and (one.row.cited in one.reasons[0].text or not months)
    for reason in one.reasons:
        assert reason.text.endswith("）。") and reason.article


def test_the_table_has_no_other_row_and_every_restricting_measure_is_in_it_or_expels() -> None:
    assert set(TABLE) == set(PERIODS)
    restricting = {
        word for word, row in PARAMETERS.measures.items() if row.effect != "points" and not row.expels
    }
    assert restricting <= set(TABLE)
    assert set(TABLE) <= set(PARAMETERS.measures)
    for row in TABLE.values():
        assert {key for key in (row.limit, row.term, row.office) if key} <= set(MONTHS)


@pytest.mark.parametrize(
    ("measure", "start", "end"),
    [
        ("政务警告", "2025-11-20", "2026-05-20"),  # example 5
        ("政务记大过", "2025-11-20", "2027-05-20"),  # example 6
        ("党内严重警告", "2025-03-31", "2026-09-30"),  # example 6: the month's end
        ("诫勉", "2023-08-31", "2024-02-29"),
        ("诫勉", "2025-03-10", "2025-09-10"),
    ],
)
def test_worked_examples_of_one_measure(measure: str, start: str, end: str) -> None:
    one = influences([fact(measure, start)])["m"]
    last = date.fromisoformat(end) - timedelta(days=1)
    assert str(one.ends) == end
    assert one.covers(last) and not one.covers(date.fromisoformat(end))
    assert state_on(one, last) == rules.RUNNING
    assert f"{rules.said(last)}为止" in one.reasons[-1].text


def grade_in(year: int, *marks: tuple[str, str]) -> str:
    rows = [
        MarkFact(i, f"SX{i}", measure, date.fromisoformat(day), 0, "", "")  # type: ignore[arg-type]
        for i, (measure, day) in enumerate(marks)
    ]
    judged = judge_marks(rows, {}, year=year, parameters=PARAMETERS)
    return "ungraded" if not judged.ungraded.ok else "barred" if not judged.barred.ok else ""


def test_promotion_by_date_and_grade_by_calendar_year() -> None:
    """Examples 5 to 7: two engines."""
    assert [grade_in(year, ("政务警告", "2025-11-20")) for year in (2025, 2026)] == ["barred", ""]
    assert [grade_in(year, ("政务记大过", "2025-11-20")) for year in (2025, 2026, 2027)] == [
        "ungraded",
        "ungraded",
        "",
    ]
    both = fact("党内警告", "2025-01-10", 1), fact("政务记过", "2025-02-05", 2)
    assert free(*both) == ["2026-01-10", "2026-02-05"]
    assert longest(influences(both).values(), date(2025, 6, 1)) == date(2026, 2, 5)
    assert grade_in(2025, ("党内警告", "2025-01-10"), ("政务记过", "2025-02-05")) == "ungraded"


def test_a_party_sanction_within_an_open_party_period_runs_what_is_left_and_its_own() -> None:
    first, second = fact("党内警告", "2025-01-10", 1), fact("党内严重警告", "2025-07-10", 2)
    assert free(first, second) == ["2026-01-10", "2027-07-10"]
    joined = influences([second, first])[2]
    assert "剩余 184 天先执行" in joined.reasons[1].text
    # The day of the end is free already: nothing is left to take over.
    assert free(first, replace(second, starts_on=date(2026, 1, 10))) == ["2026-01-10", "2027-07-10"]
    assert free(first, replace(second, starts_on=date(2026, 1, 11)))[1] == "2027-07-11"
    # Only Party periods run one after the other.
    assert free(first, fact("政务记过", "2025-07-10", 2))[1] == "2026-07-10"


def test_lifting_the_first_recomputes_the_second_and_a_document_wins() -> None:
    first, second = fact("党内警告", "2025-01-10", 1), fact("党内警告", "2025-07-10", 2)
    assert free(first, second)[1] == "2027-01-10"
    lifted = replace(first, lifted_on=date(2025, 10, 1))
    assert free(lifted, second) == ["2025-10-01", "2026-10-01"]
    assert free(second) == ["2026-07-10"]
    fixed = replace(second, end=date(2026, 7, 10), end_source=rules.DOCUMENT)
    assert free(first, fixed)[1] == "2026-07-10"
    said = influences([first, fixed])[2].reasons[-1].text
    assert "以决定书写明的日期为准" in said and "2027年1月10日" in said


def test_a_probation_of_one_or_two_years_and_a_suspension_as_its_document_says() -> None:
    assert free(fact("留党察看", "2025-01-10", term=24)) == ["2029-01-10"]
    assert free(fact("停职检查", "2025-01-10", term=3)) == ["2025-04-10"]
    assert "恢复党员权利后" in influences([fact("留党察看", "2025-01-10")])["m"].reasons[0].text


def test_an_end_by_hand_needs_a_reason_and_several_of_one_kind_end_within_48_months() -> None:
    one = influences([fact("政务记过", "2025-02-05")])["m"]
    edited = {"source": rules.EDITED, "reason": "与前一记过合并执行"}
    assert may_set_end(one, end=date(2029, 2, 5), **edited).ok
    assert not may_set_end(one, end=date(2029, 2, 6), **edited).ok
    assert not may_set_end(one, end=date(2026, 2, 6), source=rules.EDITED, reason=" ").ok
    assert may_set_end(one, end=date(2026, 2, 6), source=rules.DOCUMENT, reason="").ok
    assert not may_set_end(one, end=date(2025, 2, 5), **edited).ok


@pytest.mark.parametrize(
    ("measure", "state"),
    [
        ("事业单位记过", rules.LIFTING_DUE),
        ("政务记过", rules.NEEDS_JUDGEMENT),
        ("诫勉", rules.NEEDS_JUDGEMENT),
    ],
)
def test_over_is_not_free_it_needs_judgement_and_some_a_written_lifting(measure: str, state: str) -> None:
    one = fact(measure, "2024-01-10")
    assert state_on(influences([one])["m"], date(2026, 1, 10)) == state
    lifted = influences([replace(one, lifted_on=date(2025, 2, 1))])["m"]
    assert state_on(lifted, date(2026, 1, 10)) == rules.LIFTED
    assert state_on(influences([fact("提醒", "2024-01-10")])["m"], date(2026, 1, 10)) == rules.NONE


# What the table of domain.md §14 says of the grade, year of the decision and the two after it.
GRADES = {
    "党内警告": ("barred",),
    "党内严重警告": ("ungraded",),
    "撤销党内职务": ("ungraded",),
    "留党察看": ("ungraded",),
    "开除党籍": ("ungraded",),
    "政务警告": ("barred",),
    "政务记过": ("ungraded",),
    "政务记大过": ("ungraded", "ungraded"),
    "政务降级": ("ungraded", "ungraded"),
    "政务撤职": ("ungraded", "ungraded"),
    "事业单位警告": ("barred",),
    "事业单位记过": ("ungraded",),
    "事业单位降低岗位等级": ("ungraded", "ungraded"),
    "停职检查": (),
    "调整职务": ("barred",),
    "责令辞职": ("ungraded",),
    "免职": ("ungraded",),
    "降职": ("ungraded",),
    "诫勉": ("barred",),
    "通报批评": (),
    "提醒": (),
    "函询": (),
}


@pytest.mark.parametrize(("measure", "effects"), GRADES.items())
def test_what_every_row_does_to_the_grade_and_to_each_use(measure: str, effects: tuple[str, ...]) -> None:
    """By calendar year on the grade and awards, by date on everything else."""
    assert set(GRADES) == set(TABLE)
    years = tuple(grade_in(year, (measure, "2025-03-12")) for year in (2025, 2026, 2027))
    assert years == (*effects, "", "", "")[:3]
    one, row = fact(measure, "2025-03-12"), TABLE[measure]
    ends = influences([one])["m"].ends
    told = bars("2025-03-12", one, terms={"m": date(2025, 3, 13)})
    uses = {use for use, *_ in told} - {AWARD}
    assert uses == (set(row.uses) if ends else set())
    awards = {until for use, until, _ in told if use == AWARD} - {"2025-03-13"}
    assert awards == ({f"{2025 + len(effects)}-01-01"} if effects else set())
    if ends:
        last = ends - timedelta(days=1)
        assert PROMOTION in {use for use, *_ in bars(str(last), one)}
        assert {(PROMOTION, "None", True)} <= bars(str(ends), one)


def bars(
    day: str, *facts: MeasureFact, terms: dict[object, date] | None = None
) -> set[tuple[str, str, bool]]:
    marks = [MarkFact(one.key, one.matter, one.measure, one.starts_on, 0, "", "") for one in facts]  # type: ignore[arg-type]
    found = bars_of(
        influences(facts).values(),
        marks,
        day=date.fromisoformat(day),
        parameters=PARAMETERS,
        terms=terms,  # type: ignore[arg-type]
    )
    return {(bar.use, str(bar.until), bar.judgement) for bar in found}


def test_what_is_barred_and_until_when() -> None:
    assert bars("2025-12-01", fact("政务警告", "2025-11-20")) == {
        (PROMOTION, "2026-05-20", False),
        (RANK, "2026-05-20", False),
        (TITLE, "2026-05-20", False),
        (YOUNG, "2026-05-20", False),
        (AWARD, "2026-01-01", False),
    }
    assert bars("2026-05-20", fact("政务警告", "2025-11-20")) == {(PROMOTION, "None", True)}
    removed = fact("免职", "2025-03-01")
    assert (OFFICE, "2026-03-01", False) in bars("2026-02-28", removed)
    assert not any(use == OFFICE for use, *_ in bars("2026-03-01", removed))
    assert (PROMOTION, "2027-03-01", False) in bars("2026-03-01", removed)
    assert bars("2025-12-01", fact("黄牌", "2025-11-20")) == set()
    assert bars("2025-11-19", fact("政务警告", "2025-11-20")) == set()


def test_an_admonition_bars_awards_until_the_term_ends_and_promotion_for_six_months() -> None:
    """The row 诫勉: 6 个月不得提拔重用，取消当年、本任期评优."""
    one, term = fact("诫勉", "2025-03-10"), {"m": date(2027, 7, 1)}
    promotion = {(use, "2025-09-10", False) for use in (PROMOTION, YOUNG)}
    year = (AWARD, "2026-01-01", False)
    assert bars("2025-04-01", one, terms=term) == {*promotion, year, (AWARD, "2027-07-01", False)}
    over = (PROMOTION, "None", True)
    assert bars("2026-04-01", one, terms=term) == {over, (AWARD, "2027-07-01", False)}
    assert bars("2027-07-01", one, terms=term) == {over}
    assert bars("2025-03-09", one, terms=term) == set()
    # Without a term on record somebody has to look it up; nothing is guessed.
    assert bars("2026-04-01", one) == {over, (AWARD, "None", True)}
    found = bars_of(influences([one]).values(), [], day=date(2026, 4, 1), parameters=PARAMETERS)
    assert any("需核定任期" in bar.reason.text and not blocking([bar], AWARD) for bar in found)
    # No other measure reaches beyond its year.
    assert (AWARD, "None", True) not in bars("2026-04-01", fact("党内警告", "2025-03-10"))


def test_between_kinds_the_longest_bar_stands_first() -> None:
    facts = fact("党内警告", "2025-01-10", 1), fact("政务记过", "2025-02-05", 2)
    found = bars_of(influences(facts).values(), [], day=date(2025, 6, 1), parameters=PARAMETERS)
    assert [str(bar.until) for bar in blocking(found, PROMOTION)] == ["2026-02-05", "2026-01-10"]


# A busy machine is slow, not wrong.
some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2022, 1, 1), date(2026, 12, 31))
FACTS = st.lists(st.tuples(st.sampled_from(sorted(TABLE)), DAYS, st.none() | DAYS), max_size=6).map(
    lambda rows: [
        MeasureFact(
            i, measure, day, MONTHS, matter=f"SX{i}", lifted_on=lifted if lifted and lifted > day else None
        )
        for i, (measure, day, lifted) in enumerate(rows)
    ]
)


@some
@given(FACTS, st.randoms())
def test_the_order_of_input_changes_nothing(facts: list[MeasureFact], random: Any) -> None:
    mixed = list(facts)
    random.shuffle(mixed)
    assert influences(facts) == influences(mixed)


@some
@given(FACTS)
def test_a_period_is_at_least_its_own_and_other_kinds_never_change_it(facts: list[MeasureFact]) -> None:
    together = influences(facts)
    party = {one.key for one in facts if TABLE[one.measure].family == rules.PARTY}
    for one in facts:
        alone = influences([one])[one.key]
        found = together[one.key]
        if one.key in party:
            assert found.ends is not None and alone.ends is not None and found.ends >= alone.ends
            mates = influences([other for other in facts if other.key in party])
            assert mates[one.key] == found
        else:
            assert found == alone
        for reason in found.reasons:
            assert "None" not in reason.text


@some
@given(FACTS, DAYS)
def test_taking_one_away_never_bars_more(facts: list[MeasureFact], day: date) -> None:
    full = longest(influences(facts).values(), day) or date.min
    for one in facts:
        rest = influences([other for other in facts if other is not one])
        assert (longest(rest.values(), day) or date.min) <= full
