"""The telling situations of the demo year, staged on purpose: nobody should have to wait for luck.

Two steps. `keep_out` decides, before a mark is drawn, who is not ranked. `stage` looks at the drawn marks
and casts people by where they stand: ties are made by giving neighbours the same counts, falls by points.
Every role is reported by name -> staff numbers, so documents and tests can point at people.
"""

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .marks import Sheet, draw_sheet, scale, score, shuffled, unanimous
from .staffing import HEADCOUNTS, Cadre, Unit

SMALLEST = sum(HEADCOUNTS.values()) * 4 // 5
"""Below this many cadres the categories are too small for all the situations, and none is staged."""
NO_VOICE_PAPERS = 2
FEW_PAPERS = 4
LIST_REASONS = (
    ("直属单位正职", "任职不满半年"),
    ("机关部门副职", "病事假累计超过半年"),
    ("机关部门副职", "援派挂职由接收单位考核"),
    ("二级学院正职", "任职不满半年"),
    ("二级学院副职", "立案审查调查未结"),
)
"""Who the list itself leaves without a grade: (category, 不确定等次原因), one cadre each."""


@dataclass(frozen=True)
class MatterRow:
    """One row of the file of measures: one measure on one cadre; points None is a blank cell."""

    matter: str
    staff_no: str
    measure: str
    decided_on: date
    points: Decimal | None = None
    document_no: str = ""
    finding: str = ""


@dataclass
class Stage:
    """What is being staged: roles, who is kept out by the list (with the reason), rows of matters."""

    year: int
    rng: random.Random
    cadres: tuple[Cadre, ...]
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ungraded: dict[str, str] = field(default_factory=dict)
    matters: list[MatterRow] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    lost: dict[str, float] = field(default_factory=dict)

    def cast(self, role: str, *staff_nos: str) -> None:
        self.roles[role] = self.roles.get(role, ()) + staff_nos

    def matter(self, serial: int, cadre: str, measure: str, day: tuple[int, int], **facts: Any) -> None:
        """Add a row of this year's matter `serial`; a negative serial is a matter of last year."""
        year = self.year if serial > 0 else self.year - 1
        row = MatterRow(f"SX{year}{abs(serial):03d}", cadre, measure, date(year, *day), **facts)
        self.matters.append(row)

    def standing(self, category: str) -> list[str]:
        """Staff numbers of a category's ranked people, best total first."""
        out = {*self.ungraded, *self.roles.get("ungraded_by_measure", ()), *self.roles["missing_group"]}
        people = [c.staff_no for c in self.cadres if c.category == category and c.staff_no not in out]
        return sorted(people, key=self.total, reverse=True)

    def total(self, staff_no: str) -> float:
        return score(self.sheets[staff_no]) - self.lost.get(staff_no, 0.0)

    def lose(self, staff_no: str, points: Decimal) -> Decimal:
        """Note points that will count, so that later standings see them; returns them for the row."""
        self.lost[staff_no] = self.lost.get(staff_no, 0.0) + float(points)
        return points


def thin_out(units: list[Unit], thinned: Callable[[Unit, int], Unit]) -> list[Unit]:
    """Leave the last office two staff papers (no voice) and the last direct unit four (small figures)."""
    last = {unit.kind: unit.name for unit in units}
    papers = {last["机关部门"]: NO_VOICE_PAPERS, last["直属单位"]: FEW_PAPERS}
    return [thinned(unit, papers[unit.name]) if unit.name in papers else unit for unit in units]


def keep_out(stage: Stage) -> None:
    """Cast those who are not ranked: by the list, by a measure of this or last year, by a missing group."""
    for role, papers in (("missing_group", NO_VOICE_PAPERS), ("few_papers", FEW_PAPERS)):
        stage.cast(role, *(c.staff_no for c in stage.cadres if c.unit.staff_papers == papers))
    for category, reason in LIST_REASONS:
        stage.ungraded[_someone(stage, category)] = reason
    stage.cast("ungraded_by_list", *stage.ungraded)
    this_year, last_year = _someone(stage, "二级学院副职"), _someone(stage, "机关部门副职")
    stage.cast("ungraded_by_measure", this_year, last_year)
    stage.cast("last_year_reaches", last_year)
    year = stage.year
    stage.matter(1, this_year, "政务记过", (7, 7), document_no=f"纪〔{year}〕5号")
    stage.matter(-1, last_year, "政务记大过", (11, 20), document_no=f"纪〔{year - 1}〕8号")
    direct = [c for c in stage.cadres if c.category == "直属单位正职" and c.staff_no not in stage.ungraded]
    if len(direct) < 5:
        people = (c.staff_no for c in stage.cadres if c.unit.kind == "直属单位")
        stage.cast("merged", *(number for number in people if number not in stage.ungraded))


def _someone(stage: Stage, category: str) -> str:
    """Somebody of a category who has no role yet and works in a unit with enough staff papers."""
    busy = {number for numbers in stage.roles.values() for number in numbers} | {*stage.ungraded}
    free = [c.staff_no for c in stage.cadres if c.category == category and c.staff_no not in busy]
    return stage.rng.choice(free)


