"""The figures of the year at a glance: categories, the distribution of totals, box plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.charts import Chart, Head, Kind, Line
from policy.numbers import plain, rounded
from policy.parameters import AppraisalParameters
from policy.statistics import FEWEST_FOR_A_BOX, five_numbers, intervals

from .. import selectors
from ..models import Cycle
from ..selectors import CategoryFigures, Sight
from .figures import MINUS, NO_FIGURE, shown
from .turnout import percent

ALL = "全部类别"


@dataclass(frozen=True)
class CategoryRow:
    """One row of the table of categories; figures are text as shown."""

    name: str
    people: int
    ranked: int
    ungraded: int
    withheld: int
    top_quota: str
    top_seats: str
    bottom_quota: str
    bottom_seats: str
    mean: str
    top_line: str
    bottom_line: str
    remark: str


@dataclass(frozen=True)
class Figures:
    """Everything on the page that needs the year's figures to be open; wanted: the category chosen, or ""."""

    categories: tuple[CategoryRow, ...]
    wanted: str
    distribution: Chart
    boxes: Chart
    top_share: str
    bottom_share: str


def figures_of(cycle: Cycle, sight: Sight, parameters: AppraisalParameters, *, category: str) -> Figures:
    """The figures that this reader may see; three queries. An unknown category shows all of them."""
    found = selectors.category_figures(cycle, sight)
    totals = selectors.totals_by_category(cycle, sight)
    wanted = category if category in totals else ""
    return Figures(
        categories=tuple(_category(item) for item in found),
        wanted=wanted,
        distribution=_distribution(found, totals, parameters, wanted, whole=sight.whole),
        boxes=_boxes(found, totals, parameters),
        top_share=plain(parameters.top_share),
        bottom_share=plain(parameters.bottom_share),
    )


def _category(item: CategoryFigures) -> CategoryRow:
    result = item.result
    overall = result is not None and result.bottom_seats is None
    return CategoryRow(
        name=item.name,
        people=item.people,
        ranked=item.ranked,
        ungraded=item.ungraded,
        withheld=item.withheld,
        top_quota=result.top_quota if result else NO_FIGURE,
        top_seats=str(result.top_seats) if result else NO_FIGURE,
        bottom_quota=result.bottom_quota if result else NO_FIGURE,
        bottom_seats="按全体统算" if overall else str(result.bottom_seats) if result else NO_FIGURE,
        mean=shown(result.mean) if result else NO_FIGURE,
        top_line=shown(item.top_line),
        bottom_line=shown(item.bottom_line),
        remark="" if result else "合并排名，不另设名额",
    )


def _distribution(
    found: Sequence[CategoryFigures],
    totals: Mapping[str, Sequence[Decimal]],
    parameters: AppraisalParameters,
    wanted: str,
    *,
    whole: bool,
) -> Chart:
    """How many people have which total: of one category with its lines, or of all without.

    Every category is ranked by itself, so a line drawn over all of them would be nobody's.
    """
    step = Decimal(1).scaleb(-parameters.decimals)
    values = [total for name, part in totals.items() if wanted in ("", name) for total in part]
    rows = [
        (
            _signed_text(item.start.quantize(step)),
            _signed_text((item.end - step).quantize(step)),
            str(item.count),
            percent(Fraction(item.count, len(values))),
        )
        for item in intervals(values, step=step)
    ]
    lines: tuple[Line, ...] = ()
    if wanted:
        lines = _lines(next(item for item in found if item.name == wanted), parameters)
    scope = wanted or (ALL if whole else "您可以查看的各类别")
    said = "" if wanted else "各类别分别排名、各有名额线；选定一个类别后，图上显示该类别的两条名额线。"
    return Chart(
        name="distribution",
        kind=Kind.BARS,
        title=f"总分分布：{scope}",
        about=f"{scope}参加排名的 {len(values)} 人，每根柱是总分在这一段内的人数。{said}",
        columns=(Head("总分从", "from"), Head("到（含）", "to"), Head("人数", "count"), Head("占比")),
        rows=rows,
        lines=lines,
        step=str(step),
        empty="没有参加排名的人，没有分布可看。",
    )


def _lines(item: CategoryFigures, parameters: AppraisalParameters) -> tuple[Line, ...]:
    """Where the last seat of either list stands in one category."""
    found = []
    if item.top_line is not None:
        tied = f"，其中并列待党委研究 {item.top_tied} 人" if item.top_tied else ""
        note = f"列入前 {plain(parameters.top_share)}% 名单的最低总分{tied}"
        found.append(Line("表彰名额线", shown(item.top_line), note))
    if item.bottom_line is not None:
        tied = f"，其中并列待研判 {item.bottom_tied} 人" if item.bottom_tied else ""
        note = f"列入后 {plain(parameters.bottom_share)}% 名单的最高总分{tied}"
        found.append(Line("研判名额线", shown(item.bottom_line), note))
    return tuple(found)


def _boxes(
    found: Iterable[CategoryFigures],
    totals: Mapping[str, Sequence[Decimal]],
    parameters: AppraisalParameters,
) -> Chart:
    """The totals by category: five numbers of each, and every total where a box would say too much."""
    rows = [_box(item, totals[item.name], parameters) for item in found if item.name in totals]
    people = sum(len(part) for part in totals.values())
    return Chart(
        name="boxes",
        kind=Kind.BOXES,
        title="各类别总分比较",
        about=(
            f"共 {people} 人。箱体从下四分位到上四分位，中间竖线为中位数，两端为最低分和最高分；"
            f"不足 {FEWEST_FOR_A_BOX} 人的类别不画箱体，逐人画点。"
        ),
        columns=(
            Head("考核类别", "name"),
            Head("人数", "n"),
            Head("最低", "least"),
            Head("下四分位", "lower"),
            Head("中位数", "median"),
            Head("上四分位", "upper"),
            Head("最高", "greatest"),
            Head("平均分", "mark"),
            Head("表彰名额线", "mark"),
            Head("研判名额线", "mark"),
            Head("各人总分", "values"),
        ),
        rows=rows,
        empty="没有参加排名的人，没有比较可看。",
    )


def _box(
    item: CategoryFigures, totals: Sequence[Decimal], parameters: AppraisalParameters
) -> tuple[str, ...]:
    five = five_numbers(totals)
    if five is None or five.n < FEWEST_FOR_A_BOX:
        numbers: tuple[str, ...] = (NO_FIGURE,) * 5
        values = "、".join(shown(total) for total in totals)
    else:
        numbers = tuple(
            _signed_text(rounded(value, parameters.decimals))
            for value in (five.least, five.lower, five.median, five.upper, five.greatest)
        )
        values = NO_FIGURE
    mean = shown(item.result.mean) if item.result else NO_FIGURE
    marks = (mean, shown(item.top_line), shown(item.bottom_line))
    return (item.name, str(len(totals)), *numbers, *marks, values)


def _signed_text(value: Decimal) -> str:
    return f"{value:f}".replace("-", MINUS)
