"""What is written about an interview: a group and a number, never a name of who was asked."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from core.forms import ModelForm

from ..models import Interview
from ..selectors.interviews import panel_members

FACTS_ONLY = "用考核组自己的话写事实：何时、何事、结果如何。不写谈话对象的姓名，不引原话。"


class PersonField(forms.ModelChoiceField):
    """A member of the panel by name and 工号."""

    def label_from_instance(self, user: Any) -> str:
        return f"{user.name}（{user.staff_no}）"


class InterviewForm(ModelForm):
    """One interview."""

    first_by = PersonField(label="谈话人", queryset=User.objects.none(), empty_label="请选择")
    second_by = PersonField(label="谈话人（第二人）", queryset=User.objects.none(), empty_label="请选择")

    class Meta:
        model = Interview
        fields = ("kind", "group", "people", "held_on", "first_by", "second_by", "topic", "findings")
        widgets = {"kind": forms.RadioSelect, "findings": forms.Textarea}
        help_texts = {
            "group": "只登记属于哪一类人员，不登记姓名",
            "topic": "例如：履职情况、工作作风、廉洁自律",
            "findings": FACTS_ONLY,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.choices = [("", "请选择"), *Interview.Group.choices]
        for name in ("first_by", "second_by"):
            chosen: Any = self.fields[name]
            chosen.queryset = panel_members()
