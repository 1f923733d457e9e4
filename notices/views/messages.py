"""One's own messages and how one wants to be reached."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.pages import FormPage, StepView, came_from

from ..access import may_urge
from ..forms.choices import ChoiceForm
from ..forms.steps import ReadForm
from ..models import NoticeChoice
from ..registry import contacts_of
from ..selectors_deliveries import masked
from ..selectors_messages import messages_page, unread_count
from ..services import choice_save, reminders_read


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """All messages of the user, newest first; reading the page marks nothing."""
    page, lines = messages_page(request.user, clock.today(), request.GET.get("page", ""))
    context = {
        "title": "到期提示",
        "page": page,
        "lines": lines,
        "unread": unread_count(request.user),
        "may_urge": may_urge(request.user),
    }
    return render(request, "notices/messages.html", context)


class MessagesRead(StepView):
    """Marks one message, or all, as read."""

    form_class = ReadForm

    def may(self) -> bool:
        return True

    def perform(self, form: ReadForm) -> int:
        actor: Any = self.request.user
        one = form.cleaned_data["message"]
        return reminders_read(actor=actor, pks=None if one is None else [one])

    def done(self, result: int) -> str:
        return came_from(self.request)


class Choice(FormPage):
    """Channels, addresses, quiet hours."""

    form_class = ChoiceForm
    title, submit, success = "提示设置", "保存", "提示设置已保存。"
    lead = "站内提示始终保留。邮件和群消息只写有几项待办和登录地址，不写事由和姓名。"

    def find(self) -> NoticeChoice:
        row = NoticeChoice.objects.filter(user=self.request.user.pk).first()
        return row or NoticeChoice()

    def may(self) -> bool:
        return True

    def form_kwargs(self) -> dict[str, Any]:
        row, pk = self.object, self.request.user.pk
        assert pk is not None
        known = contacts_of([pk]).get(pk)
        initial = {
            "mail": row.mail,
            "email": row.email,
            "robot": row.robot,
            "quiet_from": f"{row.quiet_from:%H:%M}" if row.quiet_from else "",
            "quiet_to": f"{row.quiet_to:%H:%M}" if row.quiet_to else "",
        }
        return {"initial": initial, "known": masked(known.email) if known else ""}

    def back(self) -> str:
        return reverse("messages")

    def context(self) -> dict[str, Any]:
        return {"parent": "到期提示", "parent_url": reverse("messages")}

    def perform(self, form: ChoiceForm) -> NoticeChoice:
        actor: Any = self.request.user
        return choice_save(actor=actor, values=form.cleaned_data)

    def done(self, result: NoticeChoice) -> str:
        return reverse("messages")
