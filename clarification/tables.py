"""Clarifications as the list of the two offices."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

import django_filters
from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.selectors import scopes_of, units_under_any
from cadres.filters import UnitFilter
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.urgency import urgency_of

from .access import BEGIN, OFFICES
from .models import Channel, Clarification, ClarificationState, Origin

S = ClarificationState
CADRE = "cadre__"
KINDS = {
    S.DRAFT: "neutral",
    S.CHECKING: "info",
    S.FOUND: "warn",
    S.ASKING: "info",
    S.PLANNING: "info",
    S.APPROVING: "warn",
    S.DOING: "warn",
    S.DELIVERING: "info",
    S.VISITING: "info",
    S.DECLINED: "neutral",
    S.UNSUITABLE: "neutral",
    S.ARCHIVED: "good",
    S.WITHDRAWN: "neutral",
    S.OVERTURNED: "warn",
}
DEADLINES = (("overdue", "已逾期"), ("soon", "7 天以内"))
SOON = 7


def due_of_state() -> Case:
    """The deadline that runs now."""
    return Case(
        When(state=S.APPROVING, then=F("approve_due")),
        When(state__in=(S.DOING, S.DELIVERING), then=F("do_due")),
        When(state=S.VISITING, visited_on__isnull=True, then=F("visit_due")),
        default=Value(None),
        output_field=DateField(),
    )


class ClarificationFilterSet(ListFilterSet):
    """By state, origin, deadline and unit."""

    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[choice for choice in S.choices if choice[0] != S.DRAFT],
        empty_label=None,
        method="by_state",
    )
    origin = django_filters.ChoiceFilter(
        label="起因", choices=Origin.choices, empty_label=None, method="by_origin"
    )
    deadline = django_filters.ChoiceFilter(
        label="期限", choices=DEADLINES, empty_label=None, method="by_deadline"
    )
    unit = UnitFilter(label="所在单位（含下级）", method="by_unit")

    class Meta:
        model = Clarification
        fields: list[str] = []

    hints = {"unit": "单位名称或其中几个字"}

    def by_state(self, name: str, value: str) -> Q:
        """Where the case stands."""
        return Q(state=value)

    def by_origin(self, name: str, value: str) -> Q:
        """What it began with."""
        return Q(origin=value)

    def by_deadline(self, name: str, value: str) -> Q:
        """Past its day, or near it."""
        today = clock.today()
        if value == "overdue":
            return Q(due__lt=today)
        return Q(due__range=(today, today + timedelta(days=SOON)))

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Where the cadre stood when it began."""
        return Q(unit__in=units_under_any(value))


class ClarificationList(ListPage):
    """澄清正名: every case of other people that was handed in."""

    name = "clarifications"
    url_name = "clarifications"
    title = "澄清正名"
    lead = "经核查失实的，通过适当方式澄清，传到哪里澄清到哪里（第十四条）。不记录举报人的任何信息。"
    search_label = "搜索干部"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "没有澄清事项"
    empty_text = "部门提出或本人申请的澄清列在这里。"
    filterset_class = ClarificationFilterSet
    key = "pk"
    default_sort = "-opened"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return COLUMNS

    def seen_by(self, user: Any) -> tuple[QuerySet[Clarification], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        held = {SEES, BEGIN} if OFFICES & scopes.keys() else set()
        rows = Clarification.objects.visible_to(user, scopes=scopes)
        return rows.exclude(cadre__staff_no=getattr(user, "staff_no", "")), frozenset(held)

    def joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(due=due_of_state())

    def search(self, rows: QuerySet[Clarification], words: str) -> QuerySet[Clarification]:
        return rows.filter(cadre__in=Cadre.objects.filter(answers_to(words)))


def _link(row: Row) -> str:
    url = reverse("clarification", args=[row["pk"]])
    return f'<a href="{url}">{escape(row[f"{CADRE}name"])}</a>'


def _worded(path: str, kinds: Any) -> Any:
    words = dict(kinds)
    return lambda row: words.get(row[path], "")


def _state_cell(row: Row) -> str:
    said = escape(S(row["state"]).label)
    return f'<span class="word word-{KINDS[S(row["state"])]}">{said}</span>'


def _day(path: str) -> Any:
    return lambda row: row[path].isoformat() if row[path] else ""


def _due(row: Row) -> str:
    if row["due"] is None:
        return ""
    return f"{row['due']:%Y-%m-%d}（{urgency_of(row['due'], clock.today()).word}）"


def _due_cell(row: Row) -> str:
    if row["due"] is None:
        return '<span class="none" aria-label="无">—</span>'
    urgency = urgency_of(row["due"], clock.today())
    word = f'<span class="word word-{urgency.kind}">{escape(urgency.word)}</span>'
    return f"{row['due']:%Y-%m-%d} {word}"


COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "干部",
        (f"{CADRE}name", "pk"),
        plain(f"{CADRE}name"),
        cell=_link,
        sort=(f"{CADRE}pinyin", f"{CADRE}staff_no"),
        fixed=True,
        style="who",
        width=14,
    ),
    Column("staff_no", "工号", (f"{CADRE}staff_no",), plain(f"{CADRE}staff_no"), default=True),
    Column("unit", "所在单位", ("unit__name",), plain("unit__name"), default=True, width=20),
    Column("origin", "起因", ("origin",), _worded("origin", Origin.choices), default=True),
    Column(
        "state",
        "状态",
        ("state",),
        _worded("state", S.choices),
        cell=_state_cell,
        sort=("state",),
        default=True,
        width=16,
    ),
    Column("due", "期限", ("due",), _due, cell=_due_cell, sort=("due",), default=True, width=24),
    Column(
        "opened",
        "提出日期",
        ("opened_on",),
        _day("opened_on"),
        sort=("opened_on",),
        default=True,
        style="nowrap",
    ),
    Column("channel", "澄清方式", ("channel",), _worded("channel", Channel.choices), default=True),
    Column("done", "实施日期", ("done_on",), _day("done_on"), sort=("done_on",), style="nowrap"),
    Column("letter", "澄清文书文号", ("letter_no",), plain("letter_no"), width=20),
)
CLARIFICATIONS = ClarificationList()
