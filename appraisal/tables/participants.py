"""参加考核人员 of one cycle as a list: who, in which category, graded or not and why, from where."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cadres.models import Cadre
from cadres.search import answers_to
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.participation import DISCREET_WORDS

from ..filters import ParticipantFilterSet
from ..models import Cycle, Participant

EDITS, HEADS = "edits", "heads"
_SOURCES = dict(Participant.Source.choices)


class ParticipantList(ListPage):
    """Who takes part in one cycle."""

    name = "participants"
    url_name = "cycle_people"
    unit_word = "人"
    search_label = "搜索参加考核人员"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "名单中还没有人"
    empty_text = "方案审定后，由组织部按名册生成名单。"
    filterset_class = ParticipantFilterSet
    key = "pk"
    default_sort = "staff_no"

    def __init__(self, cycle: Cycle, *, edits: bool, heads: bool, listed: bool) -> None:
        """edits: the reader may correct rows; heads: reads discreet reasons; listed: sees the page at all."""
        self.cycle = cycle
        self.rights = frozenset(
            word for word, held in ((SEES, listed), (EDITS, edits), (HEADS, heads)) if held
        )
        self.title = f"{cycle.label}参加考核人员"  # type: ignore[misc]
        self.columns = _columns(cycle, heads)

    def url(self) -> str:
        return reverse(self.url_name, args=[self.cycle.code])

    def seen_by(self, user: Any) -> tuple[QuerySet[Participant], frozenset[str]]:
        return Participant.objects.filter(cycle=self.cycle), self.rights

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        return ParticipantFilterSet(data=data, queryset=rows, cycle=self.cycle)

    def search(self, rows: QuerySet[Participant], words: str) -> QuerySet[Participant]:
        return rows.filter(cadre__in=Cadre.objects.filter(answers_to(words)))


def _columns(cycle: Cycle, heads: bool) -> tuple[Column, ...]:
    base = escape(reverse("cycle_people", args=[cycle.code]))
    staff_no, name = "cadre__staff_no", "cadre__name"
    return (
        Column("staff_no", "工号", (staff_no,), plain(staff_no), sort=(staff_no,), fixed=True, width=12),
        Column(
            "name",
            "姓名",
            (name,),
            plain(name),
            sort=("cadre__pinyin", staff_no),
            fixed=True,
            style="who",
            width=14,
        ),
        _usual("unit", "单位", "unit_name", 20, plain("unit_name"), sort=("unit_name", staff_no)),
        _usual("post", "职务", "post_title", 22, plain("post_title")),
        _usual("category", "考核类别", "category", 20, plain("category"), sort=("category", staff_no)),
        _usual("graded", "确定等次", "graded", 10, _graded, sort=("graded", staff_no)),
        Column(
            "reason",
            "不确定等次原因",
            ("ungraded_reason", "discreet"),
            _reason(heads),
            default=True,
            width=36,
        ),
        _usual("source", "来源", "source", 10, lambda row: _SOURCES[row["source"]], style="nowrap"),
        Column("basis", "列入依据", ("basis",), _basis, style="why", width=60),
        Column(
            "edit",
            "更正",
            ("pk",),
            lambda row: "",
            cell=lambda row: f'<a href="{base}{row["pk"]}/">更正</a>',
            needs=EDITS,
            default=True,
            style="nowrap",
            width=8,
        ),
    )


def _usual(
    key: str,
    header: str,
    path: str,
    width: int,
    text: Callable[[Row], str],
    *,
    sort: tuple[str, ...] = (),
    style: str = "",
) -> Column:
    """A column of one path that is shown unless others are chosen."""
    return Column(key, header, (path,), text, sort=sort, default=True, style=style, width=width)


def _graded(row: Row) -> str:
    return "是" if row["graded"] else "否"


def _reason(heads: bool) -> Any:
    """The reason as this reader may know it."""

    def text(row: Row) -> str:
        return DISCREET_WORDS if row["discreet"] and not heads else str(row["ungraded_reason"])

    return text


def _basis(row: Row) -> str:
    return "".join(item["text"] for item in row["basis"])
