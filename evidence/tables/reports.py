"""Self-reports as lists and pages show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import Visitor
from appraisal.models import Cycle, Participant
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListFilterSet, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES

from ..access.reports import WITH_UNIT, participants_seen
from ..models import SelfReport, SelfReportEvent
from ..selectors.reports import EXCUSED, NOT_HANDED_IN, PASSED, RETURNED, WAITING, overdue, with_place

S = SelfReport.State
MISSING, FREE = "未交", "免于述职"
STATUS_WORDS = {
    S.SUBMITTED: ("待审核", "warn"),
    S.RETURNED: ("退回修改", "judge"),
    S.CHECKED: ("已审核", "good"),
    S.PUBLIC: ("已公示", "info"),
}
STATUSES = (
    ("missing", "未交"),
    ("overdue", "逾期（未交或晚交）"),
    ("waiting", "待审核"),
    ("returned", "退回修改"),
    ("passed", "已审核（含已公示）"),
    ("paper", "代录"),
    ("excused", "免于述职"),
)
CADRE, REPORT = "cadre__", "report__"


class ReportFilterSet(ListFilterSet):
    """By where the report stands and by unit."""

    status = django_filters.ChoiceFilter(label="状态", choices=STATUSES, method="by_status")
    unit = django_filters.CharFilter(label="单位", field_name="unit_shown", lookup_expr="icontains")
    hints = {"unit": "单位名称或其中几个字"}

    def by_status(self, name: str, value: str) -> Q:
        return {
            "missing": NOT_HANDED_IN,
            "overdue": overdue(clock.today()),
            "waiting": WAITING,
            "returned": RETURNED,
            "passed": PASSED,
            "excused": EXCUSED,
            "paper": Q(report__source=SelfReport.Source.PAPER),
        }[value]


class ReportList(ListPage):
    """Every participant of a cycle with where the report stands, for the two offices."""

    name = "reports"
    url_name = "reports"
    unit_word = "人"
    search_label = "搜索参加考核人员"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "还没有参加考核的人"
    empty_text = "参加考核人员确定以后，这里列出每个人的述职报告。"
    filterset_class = ReportFilterSet
    key = "pk"
    default_sort = "unit"
    of_unit = False

    def __init__(self, cycle: Cycle, *, enters: bool = False) -> None:
        """enters: whether the reader may enter a report from paper for who has not handed in."""
        self.cycle, self.enters = cycle, enters
        self.title = f"{cycle.label}述职报告"  # type: ignore[misc]
        self.due: date | None = cycle.plan.report_due if hasattr(cycle, "plan") else None
        self.today = clock.today()
        self.columns = self._columns()

    def url(self) -> str:
        return reverse(self.url_name, args=[self.cycle.code])

    def seen_by(self, user: Visitor) -> tuple[QuerySet[Any], frozenset[str]]:
        return participants_seen(user, self.cycle, unit=self.of_unit), frozenset({SEES})

    def joined(self, rows: QuerySet[Participant]) -> QuerySet[Participant]:
        return with_place(rows)

    def search(self, rows: QuerySet[Participant], words: str) -> QuerySet[Participant]:
        return rows.filter(cadre__in=Cadre.objects.filter(answers_to(words)))

    def readable(self, row: Row) -> bool:
        """Whether the name leads to a report that the reader of this list may open."""
        return row["report__state"] not in (None, S.DRAFT)

    def _columns(self) -> tuple[Column, ...]:
        return (*self._person(), *self._way())

    def _person(self) -> tuple[Column, ...]:
        return (
            Column(
                "staff_no",
                "工号",
                ("cadre__staff_no",),
                plain("cadre__staff_no"),
                sort=("cadre__staff_no",),
                fixed=True,
            ),
            Column(
                "name",
                "姓名",
                (
                    "cadre__name",
                    "cadre__staff_no",
                    "report__pk",
                    "report__state",
                    "report__public_until",
                    "excuse__pk",
                ),
                plain("cadre__name"),
                cell=self._name,
                sort=("cadre__pinyin", "cadre__staff_no"),
                fixed=True,
                style="who",
                width=14,
            ),
            Column(
                "unit",
                "单位",
                ("unit_shown",),
                plain("unit_shown"),
                sort=("unit_shown", "cadre__staff_no"),
                default=True,
                width=24,
            ),
            Column("post", "职务", ("post_shown",), plain("post_shown"), default=True, width=22),
            Column("category", "考核类别", ("category",), plain("category"), sort=("category",), width=22),
        )

    def _way(self) -> tuple[Column, ...]:
        return (
            Column(
                "status",
                "状态",
                ("report__state", "report__late", "report__source", "excuse__pk"),
                self._status,
                cell=self._status_cell,
                sort=("report__state", "cadre__staff_no"),
                default=True,
                width=20,
            ),
            Column(
                "submitted",
                "提交时间",
                ("report__submitted_at",),
                _moment("report__submitted_at"),
                sort=("report__submitted_at",),
                default=True,
                width=18,
            ),
            Column(
                "checked_by",
                "审核人",
                ("report__checked_by__name",),
                plain("report__checked_by__name"),
                default=True,
            ),
            Column(
                "public",
                "公示至",
                ("report__public_until",),
                lambda row: f"{row['report__public_until'] or ''}",
                sort=("report__public_until",),
                width=14,
            ),
        )

    def _name(self, row: Row) -> str:
        name = escape(row["cadre__name"])
        if not self.readable(row):
            return name + (self._enter(row) if self.enters else "")
        return f'<a href="{reverse("report", args=[self.cycle.code, row["report__pk"]])}">{name}</a>'

    def _enter(self, row: Row) -> str:
        """What the department can do for who has not handed in: enter the paper, or excuse."""
        free = "取消免于述职" if row["excuse__pk"] else "免于述职"
        links = []
        for name, word in (("report_enter", "代录"), ("report_excuse", free)):
            url = escape(reverse(name, args=[self.cycle.code, row["cadre__staff_no"]]))
            links.append(f'<a href="{url}" aria-label="{word} {escape(row["cadre__name"])}">{word}</a>')
        return f' <span class="below">{" ".join(links)}</span>'

    def _words(self, row: Row) -> list[tuple[str, str]]:
        state = row["report__state"]
        if row["excuse__pk"] and state in (None, S.DRAFT):
            return [(FREE, "neutral")]
        found = [STATUS_WORDS.get(state, (MISSING, "neutral"))]
        late = self.due is not None and self.due < self.today and state in (None, S.DRAFT)
        if row["report__late"] or late:
            found.append(("逾期", "danger"))
        if row["report__source"] == SelfReport.Source.PAPER:
            found.append(("代录", "neutral"))
        return found

    def _status(self, row: Row) -> str:
        return "、".join(word for word, _ in self._words(row))

    def _status_cell(self, row: Row) -> str:
        words = [f'<span class="word word-{kind}">{word}</span>' for word, kind in self._words(row)]
        return " ".join(words)


class UnitReportList(ReportList):
    """The same of one Party organisation's units, to be checked there."""

    name = "reports_unit"
    url_name = "reports_unit"
    empty_title = "本单位没有参加考核的人"
    empty_text = "只列出您负责的单位里参加这次考核的干部。"
    of_unit = True

    def readable(self, row: Row) -> bool:
        until = row["report__public_until"]
        public = row["report__state"] == S.PUBLIC and until is not None and until >= self.today
        return row["report__state"] in WITH_UNIT or public


def _moment(path: str) -> Callable[[Row], str]:
    def text(row: Row) -> str:
        at = row[path]
        return f"{at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if at else ""

    return text


def status_word(report: SelfReport) -> tuple[str, str]:
    """(word, look) of one report."""
    return STATUS_WORDS.get(S(report.state), (S(report.state).label, "neutral"))


def moments(report: SelfReport) -> list[tuple[str, str, str]]:
    """The report's events, the newest first; one query."""
    labels = dict(S.choices)
    events = SelfReportEvent.objects.filter(case=report).select_related("actor").order_by("-pk")
    found = []
    for event in events:
        title = labels.get(event.to_state, event.to_state)
        if not event.from_state:
            title = "开始撰写"
        when = f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        words = "" if event.note == title else event.note
        found.append((when, f"{title}：{event.actor.name}", words))
    return found
