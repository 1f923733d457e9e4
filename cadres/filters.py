"""What the cadre list can be narrowed by: facts of the register, never a score, a mark or a finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import Unit, UnitKind
from accounts.selectors import units_under_any
from core import clock
from core.forms import MonthField, own_words
from core.lists import ListFilterSet
from core.tables.values import fold

from .models import Cadre, PostRank
from .selectors.endings import (
    absences_ending,
    before_month,
    in_month,
    probations_undecided,
    terms_running,
)

MOST_SUGGESTIONS = 300
YES_NO = (("yes", "是"), ("no", "否"))
SEXES = (("男", "男"), ("女", "女"))
DEMOCRATIC_PARTIES = ("民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟")
OVERDUE = (("probation", "试用期满（本月以前）"), ("term", "任期届满（本月以前）"))
BACK = (("soon", "14 天内"),)
POLITICS = (
    ("member", "中共党员"),
    ("probationary", "中共预备党员"),
    ("democratic", "民主党派"),
    ("independent", "无党派人士"),
    ("youth", "共青团员"),
    ("masses", "群众"),
)
_POLITICS_WORDS = {
    "member": ("中共党员", "中国共产党党员"),
    "probationary": ("中共预备党员", "中国共产党预备党员"),
    "democratic": DEMOCRATIC_PARTIES,
    "independent": ("无党派",),
    "youth": ("共青团", "中国共产主义青年团"),
    "masses": ("群众",),
}
LEVELS = (
    ("postgraduate", "研究生"),
    ("undergraduate", "大学本科"),
    ("college", "大专"),
    ("below", "大专以下"),
)
_POSTGRADUATE, _COLLEGE = ("研究生", "博士", "硕士"), ("大专", "专科", "大学专科")
_UNDERGRADUATE = ("大学", "本科")


class MonthFilter(django_filters.Filter):
    """A month, as files and forms write it: 1975.03, 197503, 1975年3月, 1975-03."""

    field_class = MonthField


class UnitField(forms.CharField):
    """The name of a unit, or a part of it; becomes the units so named."""

    def clean(self, value: Any) -> list[int]:
        name = fold(super().clean(value))
        found = _named(name) if name else []
        if name and not found:
            raise ValidationError(f"没有名称含“{name}”的单位，请核对单位名称。")
        return found


class UnitFilter(django_filters.Filter):
    """Units by their name."""

    field_class = UnitField


def _named(name: str) -> list[int]:
    """The units that are called so, or were."""
    called = Q(name__icontains=name) | Q(former_names__name__icontains=name)
    return list(Unit.objects.filter(called).order_by().values_list("pk", flat=True).distinct())


def _choice(label: str, choices: Any, **rest: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=None, **rest)


class CadreFilterSet(ListFilterSet):
    """The filters of 干部名册, by their names in the URL."""

    unit = UnitFilter(label="单位（含下级）", method="by_unit")
    unit_kind = _choice("单位类别", own_words(UnitKind), field_name="held__post__unit__kind")
    rank = _choice("正副职", own_words(PostRank), field_name="held__post__rank")
    status = _choice("状态", Cadre.Status.choices)
    sex = _choice("性别", SEXES)
    political_status = _choice("政治面貌", POLITICS, method="by_politics")
    education = _choice("最高学历", LEVELS, method="by_education")
    born_from = MonthFilter(label="出生年月从", method="by_month")
    born_to = MonthFilter(label="出生年月至", method="by_month")
    in_post_from = MonthFilter(label="任现职时间从", method="by_month")
    in_post_to = MonthFilter(label="任现职时间至", method="by_month")
    double_role = _choice("双肩挑", YES_NO, method="by_flag")
    key_post = _choice("关键岗位", YES_NO, method="by_flag")
    probation_due = MonthFilter(label="试用期满（未填结果）", method="by_end")
    term_due = MonthFilter(label="任期届满", method="by_end")
    overdue = _choice("期限已过", OVERDUE, method="by_overdue")
    back = _choice("离岗期满", BACK, method="by_return")

    class Meta:
        model = Cadre
        fields: list[str] = []

    hints = {
        "unit": "单位名称或其中几个字",
        "born_from": "例如 1975.03",
        "born_to": "例如 1985.12",
        "in_post_from": "例如 2022.09",
        "in_post_to": "例如 2024.12",
        "probation_due": "期满的月份，例如 2026.12",
        "term_due": "届满的月份，例如 2026.12",
    }
    _MONTHS = {"born": "born", "in_post": "held__in_post_since"}
    _FLAGS = {"double_role": "double_role", "key_post": "held__post__is_key"}

    def suggestions(self, name: str) -> tuple[str, ...]:
        """Names of units of today, as long as they are few enough to offer."""
        if name != "unit":
            return ()
        names = Unit.objects.filter(valid_to__isnull=True).order_by("name").values_list("name", flat=True)
        found = tuple(names[: MOST_SUGGESTIONS + 1])
        return found if len(found) <= MOST_SUGGESTIONS else ()

    def by_unit(self, name: str, value: list[int]) -> Q:
        """Everybody whose primary post is in such a unit, below it, or in one merged into it."""
        return Q(held__post__unit__in=units_under_any(value))

    def by_month(self, name: str, value: str) -> Q:
        """Months from or to one, both included; whose month is not known does not pass."""
        kind, _, end = name.rpartition("_")
        path = self._MONTHS[kind]
        if end == "from":
            return Q(**{f"{path}__gte": value})
        return Q(**{f"{path}__gt": "", f"{path}__lt": _next_month(value)})

    def by_flag(self, name: str, value: str) -> Q:
        """Yes, or not yes: who has no post has no key post."""
        wanted = Q(**{self._FLAGS[name]: True})
        return wanted if value == "yes" else ~wanted

    def by_end(self, name: str, value: str) -> Q:
        """Whose probation without an outcome, or whose term, ends in that month."""
        return _of_ending(name.removesuffix("_due"), lambda path: in_month(path, value))

    def by_overdue(self, name: str, value: str) -> Q:
        """Whose probation without an outcome, or whose term, ended before this month."""
        return _of_ending(value, lambda path: before_month(path, clock.today()))

    def by_return(self, name: str, value: str) -> Q:
        """Who is due back within two weeks."""
        return Q(pk__in=absences_ending(clock.today()).values("cadre"))

    def by_politics(self, name: str, value: str) -> Q:
        """One of the usual groups, whatever exact words the register uses."""
        return _starts("political_status", _POLITICS_WORDS[value])

    def by_education(self, name: str, value: str) -> Q:
        """The highest of the full-time and the in-service level."""
        postgraduate, college = _level(_POSTGRADUATE), _level(_COLLEGE)
        undergraduate = _level(_UNDERGRADUATE, besides=_COLLEGE)
        besides = ~postgraduate & ~undergraduate
        known = ~Q(full_time_level="", in_service_level="")
        return {
            "postgraduate": postgraduate,
            "undergraduate": undergraduate & ~postgraduate,
            "college": college & besides,
            "below": known & besides & ~college,
        }[value]


def _of_ending(kind: str, when: Callable[[str], Q]) -> Q:
    if kind == "term":
        return Q(pk__in=terms_running().filter(when("ends")).values("appointment__cadre"))
    return Q(pk__in=probations_undecided().filter(when("probation_to")).values("cadre"))


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def _starts(path: str, words: tuple[str, ...]) -> Q:
    found = Q()
    for word in words:
        found |= Q(**{f"{path}__startswith": word})
    return found


def _level(words: tuple[str, ...], besides: tuple[str, ...] = ()) -> Q:
    """Either level begins with one of the words, and with none of `besides`."""
    full, later = _starts("full_time_level", words), _starts("in_service_level", words)
    if besides:
        full &= ~_starts("full_time_level", besides)
        later &= ~_starts("in_service_level", besides)
    return full | later
