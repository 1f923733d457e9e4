"""What a client may write about units and their posts: each form lists its fields (F21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Role, RoleGrant, Unit, UnitKind, User
from core import clock
from core.forms import Form, PartialDateField, own_words

from ..models import PostRank
from .person import VersionField

TOP = "（没有上级单位）"


class UnitChoice(forms.ModelChoiceField):
    """One of the open units of the user's scope."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "请选择")
        super().__init__(queryset=Unit.objects.none(), label=label, **kwargs)


class _OfUnits(Form):
    """A form with units to choose from; `units` are those of the user's scope."""

    def __init__(self, *args: Any, units: QuerySet[Unit], everywhere: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.queryset = units.filter(valid_to__isnull=True).order_by("kind", "name")
        if "parent" in self.fields and not everywhere:
            self.fields["parent"].required = True
            self.fields["parent"].empty_label = "请选择"  # type: ignore[attr-defined]


def _document() -> forms.CharField:
    return forms.CharField(label="文号", max_length=100, required=False)


class UnitOpenForm(_OfUnits):
    name = forms.CharField(label="单位名称", max_length=100)
    kind = forms.ChoiceField(label="单位类别", choices=own_words(UnitKind))
    parent = UnitChoice("上级单位", required=False, empty_label=TOP)
    valid_from = forms.DateField(label="设立日期", required=False, widget=forms.DateInput)
    document_no = _document()


class UnitRenameForm(Form):
    version = VersionField()
    name = forms.CharField(label="新名称", max_length=100)
    renamed_on = forms.DateField(
        label="更名日期", widget=forms.DateInput, help_text="从这一天起用新名称；此前的名册仍显示原名称"
    )
    document_no = _document()


class UnitMoveForm(_OfUnits):
    version = VersionField()
    parent = UnitChoice("上级单位", required=False, empty_label=TOP)


class UnitKindForm(Form):
    version = VersionField()
    kind = forms.ChoiceField(
        label="单位类别",
        choices=own_words(UnitKind),
        help_text="考核类别由单位类别和正副职决定，改动会影响以后的考核",
    )


class UnitMergeForm(_OfUnits):
    version = VersionField()
    successor = UnitChoice("并入哪个单位")
    merged_on = forms.DateField(label="原单位最后一日", widget=forms.DateInput)
    document_no = _document()


class UnitCloseForm(Form):
    version = VersionField()
    closed_on = forms.DateField(label="最后一日", widget=forms.DateInput)
    document_no = _document()


class TransferForm(_OfUnits):
    to = UnitChoice("转入单位")
    moved_on = PartialDateField(label="转入时间")
    document_no = _document()


class SupervisionForm(Form):
    leader = forms.ModelChoiceField(
        label="校领导",
        queryset=User.objects.none(),
        empty_label="请选择",
        help_text="列出的是有“分管领导”角色的账号；这里只作登记，能看到哪些干部由角色授予决定",
    )
    valid_from = forms.DateField(label="起始日期", widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = RoleGrant.objects.in_force(on=clock.today()).filter(role=Role.LEADER)
        users = User.objects.filter(pk__in=leaders.values("user"), is_active=True).order_by("staff_no")
        self.fields["leader"].queryset = users  # type: ignore[attr-defined]


class SupervisionEndForm(Form):
    version = VersionField()
    valid_to = forms.DateField(label="最后一日", widget=forms.DateInput)


class PostForm(Form):
    title = forms.CharField(label="职务", max_length=100)
    rank = forms.ChoiceField(label="正副职", choices=own_words(PostRank))
    quota = forms.IntegerField(label="职数", min_value=1, max_value=999, initial=1)
    is_key = forms.BooleanField(label="关键岗位", required=False)


class PostEditForm(PostForm):
    version = VersionField()


class PostCloseForm(Form):
    version = VersionField()
    closed_on = forms.DateField(label="最后一日", widget=forms.DateInput)
