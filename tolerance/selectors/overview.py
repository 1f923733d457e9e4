"""All cases that were handed in, counted: by state, age, deadline, unit, outcome (第十二条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from accounts.selectors import UnitScope
from core import clock
from policy.tolerance_terms import ENDED, OUTCOMES, STATES, State
from policy.urgency import NEAR, SOON

from ..models import Outcome, ToleranceCase

AGES = ((30, "30 天以内"), (60, "31 至 60 天"), (90, "61 至 90 天"), (180, "91 至 180 天"))
OLDEST = "超过 180 天"
OVERDUE, PRESSING, NEARING, LATER, NO_TERM = (
    "已逾期",
    f"{SOON} 天内到期",
    f"{NEAR} 天内到期",
    "期限较远",
    "没有期限",
)
KINDS = {OVERDUE: "danger", PRESSING: "warn", NEARING: "info", LATER: "neutral", NO_TERM: "neutral"}
NO_UNIT, NO_OUTCOME = "未定单位", "尚未认定"


@dataclass(frozen=True)
class Group:
    """One line of a table: cases, the people whom they concern, and how many of the cases are late."""

    name: str
    cases: int
    people: int
    overdue: int = 0


@dataclass(frozen=True)
class Table:
    """A division of the cases into groups."""

    code: str
    title: str
    about: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class _Row:
    state: str
    submitted_on: date
    due: date | None
    unit: str
    outcome: str
    cadre: int

    def is_open(self) -> bool:
        return self.state not in ENDED


def overview(scope: UnitScope) -> tuple[Table, ...]:
    """The five tables over the units of the scope; one query."""
    rows, today = _rows(scope), clock.today()
    open_ones = [row for row in rows if row.is_open()]
    states = [name for code, name in STATES.items() if code != State.DRAFT]
    ages = [*(name for _, name in AGES), OLDEST]
    units = sorted({row.unit or NO_UNIT for row in rows})
    outcomes = [*OUTCOMES.values(), NO_OUTCOME]

    def groups(of: Iterable[_Row], key: Callable[[_Row], str], names: Iterable[str]) -> tuple[Group, ...]:
        found = defaultdict(list)
        for row in of:
            found[key(row)].append(row)
        return tuple(_group(name, found[name], today) for name in names)

    every, running = "所有提交的申请", "正在办理的申请"
    return (
        Table("state", "按状态", every, groups(rows, lambda row: STATES[row.state], states)),
        Table(
            "age",
            "按历时",
            f"{running}，自提交之日起",
            groups(open_ones, lambda row: age(row.submitted_on, today), ages),
        ),
        Table("due", "按期限", running, groups(open_ones, lambda row: term(row.due, today), KINDS)),
        Table("unit", "按单位", every, groups(rows, lambda row: row.unit or NO_UNIT, units)),
        Table(
            "outcome",
            "按认定结果",
            every,
            groups(rows, lambda row: OUTCOMES.get(row.outcome, NO_OUTCOME), outcomes),
        ),
    )


def _group(name: str, rows: Sequence[_Row], today: date) -> Group:
    late = sum(row.is_open() and term(row.due, today) == OVERDUE for row in rows)
    return Group(name, len(rows), len({row.cadre for row in rows}), late)


def _rows(scope: UnitScope) -> list[_Row]:
    found = Outcome.objects.filter(case=OuterRef("pk"), in_force=True).values("kind")[:1]
    cases = ToleranceCase.objects.filter(submitted_on__isnull=False).order_by()
    if not scope.everywhere:
        cases = cases.filter(unit__in=scope.unit_ids)
    columns = ("state", "submitted_on", "due", "unit__name", "found", "cadre_id")
    return [
        _Row(state, submitted, due, unit or "", outcome or "", cadre)
        for state, submitted, due, unit, outcome, cadre in cases.annotate(found=Subquery(found)).values_list(
            *columns
        )
    ]


def age(submitted_on: date, today: date) -> str:
    """How long ago a case was handed in, in calendar days."""
    days = (today - submitted_on).days
    return next((name for most, name in AGES if days <= most), OLDEST)


def term(due: date | None, today: date) -> str:
    """How pressing the present step is, in words."""
    if due is None:
        return NO_TERM
    days = (due - today).days
    if days < 0:
        return OVERDUE
    return PRESSING if days <= SOON else NEARING if days <= NEAR else LATER
