"""Signing in with 工号 and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from core.tables.values import fold

WRONG = "工号或密码不正确，请核对后重新输入。"


class SignInForm(AuthenticationForm):
    """Every refusal has the same words: they tell nobody whether an account exists or is closed."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", "工号"), ("password", "密码")):
            field = self.fields[name]
            field.label = label
            field.error_messages["required"] = f"请输入{label}。"
            field.widget.attrs["class"] = "form-control"
        # After a mistake the summary of errors takes the focus.
        if self.is_bound:
            del self.fields["username"].widget.attrs["autofocus"]

    def clean_username(self) -> str:
        """Full-width digits and stray spaces are read as meant, as in every file."""
        return fold(self.cleaned_data["username"])

    def get_invalid_login_error(self) -> ValidationError:
        return ValidationError({"password": WRONG})
