"""Forms of who handles a case: naming, recusal, what the superior arranged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from core.forms import FoldedField, TextForm
from policy.tolerance_officers import ASKED, NAMED_BY_HEADS

from .base import day, line, one_of, text


def _people(users: Iterable[User]) -> list[tuple[int, str]]:
    return [(user.pk, str(user)) for user in users]


class NameForm(TextForm):
    user = forms.TypedChoiceField(label="经办人", coerce=int)
    capacity = one_of("职责", NAMED_BY_HEADS.items())
    valid_from = day("起始日期")
    valid_to = day("终止日期", "到期自动失效；仍未办结的，可以再次指定。")
    reason = line("指定依据", most=200, help_text="例如：部务会研究、负责人批示。")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        self.fields["user"].choices = [("", "请选择"), *_people(self.people.values())]  # type: ignore[attr-defined]

    def clean_user(self) -> User:
        return self.people[self.cleaned_data["user"]]


class RevokeForm(TextForm):
    reason = line("撤销理由", most=200)


class ParticipantForm(TextForm):
    staff_no = FoldedField(label="工号", max_length=32, required=False)
    name = line("姓名", most=64, required=False, help_text="没有账号的人只填姓名。")
    part = line("在该决定中的角色", most=100, required=False, help_text="例如：参加了院务会、审批人。")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        number = said.pop("staff_no", "")
        said["user"] = User.objects.filter(staff_no=number, is_system=False).first() if number else None
        if number and said["user"] is None:
            self.add_error("staff_no", "没有这个工号的账号；没有账号的人只填姓名。")
        if not number and not said.get("name"):
            self.add_error("name", "请填写工号或者姓名。")
        return said


class RecusalForm(TextForm):
    officer = forms.TypedChoiceField(label="请求回避的人", coerce=int)
    ground = one_of("情形", ASKED.items())
    reason = text("理由", most=2000, help_text="写清事实；近亲属、同单位等情形系统已经核对，不必另写。")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        self.fields["officer"].choices = [("", "请选择"), *_people(self.people.values())]  # type: ignore[attr-defined]

    def clean_officer(self) -> User:
        return self.people[self.cleaned_data["officer"]]


class DecideForm(TextForm):
    granted = one_of("决定", (("yes", "回避"), ("no", "不回避")))
    decided_for = line("决定人", most=64, required=False)
    note = text("决定理由", rows=3, most=1000)

    def __init__(self, *args: Any, from_above: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decided_for"]
        if from_above:
            field.required = True
            field.help_text = "部门负责人的回避由上级决定，由党办录入，例如：党委书记。"
        else:
            del self.fields["decided_for"]

    def clean_granted(self) -> bool:
        return bool(self.cleaned_data["granted"] == "yes")


class ArrangeForm(TextForm):
    arrangement = text("上级安排", most=2000, help_text="写明由谁办理，例如：由审计处两名同志核实。")
    document_no = line("批示或者文号", most=100)
    arranged_for = line("批示人", most=64)
    acting = FoldedField(
        label="代行负责人的工号",
        max_length=32,
        required=False,
        help_text="只在部门负责人应当回避时填写：由这个人代行本案中负责人的职责。",
    )

    def clean_acting(self) -> User | None:
        number = self.cleaned_data["acting"]
        found = User.objects.filter(staff_no=number, is_system=False).first() if number else None
        if number and found is None:
            raise forms.ValidationError("没有这个工号的账号，请核对。")
        return found
