"""The lists of meetings and of publicity, and what their pages show, made ready for the templates."""

from __future__ import annotations

from html import escape
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.selectors import holds_role
from core import clock
from core.lists import Column, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES

from .access import MEETING_READERS, PUBLIC, PUBLICITY_STAFF
from .filters import MeetingFilterSet, PublicityFilterSet
from .models import Meeting, Publicity

KINDS, STATES = dict(Meeting.Kind.choices), dict(Meeting.State.choices)
SCOPES, PUBLIC_STATES = dict(Publicity.Scope.choices), dict(Publicity.State.choices)
# States of no special colour stay neutral.
STYLES = {"final": "good", "held": "warn", "agenda_set": "info"}
PUBLIC_STYLES = {"running": "info", "expired": "warn", "ended": "good"}
MEETING_MOVES = {
    ("", "preparing"): "登记会议",
    ("preparing", "agenda_set"): "议题已定",
    ("agenda_set", "preparing"): "重新安排议题",
    ("agenda_set", "held"): "登记召开",
    ("held", "final"): "纪要定稿",
    ("preparing", "cancelled"): "取消会议",
    ("agenda_set", "cancelled"): "取消会议",
}
PUBLICITY_MOVES = {
    ("", "draft"): "草拟",
    ("draft", "running"): "开始公示",
    ("running", "expired"): "期满，有异议待查",
    ("running", "ended"): "结束",
    ("expired", "ended"): "结束",
}


def meeting_move(before: str, after: str) -> str:
    """A line of a meeting's timeline; "" for what left its state as it was."""
    return MEETING_MOVES.get((before, after), "")


def publicity_move(before: str, after: str) -> str:
    """A line of a publicity's timeline; "" for what left its state as it was."""
    if after == "withdrawn":
        return "撤回"
    return PUBLICITY_MOVES.get((before, after), "")


def _word(words: dict[str, str], styles: dict[str, str], path: str = "state") -> Any:
    def cell(row: Row) -> str:
        state = str(row[path])
        return f'<span class="word word-{styles.get(state, "neutral")}">{escape(words[state])}</span>'

    return cell


def _meeting_link(row: Row) -> str:
    url = reverse("meeting", args=[row["pk"]])
    return f'<a href="{url}">{escape(KINDS[row["kind"]])}{escape(row["number"])}</a>'


def _marks(row: Row) -> str:
    found = ["事后补录"] if row["recorded_late"] else []
    return "、".join(found + ([f"代录（{row['proxy_for']}）"] if row["proxy_for"] else []))


class MeetingList(ListPage):
    """会议: newest first."""

    name = url_name = "meetings"
    title = "会议"
    unit_word = "次"
    lead = "研究干部事项的会议：从名单到议题、出席、回避、结果和纪要。"
    search_label = "搜索会议"
    search_hint = "输入文号、主持人、地点或议题；几个词之间用空格分开。"
    empty_title = "还没有会议"
    empty_text = "点“新建会议”登记一次会议，再从待上会名单中加入议题。"
    filterset_class = MeetingFilterSet
    key = "pk"
    default_sort = "-held_on"
    columns = (
        Column(
            "meeting",
            "会议",
            ("pk", "kind", "number"),
            lambda row: KINDS[row["kind"]] + row["number"],
            cell=_meeting_link,
            fixed=True,
            style="who",
            width=28,
        ),
        Column(
            "held_on",
            "日期",
            ("held_on",),
            plain("held_on"),
            sort=("held_on", "pk"),
            default=True,
            style="nowrap",
        ),
        Column(
            "state",
            "状态",
            ("state",),
            lambda row: STATES[row["state"]],
            cell=_word(STATES, STYLES),
            default=True,
        ),
        Column("items", "议题", ("item_count",), plain("item_count"), default=True, style="number", width=6),
        Column("chair", "主持人", ("chair",), plain("chair"), default=True),
        Column("place", "地点", ("place",), plain("place"), default=True, width=20),
        Column("marks", "标注", ("recorded_late", "proxy_for"), _marks, default=True, width=20),
    )

    def seen_by(self, user: Any) -> tuple[QuerySet[Meeting], frozenset[str]]:
        return Meeting.objects.visible_to(user), _rights(user, MEETING_READERS)

    def joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(item_count=Count("items"))

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            about = Q(items__title__icontains=word)
            own = Q(number__icontains=word) | Q(chair__icontains=word) | Q(place__icontains=word)
            rows = rows.filter(pk__in=Meeting.objects.filter(own | about).order_by().values("pk"))
        return rows


def _publicity_link(row: Row) -> str:
    return f'<a href="{reverse("publicity", args=[row["pk"]])}">{escape(row["title"])}</a>'


class PublicityList(ListPage):
    """公示: for the two departments all of them, for readers what runs within their scope."""

    name = url_name = "publicity_list"
    title = "公示"
    unit_word = "项"
    lead = "正在公示的名单。对公示人选有意见的，可在公示期内向组织部或纪委监察部门反映。"
    search_label = "搜索公示"
    search_hint = "输入标题中的词；几个词之间用空格分开。"
    empty_title = "现在没有公示"
    empty_text = "公示期内的名单会出现在这里，期满后自动消失。"
    filterset_class = PublicityFilterSet
    key = "pk"
    default_sort = "-begins_on"
    columns = (
        Column("title", "标题", ("pk", "title"), plain("title"), cell=_publicity_link, fixed=True, width=40),
        Column("people", "人数", ("person_count",), plain("person_count"), default=True, style="number"),
        Column("scope", "公示范围", ("scope",), lambda row: SCOPES[row["scope"]], default=True),
        Column(
            "begins_on",
            "开始",
            ("begins_on",),
            plain("begins_on"),
            sort=("begins_on", "pk"),
            default=True,
            style="nowrap",
        ),
        Column(
            "ends_on",
            "截止",
            ("ends_on", "provisional"),
            lambda row: f"{row['ends_on'] or ''}{'（暂定）' if row['provisional'] else ''}",
            sort=("ends_on", "pk"),
            default=True,
            style="nowrap",
        ),
        Column(
            "state",
            "状态",
            ("state",),
            lambda row: PUBLIC_STATES[row["state"]],
            cell=_word(PUBLIC_STATES, PUBLIC_STYLES),
            default=True,
        ),
        Column(
            "objections",
            "未结异议",
            ("objections_open",),
            plain("objections_open"),
            default=True,
            needs="staff",
            style="number",
        ),
    )

    def seen_by(self, user: Any) -> tuple[QuerySet[Publicity], frozenset[str]]:
        rights = _rights(user, PUBLIC)
        staff = _rights(user, PUBLICITY_STAFF)
        return Publicity.objects.visible_to(user), rights | ({"staff"} if staff else set())

    def joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(
            person_count=Count("people", distinct=True),
            objections_open=Count("objections", filter=Q(objections__finding=""), distinct=True),
        )

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            rows = rows.filter(title__icontains=word)
        return rows


def _rights(user: Any, roles: frozenset[Any]) -> frozenset[str]:
    return frozenset({SEES} if holds_role(user, roles, on=clock.today()) else ())


MEETING_LIST, PUBLICITY_LIST = MeetingList(), PublicityList()
