"""The papers of a Party committee: 测评情况汇总表 and 排序总表, their rows as values and as printed text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from policy.parameters import AppraisalParameters
from policy.turnout import Turnout

from .. import selectors
from ..models import CategoryResult, Cycle, PrintDocument, Result
from ..selectors import Sight
from .figures import MINUS, NO_FIGURE

TITLES = {
    PrintDocument.SUMMARY: "考核测评情况汇总表",
    PrintDocument.RANKING: "考核排序总表",
}
# Reasons that repeat what the columns beside them say, or count the papers of one person.
_LEFT_OUT = frozenset({"list.none", "score.gap"})
_STANDS = re.compile(r"^总分 [^，]+，在.+ \d+ 人中(?:并)?列第 \d+ 名，")
Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, how its cells are set, its width in a workbook in characters.

    style: number or signed; else text, by what it holds: name, place, advice or why.
    """

    header: str
    style: str
    width: int

    @property
    def is_figure(self) -> bool:
        return self.style in ("number", "signed")

    def shown(self, value: Cell) -> str:
        """A cell as printed."""
        if value is None:
            return NO_FIGURE if self.is_figure else ""
        if isinstance(value, Decimal):
            text = f"{value:+f}" if self.style == "signed" else f"{value:f}"
            return text.replace("-", MINUS)
        return str(value)


@dataclass(frozen=True)
class Part:
    """One category of a paper: what is said of it, its rows as values, its notes as sentences."""

    name: str
    said: str
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def printed(self) -> list[list[tuple[str, str]]]:
        """(style, text) of every cell."""
        return [
            [(column.style, column.shown(value)) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Paper:
    """A whole paper; turnout by group for the summary only."""

    document: PrintDocument
    title: str
    office: str
    day: date
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    turnout: tuple[Turnout, ...]
    notes: tuple[str, ...]
    source: str
    digest: str
    confirmed: str

    @property
    def people(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def paper_of(cycle: Cycle, document: PrintDocument, *, on: date) -> Paper:
    """The paper of a scored year as it stands; a fixed number of queries. on: the day printed on it.

    Whoever calls it has asked `sight_of` for the whole year: nobody is left out here. Of an old year it
    says no more who stood among the last, also where an earlier run is shown again.
    """
    sight = selectors.whole_sight(cycle)
    parameters = selectors.parameters_of(cycle)
    summary = document == PrintDocument.SUMMARY
    columns = _summary_columns(parameters) if summary else RANKING_COLUMNS
    return Paper(
        document=document,
        title=f"{cycle.people_label}{TITLES[document]}",
        office=selectors.office_name(),
        day=on,
        columns=columns,
        parts=tuple(_parts(cycle, columns, parameters, sight, summary=summary)),
        turnout=tuple(selectors.turnout(cycle, parameters)) if summary else (),
        notes=_texts(sight.said(cycle.summary["notes"])),
        source=_source(cycle),
        digest=cycle.outcome_sha256[:16],
        confirmed=_confirmed(cycle),
    )


_WHO = (Column("姓名", "name", 10), Column("单位", "place", 18), Column("职务", "place", 22))
RANKING_COLUMNS = (
    Column("名次", "number", 6),
    *_WHO,
    Column("总分", "number", 9),
    Column("与平均分之差", "signed", 11),
    Column("建议", "advice", 15),
    Column("理由", "why", 60),
)


def _summary_columns(parameters: AppraisalParameters) -> tuple[Column, ...]:
    return (
        *_WHO,
        *(Column(f"{group.name}平均分", "number", 12) for group in parameters.groups),
        Column("测评得分", "number", 10),
        Column("扣分", "number", 8),
        Column("总分", "number", 10),
        Column("备注", "advice", 14),
    )


def _parts(
    cycle: Cycle,
    columns: tuple[Column, ...],
    parameters: AppraisalParameters,
    sight: Sight,
    *,
    summary: bool,
) -> Iterable[Part]:
    """Every category that has seats or people, in category order."""
    posts = selectors.posts_of(cycle)
    people: dict[int, list[Result]] = {}
    for result in selectors.results_in_order(cycle):
        people.setdefault(result.position, []).append(result)
    seats = {item.position: item for item in cycle.categories.all()}
    for position in sorted({*seats, *people}):
        item, results = seats.get(position), people.get(position, [])
        name = item.name if item else results[0].category
        rows = [
            _summary_row(result, posts, parameters) if summary else _ranking_row(result, posts, sight)
            for result in results
        ]
        said = _counted(item, results) if summary else _seats(item, results)
        notes = _texts(sight.said(item.notes)) if item and not summary else ()
        yield Part(name, said, tuple(rows), notes, columns)


def _who(result: Result, posts: Mapping[str, tuple[str, str]]) -> tuple[str, str, str]:
    cadre = result.participant.cadre
    return (cadre.name, *posts.get(cadre.staff_no, ("", "")))


def _summary_row(
    result: Result, posts: Mapping[str, tuple[str, str]], parameters: AppraisalParameters
) -> tuple[Cell, ...]:
    means = (_mean(result.group_means.get(group.code)) for group in parameters.groups)
    unranked = result.suggestion if result.rank is None else ""
    return (*_who(result, posts), *means, result.score, _points(result.deducted), result.total, unranked)


def _ranking_row(result: Result, posts: Mapping[str, tuple[str, str]], sight: Sight) -> tuple[Cell, ...]:
    reasons = "".join(
        _STANDS.sub("", reason["text"])
        for reason in sight.said(result.reasons)
        if reason["rule"] not in _LEFT_OUT
    )
    return (
        result.rank,
        *_who(result, posts),
        result.total,
        result.distance,
        sight.word(result.suggestion),
        reasons,
    )


def _mean(figure: Mapping[str, Any] | None) -> Decimal | None:
    """A group's mean where it may be printed."""
    return Decimal(figure["mean"]) if figure and figure["shown"] else None


def _points(value: Decimal) -> Decimal:
    short = value.quantize(Decimal("0.01"))
    return short if short == value else value.normalize()


def _counted(item: CategoryResult | None, results: list[Result]) -> str:
    ranked = item.ranked if item else 0
    mean = f"，总分平均 {item.mean}" if item and item.mean is not None else ""
    return f"{len(results)} 人，其中参加排名 {ranked} 人{mean}"


def _seats(item: CategoryResult | None, results: list[Result]) -> str:
    if item is None:
        return f"不排名 {len(results)} 人"
    bottom = "按全体统算" if item.bottom_seats is None else f"{item.bottom_seats} 个"
    return (
        f"{_counted(item, results)}；表彰名额 {item.top_seats} 个（限额 {item.top_quota}），"
        f"研判名额 {bottom}（限额 {item.bottom_quota}）"
    )


def _texts(reasons: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(reason["text"] for reason in reasons)


def _source(cycle: Cycle) -> str:
    """By which parameters, and when, the figures were made."""
    rule = f"依据《{cycle.policy.document.title}》，参数{cycle.policy}；" if cycle.policy else ""
    return (
        f"{rule}计分时间 {cycle.scored_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if cycle.scored_at else rule
    )


def _confirmed(cycle: Cycle) -> str:
    found = selectors.confirmations_of(cycle)
    said = [
        f"{item.get_duty_display()}{item.user.name} {item.confirmed_at.astimezone(clock.ZONE):%Y-%m-%d}"
        for item in found
    ]
    return f"计分确认：{'，'.join(said)}" if len(said) > 1 else "计分尚未经计分人和监票人两人确认"
