"""年度考核 of one cadre as a viewer may read it: lines of a table, and a small picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cadres.models import Appointment
from core.charts import Chart
from evidence.selectors.panel import YearBefore
from evidence.tables.panel import trend_of

from .. import selectors
from ..access import PersonRights
from ..pictures import Dot, trend
from .record import RecordLine

NONE = "—"
EMPTY = "参加考核并确认后，各年度的结果在这里显示。"
EMPTY_FOR_EDITORS = "以前年度的等次和名次可以用“数据导入”一次补齐；本系统计分的年度自动显示。"
RANK_TREND = "名次占参加排名人数的比例：越靠上越靠前，各点与上表一致。"
TOTAL_TREND = "总分：越靠上越高，各点与上表一致。"


@dataclass(frozen=True)
class YearLine:
    year: int
    category: str
    grade: str
    total: str
    rank: str
    suggestion: str
    source: str
    url: str


def year_lines(years: Iterable[selectors.YearFact], rights: PersonRights) -> list[YearLine]:
    """What the viewer may read of each year; without the right to ranks only decided years."""
    return [_year_line(year, rights) for year in years if year.decided or rights.ranks]


def _year_line(year: selectors.YearFact, rights: PersonRights) -> YearLine:
    ranked = year.rank is not None and rights.ranks
    open_word = "系统计分，尚未反馈" if year.confirmed else "系统计分，尚未确认"
    corrected = f"，经党委更正，第 {year.revision} 版" if year.revision > 1 else ""
    state = f"系统计分{corrected}" if year.decided else open_word if year.scored else "进行中"
    return YearLine(
        year=year.year,
        category=year.category,
        grade=year.grade or ("未录入" if year.decided else NONE),
        total=str(year.total) if year.total is not None and rights.totals else "",
        rank=f"{year.rank} / {year.ranked or '？'}" if ranked else "",
        suggestion=year.suggestion if rights.ranks else "",
        source="历年结果导入" if year.imported else f"{state}（{year.hidden}）" if year.hidden else state,
        url=_year_url(year, rights),
    )


def _year_url(year: selectors.YearFact, rights: PersonRights) -> str:
    """The year for the two departments, the own score sheet of a decided year for the cadre."""
    if year.imported or not (rights.ranks or (rights.own and year.decided)):
        return ""
    return reverse("year" if rights.ranks else "own_score_sheet", args=[year.code])


def pending(years: Iterable[selectors.YearFact], rights: PersonRights) -> list[str]:
    """Years that this viewer will see later."""
    waiting = [year for year in years if not year.decided]
    if not waiting or rights.ranks:
        return []
    named = "、".join(str(year.year) for year in waiting)
    step = "反馈" if all(year.scored and year.confirmed for year in waiting) else "确认"
    return [f"{named} 年度考核的结果尚未{step}，{step}后在这里显示。"]


def year_trend(years: Iterable[selectors.YearFact], rights: PersonRights) -> tuple[str, tuple[Dot, ...]]:
    """(what is drawn, points from the earliest year on), the best at the top; nothing for a single year.

    Ranks as a share of the ranked where they may be seen, else the own totals.
    """
    known = sorted((year for year in years if year.decided or rights.ranks), key=lambda year: year.year)
    if rights.ranks:
        ranks = [
            (f"{year.year} {year.rank}/{year.ranked}", year.rank / year.ranked)
            for year in known
            if year.rank and year.ranked
        ]
        return RANK_TREND, trend(ranks) if len(ranks) > 1 else ()
    totals = [(year.year, year.total) for year in known if rights.totals and year.total is not None]
    if len(totals) < 2:
        return "", ()
    low, high = min(total for _, total in totals), max(total for _, total in totals)
    room = float(high - low) or 1.0
    return TOTAL_TREND, trend((f"{year} {total}", float(high - total) / room) for year, total in totals)


def year_chart(
    years: Iterable[selectors.YearFact],
    record: Sequence[RecordLine],
    appointments: Sequence[Appointment],
    rights: PersonRights,
) -> Chart | None:
    """Totals over the years with measures, what lifts them and posts, for the departments; of two years on.

    A year whose figures are not for this viewer has none here either.
    """
    if not rights.departments:
        return None
    events: dict[int, list[str]] = {}
    for line in record:
        if line.day[:4].isdecimal():
            said = f"{line.measure}（{line.word}）" if line.lifted else line.measure
            events.setdefault(int(line.day[:4]), []).append(said)
    for item in appointments:
        if item.in_post_since[:4].isdecimal():
            events.setdefault(int(item.in_post_since[:4]), []).append(f"任{item.post.title}")
    facts = {year.year: year for year in years}
    if sum(year.total is not None for year in facts.values()) < 2:
        return None
    first = min(facts)
    told = [_moment(year, facts.get(year), events.get(year, [])) for year in sorted({*facts, *events})]
    return trend_of([line for line in told if line.year >= first], name="years-chart")


def _moment(year: int, fact: selectors.YearFact | None, events: Sequence[str]) -> YearBefore:
    rank = f"{fact.rank} / {fact.ranked or '？'}" if fact and fact.rank else ""
    return YearBefore(
        year=year,
        category=fact.category if fact else "",
        grade=fact.grade if fact else "",
        total=fact.total if fact else None,
        rank=rank,
        events=tuple(dict.fromkeys(events)),
        source="",
    )
