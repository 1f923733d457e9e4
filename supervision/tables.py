"""The risk list, the register and the key points as lists; the heat map as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.selectors import scopes_of
from core import clock
from core.charts import Chart, Head, Kind
from core.lists import Column, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES
from policy.supervision import LEVELS, MANAGED_BY, OFFICE_LINES
from policy.urgency import urgency_of

from .access import KEEP, READ, RECORD, RECORD_OWN, rights_of
from .filters import ItemFilterSet, KeyPointFilterSet, RiskFilterSet
from .models import OPEN, ItemKind, ItemStatus, KeyPoint, RegisterItem, Risk, RiskKind
from .models.risks import YES_NO
from .selectors import UnitRisks

LEVEL_STYLES = {1: "danger", 2: "warn", 3: "info", 0: "neutral"}
STATUS_STYLES = {"waiting": "warn", "checking": "info", "mending": "warn", "done": "good", "none": "neutral"}


class OfUnitList(ListPage):
    """Rows with a unit: all for the two offices, the own ones for a unit's Party organisation."""

    model: ClassVar[Any]
    key = "pk"
    words: ClassVar[tuple[str, ...]] = ()

    def seen_by(self, user: Any) -> tuple[QuerySet[Any], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        rights = rights_of(scopes)
        held = rights | {SEES} if READ in rights else frozenset[str]()
        return self.model.objects.visible_to(user, scopes=scopes), frozenset(held)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        found = Q()
        for word in words.split():
            one = Q()
            for path in self.words:
                one |= Q(**{f"{path}__icontains": word})
            found &= one
        return rows.filter(found)


def _day(path: str) -> Any:
    return lambda row: row[path].isoformat() if row[path] else ""


def _worded(path: str, choices: Any) -> Any:
    words = dict(choices)
    return lambda row: str(words.get(row[path], ""))


def _word_cell(path: str, choices: Any, styles: dict[Any, str]) -> Any:
    words = dict(choices)
    return lambda row: f'<span class="word word-{styles[row[path]]}">{escape(str(words[row[path]]))}</span>'


def _yes(path: str) -> Any:
    return lambda row: YES_NO[row[path]]


def _unit(*, default: bool = True) -> Column:
    return Column(
        "unit", "单位", ("unit__name",), plain("unit__name"), sort=("unit__name",), default=default, width=20
    )


def _risk_link(row: Row) -> str:
    return f'<a href="{reverse("risk", args=[row["pk"]])}">{escape(row["description"])}</a>'


RISK_COLUMNS: tuple[Column, ...] = (
    _unit(),
    Column(
        "post",
        "岗位",
        ("post__title",),
        plain("post__title"),
        sort=("unit__name", "post__title", "pk"),
        default=True,
        width=18,
    ),
    Column("power", "职权事项", ("power",), plain("power"), default=True, width=20),
    Column("step", "流程环节", ("step",), plain("step"), default=True, width=16),
    Column(
        "description",
        "风险描述",
        ("description", "pk"),
        plain("description"),
        cell=_risk_link,
        fixed=True,
        width=40,
    ),
    Column("kind", "类别", ("kind",), _worded("kind", RiskKind.choices), sort=("kind",), default=True),
    Column("before", "前期预防", ("before",), plain("before"), width=40),
    Column("during", "中期监控", ("during",), plain("during"), width=40),
    Column("after", "后期检查", ("after",), plain("after"), width=40),
    Column("owner", "责任人", ("owner",), plain("owner"), default=True),
    Column("heavy", "权力行使影响重大", ("heavy",), _yes("heavy")),
    Column("free", "自由裁量无限制", ("free",), _yes("free")),
    Column("tainted", "曾发生不廉洁问题", ("tainted",), _yes("tainted")),
    Column(
        "level",
        "岗位等级",
        ("post__level",),
        _worded("post__level", LEVELS),
        cell=_word_cell("post__level", LEVELS, LEVEL_STYLES),
        sort=("post__level",),
        default=True,
    ),
    Column("managed", "管理层级", ("post__level",), _worded("post__level", MANAGED_BY)),
    Column(
        "closed",
        "解除日期",
        ("closed_on",),
        _day("closed_on"),
        sort=("closed_on",),
        default=True,
        style="nowrap",
    ),
)


class RiskList(OfUnitList):
    """风险清单."""

    name, url_name, title, model = "risks", "risks", "风险清单", Risk
    lead = "按岗位列出职权、环节和风险，写明防控措施（第十三条）；按期评估，岗位变动后更新。"
    search_label, search_hint = "搜索风险点", "输入岗位、职权、环节或风险中的几个字。"
    empty_title, empty_text = "风险清单还是空的", "由两部门和二级党组织登记，或由两部门导入表格。"
    filterset_class = RiskFilterSet
    default_sort = "post"
    words = ("post__title", "power", "step", "description", "owner")

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return RISK_COLUMNS


def _item_link(row: Row) -> str:
    return f'<a href="{reverse("register_item_edit", args=[row["pk"]])}">办理</a>'


def _unit_link(row: Row) -> str:
    """Of a line that a unit keeps itself."""
    return "" if row["kind"] in OFFICE_LINES else _item_link(row)


def _urgent(row: Row) -> bool:
    return row["due_on"] is not None and row["status"] in OPEN


def _due(row: Row) -> str:
    said = _day("due_on")(row)
    return f"{said}（{urgency_of(row['due_on'], clock.today()).word}）" if _urgent(row) else said


def _due_cell(row: Row) -> str:
    said = _day("due_on")(row) or '<span class="none" aria-label="无">—</span>'
    if not _urgent(row):
        return said
    urgency = urgency_of(row["due_on"], clock.today())
    return f'{said} <span class="word word-{urgency.kind}">{escape(urgency.word)}</span>'


ITEM_COLUMNS: tuple[Column, ...] = (
    Column(
        "kind", "种类", ("kind",), _worded("kind", ItemKind.choices), sort=("kind",), fixed=True, width=20
    ),
    _unit(),
    Column(
        "name",
        "干部",
        ("cadre__name",),
        plain("cadre__name"),
        sort=("cadre__pinyin", "cadre__staff_no"),
        default=True,
        width=14,
    ),
    Column("staff_no", "工号", ("cadre__staff_no",), plain("cadre__staff_no")),
    Column("period", "年度或期次", ("period",), plain("period"), sort=("period",), default=True),
    Column(
        "status",
        "状态",
        ("status",),
        _worded("status", ItemStatus.choices),
        cell=_word_cell("status", ItemStatus.choices, STATUS_STYLES),
        sort=("status",),
        default=True,
    ),
    Column(
        "due", "期限", ("due_on", "status"), _due, cell=_due_cell, sort=("due_on",), default=True, width=24
    ),
    Column(
        "done", "办结日期", ("done_on",), _day("done_on"), sort=("done_on",), default=True, style="nowrap"
    ),
    Column("document_no", "文号", ("document_no",), plain("document_no"), width=20),
    Column("act", "办理", ("pk",), lambda row: "", cell=_item_link, needs=RECORD, default=True),
    Column(
        "act_own", "办理", ("pk", "kind"), lambda row: "", cell=_unit_link, needs=RECORD_OWN, default=True
    ),
)


class ItemList(OfUnitList):
    """日常监督台账."""

    name, url_name, title, model = "register_items", "register_items", "日常监督台账", RegisterItem
    lead = "只登记状态和日期，报告内容留在原系统（第八条）。"
    search_label, search_hint = "搜索", "输入干部姓名、工号、年度或文号。"
    empty_title, empty_text = "台账还是空的", "由两部门和二级党组织登记，或由两部门导入表格。"
    filterset_class = ItemFilterSet
    default_sort = "due"
    words = ("cadre__name", "cadre__staff_no", "period", "document_no")

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return ITEM_COLUMNS


def _end_link(row: Row) -> str:
    if row["ends"]:
        return ""
    return f'<a href="{reverse("key_point_end", args=[row["pk"]])}">结束</a>'


KEY_COLUMNS: tuple[Column, ...] = (
    Column("kind", "种类", ("kind",), _worded("kind", KeyPoint.Kind.choices), sort=("kind",), fixed=True),
    Column("name", "名称", ("name",), plain("name"), sort=("name",), fixed=True, width=24),
    _unit(),
    Column("staff_no", "工号", ("cadre__staff_no",), plain("cadre__staff_no")),
    Column("why", "理由", ("why",), plain("why"), default=True, width=40),
    Column("starts", "起始日期", ("starts",), _day("starts"), sort=("starts",), default=True, style="nowrap"),
    Column("ends", "结束日期", ("ends",), _day("ends"), sort=("ends",), default=True, style="nowrap"),
    Column("act", "办理", ("pk", "ends"), lambda row: "", cell=_end_link, needs=KEEP, default=True),
)


class KeyPointList(OfUnitList):
    """关键人、处、事、时."""

    name, url_name, title, model = "key_points", "key_points", "监督重点", KeyPoint
    lead = "管好关键人、管到关键处、管住关键事、管在关键时（第八条）。"
    search_label, search_hint = "搜索", "输入名称或理由中的几个字。"
    empty_title, empty_text = "还没有监督重点", "二级党组织登记的关键人、关键处、关键事、关键时列在这里。"
    filterset_class = KeyPointFilterSet
    default_sort = "kind"
    words = ("name", "why", "cadre__staff_no")

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return KEY_COLUMNS


RISKS, ITEMS, KEY_POINTS = RiskList(), ItemList(), KeyPointList()


def heat_of(units: Sequence[UnitRisks]) -> Chart:
    """Units by kinds of risk: how many stand."""
    total = sum(unit.total for unit in units)
    return Chart(
        name="heat",
        kind=Kind.HEAT,
        title="各单位各类风险点",
        about=f"{len(units)} 个单位，{total} 个风险点。颜色越深，风险点越多；数目多少不等于问题多少。",
        columns=(
            Head("单位", "name"),
            Head("一级岗位", ""),
            Head("最近更新", ""),
            Head("合计", ""),
            *(Head(kind.label, "cell") for kind in RiskKind),
        ),
        rows=[
            (
                unit.unit.name,
                str(unit.first),
                f"{unit.updated:%Y-%m-%d}" if unit.updated else "—",
                str(unit.total),
                *(str(unit.kinds[kind]) for kind in RiskKind),
            )
            for unit in units
        ],
        step="1",
        empty="还没有风险点，不画图。",
    )
