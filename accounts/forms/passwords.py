"""Changing one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from core.forms import Form

from ..models import User


def _password(label: str, kind: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text)


class PasswordForm(Form):
    """The old password, and the new one twice."""

    old_password = _password("原密码", "current-password", "第一次登录时，就是交给您的首次密码。")
    new_password1 = _password(
        "新密码",
        "new-password",
        "10 至 128 个字符，可以用任何字符，也可以粘贴。不要用数字、键盘顺序、常用词或本人姓名工号拼成。",
    )
    new_password2 = _password("再输入一次新密码", "new-password")
    new_password2.error_messages["required"] = "请再输入一次新密码。"

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_old_password(self) -> str:
        """Wrong ones count as failed sign-ins: an unattended desk is no place for guessing."""
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.staff_no, password=old) is None:
            raise ValidationError("原密码不正确，请重新输入。")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("new_password1"), data.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", "两次输入的新密码不一致，请重新输入。")
        elif first:
            try:
                password_validation.validate_password(first, self.user)
            except ValidationError as weak:
                self.add_error("new_password1", weak)
        return data
