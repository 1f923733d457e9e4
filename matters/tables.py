"""The list of measures, and the page of one matter, made ready for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
from policy.influence import FAMILIES, family_of
from policy.numbers import plain as figure

from .access import DISCIPLINE, KEEPERS, decided_by_discipline, keeping
from .models import Mark, MarkEvent, Matter, Relief
from .pending import WORD, pending_of, untold_of
from .selectors import MarkState, known_measures, states_on
from .selectors.record import as_before, ended_words
from .selectors.states import AWAITED, ORDER, RUNNING, WORDS
from .signals import Why

EVENTS = dict(Why.choices)


class MarkFilterSet(ListFilterSet):
    """How far a mark is, its kind, and since when."""

    state = django_filters.ChoiceFilter(
        label="情况", choices=[(code, WORDS[code]) for code in ORDER], method="by_state"
    )
    family = django_filters.ChoiceFilter(
        label="类别", choices=[(name, name) for name in FAMILIES], method="by_family"
    )
    since = django_filters.DateFilter(label="决定日期从", field_name="decided_on", lookup_expr="gte")
    hints = {"since": "例如 2026-01-01"}

    def __init__(self, *args: Any, states: Mapping[int, MarkState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = states

    def by_state(self, name: str, value: str) -> Q:
        return Q(pk__in=[pk for pk, state in self.states.items() if state.code == value])

    def by_family(self, name: str, value: str) -> Q:
        words = set(Mark.objects.order_by().values_list("measure", flat=True).distinct())
        return Q(measure__in=[word for word in words if family_of(word) == value])


class MarkList(ListPage):
    """处分与措施: how far each is, computed for the day."""

    name = url_name = "marks"
    title = "处分与措施"
    lead = "处分、组织处理、诫勉和扣分：影响期到哪一天、是否要书面解除、期满后是否须研判。"
    search_label = "搜索干部或事项"
    search_hint = "输入姓名、拼音、工号，或者事项编号、名称、文号。"
    empty_title = "没有处分和措施"
    empty_text = "登记事项，再登记每名有关干部受到的措施。"
    filterset_class = MarkFilterSet
    key = "pk"
    default_sort = "-decided_on"

    @cached_property
    def states(self) -> dict[int, MarkState]:
        return states_on(Mark.objects.all(), on=clock.today())

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return (
            Column(
                "name",
                "姓名",
                ("cadre__name", "matter_id"),
                plain("cadre__name"),
                cell=_name_link,
                sort=("cadre__pinyin", "pk"),
                fixed=True,
                style="who",
                width=14,
            ),
            Column("staff_no", "工号", ("cadre__staff_no",), plain("cadre__staff_no"), default=True),
            Column("measure", "措施", ("measure",), plain("measure"), default=True, width=18),
            Column(
                "decided_on",
                "决定日期",
                ("decided_on",),
                plain("decided_on"),
                sort=("decided_on", "pk"),
                default=True,
                style="nowrap",
            ),
            Column("state", "情况", ("pk",), self._state, cell=self._state_cell, default=True, width=20),
            Column("free_on", "期满日", ("pk",), self._free, default=True, style="nowrap"),
            Column("document_no", "文号", ("document_no",), plain("document_no"), default=True, width=22),
            Column("points", "扣分", ("points",), lambda row: figure(row["points"]), style="number"),
            Column("matter", "事项", ("matter__number",), plain("matter__number"), default=True, width=18),
            Column("matter_title", "事项名称", ("matter__title",), plain("matter__title"), width=30),
        )

    def seen_by(self, user: Any) -> tuple[QuerySet[Mark], frozenset[str]]:
        keeper = holds_role(user, KEEPERS, on=clock.today())
        if not keeper:
            return Mark.objects.none(), frozenset()
        return Mark.objects.visible_to(user).filter(pk__in=list(self.states)), frozenset({SEES})

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        return MarkFilterSet(data=data, queryset=rows, states=self.states)

    def search(self, rows: QuerySet[Mark], words: str) -> QuerySet[Mark]:
        about = Q(matter__number__icontains=words) | Q(matter__title__icontains=words)
        people = Q(cadre__in=Cadre.objects.filter(answers_to(words)))
        return rows.filter(people | about | Q(document_no__icontains=words))

    def _of(self, row: Row) -> MarkState:
        return self.states.get(row["pk"]) or MarkState(RUNNING)

    def _state(self, row: Row) -> str:
        return self._of(row).word

    def _state_cell(self, row: Row) -> str:
        state = self._of(row)
        return f'<span class="word word-{state.style}">{escape(state.word)}</span>'

    def _free(self, row: Row) -> str:
        free = self._of(row).free_on
        return free.isoformat() if free else "—"


def _name_link(row: Row) -> str:
    return f'<a href="{reverse("matter_page", args=[row["matter_id"]])}">{escape(row["cadre__name"])}</a>'


@dataclass(frozen=True)
class MarkLine:
    """A mark on the page of its matter, with what the reader may do about it."""

    mark: Mark
    state: MarkState
    words: tuple[str, ...]
    may: bool


@dataclass(frozen=True)
class PersonOnMatter:
    """One cadre on a matter: marks, what lifts them, and whether a tolerance case is open."""

    cadre: Cadre
    marks: tuple[MarkLine, ...]
    reliefs: tuple[str, ...]
    pending: str


@dataclass(frozen=True)
class MatterPage:
    """One matter: who is part of it, what counts, what is lifted, and what was done when."""

    people: tuple[PersonOnMatter, ...]
    moments: list[tuple[str, str, str]]


def matter_page(matter: Matter, user: Any, marks: QuerySet[Mark]) -> MatterPage:
    """marks: those of the matter that the user sees. A fixed number of queries."""
    today = clock.today()
    rows = marks.select_related("cadre", "matter", "replaced_by", "recorded_by")
    lines = list(rows.order_by("cadre__pinyin", "cadre__staff_no", "decided_on", "pk"))
    own = next((mark.cadre_id for mark in lines if mark.cadre.staff_no == user.staff_no), None)
    untold = untold_of(own).get(matter.pk) if own else None
    lines = as_before(lines, [untold]) if untold else lines
    states = states_on(Mark.objects.filter(pk__in=[mark.pk for mark in lines]), on=today)
    if untold:
        states |= {mark.pk: MarkState(AWAITED) for mark in lines if mark.cadre_id == own}
    may = keeping(user)
    cadres: dict[int, Cadre] = {mark.cadre_id: mark.cadre for mark in lines}
    reliefs = list(Relief.objects.filter(matter=matter).select_related("cadre").order_by("pk"))
    reliefs = [one for one in reliefs if untold is None or one.pk != untold.relief]
    whole = holds_role(user, KEEPERS, on=today)
    cadres |= {one.cadre_id: one.cadre for one in reliefs if whole or one.cadre_id in cadres}
    pending = pending_of(list(cadres), on=today)
    people = []
    for pk, cadre in cadres.items():
        since = untold.since if untold and pk == own else pending.get(pk, {}).get(matter.number)
        people.append(
            PersonOnMatter(
                cadre,
                tuple(
                    MarkLine(mark, state, _words(mark, state), mark.stands and may(mark))
                    for mark in lines
                    if mark.cadre_id == pk and (state := states.get(mark.pk))
                ),
                tuple(_relief_words(one) for one in reliefs if one.cadre_id == pk),
                f"{WORD}（{since} 起），认定之前照常计入。" if since else "",
            )
        )
    return MatterPage(tuple(people), _moments(lines) if whole and not untold else [])


def _words(mark: Mark, state: MarkState) -> tuple[str, ...]:
    said = [reason.text for reason in state.influence.reasons] if state.influence else []
    if mark.lifted_on:
        said.append(f"{mark.lifted_on} 书面解除，{mark.lifting_document}。")
    if ended := ended_words(mark):
        said.append(f"{ended}。")
    if mark.file_year:
        said.append(f"来自 {mark.file_year} 年度文件。")
    return tuple(said)


def _relief_words(relief: Relief) -> str:
    since = f"，{relief.valid_from} 起" if relief.valid_from else ""
    revoked = ""
    if relief.revoked_on:
        revoked = f"；已于 {relief.valid_to} 撤销（{relief.revoked_document}，{relief.revoked_reason}）"
    elif relief.valid_to:
        revoked = f"；{relief.valid_to} 失效"
    return f"认定{relief.kind}{since}，来源：{relief.source}{revoked}（第十四条）。"


def _moments(marks: list[Mark]) -> list[tuple[str, str, str]]:
    """What was done to the marks, newest first. One query."""
    rows = MarkEvent.objects.filter(case__in=[mark.pk for mark in marks])
    return [
        (
            f"{one.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}",
            f"{one.case.cadre.name}：{EVENTS.get(one.to_state, '办理')}（{one.case.measure}）",
            f"{one.note}　{one.actor.name}",
        )
        for one in rows.select_related("case__cadre", "actor").order_by("-pk")
    ]


def measures_for(user: Any) -> list[str]:
    """The measures that the user may record, in the order of the parameters."""
    discipline = holds_role(user, DISCIPLINE, on=clock.today())
    words = known_measures(clock.today())
    return [word for word in words if discipline or not decided_by_discipline(word)]
