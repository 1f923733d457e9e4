"""No figure of a year before its missing votes are decided by two; then figures; then two say yes to them.

An officer who takes part in the year sees no figure of the own category, before and after.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError

from accounts.models import Role, User
from appraisal.models import CategoryResult, Cycle, Result
from policy.outcomes import BOTTOM_WORDS, TOP_WORDS
from tests.support.people import user_with
from tests.support.scanning import everything_shown, figures_in
from tests.support.scoring import Two, confirmed_by_two, decided, open_gaps, proposed, two_officers
from tests.support.years import appraise

# What is shown is asked in Python; both databases hold the same rows (tests/flows/test_year_by_file.py).
pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]
YEAR = 2025
LISTED = "|".join(sorted(TOP_WORDS | BOTTOM_WORDS))


@pytest.fixture(scope="module")
def sample(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The sample year, brought in by file."""
    appraise(tmp_path_factory.mktemp("year") / "results.xlsx")


@pytest.fixture
def year(sample: None) -> Cycle:
    return Cycle.objects.get(year=YEAR)


@pytest.fixture
def two(year: Cycle) -> Two:
    return two_officers(year)


def numbers(results) -> set[str]:
    """Totals, scores and group means, as pages print them."""
    found: set[Decimal] = set()
    for total, score, means in results.values_list("total", "score", "group_means"):
        found |= {value for value in (total, score) if value is not None}
        found |= {Decimal(figure["mean"]) for figure in means.values() if figure["mean"]}
    return {f"{value:.2f}" for value in found}


def telling_people() -> list[str]:
    """First, last, listed, and somebody without a score."""
    ranked = Result.objects.filter(rank__isnull=False).order_by("rank", "pk")
    people = [ranked.first(), ranked.last(), Result.objects.filter(suggestion="缺票待核").first()]
    return [item.participant.cadre.staff_no for item in people if item]


def assert_no_figure(user: User, secret: set[str]) -> None:
    for address, said in everything_shown(user, YEAR, telling_people()).items():
        assert not figures_in(said) & secret, (address, user)
        if "what-if" in address:  # it names its columns, and has no people of the year
            continue
        assert not re.search(r"第 ?\d+ ?名|名次 ?\d", re.sub(r"<[^>]+>", "", said)), (address, user)
        assert not re.search(rf">\s*({LISTED})\s*</(span|td|strong)", said), (address, user)


def test_no_page_and_no_file_tells_a_figure_while_a_gap_is_open(year: Cycle, two: Two) -> None:
    secret = numbers(Result.objects.all())
    assert len(secret) > 100
    for role in (Role.ORG_HEAD, Role.DISCIPLINE_OFFICER, Role.LEADER, Role.UNIT_PARTY, Role.CADRE):
        assert_no_figure(user_with(role, staff_no=f"92{role.value[:12]}", name=role.label), secret)
    assert_no_figure(two.counter, secret)
    found = proposed(year, two)
    assert found
    assert_no_figure(two.witness, secret), "a proposal is not a decision"


def test_decided_by_two_then_shown_then_confirmed_then_closed(year: Cycle, two: Two, tmp_path: Path) -> None:
    some = open_gaps(year)
    decided(year, two, "remeasure")
    assert_no_figure(two.org_head, numbers(Result.objects.all())), "the papers have not come"
    decided(year, two, "renormalise", some)
    shown = everything_shown(two.org_head, YEAR, telling_people())
    best = str(Result.objects.get(category="二级学院正职", rank=1).total)
    for part in ("/ranking/", "/lists/", "/results.xlsx", "/cadres/"):
        pages = [said for address, said in shown.items() if part in address and "POST" not in address]
        assert any(figures_in(said) for said in pages), part
    assert best in shown[f"/appraisal/{YEAR}/results.xlsx"]
    counted = shown[f"/appraisal/{YEAR}/gaps/"] + shown[f"/appraisal/{YEAR}/scoring/"]
    assert not figures_in(counted), "here nobody reads a figure, ever"
    appraise(tmp_path / "again.xlsx")
    year.refresh_from_db()
    confirmed_by_two(year, two)
    with pytest.raises(CommandError, match="已经确认"):
        appraise(tmp_path / "late.xlsx")


@pytest.mark.parametrize("role", [Role.ORG_OFFICER, Role.DISCIPLINE_HEAD])
def test_an_officer_on_the_list_sees_no_figure_of_the_own_category(year: Cycle, two: Two, role: Role) -> None:
    decided(year, two)
    own = Result.objects.select_related("participant__cadre").get(category="二级学院正职", rank=3)
    officer = user_with(role, staff_no=own.participant.cadre.staff_no, name="参加考核的工作人员")
    mates = Result.objects.filter(category=own.category)
    others = Result.objects.exclude(category=own.category)
    means = CategoryResult.objects.exclude(name=own.category).values_list("mean", flat=True)
    secret = numbers(mates) | {str(CategoryResult.objects.get(name=own.category).mean)}
    secret -= numbers(others) | {f"{mean:.2f}" for mean in means if mean is not None}
    assert len(secret) > 40
    people = [item.participant.cadre.staff_no for item in mates.order_by("rank")[:2]]
    people += [item.participant.cadre.staff_no for item in others.order_by("rank")[:1]]
    shown = everything_shown(officer, YEAR, people)
    leaks = {address: figures_in(said) & secret for address, said in shown.items()}
    assert {address: found for address, found in leaks.items() if found} == {}
    assert figures_in(shown[f"/appraisal/{YEAR}/results.xlsx"]), "the others are there"
    assert "的参加考核人员" in shown[f"/appraisal/{YEAR}/results.xlsx"]
    everything = everything_shown(two.org_head, YEAR, people)
    assert figures_in(everything[f"/appraisal/{YEAR}/results.xlsx"]) & secret, (
        "the control: who takes no part"
    )