def stage_roles(stage: Stage) -> None:
    """Cast everybody who is ranked; expects `keep_out` before and the sheets drawn."""
    _stage_ties(stage)
    _stage_lifting(stage)
    _stage_small_matters(stage)
    _stage_office_heads(stage)


def _stage_ties(stage: Stage) -> None:
    """Three equal totals across the last certain seat, from above and from below.

    A category has floor(quota) seats or one more. Three equals who begin on the last of the floor(quota)
    straddle the line in both cases.
    """
    ranked = stage.standing("机关部门副职")
    top = max(1, math.floor(scale().top_share * len(ranked))) - 1
    bottom = max(1, math.floor(scale().bottom_share * len(ranked)))
    low = len(ranked) - bottom
    for role, model, others in (
        ("tie_top", ranked[top], ranked[top + 1 : top + 3]),
        ("tie_bottom", ranked[low], ranked[low - 2 : low]),
    ):
        for other in others:
            stage.sheets[other] = shuffled(stage.rng, stage.sheets[model])
        stage.cast(role, model, *others)


def _stage_lifting(stage: Stage) -> None:
    """One matter, two cadres: the one relieved stays in the first 20 %, the accomplice falls out of it."""
    ranked = stage.standing("二级学院正职")
    line = math.floor(scale().top_share * len(ranked))
    lifted, accomplice = ranked[1], ranked[line - 1]
    gap = stage.total(accomplice) - stage.total(ranked[line + 1])
    points = stage.lose(accomplice, Decimal(math.floor(gap * 2) + 1) / 2 + Decimal("0.5"))
    stage.matter(2, lifted, "扣分", (5, 20), points=Decimal(6), finding="免除责任")
    # The row without a finding is relieved too: relief covers all rows of that cadre on that matter.
    stage.matter(2, lifted, "诫勉", (6, 2), document_no=f"组〔{stage.year}〕8号")
    stage.matter(2, accomplice, "扣分", (5, 20), points=points)
    stage.cast("lifted", lifted)
    stage.cast("accomplice", accomplice)


def _stage_small_matters(stage: Stage) -> None:
    """不得评优 among the first, and findings and measures that do or do not count."""
    deputies = stage.standing("二级学院副职")
    middle = len(deputies) // 2
    barred, cleared, refused = deputies[1], deputies[middle], deputies[middle + 2]
    direct = stage.standing("直属单位副职")
    mitigated = direct[len(direct) // 2]
    year = stage.year
    stage.matter(3, barred, "诫勉", (9, 9), document_no=f"组〔{year}〕7号")
    stage.matter(4, cleared, "扣分", (10, 10), points=Decimal("2.5"), finding="澄清")
    stage.matter(5, refused, "扣分", (11, 11), points=stage.lose(refused, Decimal("0.5")), finding="不予容错")
    stage.matter(6, mitigated, "扣分", (8, 8), points=stage.lose(mitigated, Decimal(1)), finding="减轻")
    stage.cast("barred_top", barred)
    stage.cast("cleared", cleared)
    stage.cast("not_lifted", refused, mitigated)


def _stage_office_heads(stage: Stage) -> None:
    """Last year's measures that no longer count, two rows of one matter, and a low total beside the lists."""
    ranked = stage.standing("机关部门正职")
    middle = len(ranked) // 2
    best, second, past, twice, lowest = ranked[0], ranked[1], ranked[middle], ranked[middle + 1], ranked[-1]
    year = stage.year
    leaders = scale().groups[0][0]
    stage.sheets[best][leaders] = unanimous(len(stage.sheets[best][leaders][0]))
    stage.cast("unanimous", best)
    stage.matter(-2, second, "政务警告", (12, 20), document_no=f"纪〔{year - 1}〕9号")
    stage.matter(-3, past, "黄牌", (6, 1), points=Decimal(2), document_no=f"纪〔{year - 1}〕2号")
    stage.cast("last_year_over", second, past)
    stage.matter(7, twice, "扣分", (3, 12), points=Decimal("1.5"))
    higher = stage.lose(twice, Decimal(2))
    stage.matter(7, twice, "黄牌", (4, 1), points=higher, document_no=f"纪〔{year}〕6号")
    stage.cast("same_matter", twice)
    stage.matter(8, lowest, "通报批评", (6, 18), points=stage.lose(lowest, Decimal(1)))
    others = ("二级学院正职", "二级学院副职")
    limit = min(stage.total(stage.standing(category)[-1]) for category in others) - 0.5
    _sink(stage, lowest, limit)
    stage.cast("low_beside_lists", lowest)


def _sink(stage: Stage, staff_no: str, limit: float) -> None:
    """Draw ever weaker marks until the total is below `limit`."""
    papers = {code: len(columns[0]) for code, columns in stage.sheets[staff_no].items()}
    mean = limit
    while stage.total(staff_no) >= limit:
        stage.sheets[staff_no] = draw_sheet(stage.rng, mean, papers)
        mean -= 1


def frozen_roles(stage: Stage) -> Mapping[str, tuple[str, ...]]:
    """The roles as they ended, with the namesakes added."""
    seen: dict[str, list[str]] = {}
    for cadre in stage.cadres:
        seen.setdefault(cadre.name, []).append(cadre.staff_no)
    return {**stage.roles, "namesakes": tuple(seen["陈静"])}
