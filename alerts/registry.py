"""Rules that find signals: one declaration each, from `AppConfig.ready()` of whoever has the facts.

A rule reads; `services.scan` writes what it finds with one statement. The fact key says which fact it is: the
same one never makes two signals, not even after the first was judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

COLUMNS = ("cadre_pk", "unit_pk", "key", "said")


@dataclass(frozen=True)
class Rule:
    """One rule.

    code: stable name; words: what it looks for; article: what it rests on; highest: the heaviest kind of card
    (`policy.alerts_steps`) that it may lead to; limits: keys of `policy.limits` that it asks;
    rows: (day, limit key -> number) -> a queryset annotated with COLUMNS: primary key of the cadre, of the
    unit at issue (None for none), the fact key (80 signs at most), the facts in words. Set-based.
    """

    code: str
    words: str
    article: str
    highest: str
    rows: Callable[[date, Mapping[str, int]], QuerySet[Any]]
    limits: tuple[str, ...] = ()


RULES: dict[str, Rule] = {}
# Signals that no rule finds: noted by hand, and what a card leads to.
FOLLOW_UPS: Mapping[str, str] = {
    "escalated": "黄牌警示核查后升级",
    "inquiry_other": "函询后转入其他程序",
    "not_improved": "诫勉后没有明显改进",
}
OTHERS: Mapping[str, str] = {"hand": "人工登记", **FOLLOW_UPS}


def register(rule: Rule) -> None:
    """Adds a rule. Raises ValueError for a code that is taken."""
    if rule.code in RULES or rule.code in OTHERS:
        raise ValueError(f"The rule {rule.code} is registered already.")
    RULES[rule.code] = rule


def words_of(code: str) -> str:
    """What a signal's rule looks for, in words."""
    rule = RULES.get(code)
    return rule.words if rule else OTHERS.get(code, code)
