"""Forms of a meeting and its agenda."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from core.forms import SCAN_HELP, Form, PaperField, prepare
from core.uploads import SCANS

from ..models import AgendaItem, Attendee, Meeting


class VersionForm(Form):
    """What the user saw, so that nobody acts on what has moved on meanwhile."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1)


class ReasonForm(VersionForm):
    """A step that says why."""

    reason = fields.CharField(label="理由", min_length=4, max_length=300, widget=fields.Textarea)


class MeetingOpenForm(Form):
    """What is known of a meeting before its agenda."""

    kind = fields.ChoiceField(label="会议类别", choices=[("", "请选择"), *Meeting.Kind.choices])
    number = fields.CharField(label="会议文号", max_length=60, help_text="例如：2026年第12次")
    held_on = fields.DateField(label="会议日期", widget=fields.DateInput)
    place = fields.CharField(label="地点", max_length=100)
    chair = fields.CharField(label="主持人", max_length=64)
    late_reason = fields.CharField(
        label="补录原因",
        required=False,
        max_length=300,
        widget=fields.Textarea,
        help_text="会议日期已过的，属于事后补录，须写明原因；页面和纪要会标明“事后补录”。",
    )


class MeetingEditForm(MeetingOpenForm, VersionForm):
    """The same, of a meeting that is there."""


class OfferForm(VersionForm):
    """What is taken from the lists."""

    kind = fields.CharField(max_length=60, widget=fields.HiddenInput)
    subject_kind = fields.CharField(max_length=60, widget=fields.HiddenInput)
    subject_id = fields.IntegerField(widget=fields.HiddenInput)
    title = fields.CharField(max_length=200, widget=fields.HiddenInput)
    supplementary = fields.CharField(label="补充议题的理由", required=False, max_length=300)


class ProxyForm(VersionForm):
    """For which leader, from which signed paper."""

    leader = fields.CharField(label="代哪位领导录入", max_length=64)
    scan = PaperField(
        label="签字扫描件",
        kinds=SCANS,
        help_text=f"{SCAN_HELP}。扫描件加密存放，只有能看到本次会议的人可以打开。",
    )


class RecusalForm(VersionForm):
    """Who steps aside from what."""

    attendee = fields.ModelChoiceField(label="谁回避", queryset=Attendee.objects.none(), empty_label="请选择")
    entry = fields.ChoiceField(label="回避哪一条", required=False)
    reason = fields.CharField(label="回避理由", min_length=2, max_length=300)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attendee: Any = self.fields["attendee"]
        attendee.queryset = item.meeting.attendees.filter(is_voter=True)
        entry: Any = self.fields["entry"]
        entry.choices = [("", "整个议题"), *item.entries.values_list("pk", "label")]

    def clean_entry(self) -> int | None:
        """The key of an entry, None for the whole item."""
        return int(self.cleaned_data["entry"]) if self.cleaned_data["entry"] else None


class RecusalAnswerForm(VersionForm):
    """The answer to a proposed recusal."""

    recused = fields.TypedChoiceField(
        label="答复",
        choices=[("yes", "回避"), ("no", "不需要回避")],
        coerce=lambda value: value == "yes",
        widget=fields.RadioSelect,
    )
    reason = fields.CharField(
        label="理由", required=False, max_length=300, help_text="不需要回避的，必须写明理由。"
    )


class CorrectionForm(Form):
    """Which entries of a final decision are decided on again, where and why."""

    meeting = fields.ModelChoiceField(
        label="列入哪次会议",
        queryset=Meeting.objects.none(),
        empty_label="请选择",
        help_text="只列出还没有召开的会议；没有的，请先新建会议。",
    )
    entries = fields.MultipleChoiceField(
        label="更正哪些条目", required=False, widget=fields.CheckboxSelectMultiple
    )
    reason = fields.CharField(label="更正原因", min_length=4, max_length=300, widget=fields.Textarea)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting: Any = self.fields["meeting"]
        meeting.queryset = Meeting.objects.filter(state__in=Meeting.BEFORE).order_by("held_on", "pk")
        entries: Any = self.fields["entries"]
        entries.choices = list(item.entries.order_by("position", "pk").values_list("pk", "label"))
        if not entries.choices:
            del self.fields["entries"]
        for field in self.fields.values():
            prepare(field)
