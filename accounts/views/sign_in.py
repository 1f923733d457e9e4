"""Signing in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import clock
from core.pages import add_errors, error_page

from ..forms import SignInForm
from ..lockouts import address_to_lock, locked_until, name_to_lock
from ..services.sessions import ABSOLUTE, CHANGED, IDLE, SIGNED_OUT, SUBMITTED, session_end
from ..services.sign_in import sign_in_admit, sign_in_refused_note

WHY_SIGNED_OUT = {
    IDLE: "您较长时间没有操作，系统已自动退出。请重新登录，登录后回到刚才的页面。",
    ABSOLUTE: "本次登录已达最长时间，系统已自动退出。请重新登录，登录后回到刚才的页面。",
    CHANGED: "您的密码、角色或账号状态已有变更，请重新登录。",
}
NOT_DONE = "刚才提交的内容没有保存。"


class SignIn(LoginView):
    """The form; a right password may still be a first one that is used up or too old."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:  # type: ignore[override] # the stubs are of a later Django
        """Never this form again: who is signed in would be sent round in a circle."""
        asked = super().get_redirect_url()
        return "" if asked.partition("?")[0] == self.request.path else asked

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        try:
            with transaction.atomic():
                sign_in_admit(user=user)
                return super().form_valid(form)
        except ValidationError as broken:
            sign_in_refused_note(user=user, why="".join(broken.messages))
            add_errors(form, broken)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = WHY_SIGNED_OUT.get(self.request.session.pop(SIGNED_OUT, ""), "")
        lost = self.request.session.pop(SUBMITTED, False)
        return super().get_context_data(**kwargs) | {"why": said, "not_done": NOT_DONE if lost else ""}


sign_in = SignIn.as_view()


# Open to everybody: whose session has ended meanwhile would else be sent back here after signing in.
@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; POST only, so that no link and no picture on another page can do it."""
    session_end(request=request)
    messages.info(request, "您已退出。")
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"storage"'
    return response


def locked(
    request: HttpRequest, answer: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """429 with the same words whether the account exists or not; says until when."""
    until = locked_until(name=name_to_lock(request, credentials), ip=address_to_lock(request))
    until = until or timezone.now()
    words = [
        f"该工号在您所用的网络地址上连续输错密码，已暂停登录，到 {until.astimezone(clock.ZONE):%H:%M} 为止。",
        "请到时再试。急需使用，或输错密码的不是您本人，请联系安全管理员。从其他网络地址登录不受影响。",
    ]
    page = error_page(request, 429, "暂时不能登录", words)
    page["Retry-After"] = str(max(1, round((until - timezone.now()).total_seconds())))
    return page
