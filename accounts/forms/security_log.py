"""What narrows the security log; the same names stand in the URL."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from core import clock
from core.forms import FoldedField, Form

from ..models import SecurityEvent


class SecurityLogFilter(Form):
    """Only these names count; whatever else stands in the URL is not read."""

    kind = forms.ChoiceField(
        label="事件", choices=[("", "全部"), *SecurityEvent.Kind.choices], required=False
    )
    staff_no = FoldedField(label="工号（操作人或对象）", max_length=32, required=False)
    since = forms.DateField(label="起始日期", required=False)
    until = forms.DateField(label="截止日期", required=False)
    refused = forms.BooleanField(label="只看未成功的", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "截止日期早于起始日期，请核对。")
        return given

    def apply(self, events: QuerySet[SecurityEvent]) -> QuerySet[SecurityEvent]:
        """The events that a valid filter lets through."""
        given = self.cleaned_data
        if given["kind"]:
            events = events.filter(kind=given["kind"])
        if given["staff_no"]:
            events = events.filter(Q(actor_staff_no=given["staff_no"]) | Q(subject=given["staff_no"]))
        if given["since"]:
            events = events.filter(at__gte=_midnight(given["since"]))
        if given["until"]:
            events = events.filter(at__lt=_midnight(given["until"] + timedelta(days=1)))
        return events.filter(refused=True) if given["refused"] else events

    def said(self) -> str:
        """The conditions in words; empty where there are none."""
        given = self.cleaned_data
        parts = [SecurityEvent.Kind(given["kind"]).label] if given["kind"] else []
        parts += [f"工号 {given['staff_no']}"] if given["staff_no"] else []
        parts += [f"自 {given['since']}"] if given["since"] else []
        parts += [f"至 {given['until']}"] if given["until"] else []
        return "，".join([*parts, "未成功"] if given["refused"] else parts)

    def parameters(self) -> dict[str, str]:
        """The conditions as the URL says them."""
        return {
            name: ("on" if value is True else str(value))
            for name, value in self.cleaned_data.items()
            if value
        }


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.ZONE)
