"""Observations and key tasks as lists."""

from __future__ import annotations

from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import scopes_of
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES

from ..access.facts import RECORD, REGISTER_TASK, SEES_TASKS, TWO, Role, steps_of
from ..filters import KeyTaskFilterSet, ObservationFilterSet
from ..models import KeyTask, Observation

CADRE = "cadre__"
DIRECTION_STYLES = {"good": "good", "neutral": "neutral", "poor": "warn"}
TASK_STYLES = {
    "running": "info",
    "submitted": "warn",
    "done": "good",
    "overdue": "danger",
    "cancelled": "neutral",
}
DEPARTMENTS = "departments"
SHORT = 60


class ObservationList(ListPage):
    """平时考核记录: of whom the reader may see them."""

    name = "observations"
    url_name = "observations"
    title = "平时考核记录"
    lead = "按季度记录所见的事实；记录不删改，写错的撤销后重记。本人可以查看已告知的记录并作出说明。"
    search_label = "搜索干部"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "没有平时考核记录"
    empty_text = "记录下来并且您可以查看的事实列在这里。"
    filterset_class = ObservationFilterSet
    key = "pk"
    default_sort = "-day"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return OBSERVATION_COLUMNS

    def seen_by(self, user: Any) -> tuple[QuerySet[Observation], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        sees = bool((TWO | {Role.CADRE}) & scopes.keys())
        held = {SEES} if sees else set()
        if TWO & scopes.keys():
            held.add(DEPARTMENTS)
        if RECORD in steps_of(scopes):
            held.add(RECORD)
        return Observation.objects.visible_to(user, scopes=scopes), frozenset(held)

    def filterset(self, data: dict[str, str], rows: QuerySet[Any]) -> ListFilterSet:
        return ObservationFilterSet(data=data, queryset=rows, today=clock.today())

    def search(self, rows: QuerySet[Observation], words: str) -> QuerySet[Observation]:
        return rows.filter(cadre__in=Cadre.objects.filter(answers_to(words)))


class KeyTaskList(ListPage):
    """重点任务: of whom the reader may see them."""

    name = "key_tasks"
    url_name = "key_tasks"
    title = "重点任务"
    lead = "重点任务和督办事项：完成情况由责任单位报送，经第二人核验后才算完成。"
    search_label = "搜索任务"
    search_hint = "输入编号、任务名称或责任干部姓名。"
    empty_title = "没有重点任务"
    empty_text = "登记的重点任务和督办事项列在这里。"
    filterset_class = KeyTaskFilterSet
    key = "pk"
    default_sort = "due"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return TASK_COLUMNS

    def seen_by(self, user: Any) -> tuple[QuerySet[KeyTask], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        held = {SEES} if SEES_TASKS & scopes.keys() else set()
        if REGISTER_TASK in steps_of(scopes):
            held.add(REGISTER_TASK)
        return KeyTask.objects.visible_to(user, scopes=scopes), frozenset(held)

    def search(self, rows: QuerySet[KeyTask], words: str) -> QuerySet[KeyTask]:
        found = Q()
        for word in words.split():
            people = KeyTask.cadres.through.objects.filter(cadre__name__contains=word)
            found &= (
                Q(title__contains=word) | Q(number__icontains=word) | Q(pk__in=people.values("keytask_id"))
            )
        return rows.filter(found)


def _observation_link(row: Row) -> str:
    return f'<a href="{reverse("observations")}{row["pk"]}/">{escape(row[f"{CADRE}name"])}</a>'


def _fact(row: Row) -> str:
    if row["source"] == Observation.Source.PETITION:
        return f"信访件（承办部门编号 {row['office_no']}）"
    text = str(row["fact"])
    return text if len(text) <= SHORT else f"{text[:SHORT]}……"


def _worded(path: str, kinds: Any, styles: dict[str, str] | None = None) -> Any:
    words = dict(kinds)

    def text(row: Row) -> str:
        return words[row[path]]

    def cell(row: Row) -> str:
        style = (styles or {}).get(row[path], "neutral")
        return f'<span class="word word-{style}">{escape(words[row[path]])}</span>'

    return text if styles is None else (text, cell)


_DIRECTION, _DIRECTION_CELL = _worded("direction", Observation.Direction.choices, DIRECTION_STYLES)
_TASK_STATE, _TASK_STATE_CELL = _worded("state", KeyTask.State.choices, TASK_STYLES)


def _flags(row: Row) -> str:
    said = [
        "已撤销" if row["state"] == Observation.State.WITHDRAWN else "",
        "本人有异议" if row["disputed"] else "",
        "" if row["shown_at"] else "未告知本人",
    ]
    return "、".join(filter(None, said))


OBSERVATION_COLUMNS: tuple[Column, ...] = (
    Column(
        "day",
        "日期",
        ("observed_on",),
        lambda row: row["observed_on"].isoformat(),
        sort=("observed_on",),
        fixed=True,
        style="nowrap",
    ),
    Column(
        "name",
        "干部",
        (f"{CADRE}name", "pk"),
        plain(f"{CADRE}name"),
        cell=_observation_link,
        sort=(f"{CADRE}pinyin", f"{CADRE}staff_no"),
        fixed=True,
        style="who",
        width=14,
    ),
    Column("staff_no", "工号", (f"{CADRE}staff_no",), plain(f"{CADRE}staff_no"), default=True),
    Column("unit", "当时单位", ("unit__name",), plain("unit__name"), default=True, width=20),
    Column(
        "source", "来源", ("source",), _worded("source", Observation.Source.choices), default=True, width=10
    ),
    Column("fact", "事实", ("fact", "source", "office_no"), _fact, default=True, width=50),
    Column("direction", "倾向", ("direction",), _DIRECTION, cell=_DIRECTION_CELL, default=True, width=8),
    Column("flags", "情况", ("state", "disputed", "shown_at"), _flags, default=True, width=16),
    Column("entered_by", "记录人", ("entered_by__name",), plain("entered_by__name"), needs=DEPARTMENTS),
)


def _task_link(row: Row) -> str:
    return f'<a href="{reverse("key_tasks")}{row["pk"]}/">{escape(row["title"])}</a>'


def _task_number(row: Row) -> str:
    return f"<code>{escape(row['number'])}</code>"


TASK_COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "编号",
        ("number",),
        plain("number"),
        cell=_task_number,
        sort=("number",),
        fixed=True,
        style="nowrap",
    ),
    Column("title", "任务名称", ("title", "pk"), plain("title"), cell=_task_link, fixed=True, width=40),
    Column(
        "unit", "责任单位", ("unit__name",), plain("unit__name"), sort=("unit__name",), default=True, width=20
    ),
    Column(
        "due",
        "完成时限",
        ("due_on",),
        lambda row: row["due_on"].isoformat(),
        sort=("due_on",),
        default=True,
        style="nowrap",
    ),
    Column("state", "状态", ("state",), _TASK_STATE, cell=_TASK_STATE_CELL, sort=("state",), default=True),
    Column("required", "应达到的结果", ("required",), plain("required"), width=50),
    Column("progress", "进展", ("progress",), plain("progress"), default=True, width=50),
)
OBSERVATIONS, KEY_TASKS = ObservationList(), KeyTaskList()
