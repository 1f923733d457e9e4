"""What a client may write about one person: each form lists its fields, nothing else is read (F21)."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import FoldedField, Form, ModelForm, NameField, PartialDateField

from ..imports import SEXES
from ..models import Cadre, Kin
from ..services.people import LEAVING

BASICS = (
    "name",
    "sex",
    "ethnicity",
    "native_place",
    "born",
    "political_status",
    "joined_party",
    "started_work",
    "party_organisation",
)
SCHOOLING = (
    "full_time_level",
    "full_time_degree",
    "full_time_school",
    "in_service_level",
    "in_service_degree",
    "in_service_school",
    "professional_title",
    "double_role",
)
CONTACT = ("email", "remark")
EDITED = (*BASICS, *SCHOOLING, *CONTACT)
MONTH_HELP = "写到月即可，例如 1975.03、1975-03 或 1975年3月"
Groups = list[tuple[str, list[forms.BoundField]]]


class VersionField(forms.IntegerField):
    """Which state of the row the user saw: what somebody else saved meanwhile is not overwritten."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(label="版本", min_value=1)


class ReasonField(forms.CharField):
    """Why, for the history."""

    def __init__(self, label: str = "更正依据或原因", *, required: bool = False) -> None:
        super().__init__(
            label=label, required=required, max_length=100, help_text="写入变动记录，例如“本人提供学位证书”"
        )


class PersonFields(ModelForm):
    """The basics, in groups as on the page."""

    class Meta:
        model = Cadre
        fields = EDITED
        field_classes = {
            "name": NameField,
            "born": PartialDateField,
            "joined_party": PartialDateField,
            "started_work": PartialDateField,
        }
        help_texts = dict.fromkeys(("born", "joined_party", "started_work"), MONTH_HELP)
        labels = {
            "double_role": "双肩挑",
            "full_time_school": "全日制院校及专业",
            "in_service_school": "在职院校及专业",
        }

    sex = forms.ChoiceField(label="性别", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict.fromkeys(("", *SEXES, self.instance.sex))
        self.fields["sex"].choices = [(word, word or "未填写") for word in words]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the service writes."""
        return {name: self.cleaned_data[name] for name in EDITED}

    def groups(self) -> Groups:
        return [
            ("基本情况", [self[name] for name in BASICS]),
            ("学历学位", [self[name] for name in SCHOOLING]),
            ("联系与备注", [self[name] for name in CONTACT]),
        ]


class PersonEditForm(PersonFields):
    """Corrects the basics; numbers, state and posts have forms of their own."""

    version = VersionField()
    reason = ReasonField()

    def groups(self) -> Groups:
        return [*super().groups(), ("变动记录", [self["reason"]])]


class IdentityForm(Form):
    """New numbers. Never filled in beforehand: what is stored is shown by 查看 alone, with a reason."""

    version = VersionField()
    identity_no = forms.CharField(
        label="新的身份证号", required=False, max_length=40, help_text="18 位；不更改就留空"
    )
    phone = forms.CharField(label="新的手机", required=False, max_length=32, help_text="不更改就留空")
    phone_empty = forms.BooleanField(label="清除已登记的手机", required=False)
    reason = ReasonField(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("identity_no", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not any(found.get(name) for name in ("identity_no", "phone", "phone_empty")) and not self.errors:
            raise forms.ValidationError("没有填写新的号码。请至少填写一项，或按“取消”返回。")
        if found.get("phone") and found.get("phone_empty"):
            self.add_error("phone_empty", "既填写了新的手机，又勾选了清除，请只选一项。")
        return found

    def values(self) -> dict[str, str]:
        """Only what is to change: an empty field leaves the number as it is."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("identity_no", "phone") if data[name]}
        return {**found, "phone": ""} if data["phone_empty"] else found


class RevealForm(Form):
    """Why the full numbers are wanted."""

    reason = forms.CharField(
        label="查看原因",
        max_length=100,
        help_text="至少 4 个字，例如“办理因公出国审批”。原因、时间和您的工号记入安全日志",
    )


class LeaveForm(Form):
    version = VersionField()
    left_reason = forms.ChoiceField(
        label="离册原因", choices=[("", "请选择"), *((reason.value, reason.label) for reason in LEAVING)]
    )
    left_on = PartialDateField(label="离册时间")
    document_no = forms.CharField(label="免职文号", required=False, max_length=100)


class ReturnForm(Form):
    version = VersionField()
    reason = ReasonField("恢复原因", required=True)


class KinForm(Form):
    """A relative, for recusal only."""

    relation = forms.ChoiceField(label="关系", choices=[("", "请选择"), *Kin.Relation.choices])
    name = NameField(label="亲属姓名", max_length=64)
    workplace = forms.CharField(label="工作单位及职务", required=False, max_length=200)
    relative = FoldedField(
        label="在册亲属的工号",
        required=False,
        max_length=32,
        help_text="亲属也是在册干部的，填写工号，办理其事项时系统据此提示回避",
    )


class VersionForm(Form):
    """A step that needs nothing but the state it was seen in."""

    version = VersionField()
