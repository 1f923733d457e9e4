"""Influence periods of measures (第十四条): what stands in the way of a promotion, from when and until when.

Two separate engines: what a measure does to the grade runs by calendar year (`measures`); what it does to
promotion runs by date, here. A period is half-open: on its end day the person is free. Nothing here decides:
that a period is over does not mean that the person may be used (选拔任用条例第二十四条第六项).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .influence_table import (
    ADMONITION,
    FAMILIES,
    GOVERNMENT,
    INSTITUTION,
    ORGANISATIONAL,
    PARTY,
    SANCTIONS,
    TABLE,
    Row,
    family_of,
)
from .months import months_later
from .verdict import Reason, Verdict

__all__ = [
    "ADMONITION",
    "FAMILIES",
    "GOVERNMENT",
    "INSTITUTION",
    "ORGANISATIONAL",
    "PARTY",
    "SANCTIONS",
    "TABLE",
    "Influence",
    "MeasureFact",
    "Row",
    "family_of",
    "influences",
    "may_set_end",
    "months_of",
    "said",
    "state_on",
]

ARTICLE = "第十四条"
# Where an end comes from, as `matters.models.EndSource` stores it.
COMPUTED, DOCUMENT, EDITED = "computed", "document", "edited"
# How far a period is, by day.
NONE, RUNNING, LIFTED = "none", "running", "lifted"
LIFTING_DUE, NEEDS_JUDGEMENT = "lifting_due", "needs_judgement"
STATES = {
    NONE: "没有影响期",
    RUNNING: "影响期内",
    LIFTED: "已解除",
    LIFTING_DUE: "期满，待书面解除",
    NEEDS_JUDGEMENT: "期满，使用须研判",
}


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """One measure of one cadre that stands.

    starts_on: the day from which its period runs; term: months that its document names, of the probation
    (留党察看), of the suspension, or of several sanctions of one kind together; end: a fixed end (the first
    free day) with where it comes from, DOCUMENT or EDITED; lifted_on: the day of a written 解除;
    months: limits of the rulebook on the day of the decision, by key.
    """

    key: Hashable
    measure: str
    starts_on: date
    months: Mapping[str, int]
    matter: str = ""
    document_no: str = ""
    term: int | None = None
    end: date | None = None
    end_source: str = ""
    end_reason: str = ""
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Influence:
    """The period of one measure: [starts, ends), with the sentences that explain it.

    computed: the end by the rules alone; source: where `ends` comes from; both ends None where the measure
    has no period.
    """

    fact: MeasureFact
    row: Row | None
    starts: date
    ends: date | None
    computed: date | None
    source: str
    reasons: tuple[Reason, ...]

    @property
    def runs_until(self) -> date | None:
        """The first free day: the end, or an earlier written 解除."""
        lifted = self.fact.lifted_on
        return min(self.ends, lifted) if self.ends and lifted else self.ends

    def covers(self, day: date) -> bool:
        """Whether that day lies within the period."""
        return self.runs_until is not None and self.starts <= day < self.runs_until


def months_of(row: Row, fact: MeasureFact) -> int:
    """The months of a measure by itself (第十四条): its limit, its term, or one after the other."""
    if not row.term:
        return fact.months[row.limit]
    term = fact.term or fact.months[row.term]
    return term + fact.months[row.limit] if row.limit else term


def influences(facts: Iterable[MeasureFact]) -> dict[Hashable, Influence]:
    """The period of every measure of one cadre (第十四条), whatever their order.

    A Party sanction decided within an open Party period runs what is left of it, then its own; an end written
    in a document wins; a written 解除 of the first shortens what the next one takes over.
    """
    found: dict[Hashable, Influence] = {}
    open_until: tuple[date, Influence] | None = None
    for fact in sorted(facts, key=_order):
        row = TABLE.get(fact.measure)
        before = open_until if row and row.family == PARTY else None
        one = _influence(fact, row, before)
        found[fact.key] = one
        until = one.runs_until if row and row.family == PARTY else None
        if until and (open_until is None or until > open_until[0]):
            open_until = (until, one)
    return found


def _order(fact: MeasureFact) -> tuple[date, str, str, str, int, date, date]:
    return (
        fact.starts_on,
        fact.measure,
        fact.matter,
        fact.document_no,
        fact.term or 0,
        fact.end or date.min,
        fact.lifted_on or date.max,
    )


def _influence(fact: MeasureFact, row: Row | None, before: tuple[date, Influence] | None) -> Influence:
    months = months_of(row, fact) if row else 0
    if row is None or not months:
        return _without(fact, row)
    joined = before is not None and fact.starts_on < before[0]
    computed = months_later(before[0] if joined and before else fact.starts_on, months)
    ends = fact.end if fact.end and fact.end_source in (DOCUMENT, EDITED) else computed
    source = fact.end_source if ends is fact.end else COMPUTED
    reasons = [_basis(row, fact, months)]
    if joined and before:
        reasons.append(_joined(fact, before, months))
    reasons.append(_end(fact, ends, computed, source))
    return Influence(fact, row, fact.starts_on, ends, computed, source, tuple(reasons))


def _without(fact: MeasureFact, row: Row | None) -> Influence:
    """No period by the rules; a document may still name one."""
    if fact.end:
        source = fact.end_source or DOCUMENT
        return Influence(
            fact, row, fact.starts_on, fact.end, None, source, (_end(fact, fact.end, None, source),)
        )
    text = f"{fact.measure}没有规定影响期，按期限参数不影响提拔使用（{ARTICLE}）。"
    return Influence(fact, row, fact.starts_on, None, None, "", (Reason("influence.none", ARTICLE, text),))


def _basis(row: Row, fact: MeasureFact, months: int) -> Reason:
    what = f"{fact.measure}自{row.start_word}{said(fact.starts_on)}起"
    if row.term and row.limit:
        term = months - fact.months[row.limit]
        what += f"，期限{_span(term)}，期满恢复党员权利后再{_span(fact.months[row.limit])}"
    else:
        what += f"{_span(months)}"
    return Reason("influence.basis", row.cited, f"{what}，{row.effect}（{row.cited}）。")


def _joined(fact: MeasureFact, before: tuple[date, Influence], months: int) -> Reason:
    until, first = before
    left = (until - fact.starts_on).days
    text = (
        f"{first.fact.measure}的影响期到{said(until)}前尚未满，剩余 {left} 天先执行，"
        f"再加本次{_span(months)}（中国共产党纪律处分条例第二十一条）。"
    )
    return Reason("influence.joined", "中国共产党纪律处分条例第二十一条", text)


def _end(fact: MeasureFact, ends: date, computed: date | None, source: str) -> Reason:
    free = f"影响期到{said(ends - timedelta(days=1))}为止，{said(ends)}起期满"
    if source == DOCUMENT:
        differs = f"，按规定推算为{said(computed)}期满" if computed and computed != ends else ""
        return Reason(
            "influence.document", ARTICLE, f"{free}，以决定书写明的日期为准{differs}（{ARTICLE}）。"
        )
    if source == EDITED:
        differs = f"，原推算为{said(computed)}期满" if computed else ""
        why = f"，理由：{fact.end_reason}" if fact.end_reason else ""
        return Reason("influence.edited", ARTICLE, f"{free}，经办人凭理由改定{differs}{why}（{ARTICLE}）。")
    return Reason("influence.end", ARTICLE, f"{free}（{ARTICLE}）。")


def state_on(one: Influence, day: date) -> str:
    """How far a period is on a day (第十四条): over means 须研判, and 待书面解除 where that is asked for."""
    if one.fact.lifted_on and one.fact.lifted_on <= day:
        return LIFTED
    if one.ends is None:
        return NONE
    if day < one.ends:
        return RUNNING
    return LIFTING_DUE if one.row and one.row.written_lifting else NEEDS_JUDGEMENT


def may_set_end(one: Influence, *, end: date, source: str, reason: str) -> Verdict:
    """Whether somebody may set another end than the computed one (第十四条).

    An end by hand needs a reason; several 政务 sanctions of one kind together end within the longest period.
    """
    reasons = []
    if end <= one.starts:
        reasons.append(_no("influence.order", "期满日应晚于起算日，请核对决定书"))
    if source == EDITED and not reason.strip():
        reasons.append(_no("influence.reason", "改定影响期须写明理由，如合并执行的决定和文号"))
    if one.row and one.row.family == GOVERNMENT:
        most = one.fact.months["matters_government_most"]
        if end > months_later(one.starts, most):
            reasons.append(
                Reason(
                    "influence.most",
                    ARTICLE,
                    f"同种政务处分合并执行的期间最长 {most} 个月（政务处分法第十五条），请核对期满日。",
                )
            )
    return Verdict(tuple(reasons))


def longest(found: Iterable[Influence], day: date) -> date | None:
    """The first day on which no period runs any more (第十四条): between kinds the longest counts."""
    return max((one.runs_until for one in found if one.covers(day) and one.runs_until), default=None)


def facts_sorted(found: Mapping[Hashable, Influence]) -> Sequence[Influence]:
    """By start, then measure."""
    return sorted(found.values(), key=lambda one: _order(one.fact))


def said(day: date) -> str:
    """2026年5月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _span(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return f" {years} 年"
    return f" {months} 个月"


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
