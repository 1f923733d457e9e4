"""The columns of the cadre list. Nothing of an appraisal, a mark or a finding is among them."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import FilteredRelation, Q, QuerySet
from django.urls import reverse

from accounts.models import Role
from accounts.selectors import UnitScope, scopes_of
from core import clock
from core.lists import Column, ListPage, Row
from core.lists.columns import plain
from core.lists.declaration import SEES

from .access import EXPORT, SEE_SENSITIVE, SEES_UNITS, STEPS
from .filters import CadreFilterSet
from .masking import masked_identity_no, masked_phone
from .models import Appointment, Cadre
from .search import answers_to

LIST_ROLES = SEES_UNITS | {Role.CADRE}
_STATUS = dict(Cadre.Status.choices)
UNIT, POST = "held__post__unit__", "held__post__"


def _link(row: Row) -> str:
    """The name as a link to the person's page; `reverse` for each of fifty would cost more than the rest."""
    return f'<a href="{_page()}{quote(str(row["staff_no"]), safe="")}/">{escape(row["name"])}</a>'


@cache
def _page() -> str:
    return reverse("cadres")


def _month(path: str, key: str, header: str, *, default: bool = False, sortable: bool = False) -> Column:
    """A month or day as stored: 1975-03."""
    sort = (path,) if sortable else ()
    return Column(key, header, (path,), plain(path), sort=sort, default=default, style="nowrap", width=12)


def _text(path: str, key: str, header: str, width: int = 12, *, default: bool = False) -> Column:
    return Column(key, header, (path,), plain(path), default=default, width=width)


def _flag(path: str, key: str, header: str) -> Column:
    return Column(key, header, (path,), lambda row: "是" if row[path] else "", width=10)


CADRE_COLUMNS: tuple[Column, ...] = (
    Column(
        "staff_no",
        "工号",
        ("staff_no",),
        plain("staff_no"),
        sort=("staff_no",),
        fixed=True,
        style="staff-no",
        width=12,
    ),
    Column(
        "name",
        "姓名",
        ("name", "staff_no"),
        plain("name"),
        cell=_link,
        sort=("pinyin", "staff_no"),
        fixed=True,
        style="who",
        width=14,
    ),
    _text("sex", "sex", "性别", 6, default=True),
    _month("born", "born", "出生年月", default=True, sortable=True),
    Column(
        "unit",
        "单位",
        (f"{UNIT}name",),
        plain(f"{UNIT}name"),
        sort=(f"{UNIT}name", "staff_no"),
        default=True,
        width=20,
    ),
    _text(f"{POST}title", "title", "现任职务", 22, default=True),
    _text(f"{POST}rank", "rank", "正副职", 8, default=True),
    _month("held__in_post_since", "in_post_since", "任现职时间", default=True, sortable=True),
    _text("political_status", "political_status", "政治面貌", default=True),
    _text(f"{UNIT}kind", "unit_kind", "单位类别"),
    _text("held__admin_level", "admin_level", "行政级别", 10),
    _month("held__in_rank_since", "in_rank_since", "任现职级时间"),
    _flag(f"{POST}is_key", "key_post", "关键岗位"),
    _flag("double_role", "double_role", "双肩挑"),
    _text("ethnicity", "ethnicity", "民族", 10),
    _text("native_place", "native_place", "籍贯", 14),
    _month("joined_party", "joined_party", "入党时间"),
    _month("started_work", "started_work", "参加工作时间"),
    _text("full_time_level", "full_time_level", "全日制学历", 10),
    _text("full_time_degree", "full_time_degree", "全日制学位", 10),
    _text("full_time_school", "full_time_school", "全日制毕业院校及专业", 26),
    _text("in_service_level", "in_service_level", "在职学历", 10),
    _text("in_service_degree", "in_service_degree", "在职学位", 10),
    _text("in_service_school", "in_service_school", "在职毕业院校及专业", 26),
    _text("professional_title", "professional_title", "专业技术职务", 14),
    _text("party_organisation", "party_organisation", "所在党组织", 22),
    _text("held__supervising_leader", "supervising_leader", "分管校领导", 12),
    Column("email", "邮箱", ("email",), plain("email"), needs=SEE_SENSITIVE, width=24),
    Column("status", "状态", ("status",), lambda row: _STATUS.get(row["status"], ""), width=8),
    Column(
        "identity_no",
        "身份证号",
        ("identity_no",),
        lambda row: masked_identity_no(row["identity_no"]),
        unmasked=plain("identity_no"),
        needs=SEE_SENSITIVE,
        style="nowrap",
        width=22,
    ),
    Column(
        "phone",
        "手机",
        ("phone",),
        lambda row: masked_phone(row["phone"]),
        unmasked=plain("phone"),
        needs=SEE_SENSITIVE,
        style="nowrap",
        width=16,
    ),
)


def _covers(scope: UnitScope, shown: UnitScope) -> bool:
    """Whether a step may be taken on everybody shown, so that no column has to fall silent row by row."""
    return bool(scope) and (scope.everywhere or (not shown.everywhere and shown.unit_ids <= scope.unit_ids))


class CadreList(ListPage):
    """干部名册 as a list: who sees which rows is `visible_to`, which columns stands above."""

    name = "cadres"
    url_name = "cadres"
    title = "干部名册"
    lead = "只显示您的角色和管理范围内的干部。"
    unit_word = "人"
    search_label = "搜索干部"
    search_hint = "输入姓名、拼音、拼音首字母或工号；几个词之间用空格分开。"
    empty_title = "名册中还没有您可以查看的干部"
    empty_text = "干部名册由组织部导入；如您应当看到某个单位的干部，请联系组织部核对您的角色和范围。"
    keep_url, prefer_url, drop_url = "cadre_view_keep", "cadre_view_prefer", "cadre_view_drop"
    columns = CADRE_COLUMNS
    filterset_class = CadreFilterSet
    key = "staff_no"
    default_sort = "staff_no"

    def seen_by(self, user: Any) -> tuple[QuerySet[Cadre], frozenset[str]]:
        scopes = scopes_of(user, on=clock.today())
        shown = UnitScope.union(scopes[role] for role in SEES_UNITS if role in scopes)
        rights = {
            step
            for step in (EXPORT, SEE_SENSITIVE)
            if _covers(UnitScope.union(scopes[role] for role in STEPS[step] if role in scopes), shown)
        }
        sees = {SEES} if LIST_ROLES & scopes.keys() else set()
        return Cadre.objects.visible_to(user, scopes=scopes), frozenset(rights | sees)

    def joined(self, rows: QuerySet[Cadre]) -> QuerySet[Cadre]:
        """With the one open primary appointment, where there is one."""
        condition = Q(appointments__kind=Appointment.Kind.PRIMARY, appointments__ended_on="")
        return rows.annotate(held=FilteredRelation("appointments", condition=condition))

    def search(self, rows: QuerySet[Cadre], words: str) -> QuerySet[Cadre]:
        return rows.filter(answers_to(words))


CADRE_LIST = CadreList()
