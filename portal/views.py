"""The home page, the sign of life, and what is said when something does not work."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.selectors import roles_of
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle
from appraisal.selectors import years_newest_first
from core import clock

from .texts import ROLE_NOTES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The years for the two departments; for everybody else what this page will hold for them."""
    today = clock.today()
    roles = roles_of(request.user, on=today)
    sees_years = bool(roles & YEAR_ROLES)
    context = {
        "sees_years": sees_years,
        "years": years_newest_first(Cycle.objects.visible_to(request.user)) if sees_years else [],
        "notes": [(role.label, ROLE_NOTES[role]) for role in Role if role in roles - YEAR_ROLES],
        "last_year": today.year - 1,
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that this process answers; asks neither database nor broker."""
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that no page of ours sends."""
    return _error(request, 400, "请求有误", "提交的内容无法识别。请返回上一页刷新后重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a visible thing, a step that is not for this user."""
    return _error(request, 403, "没有此项权限", "您可以查看这项内容，但您现在的角色不能办理这一步。")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without a valid token: mostly a page left open since before signing in."""
    return _error(request, 403, "页面已过期", "为安全起见，本次提交没有执行。请返回上一页，刷新后重新提交。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this user; the answer does not tell which."""
    return _error(request, 404, "没有找到这个页面", "网址可能有误，内容可能已移走，或您的角色看不到它。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without the request's context, which may be what failed."""
    context = {
        "title": "系统出错",
        "message": "系统没能完成您刚才的操作。请稍后重试；仍有问题时，请把下面的请求编号告诉系统管理员。",
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    return HttpResponse(render_to_string("layout/error.html", context), status=500)


def _error(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    return render(request, "layout/error.html", {"title": title, "message": message}, status=status)
