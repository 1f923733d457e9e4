"""Accounts and locks."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from core.forms import FoldedField, Form, NameField

_STAFF_NO = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*", re.ASCII)


class AccountForm(Form):
    """Who gets an account; no right comes with it."""

    staff_no = FoldedField(label="工号", max_length=32)
    name = NameField(label="姓名", max_length=64)

    def clean_staff_no(self) -> str:
        """Only letters that look like nothing else: one person, one 工号, one account."""
        staff_no = self.cleaned_data["staff_no"]
        if not _STAFF_NO.fullmatch(staff_no):
            raise ValidationError("工号只能由英文字母、数字、短横线组成，请核对是否混入了其他文字。")
        return staff_no


class ReasonForm(Form):
    """Why; it goes into the security log."""

    reason = forms.CharField(
        label="理由", max_length=200, help_text="将记入安全日志，例如：已调离、病休返岗。"
    )


class LockForm(Form):
    """Which lock to take off."""

    name = forms.CharField(max_length=255)
    ip = forms.GenericIPAddressField(required=False)


class PeopleSearch(forms.Form):
    """What is looked for in a list of people."""

    q = forms.CharField(label="工号或姓名", required=False, max_length=64, strip=True)
