"""What is said when something does not work."""

from __future__ import annotations

import sqlite3
import sys

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from core.pages import error_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that no page of ours sends."""
    return error_page(request, 400, "请求有误", "提交的内容无法识别。请返回上一页刷新后重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a visible thing, a step that is not for this user."""
    return error_page(
        request,
        403,
        "没有此项权限",
        "您现在的角色不能打开这一页或办理这一步。如因工作需要，请联系本校系统管理员申请角色。",
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without a valid token: mostly a page left open since before signing in."""
    return error_page(
        request, 403, "页面已过期", "为安全起见，本次提交没有执行。请返回上一页，刷新后重新提交。"
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this user; the answer does not tell which."""
    return error_page(request, 404, "没有找到这个页面", "网址可能有误，内容可能已移走，或您的角色看不到它。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database was away: without the request's context, which may be what failed."""
    if _database_is_away(sys.exc_info()[1]):
        answer = _said(
            "系统暂时不可用",
            "数据库正在重启或繁忙，您刚才的操作可能没有完成。请稍候十秒再刷新本页，核对结果后再决定是否重新提交；"
            "几分钟后仍是这样，请把下面的请求编号告诉系统管理员。",
            status=503,
        )
        answer["Retry-After"] = "10"
        return answer
    return _said(
        "系统出错",
        "系统没能完成您刚才的操作。请稍后重试；仍有问题时，请把下面的请求编号告诉系统管理员。",
        status=500,
    )


def _said(title: str, words: str, *, status: int) -> HttpResponse:
    context = {
        "title": title,
        "words": [words],
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    return HttpResponse(render_to_string("layout/error.html", context), status=status)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether a request failed for want of the database alone: gone, restarting, or locked for too long."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if connection.vendor == "postgresql":
        return True
    # SQLite calls a missing table so too, and that is a fault of ours.
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
