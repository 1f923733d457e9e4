"""What a client may write about appointments and time away: each form lists its fields (F21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from accounts.models import Unit
from core.forms import Form, ModelForm, PartialDateField

from ..models import Absence, Appointment, Post
from ..services.appointments import EDITABLE, TERM
from .person import Groups, ReasonField, VersionField

DATES = ("in_post_since", "in_rank_since", "probation_from", "probation_to")
HELD = ("kind", "admin_level", "in_post_since", "in_rank_since", "supervising_leader", "document_no")
PROBATION = ("probation_from", "probation_to", "probation_outcome")


class PostChoice(forms.ModelChoiceField):
    """Posts of one unit; says how many hold each, so that nobody goes over the quota unawares."""

    def label_from_instance(self, post: Any) -> str:
        held = f"职数 {post.quota}，现任 {post.held} 人"
        return f"{post.title}（{post.rank}，{held}{'，已满' if post.held >= post.quota else ''}）"


def posts_to_fill(unit: Unit) -> QuerySet[Post]:
    """The open posts of a unit, with how many hold each at present."""
    holders = Count("appointments", filter=Q(appointments__ended_on=""))
    return (
        Post.objects.filter(unit=unit, closed_on=None).annotate(held=holders).order_by("rank", "title", "pk")
    )


class UnitForm(Form):
    """First the unit, then one of its posts: a GET form, so that it works without JavaScript."""

    unit = forms.ModelChoiceField(label="任职单位", queryset=Unit.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AppointmentFields(ModelForm):
    """What is said of an appointment besides the post."""

    class Meta:
        model = Appointment
        fields = EDITABLE
        field_classes = dict.fromkeys(DATES, PartialDateField)
        help_texts = dict.fromkeys(DATES, "知道日期就写到日，否则写到月，例如 2019-09 或 2019年9月")

    term_starts = PartialDateField(label="任期起", required=False)
    term_ends = PartialDateField(label="任期止", required=False)

    def values(self) -> dict[str, Any]:
        """What the service writes."""
        return {name: self.cleaned_data[name] for name in (*EDITABLE, *TERM) if name in self.cleaned_data}

    def groups(self) -> Groups:
        found = [("任职", HELD), ("任期", TERM), ("试用期", PROBATION)]
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in found]


class AppointmentStartForm(AppointmentFields):
    """A post of the unit chosen before."""

    post = PostChoice(label="职务", queryset=Post.objects.none(), empty_label="请选择")

    class Meta(AppointmentFields.Meta):
        exclude = ("probation_outcome",)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts_to_fill(unit)  # type: ignore[attr-defined]
        self.fields["in_post_since"].required = True
        self.fields["in_post_since"].widget.attrs["aria-required"] = "true"

    def groups(self) -> Groups:
        (title, fields), *others = super().groups()
        return [(title, [self["post"], *fields]), *others]


class AppointmentEditForm(AppointmentFields):
    """Corrects what is said; another post is another appointment."""

    version = VersionField()
    reason = ReasonField()

    def groups(self) -> Groups:
        return [*super().groups(), ("变动记录", [self["reason"]])]


class AppointmentEndForm(Form):
    version = VersionField()
    ended_on = PartialDateField(label="免职时间")
    end_document_no = forms.CharField(label="免职文号", required=False, max_length=100)
    end_reason = forms.CharField(
        label="免职原因", required=False, max_length=100, help_text="例如交流任职、任期届满"
    )


class AbsenceForm(Form):
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Absence.Kind.choices])
    starts = forms.DateField(label="起始日期")
    ends = forms.DateField(label="结束日期", required=False, help_text="尚未返岗的留空；起止两天都算在内")
    note = forms.CharField(
        label="说明", required=False, max_length=200, help_text="例如挂职单位和职务；不写病情"
    )


class AbsenceEndForm(Form):
    version = VersionField()
    ends = forms.DateField(label="结束日期", help_text="离岗的最后一天")
    reason = ReasonField("备注")
