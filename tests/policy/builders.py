"""Facts for policy tests, in few words: the default parameters, tallies, marks and cadres."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from policy.appraisal import CadreFacts, GroupTally, MarkFact
from policy.parameters import AppraisalParameters

DEFAULTS_FILE = Path(__file__).parents[2] / "rulebook" / "defaults" / "appraisal-2021.json"
YEAR = 2025
ORDER = ("机关部门正职", "机关部门副职", "二级学院正职", "二级学院副职", "直属单位正职", "直属单位副职")


def defaults(**changes):
    """The default parameters as JSON values, with changes."""
    return json.loads(DEFAULTS_FILE.read_text(encoding="utf-8")) | changes


def parameters(**changes):
    return AppraisalParameters.from_json(defaults(**changes))


def tally(*row, papers=None):
    """A group whose four dimensions all have the same counts of 好, 较好, 一般, 差."""
    return GroupTally(papers=sum(row) if papers is None else papers, counts=(tuple(row),) * 4)


def all_groups(*row):
    return {"leaders": tally(*row), "peers": tally(*row), "staff": tally(*row)}


def mark(measure="扣分", points="0", matter="M1", on=date(2025, 3, 5), **other):
    fact = {"key": (matter, measure, on, points), "document_no": "", "finding": ""} | other
    return MarkFact(matter=matter, measure=measure, decided_on=on, points=Decimal(points), **fact)


def cadre(key, category="机关部门副职", *, total=None, **other):
    """A participant; `total` gives exactly that total (from 90 downwards, by a deduction on 90)."""
    facts = {
        "staff_no": str(key),
        "graded": True,
        "ungraded_reason": "",
        "tallies": all_groups(10, 0, 0, 0),
        "marks": (),
        "lifted": {},
    } | other
    if total is not None:
        gap = Decimal(90) - Decimal(total)
        facts["marks"] += (mark("扣分", str(gap), matter="线"),) if gap > 0 else ()
        facts["bonus"] = -gap if gap < 0 else Decimal(0)
    return CadreFacts(key=key, category=category, **facts)


def barred(key, category="机关部门副职", *, total):
    return cadre(key, category, total=total, marks=(mark("诫勉", matter="诫"),))


def by_key(year):
    return {person.key: person for person in year.persons}


def suggestions(year):
    return {person.key: person.suggestion for person in year.persons if person.suggestion}


def category(year, name):
    return next(item for item in year.categories if item.name == name)


def texts(reasons):
    return [reason.text for reason in reasons]
