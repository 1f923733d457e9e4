"""The ranking of a year as a list: by category and place, the unranked last with their word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from cadres.models import Cadre
from cadres.search import answers_to
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from matters.pending import WORD
from policy.parameters import AppraisalParameters

from ..filters import RankingFilterSet
from ..models import Cycle, Result
from ..selectors import Sight
from ..selectors.lists import CategoryLine, categories_shown, results_seen, told, with_post
from ..selectors.pending import PendingTotal, pending_totals
from .figures import NO_FIGURE, WORD_STYLES, mean_of, shown, signed

CADRE = "participant__cadre__"
STAFF_NO, NAME = f"{CADRE}staff_no", f"{CADRE}name"
UNIT, POST = "held__post__unit__name", "held__post__title"


class RankingList(ListPage):
    """分类别排名 of one year, as one reader may see it: the own categories are left out."""

    name = "year_ranking"
    url_name = "year_ranking"
    unit_word = "人"
    search_label = "搜索参加考核人员"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "没有您可以查看的考核结果"
    empty_text = "名单中没有参加考核的人，或者都属于您本人所在的类别。"
    filterset_class = RankingFilterSet
    key = "pk"
    default_sort = "rank"

    def __init__(self, cycle: Cycle, sight: Sight, parameters: AppraisalParameters) -> None:
        self.cycle, self.sight, self.parameters = cycle, sight, parameters
        self.categories: list[CategoryLine] = []
        self.title = f"{cycle.label}分类别排名"  # type: ignore[misc]
        self.columns = self._columns()

    def url(self) -> str:
        return reverse(self.url_name, args=[self.cycle.code])

    def seen_by(self, user: Any) -> tuple[QuerySet[Result], frozenset[str]]:
        return results_seen(self.cycle, self.sight), frozenset({SEES} if self.sight.figures else ())

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        self.categories = categories_shown(self.cycle, self.sight) if self.sight.figures else []
        places = {line.name: line.position for line in self.categories}
        return RankingFilterSet(data=data, queryset=rows, places=places, last=self.sight.last)

    def joined(self, rows: QuerySet[Result]) -> QuerySet[Result]:
        return with_post(rows)

    def search(self, rows: QuerySet[Result], words: str) -> QuerySet[Result]:
        return rows.filter(participant__cadre__in=Cadre.objects.filter(answers_to(words)))

    def _columns(self) -> tuple[Column, ...]:
        means = tuple(
            _number(f"mean_{group.code}", group.name, "group_means", _mean(group.code))
            for group in self.parameters.groups
        )
        base = reverse("year", args=[self.cycle.code]) + "people/"
        return (
            Column(
                "rank",
                "名次",
                ("rank",),
                lambda row: NO_FIGURE if row["rank"] is None else str(row["rank"]),
                sort=("position", "rank"),
                fixed=True,
                style="number",
                width=8,
            ),
            Column("staff_no", "工号", (STAFF_NO,), plain(STAFF_NO), sort=(STAFF_NO,), fixed=True, width=12),
            Column(
                "name",
                "姓名",
                (NAME, STAFF_NO),
                plain(NAME),
                cell=_link(base),
                sort=(f"{CADRE}pinyin", STAFF_NO),
                fixed=True,
                style="who",
                width=14,
            ),
            Column("unit", "单位", (UNIT,), plain(UNIT), sort=(UNIT, STAFF_NO), default=True, width=20),
            Column("post", "现任职务", (POST,), plain(POST), default=True, width=22),
            Column("category", "考核类别", ("category",), plain("category"), default=True, width=22),
            *means,
            _number("score", "测评得分", "score", lambda row: shown(row["score"]), sortable=True),
            _number("deducted", "扣分", "deducted", lambda row: shown(row["deducted"]), sortable=True),
            _number("total", "总分", "total", lambda row: shown(row["total"]), sortable=True),
            _number(
                "distance",
                "与平均之差",
                "distance",
                lambda row: signed(row["distance"]),
                sortable=True,
                width=16,
            ),
            Column(
                "suggestion",
                "建议",
                ("word", "participant_id"),
                plain("word"),
                cell=self._word,
                sort=("word", "position", "rank"),
                default=True,
                width=16,
            ),
            Column("reasons", "说明", ("reasons", "participant_id"), self._told, style="why", width=80),
        )

    def _told(self, row: Row) -> str:
        said = "".join(told(row["reasons"], self.sight, self.parameters))
        pending = self.pending.get(row["participant_id"])
        return said + (pending.words if pending else "")

    def _word(self, row: Row) -> str:
        """The suggestion; a matter under an open tolerance case stands below it, with the other total."""
        pending = self.pending.get(row["participant_id"])
        if pending is None:
            return _word(row)
        figure = "" if pending.total is None else f"，不计为 {shown(pending.total)}"
        return f'{_word(row)}<span class="below">{WORD}{escape(figure)}</span>'

    @cached_property
    def pending(self) -> Mapping[int, PendingTotal]:
        """What is under an open tolerance case, read once for the page."""
        return pending_totals(self.cycle, self.parameters)


def _number(
    key: str,
    header: str,
    path: str,
    text: Callable[[Row], str],
    *,
    sortable: bool = False,
    width: int = 10,
) -> Column:
    sort = (path, "position", "rank") if sortable else ()
    return Column(key, header, (path,), text, sort=sort, default=True, style="number", width=width)


def _mean(code: str) -> Callable[[Row], str]:
    return lambda row: mean_of(row["group_means"].get(code))


def _link(base: str) -> Callable[[Row], str]:
    """The name leads to the page that says why; `reverse` for each row would cost more than the rest."""

    def cell(row: Row) -> str:
        return f'<a href="{base}{quote(str(row[STAFF_NO]), safe="")}/">{escape(row[NAME])}</a>'

    return cell


def _word(row: Row) -> str:
    word = str(row["word"])
    if not word:
        return '<span class="none" aria-label="无">—</span>'
    return f'<span class="word word-{WORD_STYLES.get(word, "neutral")}">{escape(word)}</span>'
