"""What everybody does about their own account: the password, and where one is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.pages import FormPage, StepView

from ..forms.passwords import PasswordForm
from ..models import User
from ..services.passwords import password_change
from ..services.sessions import (
    idle_left,
    session_rekeyed,
    session_touch,
    sessions_end_others,
)
from ..session_limits import keeps_idle


class PasswordChange(FormPage):
    """One's own password; all that a first or expired one leads to."""

    form_class = PasswordForm
    template_name = "accounts/password.html"
    title = "修改密码"
    submit = "修改密码"
    success = "密码已修改。您在其他地方的登录已全部退出。"

    def may(self) -> bool:
        return True

    def form_kwargs(self) -> dict[str, Any]:
        return {"request": self.request, "user": self.request.user}

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "fields": "accounts/_password_fields.html",
            "first": user.first_password_until is not None,  # type: ignore[union-attr]
            "expired": user.password_has_expired,  # type: ignore[union-attr]
            "back": "" if user.must_change_password else self.back(),  # type: ignore[union-attr]
        }

    def perform(self, form: PasswordForm) -> User:
        session = self.request.session
        before = session.session_key
        user = password_change(
            user=self.request.user,  # type: ignore[arg-type]
            password=form.cleaned_data["new_password1"],
            actor=self.request.user,  # type: ignore[arg-type]
            keep=before,
        )
        update_session_auth_hash(self.request, user)
        session_rekeyed(old=before, new=session.session_key)
        return user

    def done(self, result: User) -> str:
        return "home"


@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where the user is signed in now, and was lately."""
    rows = list(request.user.sessions.all()[:50])  # type: ignore[union-attr]
    here = request.session.session_key
    context = {
        "title": "我的登录",
        "here": here,
        "open": [row for row in rows if row.ended_at is None],
        "ended": [row for row in rows if row.ended_at is not None][:20],
        "others": any(row.ended_at is None and row.key != here for row in rows),
    }
    return render(request, "accounts/my_sessions.html", context)


class MySessionsEnd(StepView):
    """Signs the user out everywhere else."""

    def may(self) -> bool:
        return True

    def perform(self, form: Any) -> int:
        user: Any = self.request.user
        return sessions_end_others(user=user, keep=self.request.session.session_key or "", actor=user)

    def success_message(self, result: int) -> str:
        return f"已退出其他 {result} 处登录。" if result else "没有其他登录。"

    def done(self, result: int) -> str:
        return "my_sessions"


@keeps_idle
@login_not_required
@require_safe
def session_state(request: HttpRequest) -> JsonResponse:
    """How long the session lasts, for the warning; asking does not lengthen it."""
    left = idle_left(request.session) if request.user.is_authenticated else 0
    user = request.user.pk if left else None
    return JsonResponse({"left": left, "user": user, "token": get_token(request) if left else ""})


class SessionExtend(StepView):
    """The user is there; works as a button without JavaScript too."""

    def may(self) -> bool:
        return True

    def perform(self, form: Any) -> HttpResponse | None:
        session_touch(request=self.request, at_once=True)
        if self.request.accepts("text/html"):
            return None
        return JsonResponse({"left": idle_left(self.request.session)})

    def done(self, result: Any) -> str:
        return "home"
