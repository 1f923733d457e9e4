"""The list of tolerance cases, on the page and as a workbook."""

from __future__ import annotations

from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import scopes_of
from cadres.models import Cadre
from cadres.search import answers_to
from core import clock
from core.lists import Column, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.tolerance_terms import APPLICANTS, ENDED, OFFICES, OUTCOMES, STATES, State
from policy.urgency import Urgency, urgency_of

from ..access import READERS, findings_seen
from ..filters import ToleranceFilterSet
from ..models import ToleranceCase

STATE_KINDS = {
    State.RETURNED: "warn",
    State.REFUSED: "neutral",
    State.SUSPENDED: "warn",
    State.REVIEWING: "warn",
    State.CLOSED: "good",
    State.DRAFT: "neutral",
    State.WITHDRAWN: "neutral",
}


def state_kind(state: str) -> str:
    """The look of a state's word."""
    return STATE_KINDS.get(state, "info")


def urgency(state: str, due: Any) -> Urgency | None:
    """How pressing the present step is; None where nothing runs."""
    if state in ENDED or state == State.DRAFT or due is None:
        return None
    return urgency_of(due, clock.today())


class ToleranceList(ListPage):
    """容错认定: the cases that the reader may see."""

    name = "tolerance"
    url_name = "tolerance"
    title = "容错认定"
    lead = "由本人或者所在二级党组织申请，经核实、分析，由党委研究认定（第十一、十二条）。"
    unit_word = "件"
    search_label = "搜索容错申请"
    search_hint = "输入干部姓名、拼音首字母、工号，容错编号，或者事项编号、名称。"
    empty_title = "没有容错申请"
    empty_text = "提交的申请和您参与办理的案件列在这里；没有列出的，您无权查看。"
    filterset_class = ToleranceFilterSet
    key = "pk"
    default_sort = "-number"

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return COLUMNS

    def seen_by(self, user: Any) -> tuple[QuerySet[Any], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        rows = ToleranceCase.objects.visible_to(user, scopes=scopes)
        rows = rows.annotate(found=findings_seen(user, scopes))
        # Whoever was called in or consulted has no role here, only the cases that name him.
        sees = bool(READERS & scopes.keys()) or rows.exists()
        return rows, frozenset({SEES} if sees else ())

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        people = Cadre.objects.filter(answers_to(words))
        said = Q(number__icontains=words) | Q(matter__number__icontains=words)
        said |= Q(matter__title__contains=words) | Q(matter_title__contains=words)
        return rows.filter(said | Q(cadre__in=people))


def _name(row: Row) -> str:
    url = reverse("tolerance_case", args=[row["pk"]])
    return f'<a href="{url}">{escape(row["cadre__name"])}</a>'


def _state(row: Row) -> str:
    return STATES[row["state"]]


def _state_cell(row: Row) -> str:
    return f'<span class="word word-{state_kind(row["state"])}">{STATES[row["state"]]}</span>'


def _due(row: Row) -> str:
    found = urgency(row["state"], row["due"])
    return f"{row['due']}（{found.word}）" if found else ""


def _due_cell(row: Row) -> str:
    found = urgency(row["state"], row["due"])
    if found is None:
        return '<span class="none" aria-label="无">—</span>'
    return f'{row["due"]} <span class="word word-{found.kind}">{found.word}</span>'


def _matter(row: Row) -> str:
    title = row["matter__title"] or row["matter_title"]
    return " ".join(part for part in (row["matter__number"] or "", title) if part)


COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        "容错编号",
        ("number",),
        lambda row: row["number"] or "草稿",
        sort=("number", "pk"),
        fixed=True,
        style="nowrap",
        width=14,
    ),
    Column(
        "name",
        "干部",
        ("cadre__name", "pk"),
        plain("cadre__name"),
        cell=_name,
        sort=("cadre__pinyin", "cadre__staff_no"),
        fixed=True,
        style="who",
        width=14,
    ),
    Column("staff_no", "工号", ("cadre__staff_no",), plain("cadre__staff_no"), sort=("cadre__staff_no",)),
    Column(
        "unit", "单位", ("unit__name",), plain("unit__name"), sort=("unit__name",), default=True, width=24
    ),
    Column(
        "matter",
        "事项",
        ("matter__number", "matter__title", "matter_title"),
        _matter,
        sort=("matter__number",),
        default=True,
        width=36,
    ),
    Column(
        "applicant",
        "申请人",
        ("applicant",),
        lambda row: APPLICANTS[row["applicant"]],
        sort=("applicant",),
        width=18,
    ),
    Column(
        "office",
        "办理部门",
        ("office",),
        lambda row: OFFICES[row["office"]],
        sort=("office",),
        default=True,
        width=16,
    ),
    Column(
        "state",
        "状态",
        ("state",),
        _state,
        cell=_state_cell,
        sort=("state",),
        default=True,
        width=20,
    ),
    Column(
        "due",
        "办理期限",
        ("due", "state"),
        _due,
        cell=_due_cell,
        sort=("due",),
        default=True,
        width=26,
    ),
    Column(
        "submitted",
        "提交日期",
        ("submitted_on",),
        lambda row: f"{row['submitted_on'] or ''}",
        sort=("submitted_on",),
        style="nowrap",
    ),
    Column(
        "outcome",
        "认定结果",
        ("found",),
        lambda row: OUTCOMES.get(row["found"] or "", ""),
        sort=("found",),
        default=True,
    ),
)
