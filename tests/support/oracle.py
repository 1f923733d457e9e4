"""A second, independent and deliberately naive way to compute the annual appraisal (test oracle).

It reads the four files itself (`oracle_read`), keeps every mark in a list and every number a Fraction,
and shares no code with the product. Slow and obvious on purpose.

    oracle = compute(roster, participants, ballots, matters, year=2025, overrides={"min_marks": 5})
    oracle.rows          # list of {column: text} like the sheet 排名, without 说明
    oracle.seats         # {category: Seats}, in category order
    oracle.statistics    # {group: {"收回": int, "有效": int, "弃权": int}}

`overrides` takes the policy values min_marks (int), missing_group (withhold | renormalise), same_matter
(max | sum), merge (across_rank | across_kind), blocked_seat (keep | pass_on), bottom_scope (category |
overall), top_share and bottom_share (per cent, as int, text or Fraction).
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from tests.support.oracle_read import (
    BARRED,
    CATEGORIES,
    DIMENSIONS,
    GROUPS,
    LIFTS,
    POINTS,
    UNGRADED_ONE_YEAR,
    UNGRADED_TWO_YEARS,
    Mark,
    Paper,
    Person,
    read_matters,
    read_papers,
    read_people,
)

HEADER = (
    "考核类别",
    "名次",
    "工号",
    "姓名",
    "单位",
    "现任职务",
    *GROUPS,
    "测评得分",
    "扣分",
    "总分",
    "建议",
)
GROUP_WEIGHT = {"校领导": Fraction(30, 100), "中层干部": Fraction(30, 100), "教职工": Fraction(40, 100)}
DIMENSION_WEIGHT = {
    "政治素质": Fraction(30, 100),
    "工作实绩": Fraction(40, 100),
    "作风建设": Fraction(20, 100),
    "决策部署执行": Fraction(10, 100),
}
DEFAULTS = {
    "min_marks": 3,
    "missing_group": "withhold",
    "same_matter": "max",
    "merge": "across_rank",
    "blocked_seat": "keep",
    "bottom_scope": "category",
    "top_share": "20",
    "bottom_share": "3",
}
CHOICES = {
    "missing_group": ("withhold", "renormalise"),
    "same_matter": ("max", "sum"),
    "merge": ("across_rank", "across_kind"),
    "blocked_seat": ("keep", "pass_on"),
    "bottom_scope": ("category", "overall"),
}
MIN_CATEGORY = 5
SMALL = 5


@dataclass
class Standing:
    """One participant on the way to a row. `tally[group][dimension]` lists the valid words."""

    person: Person
    papers: dict[str, int] = field(default_factory=dict)
    tally: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    means: dict[str, Fraction] = field(default_factory=dict)
    score: Fraction | None = None
    deducted: Fraction = Fraction(0)
    total: Fraction | None = None
    ungraded: bool = False
    barred: bool = False
    category: str = ""
    rank: int | None = None
    suggestion: str = ""

    @property
    def ranked(self) -> bool:
        return not self.ungraded and self.score is not None


@dataclass(frozen=True)
class Seats:
    """The 名额 of one category: ranked people, exact quotas and the seats after largest remainders."""

    ranked: int
    top_quota: Fraction
    bottom_quota: Fraction
    top: int
    bottom: int


@dataclass(frozen=True)
class Oracle:
    """What the year comes to; `standings` (by staff number) holds the unrounded workings."""

    rows: list[dict[str, str]]
    seats: dict[str, Seats]
    statistics: dict[str, dict[str, int]]
    standings: dict[str, Standing]

    def row(self, staff_no: str) -> dict[str, str]:
        """The row of one participant."""
        (row,) = [row for row in self.rows if row["工号"] == staff_no]
        return row


def compute(roster, participants, ballots, matters, *, year=2025, overrides=None) -> Oracle:
    """The whole year from the four files; raises BadInput where a row cannot be understood."""
    values = {**DEFAULTS, **(overrides or {})}
    if set(values) != set(DEFAULTS) or any(values[k] not in words for k, words in CHOICES.items()):
        raise ValueError(f"unknown policy value in {overrides}")
    people = read_people(roster, participants)
    papers = read_papers(ballots, people)
    marks = read_matters(matters, roster)
    standings = {staff_no: Standing(person) for staff_no, person in people.items()}
    for standing in standings.values():
        own = [paper for paper in papers if paper.staff_no == standing.person.staff_no]
        count_papers(standing, own)
        score(standing, values)
        apply_marks(standing, marks, year, values)
    places = merged_categories(people.values(), values)
    for standing in standings.values():
        category = standing.person.category
        standing.category = places[category] if standing.ranked else category
    members = rank(standings.values(), places)
    seats = share_out(members, values)
    make_top_lists(members, seats, values)
    make_bottom_lists(members, seats, values)
    name_the_unranked(standings.values())
    rows = [row_of(standing) for standing in sorted(standings.values(), key=row_order)]
    return Oracle(rows, seats, count_by_group(papers), standings)


# ---- score


def count_papers(standing: Standing, own: list[Paper]) -> None:
    """Put every valid word of every paper on this cadre into its list."""
    for group in GROUPS:
        of_group = [paper for paper in own if paper.group == group]
        standing.papers[group] = len(of_group)
        standing.tally[group] = {
            dimension: [p.marks[dimension] for p in of_group if p.marks[dimension] is not None]
            for dimension in DIMENSIONS
        }


def score(standing: Standing, values: dict) -> None:
    """Means of the groups that count, and the score where all count (or the others take the weight)."""
    for group in GROUPS:
        lists = standing.tally[group]
        if all(len(words) >= max(1, int(values["min_marks"])) for words in lists.values()):
            standing.means[group] = sum(
                DIMENSION_WEIGHT[d] * Fraction(sum(POINTS[word] for word in words), len(words))
                for d, words in lists.items()
            )
    missing = [group for group in GROUPS if group not in standing.means]
    if not standing.means or (missing and values["missing_group"] == "withhold"):
        return
    whole = sum(GROUP_WEIGHT[group] for group in standing.means)
    standing.score = sum(GROUP_WEIGHT[group] / whole * mean for group, mean in standing.means.items())


def apply_marks(standing: Standing, marks: list[Mark], year: int, values: dict) -> None:
    """Deductions, bars and ungraded years of the marks that were not lifted for this cadre."""
    own = [mark for mark in marks if mark.staff_no == standing.person.staff_no]
    lifted = {mark.matter for mark in own if mark.finding in LIFTS}
    standing_marks = [mark for mark in own if mark.matter not in lifted]
    for matter in {mark.matter for mark in standing_marks}:
        points = [m.points for m in standing_marks if m.matter == matter and m.decided.year == year]
        if points:
            standing.deducted += max(points) if values["same_matter"] == "max" else sum(points)
    this_year = {mark.measure for mark in standing_marks if mark.decided.year == year}
    last_year = {mark.measure for mark in standing_marks if mark.decided.year == year - 1}
    standing.barred = any(measure in BARRED for measure in this_year)
    standing.ungraded = (
        not standing.person.graded
        or any(measure in UNGRADED_ONE_YEAR for measure in this_year)
        or any(measure in UNGRADED_TWO_YEARS for measure in this_year | last_year)
    )
    if standing.ranked:
        standing.total = round_half_away(standing.score - standing.deducted)


def round_half_away(number: Fraction) -> Fraction:
    """To two decimals, half away from zero."""
    hundredths = floor(abs(number) * 100 + Fraction(1, 2))
    return Fraction(hundredths if number >= 0 else -hundredths, 100)


# ---- categories, ranks, seats


def merged_categories(people, values: dict) -> dict[str, str]:
    """Where each category of the participant list is ranked; fixed by 确定等次 = 是 alone."""
    sizes = {
        category: len([p for p in people if p.category == category and p.graded]) for category in CATEGORIES
    }
    places = {category: category for category in CATEGORIES}
    if values["merge"] == "across_rank":
        for kind in ("机关部门", "二级学院", "直属单位"):
            pair = [kind + "正职", kind + "副职"]
            if any(sizes[category] < MIN_CATEGORY for category in pair):
                places.update(dict.fromkeys(pair, kind + "（正副职合并）"))
    else:
        for post in ("正职", "副职"):
            pair = ["机关部门" + post, "直属单位" + post]
            if any(sizes[category] < MIN_CATEGORY for category in pair):
                places.update(dict.fromkeys(pair, "机关及直属单位" + post))
    present = {person.category for person in people}
    used = {places[category] for category in present}
    return {category: place for category, place in places.items() if place in used}


def place_of(category: str) -> int:
    """A category's place in the order; a merged one stands at its first member's."""
    names = {"机关及直属单位正职": "机关部门正职", "机关及直属单位副职": "机关部门副职"}
    name = names.get(category, category.replace("（正副职合并）", "正职"))
    return CATEGORIES.index(name)


def rank(standings, places: dict[str, str]) -> dict[str, list[Standing]]:
    """Competition ranks by total; the ranked people of every category, categories in order."""
    members = {}
    for category in sorted(set(places.values()), key=place_of):
        members[category] = [s for s in standings if s.ranked and s.category == category]
        for standing in members[category]:
            better = [other for other in members[category] if other.total > standing.total]
            standing.rank = 1 + len(better)
    return members


def share_out(members: dict[str, list[Standing]], values: dict) -> dict[str, Seats]:
    """Seats top and bottom by largest remainder."""
    sizes = {category: len(people) for category, people in members.items()}
    top_quota, top = largest_remainder(sizes, Fraction(values["top_share"]) / 100)
    bottom_quota, bottom = largest_remainder(sizes, Fraction(values["bottom_share"]) / 100)
    return {c: Seats(sizes[c], top_quota[c], bottom_quota[c], top[c], bottom[c]) for c in members}


def largest_remainder(sizes: dict[str, int], share: Fraction):
    """Exact quotas and whole seats whose sum is floor(share × all)."""
    quotas = {category: share * size for category, size in sizes.items()}
    seats = {category: floor(quota) for category, quota in quotas.items()}
    left = floor(share * sum(sizes.values())) - sum(seats.values())
    order = sorted(sizes, key=lambda c: (-(quotas[c] - floor(quotas[c])), -sizes[c], place_of(c)))
    for category in order[:left]:
        seats[category] += 1
    return quotas, seats


# ---- the two lists


def equal_groups(people: list[Standing], *, highest_first: bool) -> list[list[Standing]]:
    """People in groups of equal totals, from the top or from the bottom."""
    totals = sorted({standing.total for standing in people}, reverse=highest_first)
    return [[s for s in people if s.total == total] for total in totals]


def make_top_lists(members, seats, values: dict) -> None:
    """拟表彰人选, 并列待党委研究 and 不得评优; a blocked person holds a seat unless seats are passed on."""
    for category, people in members.items():
        free = seats[category].top
        for group in equal_groups(people, highest_first=True):
            if free <= 0:
                break
            holders = [s for s in group if values["blocked_seat"] == "keep" or not s.barred]
            word = "拟表彰人选" if len(holders) <= free else "并列待党委研究"
            for standing in group:
                standing.suggestion = "不得评优" if standing.barred else word
            free -= len(holders)


def make_bottom_lists(members, seats, values: dict) -> None:
    """提请研判人选 and 并列待研判, in each category or over all; the top list's people are passed over."""
    if values["bottom_scope"] == "category":
        races = [(people, seats[category].bottom) for category, people in members.items()]
    else:
        everyone = [standing for people in members.values() for standing in people]
        races = [(everyone, floor(Fraction(values["bottom_share"]) / 100 * len(everyone)))]
    for people, seats_here in races:
        free = seats_here
        open_to = [standing for standing in people if not standing.suggestion]
        for group in equal_groups(open_to, highest_first=False):
            if free <= 0:
                break
            for standing in group:
                standing.suggestion = "提请研判人选" if len(group) <= free else "并列待研判"
            free -= len(group)


