"""Who may not be promoted, awarded or entered in the pool on a day, and why: one row per cadre."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, partial
from html import escape
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import holds_role
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.bars import Bar, blocking, by_reason
from policy.influence_table import USES

from .access import KEEPERS
from .models import Mark
from .selectors import bars_on, lifted_on

JUDGEMENT, LIFTED = "judgement", "lifted"
OPEN = "—"
CHOICES = [
    *((use, f"不得{label}") for use, label in USES.items()),
    (JUDGEMENT, "须研判或核定"),
    (LIFTED, "已免责或澄清"),
]


class BarFilterSet(ListFilterSet):
    """What is not open, and on which day; the list itself is computed for the day."""

    use = django_filters.ChoiceFilter(label="限制", choices=CHOICES, method="by_use")
    day = django_filters.DateFilter(label="截至日期", method="by_day")
    hints = {"day": "例如 2026-12-31，不填为今天"}

    def __init__(self, *args: Any, standing: BarList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing

    def by_use(self, name: str, value: str) -> Q:
        return Q(pk__in=self.standing.held_back_from(value))

    def by_day(self, name: str, value: date) -> Q:
        return Q()


class BarList(ListPage):
    """使用限制: of everybody whom a measure holds back, or would without a finding, on one day."""

    name = url_name = "bars"
    title = "使用限制"
    unit_word = "人"
    lead = "某一天谁不得评优、提拔、晋升或者列入优秀年轻干部，到哪一天为止，依据什么；不填日期的是今天。"
    search_label = "搜索干部"
    search_hint = "输入姓名、拼音或工号。"
    empty_title = "没有使用限制"
    empty_text = "这一天没有干部因处分、处理或诫勉受到限制。"
    filterset_class = BarFilterSet
    key = "pk"
    default_sort = "name"

    def __init__(self, day: str = "") -> None:
        """day: as the browser sent it; where it is no date, the filter says so."""
        try:
            self.day = date.fromisoformat(day)
        except ValueError:
            self.day = clock.today()

    @cached_property
    def bars(self) -> dict[int, tuple[Bar, ...]]:
        return bars_on(Mark.objects.values("cadre"), self.day)

    @cached_property
    def lifted(self) -> dict[int, tuple[str, ...]]:
        found = lifted_on(Mark.objects.values("cadre"), self.day)
        return {
            cadre: tuple(
                f"事项 {relief.matter.number} 的{'、'.join(measures)}已认定{relief.kind}，不再限制，"
                f"来源：{relief.source}（第十四条）。"
                for relief, measures in some
            )
            for cadre, some in found.items()
        }

    def held_back_from(self, use: str) -> list[int]:
        """The cadres of one choice of the filter."""
        if use == LIFTED:
            return list(self.lifted)
        if use == JUDGEMENT:
            return [cadre for cadre, bars in self.bars.items() if any(bar.judgement for bar in bars)]
        return [cadre for cadre, bars in self.bars.items() if blocking(bars, use)]

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        uses = (
            Column(use, label, ("pk",), partial(self._until, use), width=18) for use, label in USES.items()
        )
        return (
            Column(
                "name",
                "姓名",
                ("name", "staff_no"),
                plain("name"),
                cell=_name_link,
                sort=("pinyin", "pk"),
                fixed=True,
                style="who",
                width=14,
            ),
            Column("staff_no", "工号", ("staff_no",), plain("staff_no"), default=True, style="nowrap"),
            _lines("held", "限制", self.held, width=50),
            _lines("why", "依据", self.reasons, width=70),
            _lines("lifted", "已解除的限制", lambda row: self.lifted.get(row["pk"], ()), width=50),
            *uses,
        )

    def seen_by(self, user: Any) -> tuple[QuerySet[Cadre], frozenset[str]]:
        if not holds_role(user, KEEPERS, on=clock.today()):
            return Cadre.objects.none(), frozenset()
        wanted = {*self.bars, *self.lifted}
        return Cadre.objects.visible_to(user).filter(pk__in=wanted), frozenset({SEES})

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        return BarFilterSet(data=data, queryset=rows, standing=self)

    def search(self, rows: QuerySet[Cadre], words: str) -> QuerySet[Cadre]:
        return rows.filter(answers_to(words))

    def held(self, row: Row) -> list[str]:
        """The longest of each use; uses that end together stand together."""
        found: dict[str, list[str]] = {}
        for use, label in USES.items():
            found.setdefault(self._until(use, row), []).append(label)
        return [f"{'、'.join(labels)}：{last}" for last, labels in found.items() if last != OPEN]

    def reasons(self, row: Row) -> list[str]:
        return [bar.reason.text for _, bar in by_reason(self.bars.get(row["pk"], ()))]

    def _until(self, use: str, row: Row) -> str:
        bars = self.bars.get(row["pk"], ())
        own = (*blocking(bars, use), *(bar for bar in bars if bar.use == use))
        return own[0].last if own else OPEN


def _lines(key: str, header: str, of: Callable[[Row], Iterable[str]], *, width: int) -> Column:
    """A column of sentences, each on a line of its own."""

    def cell(row: Row) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in of(row)) or OPEN

    return Column(
        key,
        header,
        ("pk",),
        lambda row: "\n".join(of(row)),
        cell=cell,
        default=True,
        style="why",
        width=width,
    )


def _name_link(row: Row) -> str:
    return f'<a href="{reverse("cadre", args=[row["staff_no"]])}">{escape(row["name"])}</a>'
