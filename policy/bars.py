"""What stands in a cadre's way on a day because of measures (第八、十四条), with reasons and until when.

Promotion, rank, title and the young pool by date (`influence`); awards by calendar year (`measures`), as the
appraisal sees it, and after 诫勉 until the term ends, which the appraisal does not know and leaves to the
committee. That a period is over is no leave: then people judge.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .facts import MarkFact
from .influence import LIFTING_DUE, NEEDS_JUDGEMENT, Influence, said, state_on
from .influence_table import AWARD, OFFICE, PROMOTION, USES, YOUNG
from .measures import effect_in
from .months import months_later
from .parameters import AppraisalParameters
from .verdict import Reason

BY_PERIOD, BY_YEAR = "第十四条", "第八条"
SELECTION = "党政领导干部选拔任用工作条例第二十四条"


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that is not open to a cadre.

    use: of `USES`; until: the first day on which it is open, None where people have to judge (judgement);
    mark: key of the mark that bars.
    """

    use: str
    until: date | None
    reason: Reason
    mark: Hashable
    judgement: bool = False

    @property
    def label(self) -> str:
        return USES[self.use]

    @property
    def last(self) -> str:
        """In a table: the last day on which it bars, or that people have to judge."""
        return f"不得，至 {self.until - timedelta(days=1)}" if self.until else "须研判或核定"


def bars_of(
    periods: Iterable[Influence],
    marks: Sequence[MarkFact],
    *,
    day: date,
    parameters: AppraisalParameters,
    terms: Mapping[Hashable, date] | None = None,
) -> tuple[Bar, ...]:
    """All bars of one cadre on a day (第八、十四条); periods, marks: those that stand, not lifted.

    terms: key of a mark -> first day after the term in which it was decided, where that is known.
    """
    found: list[Bar] = []
    for one in periods:
        found += _by_period(one, day)
        found += _by_term(one, day, (terms or {}).get(one.fact.key))
    found += [bar for mark in marks for bar in _by_year(mark, day, parameters)]
    return tuple(sorted(found, key=_order))


def blocking(bars: Iterable[Bar], use: str) -> tuple[Bar, ...]:
    """The bars that block one use outright (第十四条), the longest first."""
    return tuple(sorted((bar for bar in bars if bar.use == use and not bar.judgement), key=_order))


def by_reason(bars: Iterable[Bar]) -> list[tuple[str, Bar]]:
    """(uses in words, bar) for each reason: one measure bars several uses until one day (第十四条)."""
    found: dict[str, list[Bar]] = {}
    for bar in bars:
        found.setdefault(bar.reason.text, []).append(bar)
    return [("、".join(bar.label for bar in some), some[0]) for some in found.values()]


def _order(bar: Bar) -> tuple[int, int, str]:
    longest = -(bar.until or date.min).toordinal()
    return (list(USES).index(bar.use), longest, bar.reason.text)


def _by_period(one: Influence, day: date) -> Iterable[Bar]:
    key, fact = one.fact.key, one.fact
    what = f"事项 {fact.matter} 的{fact.measure}"
    if one.covers(day) and one.runs_until:
        for until, uses in _uses_by_end(one, one.runs_until).items():
            if day < until:
                words = "、".join(USES[use] for use in uses)
                text = f"{what}影响期内，{said(until)}前不得{words}（{_cited(one)}）。"
                yield from (Bar(use, until, Reason("bar.period", BY_PERIOD, text), key) for use in uses)
        return
    state = state_on(one, day)
    if one.ends and one.starts <= day and state in (NEEDS_JUDGEMENT, LIFTING_DUE):
        pending = "，尚未办理书面解除" if state == LIFTING_DUE else ""
        text = f"{what}影响期已于{said(one.ends)}期满{pending}，是否影响使用须研判（{SELECTION}）。"
        yield Bar(PROMOTION, None, Reason("bar.judgement", SELECTION, text), key, judgement=True)


def _uses_by_end(one: Influence, ends: date) -> dict[date, list[str]]:
    """First free day -> uses: all end with the period, but a leading post may be given earlier."""
    found: dict[date, list[str]] = {}
    for use in one.row.uses if one.row else (PROMOTION, YOUNG):
        until = ends
        if use == OFFICE and one.row:
            until = min(ends, months_later(one.starts, one.fact.months[one.row.office]))
        found.setdefault(until, []).append(use)
    return found


def _by_term(one: Influence, day: date, until: date | None) -> Iterable[Bar]:
    """诫勉 cancels awards for the rest of the term; one that is not on record has to be looked up."""
    if one.row is None or not one.row.whole_term or day < one.starts:
        return
    what = f"事项 {one.fact.matter} 的{one.fact.measure}取消其本任期评优资格"
    if until is None:
        text = f"{what}，名册没有记载当时的任期，需核定任期（{one.row.cited}）。"
        yield Bar(AWARD, None, Reason("bar.term", BY_PERIOD, text), one.fact.key, judgement=True)
    elif day < until:
        text = f"{what}，任期到{said(until - timedelta(days=1))}为止（{one.row.cited}）。"
        yield Bar(AWARD, until, Reason("bar.term", BY_PERIOD, text), one.fact.key)


def _cited(one: Influence) -> str:
    return one.row.cited if one.row else BY_PERIOD


def _by_year(mark: MarkFact, day: date, parameters: AppraisalParameters) -> Iterable[Bar]:
    measure = parameters.measures.get(mark.measure)
    if measure is None or mark.decided_on > day or not effect_in(day.year, mark, measure):
        return
    last = mark.decided_on.year + measure.years - 1
    span = f"{last} 年度" if last == mark.decided_on.year else f"{mark.decided_on.year} 至 {last} 年度"
    word = "不确定等次，不参加评优" if measure.effect == "ungraded" else "不得评为优秀和列为表彰人选"
    text = f"事项 {mark.matter} 的{mark.measure}使其{span}{word}（{BY_YEAR}）。"
    yield Bar(AWARD, date(last + 1, 1, 1), Reason("bar.award", BY_YEAR, text), mark.key)
