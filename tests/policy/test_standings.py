from decimal import Decimal

from policy.lists import Ranked, equal_totals
from policy.standings import lower_unlisted, stand

from .builders import parameters


def ranked(*totals):
    return [Ranked(total, Decimal(total), barred=False) for total in totals]


def test_who_equals_the_highest_listed_is_not_lower():
    groups = equal_totals(ranked("82", "81", "80", "79"))
    assert [p.key for p in lower_unlisted(groups, Decimal("81"), {"80": "提请研判人选"})] == ["79"]
    assert lower_unlisted(groups, None, {}) == ()


def test_the_highest_listed_is_the_highest_of_all_categories():
    people = {"甲": ranked(*map(str, range(60, 80))), "乙": ranked(*map(str, range(100, 120)))}
    found = stand(people, parameters(bottom_share="5"))
    assert found.highest_listed == 100
    assert len(found.categories[0].lower) == 19
    assert found.categories[1].lower == ()


def test_nobody_listed_has_no_highest():
    found = stand({"甲": ranked("60", "70")}, parameters())
    assert (found.highest_listed, found.categories[0].lower) == (None, ())
