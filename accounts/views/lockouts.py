"""Locks of signing in, as the security officer sees them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.pages import StepView

from ..access import LOCKS_PAGE, RELEASE_LOCK, may, page_of
from ..forms.people import LockForm
from ..lockouts import locks_in_force
from ..models import User
from ..services.locks import lock_release


@require_safe
def lockouts(request: HttpRequest) -> HttpResponse:
    """Which 工号 is locked for which address, until when."""
    page_of(request.user, LOCKS_PAGE)
    locks = locks_in_force()
    names = dict(
        User.objects.filter(staff_no__in=[lock["username"] for lock in locks]).values_list("staff_no", "name")
    )
    own = request.user.get_username()
    for lock in locks:
        lock |= {"person": names.get(lock["username"], ""), "own": lock["username"] == own}
    return render(request, "accounts/lockouts.html", {"title": "登录锁定", "locks": locks})


class LockoutRelease(StepView):
    """Takes a lock off before it ends."""

    form_class = LockForm
    success = "锁定已解除。"

    def find(self) -> None:
        page_of(self.request.user, LOCKS_PAGE)

    def may(self) -> bool:
        return may(self.request.user, RELEASE_LOCK)

    def perform(self, form: LockForm) -> None:
        actor: Any = self.request.user
        lock_release(name=form.cleaned_data["name"], ip=form.cleaned_data["ip"] or None, actor=actor)

    def done(self, result: None) -> str:
        return "lockouts"
