"""The calendar of working days over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.exports import sheet_taken
from core import clock
from core.pages import KeepingPage

from ..access import EDIT_WORKDAYS, may, page_of
from ..forms.workdays import WorkDayForm
from ..models import WorkDay
from ..selectors import calendar_year
from ..services import workday_set


def _year(request: HttpRequest) -> int:
    """The year that the address names; this one where it names none."""
    page_of(request.user)
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 1900 < int(asked) < 2200 else clock.today().year


@require_safe
def workdays_export(request: HttpRequest) -> FileResponse:
    """The year's days that are not those of the week, one by one."""
    year = _year(request)
    rows = (
        (
            f"{row.day}",
            "星期" + "一二三四五六日"[row.day.weekday()],
            "上班" if row.is_working else "放假",
            row.note,
        )
        for _, _, days in calendar_year(year).months
        for row in days
    )
    columns = (("日期", 14), ("星期", 10), ("安排", 8), ("说明", 40))
    return sheet_taken(request, f"{year}年工作日历", columns, rows, purpose="核对工作日期限")


@require_safe
def workdays(request: HttpRequest) -> HttpResponse:
    """A year's days that are not those of the week; which years are known, and what follows where not."""
    year = _year(request)
    context = {
        "title": "工作日历",
        "page": calendar_year(year),
        "before": str(year - 1),
        "after": str(year + 1),
        "may_edit": may(request.user, EDIT_WORKDAYS),
    }
    return render(request, "notices/workdays.html", context)


class WorkDayEdit(KeepingPage):
    """Says of one day whether people work on it; whoever is slower keeps the text."""

    form_class = WorkDayForm
    title, submit = "设置一天", "保存"
    lead = "只设置与“周一至周五上班”不同的日子。正在进行的公示会重新计算截止日期。"

    def find(self) -> Any:
        page_of(self.request.user)

    def may(self) -> bool:
        return may(self.request.user, EDIT_WORKDAYS)

    def form_kwargs(self) -> dict[str, Any]:
        row = self._row()
        if row is None:
            return {"initial": {"day": self._day(), "version": 0}}
        said = {
            "day": row.day,
            "version": row.version,
            "is_working": "yes" if row.is_working else "no",
            "note": row.note,
        }
        return {"initial": said}

    def back(self) -> str:
        day = self._day()
        return reverse("workdays") + (f"?year={day.year}" if day else "")

    def perform(self, form: Any) -> WorkDay:
        actor: Any = self.request.user
        return workday_set(**form.cleaned_data, actor=actor)

    def success_message(self, result: WorkDay) -> str:
        return f"已保存：{result}。"

    def done(self, result: WorkDay) -> str:
        return f"{reverse('workdays')}?year={result.day.year}"

    def _day(self) -> date | None:
        # After a conflict the page goes on from the day that was chosen in the form.
        asked = self.request.POST.get("day", "") if self.overtaken else self.request.GET.get("day", "")
        try:
            return date.fromisoformat(asked) if asked else None
        except ValueError:
            raise Http404 from None

    def _row(self) -> WorkDay | None:
        day = self._day()
        return WorkDay.objects.filter(day=day).first() if day else None
