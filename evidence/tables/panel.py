"""The panel's page of one participant, ready to be printed: report, scores, facts, earlier years (第六条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import Sight
from appraisal.selectors.grades import GradeCount
from appraisal.selectors.sheets import PersonSheet
from appraisal.tables.sheets import SheetPage, department_sheet, figure
from core.charts import Chart, Head, Kind
from policy.integrity import DISCREET, said_of
from policy.numbers import rounded
from policy.profiles import Common, profile_of

from ..models import IntegrityOpinion
from ..panel_parts import Part
from ..selectors.panel import Neighbours, PanelFacts, YearBefore

NONE = "—"
NOT_SCORED = "尚未汇总计分，计分确认后在这里显示各主体的得分。"
GAPS = "缺票核定之前，不显示任何得分。"
OWN = "您参加本次考核的这一类别，党委审定前不显示得分，也不能提出等次建议。"
CAUTION = "各年度类别和参数可能不同，不宜直接比较。"
LEAST_DRAWN = 2
OF_PRINTED = "只用计分表上公布的各维度均分求平均；“—”和空白表示不公布。"
NO_PROFILE = "各维度均分不公布：公布后可以推算出应当隐去的均分。"


@dataclass(frozen=True)
class PanelPage:
    """Everything that one reader's page of one participant shows."""

    scores: SheetPage | None
    hidden: str
    radar: Chart | None
    radar_why: str
    facts: PanelFacts
    opinion: tuple[str, str]
    years: list[YearBefore]
    trend: Chart
    parts: list[Part]
    around: Neighbours
    count: GradeCount
    grading: Grading | None


def hidden_why(participant: Participant, sight: Sight) -> str:
    """Why this reader sees no score of this participant; "" where the scores are shown."""
    result = getattr(participant, "result", None)
    if not sight.scored or result is None:
        return NOT_SCORED
    if sight.gaps_open:
        return GAPS
    return "" if sight.shows(result.category) and sight.shows(participant.category) else OWN


def scores_of(person: PersonSheet) -> SheetPage:
    """The departments' own sheet: the same figures and the same dashes."""
    return department_sheet(person)


def radar_of(person: PersonSheet, common: Common | None) -> tuple[Chart | None, str]:
    """The person beside the category, of figures that are printed; or why there is no picture."""
    profile = None if person.differences else profile_of(person.sheet, person.shown, person.parameters)
    if profile is None or common is None:
        return None, NO_PROFILE
    name = person.participant.cadre.name
    both = [
        (dimension, mean, common.means.get(dimension))
        for dimension, mean in profile.means.items()
        if common.means.get(dimension) is not None
    ]
    if len(both) < 3:
        return None, NO_PROFILE
    chart = Chart(
        name="radar",
        kind=Kind.RADAR,
        title="各维度均分",
        about=f"{name}与本类别可公布各维度均分的 {common.people} 人的平均，由计分表上的均分算出。",
        columns=(Head("维度", "name"), Head(name, "series"), Head("类别平均", "series")),
        rows=[
            (dimension, str(rounded(mean, 1)), str(rounded(other, 1)))  # type: ignore[arg-type]
            for dimension, mean, other in both
        ],
        step="0.1",
    )
    return chart, ""


def term_parts(participant: Participant, *, hidden: str) -> list[Part]:
    """What a term comes to, by its years and its vote; nothing of a year, or where figures are hidden."""
    term = getattr(participant, "term_result", None)
    if hidden or term is None:
        return []
    facts = (
        ("聘期总分", figure(term.total)),
        ("建议", term.proposal or NONE),
        ("年度总分平均", figure(term.annual_mean)),
        ("聘期末测评得分", figure(term.end_score)),
    )
    return [Part("聘期总分", "".join(reason["text"] for reason in term.reasons), facts)]


def trend_of(years: Sequence[YearBefore], *, name: str = "trend") -> Chart:
    """The totals of the years, oldest first, with what happened in each."""
    known = sorted(years, key=lambda year: year.year)
    drawn = sum(year.total is not None for year in known)
    return Chart(
        name=name,
        kind=Kind.TREND,
        title="历年总分与事项",
        about=f"共 {len(known)} 个年度，{drawn} 个年度有总分。虚线标出有事项的年度，写不下的见表；{CAUTION}",
        columns=(
            Head("年度", "name"),
            Head("总分", "series"),
            Head("名次", ""),
            Head("等次", ""),
            Head("事项", "event"),
        ),
        rows=[]
        if drawn < LEAST_DRAWN
        else [
            (
                str(year.year),
                NONE if year.total is None else str(year.total),
                year.rank or NONE,
                year.grade or NONE,
                "；".join(year.events) or NONE,
            )
            for year in known
        ],
        empty="有总分的年度不足两个，不画图。",
    )


def opinion_of(row: IntegrityOpinion | None, *, heads: bool) -> tuple[str, str]:
    """(conclusion, document number) as this reader reads them."""
    if row is None:
        return "", ""
    said = said_of(row.conclusion, row.get_conclusion_display(), heads=heads)
    return said, "" if said == DISCREET else row.document_no


def heat_of(cycle: Cycle, units: Sequence[Any], names: Sequence[str]) -> Chart:
    """Units by dimensions: only cells made of printed figures."""
    return Chart(
        name="heat",
        kind=Kind.HEAT,
        title="各单位各维度均分",
        about=f"{cycle.label}考核，{len(units)} 个单位。{OF_PRINTED}",
        columns=(
            Head("单位", "name"),
            Head("有结果人数", ""),
            Head("计入人数", ""),
            *(Head(name, "cell") for name in names),
        ),
        rows=[
            (
                unit.name,
                str(unit.people),
                str(unit.common.people),
                *(_cell(unit.common.means.get(name)) for name in names),
            )
            for unit in units
        ],
        step="0.1",
        empty="没有可以公布的单位均分。",
    )


def _cell(mean: Any) -> str:
    return NONE if mean is None else str(rounded(mean, 1))
