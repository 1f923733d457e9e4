"""A number that no rule sets is never shown as if an article set it (第一条)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.limits import LIMITS
from policy.parameters import LABELS, PROCESS
from policy.sources import DAYS, DEFAULT, OTHER_RULES, OWN, day_source, source_in
from policy.wording import parameter_rows
from tests.house.tracked import name, python_files

from .builders import parameters

ARTICLE = re.compile(r"第.{1,4}条")
# Numbers that stand in a text, read there: shares of the regulation, periods of the three kinds of sanction.
SET_BY_A_RULE = {
    "top_share": "第七条",
    "bottom_share": "第七条",
    "matters_party_warning": "中国共产党纪律处分条例第十条",
    "matters_party_serious_warning": "中国共产党纪律处分条例第十条",
    "matters_party_posts": "中国共产党纪律处分条例第十一条",
    "matters_after_probation": "中国共产党纪律处分条例第十二条",
    "matters_party_expulsion": "中国共产党纪律处分条例第十三条",
    "matters_government_warning": "公职人员政务处分法第八条、第二十条",
    "matters_government_demerit": "公职人员政务处分法第八条、第二十条",
    "matters_government_serious_demerit": "公职人员政务处分法第八条、第二十条",
    "matters_government_demotion": "公职人员政务处分法第八条、第二十条",
    "matters_government_most": "公职人员政务处分法第十五条",
    "matters_institution_warning": "事业单位人事管理条例第二十九条",
    "matters_institution_demerit": "事业单位人事管理条例第二十九条",
    "matters_institution_post": "事业单位人事管理条例第二十九条",
}


@pytest.mark.parametrize("key", LABELS)
def test_only_numbers_that_stand_in_a_rule_name_an_article(key: str) -> None:
    assert key.startswith(("top_", "bottom_")) or key in OTHER_RULES or key not in SET_BY_A_RULE
    source = source_in(parameters(), key)
    cited = source if ARTICLE.search(source) else ""
    assert cited == SET_BY_A_RULE.get(key, "")
    if key in LIMITS and key not in OTHER_RULES:
        assert source == DEFAULT
    if key in PROCESS:
        assert source == DEFAULT


@pytest.mark.parametrize("key", LIMITS)
def test_a_number_of_this_schools_own_is_its_own_whatever_set_it_before(key: str) -> None:
    limit = LIMITS[key]
    other = limit.high if limit.high != limit.default else limit.low
    changed = parameters(limits={key: other})
    assert source_in(changed, key) == OWN
    assert day_source(changed, key, "第 2 版") == f"{OWN}（第 2 版）"


def test_shares_and_days_of_this_schools_own_are_its_own_too() -> None:
    assert source_in(parameters(top_share="15"), "top_share") == OWN
    assert source_in(parameters(review_days=20), "review_days", "第 3 版") == f"{OWN}（第 3 版）"
    with pytest.raises(KeyError):
        day_source(parameters(), "", "")


def test_what_the_rulebook_prints_says_the_same() -> None:
    said = {label: source for label, _, source in parameter_rows(parameters())}
    assert said == {label: source_in(parameters(), key) for key, (label, _) in LABELS.items()}


def duties() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Where a duty is made, and with what."""
    for path in python_files():
        if name(path).startswith("tests/"):
            continue
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Duty":
                given = {word.arg: word.value for word in node.keywords if word.arg}
                yield f"{name(path)}:{node.lineno}", given


def test_every_duty_with_a_deadline_says_what_sets_it() -> None:
    found = list(duties())
    assert len(found) > 40
    assert [where for where, given in found if "due" in given and "day_by" not in given] == []
    literal = {
        given["day_by"].value
        for _, given in found
        if isinstance(given.get("day_by"), ast.Constant)  # the others are names that import their key
    }
    assert literal and literal <= LABELS.keys() | DAYS.keys()
