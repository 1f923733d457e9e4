"""The lists of signals and of cards: search, filters, columns, the same in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.alerts_steps import ENDED, KINDS, STATES
from policy.urgency import urgency_of

from ..access import HAVE_UNITS, READERS, scopes_today
from ..filters import CardFilterSet, SignalFilterSet
from ..models import Card, Signal
from ..registry import words_of

SHORTEST = 40
_SIGNAL_STATES = dict(Signal.State.choices)


def _cut(text: str) -> str:
    return text if len(text) <= SHORTEST else f"{text[:SHORTEST]}…"


def _link(url_name: str, text: Any) -> Any:
    """A cell that leads to the row's page."""
    return lambda row: f'<a href="{reverse(url_name, args=[row["pk"]])}">{escape(text(row))}</a>'


def _rule(row: Row) -> str:
    return words_of(row["rule"])


def _person(row: Row) -> str:
    return f"{row['cadre__name']}（{row['cadre__staff_no']}）" if row["cadre__name"] else ""


def _said(row: Row) -> str:
    return _cut(row["account"] or row["facts"])


def _signal_due(row: Row) -> str:
    if row["state"] != Signal.State.WAITING or not row["due_on"]:
        return ""
    return f"{row['due_on']}（已逾期）" if row["due_on"] < clock.today() else f"{row['due_on']}"


def _number(row: Row) -> str:
    return f"{row['drafted_on'].year}-{row['pk']:04d}"


def _card_due(row: Row) -> str:
    if row["state"] in ENDED or not row["due_on"]:
        return ""
    return f"{row['due_on']}（{urgency_of(row['due_on'], clock.today()).word}）"


def _stored(key: str, header: str, path: str, **more: Any) -> Column:
    """A column that shows one path as it is stored, and orders by it."""
    return Column(key, header, (path,), plain(path), sort=(path,), **more)


def _coded(key: str, header: str, words: Mapping[str, str], **more: Any) -> Column:
    """A column that shows a stored code in words."""
    return Column(key, header, (key,), lambda row: words[row[key]], default=True, **more)


CADRE = Column(
    "cadre",
    "干部",
    ("cadre__name", "cadre__staff_no"),
    _person,
    sort=("cadre__pinyin",),
    default=True,
    width=18,
)


class SignalList(ListPage):
    """预警信息."""

    name = "signals"
    url_name = "signals"
    title = "预警信息"
    lead = "预警信息是供研判的情况，不是对任何人的结论；不成立的到期清除，不计入任何统计（第十三条）。"
    search_label = "搜索预警信息"
    search_hint = "输入干部姓名、拼音或工号。"
    empty_title = "没有预警信息"
    empty_text = "系统每天按规则检查一次，也可以人工登记。"
    filterset_class = SignalFilterSet
    key = "pk"
    default_sort = "-found"

    columns = (
        _stored("found", "发现日期", "found_on", default=True, style="nowrap"),
        Column(
            "rule",
            "规则",
            ("pk", "rule"),
            _rule,
            cell=_link("signal", _rule),
            sort=("rule",),
            fixed=True,
            width=22,
        ),
        CADRE,
        _stored("unit", "涉及单位", "unit__name", default=True, width=22),
        Column("facts", "事实", ("facts", "account"), _said, default=True, style="why", width=60),
        _coded("highest", "最高可作", KINDS, style="nowrap"),
        _coded("state", "状态", _SIGNAL_STATES, sort=("state",), style="nowrap"),
        Column(
            "due",
            "研判期限",
            ("due_on", "state"),
            _signal_due,
            sort=("due_on",),
            default=True,
            style="nowrap",
        ),
    )

    def seen_by(self, user: Any) -> tuple[QuerySet[Signal], frozenset[str]]:
        scopes = scopes_today(user)
        rights = frozenset({SEES} if READERS & scopes.keys() else ())
        return Signal.objects.visible_to(user, scopes=scopes), rights

    def search(self, rows: QuerySet[Signal], words: str) -> QuerySet[Signal]:
        return rows.filter(cadre__in=Cadre.objects.filter(answers_to(words)))


class CardList(ListPage):
    """预警与提醒."""

    name = "cards"
    url_name = "cards"
    title = "预警与提醒"
    unit_word = "件"
    lead = "预警提示、黄牌警示（第十三条），提醒、函询、诫勉（第八条）。"
    search_label = "搜索预警与提醒"
    search_hint = "输入干部姓名、拼音、工号，或者文号。"
    empty_title = "没有预警与提醒"
    empty_text = "研判预警信息以后提出、签发的，显示在这里。"
    filterset_class = CardFilterSet
    key = "pk"
    default_sort = "-number"

    columns = (
        Column(
            "number",
            "编号",
            ("pk", "drafted_on"),
            _number,
            cell=_link("card", _number),
            sort=("pk",),
            fixed=True,
            style="nowrap",
            width=16,
        ),
        _coded("kind", "种类", KINDS, sort=("kind",), style="nowrap"),
        CADRE,
        _stored("unit", "签发时单位", "unit__name", default=True, width=22),
        Column("title", "事由", ("title",), plain("title"), default=True, width=36),
        _coded("state", "状态", STATES, sort=("state",), width=18),
        Column("due", "本步期限", ("due_on", "state"), _card_due, sort=("due_on",), default=True, width=22),
        _stored("issued", "签发日期", "issued_on", default=True, style="nowrap"),
        _stored("document", "文号", "document_no", width=24),
        _stored("ended", "办结日期", "ended_on", style="nowrap"),
    )

    def seen_by(self, user: Any) -> tuple[QuerySet[Card], frozenset[str]]:
        scopes = scopes_today(user)
        rights = frozenset({SEES} if (READERS | HAVE_UNITS) & scopes.keys() else ())
        return Card.objects.visible_to(user, scopes=scopes), rights

    def search(self, rows: QuerySet[Card], words: str) -> QuerySet[Card]:
        return rows.filter(
            Q(cadre__in=Cadre.objects.filter(answers_to(words))) | Q(document_no__icontains=words)
        )
