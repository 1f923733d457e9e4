"""Sittings unit by unit as a list, and their sums beside the whole institution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ballots.models import Sitting
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.sittings import FIGURES, WORDS, UnitSitting, UnitSums, unit_sitting_doubts
from policy.turnout import Turnout

from ..filters import UnitSittingFilterSet
from ..models import Cycle
from ..selectors import turnout_enough
from .turnout import NO_RATE, NOT_ENTERED

RECORDS = "records"


class UnitSittingList(ListPage):
    """Every unit's sitting of every rater group of one cycle."""

    name = "unit_sittings"
    url_name = "year_unit_sittings"
    unit_word = "场"
    search_label = "搜索单位"
    search_hint = "输入单位名称或其中几个字；几个词之间用空格分开。"
    empty_title = "还没有按单位登记"
    empty_text = "测评会按单位召开的，由组织部逐单位、逐票类登记应到、实到、发出、收回、有效。"
    filterset_class = UnitSittingFilterSet
    key = "pk"
    default_sort = "unit"

    def __init__(self, cycle: Cycle, *, records: bool) -> None:
        """records: the reader enters and corrects them."""
        self.cycle = cycle
        self.rights = frozenset({SEES, RECORDS} if records else {SEES})
        self.title = f"{cycle.label}分单位测评会"  # type: ignore[misc]
        self.groups = [(g["code"], g["name"]) for g in cycle.round.groups] if cycle.round else []
        self.enough = turnout_enough(cycle)
        self.columns = _columns(cycle, dict(self.groups), self.enough)

    def url(self) -> str:
        return reverse(self.url_name, args=[self.cycle.code])

    def seen_by(self, user: Any) -> tuple[QuerySet[Sitting], frozenset[str]]:
        rows = Sitting.objects.filter(round=self.cycle.round_id or 0, unit__isnull=False)
        return rows, self.rights

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        return UnitSittingFilterSet(data=data, queryset=rows, groups=self.groups, enough=self.enough)

    def search(self, rows: QuerySet[Sitting], words: str) -> QuerySet[Sitting]:
        for word in words.split():
            rows = rows.filter(unit__name__icontains=word)
        return rows


def _columns(cycle: Cycle, names: dict[str, str], enough: int) -> tuple[Column, ...]:
    base = reverse("year_unit_sittings", args=[cycle.code])

    def group(row: Row) -> str:
        return names.get(row["group"], str(row["group"]))

    def found(row: Row) -> UnitSitting:
        return UnitSitting(row["unit__name"], group(row), *(row[name] for name in FIGURES))

    def abstained(row: Row) -> str:
        value = found(row).abstained
        return "" if value is None else str(value)

    def edit(row: Row) -> str:
        whose = f"{escape(str(row['unit__name']))}{escape(group(row))}"
        address = f"{escape(base)}{row['unit']}/{escape(row['group'])}/"
        return f'<a href="{address}">更正<span class="unseen">{whose}</span></a>'

    whole = ("unit__name", "group", *FIGURES)
    by_unit, by_group = ("unit__name", "group"), ("group", "unit__name")
    unit = plain("unit__name")
    return (
        Column("unit", "单位", ("unit__name",), unit, sort=by_unit, fixed=True, style="who", width=26),
        Column("group", "票类", ("group",), group, sort=by_group, fixed=True, style="nowrap", width=14),
        *(_figure(name) for name in FIGURES),
        Column("abstained", "弃权", whole, abstained, width=8, style="number"),
        Column(
            "doubts",
            "须核对",
            whole,
            lambda row: _doubts(found(row), enough),
            default=True,
            style="why",
            width=60,
        ),
        Column(
            "edit",
            "更正",
            ("unit__name", "unit", "group"),
            lambda row: "",
            cell=edit,
            needs=RECORDS,
            default=True,
            style="nowrap",
            width=8,
        ),
    )


def _doubts(one: UnitSitting, enough: int) -> str:
    said = "".join(reason.text for reason in unit_sitting_doubts(one, enough=enough))
    return said + (f"{'、'.join(one.lacking)}未登记。" if one.lacking else "")


def _figure(name: str) -> Column:
    def text(row: Row) -> str:
        return NOT_ENTERED if row[name] is None else str(row[name])

    return Column(name, WORDS[name], (name,), text, sort=(name,), default=True, style="number", width=8)


@dataclass(frozen=True)
class SumsRow:
    """A line of one rater group: the units together, the whole, or what lies between; figure by figure."""

    group: str
    what: str
    figures: tuple[str, ...]
    differs: bool = False


def sums_rows(found: Iterable[tuple[Turnout, UnitSums]]) -> tuple[SumsRow, ...]:
    """Three lines for each group that has sittings by unit."""
    return tuple(row for turnout, sums in found if sums.sittings for row in _three(turnout, sums))


def _three(turnout: Turnout, sums: UnitSums) -> Iterator[SumsRow]:
    pairs = [(getattr(sums, name), getattr(turnout, name)) for name in FIGURES]
    yield SumsRow(sums.group, f"各单位合计（{sums.sittings} 场）", tuple(str(units) for units, _ in pairs))
    whole = tuple(NOT_ENTERED if whole is None else str(whole) for _, whole in pairs)
    yield SumsRow(sums.group, "全校", whole)
    between = tuple(_difference(units, whole) for units, whole in pairs)
    yield SumsRow(sums.group, "相差", between, differs=any(units != whole for units, whole in pairs))


def _difference(units: int, whole: int | None) -> str:
    if whole is None:
        return NO_RATE
    return "一致" if units == whole else f"{'多' if units > whole else '少'} {abs(units - whole)}"


def export_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that a file may hold: not the one that only leads on."""
    return [column for column in columns if column.key != "edit"]
