"""What falls due for oneself: as a month, and as an address that a calendar programme reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core import clock
from core.pages import FormPage, StepView
from core.request_id import address

from ..rates import too_many
from ..selectors_messages import feed_in_use, month_of
from ..services import feed_make, feed_revoke
from ..services.feeds import feed_read_by

WAIT = {"Retry-After": "60"}


@require_safe
def duty_calendar(request: HttpRequest) -> HttpResponse:
    """One month of what falls due for the user; as a list where the window is narrow."""
    today = clock.today()
    month = month_of(request.user, _first(request.GET.get("month", ""), today), today)
    return render(request, "notices/calendar.html", {"title": "我的日历", "month": month, "today": today})


def _first(asked: str, today: date) -> date:
    if not asked:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Http404 from None
    if abs(first.year - today.year) > 10:
        raise Http404
    return first


class Feed(FormPage):
    """The secret address: made on a click, and shown on the page that answers it and never again."""

    template_name = "notices/feed.html"
    title = "日历订阅"

    def may(self) -> bool:
        return True

    def context(self) -> dict[str, Any]:
        return {
            "parent": "我的日历",
            "parent_url": reverse("duty_calendar"),
            "feed": feed_in_use(self.request.user),
        }

    def perform(self, form: Any) -> HttpResponseBase:
        actor: Any = self.request.user
        token = feed_make(actor=actor)
        shown = self.request.build_absolute_uri(f"{reverse('calendar_feed_read')}?token={token}")
        context = {"title": self.title, **self.context(), "address": shown}
        return render(self.request, self.template_name, context)


class FeedRevoke(StepView):
    """Ends the address in use."""

    success = "日历订阅已停用，原来的地址不再有效。"

    def may(self) -> bool:
        return True

    def perform(self, form: Any) -> int:
        actor: Any = self.request.user
        return feed_revoke(actor=actor)

    def done(self, result: int) -> str:
        return "calendar_feed"


@login_not_required
@require_safe
def feed_read(request: HttpRequest) -> HttpResponse:
    """The iCalendar behind a token; an unknown token is an unknown page. The token stands in the query, which
    no log keeps."""
    if too_many(f"feed:{address(request)}"):
        return HttpResponse(
            "请稍后再试。\n", status=429, headers={"Retry-After": "60"}, content_type="text/plain"
        )
    content = feed_read_by(request.GET.get("token", ""))
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="duties.ics"'
    add_never_cache_headers(answer)
    return answer
