"""What a client may write about a new person (F21)."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Unit
from core.forms import FoldedField, PartialDateField

from ..models import Cadre, Post
from .appointments import PostChoice, posts_to_fill
from .person import Groups, PersonFields

FIRST_POST = ("post", "in_post_since", "document_no")


class PersonCreateForm(PersonFields):
    """A new person; the 工号 is given once and never changes."""

    staff_no = FoldedField(label="工号", max_length=32, help_text="与人事系统一致，登记后不能更改")

    post = PostChoice(label="职务", queryset=Post.objects.none(), empty_label="请选择")
    in_post_since = PartialDateField(label="任现职时间")
    document_no = forms.CharField(label="任职文号", required=False, max_length=100)

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit is None:
            for name in FIRST_POST:
                del self.fields[name]
        else:
            self.fields["post"].queryset = posts_to_fill(unit)  # type: ignore[attr-defined]

    def clean_staff_no(self) -> str:
        staff_no: str = self.cleaned_data["staff_no"]
        if "/" in staff_no:
            raise forms.ValidationError("工号里不能有斜杠“/”，请按人事系统的工号填写。")
        if Cadre.objects.filter(staff_no=staff_no).exists():
            raise forms.ValidationError("这个工号已经在名册中，请核对；离册的干部请在其页面上恢复在册。")
        return staff_no

    def groups(self) -> Groups:
        (title, fields), *others = super().groups()
        found = [(title, [self["staff_no"], *fields]), *others]
        if "post" in self.fields:
            found.insert(0, ("现任主职", [self[name] for name in FIRST_POST]))
        return found

    def appointment(self) -> dict[str, Any] | None:
        """The first post, where one was asked for."""
        return {name: self.cleaned_data[name] for name in FIRST_POST} if "post" in self.fields else None