def name_the_unranked(standings) -> None:
    """不确定等次 goes before 缺票待核."""
    for standing in standings:
        if standing.ungraded:
            standing.suggestion = "不确定等次"
        elif standing.score is None:
            standing.suggestion = "缺票待核"


# ---- rows and figures


def row_order(standing: Standing):
    """Category order, then rank with the unranked last, then staff number."""
    unranked = standing.rank is None
    return place_of(standing.category), unranked, standing.rank or 0, standing.person.staff_no


def hidden_groups(standing: Standing) -> set[str]:
    """Groups whose mean may not be printed for this cadre."""
    if not standing.ranked:
        return set(GROUPS)
    small = {
        group
        for group in GROUPS
        if standing.papers[group] < SMALL
        or all(len(set(words)) <= 1 for words in standing.tally[group].values())
    }
    others = [group for group in GROUPS if group not in small and group in standing.means]
    if small and others:
        small.add(min(others, key=lambda group: (standing.papers[group], GROUPS.index(group))))
    return small | {group for group in GROUPS if group not in standing.means}


def row_of(standing: Standing) -> dict[str, str]:
    """The texts of one row of the sheet 排名."""
    person, hidden = standing.person, hidden_groups(standing)
    row = {
        "考核类别": standing.category,
        "名次": str(standing.rank or ""),
        "工号": person.staff_no,
        "姓名": person.name,
        "单位": person.unit,
        "现任职务": person.post,
        **{g: "—" if g in hidden else two_decimals(standing.means[g]) for g in GROUPS},
        "测评得分": two_decimals(standing.score) if standing.ranked else "",
        "扣分": exact_decimal(standing.deducted),
        "总分": two_decimals(standing.total) if standing.ranked else "",
        "建议": standing.suggestion,
    }
    return {column: row[column] for column in HEADER}


def two_decimals(number: Fraction) -> str:
    """Text with two decimals, rounded half away from zero; never -0.00."""
    hundredths = int(round_half_away(number) * 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def exact_decimal(number: Fraction) -> str:
    """Text with every decimal there is, at least two; points are never negative."""
    places = 2
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(int(number * 10**places)).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


def count_by_group(papers: list[Paper]) -> dict[str, dict[str, int]]:
    """收回, 有效 and 弃权 papers of each group over all cadres."""
    statistics = {}
    for group in GROUPS:
        returned = {paper.number for paper in papers if paper.group == group}
        valid = {p.number for p in papers if p.group == group and any(p.marks.values())}
        statistics[group] = {"收回": len(returned), "有效": len(valid), "弃权": len(returned - valid)}
    return statistics
