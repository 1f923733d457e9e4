"""How somebody wants to be reached."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from core.forms import Form

from ..models import Robot

HOURS = [("", "不设")] + [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]


def hour(value: str) -> time | None:
    """`22:00` as a time of day."""
    return time.fromisoformat(value) if value else None


class ChoiceForm(Form):
    """One's own choice; what opens the robot's group is written and never shown again."""

    mail = fields.BooleanField(label="发送邮件", required=False)
    email = fields.EmailField(
        label="邮箱",
        required=False,
        max_length=120,
        error_messages={"invalid": "邮箱不是完整的地址，请写成 name@example.edu.cn 这样。"},
    )
    robot = fields.ChoiceField(
        label="群机器人",
        required=False,
        choices=[("", "不使用"), *Robot.choices],
        help_text="消息发到机器人所在的群，群内成员都能看到有几项待办，看不到是什么事、是谁的。",
    )
    robot_url = fields.CharField(
        label="机器人地址",
        required=False,
        max_length=400,
        help_text="在群机器人的设置里复制它的网址。保存后不再显示；留空则不变。",
        widget=fields.TextInput(attrs={"autocomplete": "off"}),
    )
    robot_key = fields.CharField(
        label="加签密钥",
        required=False,
        max_length=120,
        help_text="只有钉钉机器人选了“加签”才填写。保存后不再显示；留空则不变。",
        widget=fields.PasswordInput(attrs={"autocomplete": "off"}),
    )
    quiet_from = fields.TypedChoiceField(
        label="免打扰开始", required=False, choices=HOURS, coerce=hour, empty_value=None
    )
    quiet_to = fields.TypedChoiceField(
        label="免打扰结束",
        required=False,
        choices=HOURS,
        coerce=hour,
        empty_value=None,
        help_text="这段时间内的邮件和群消息推迟到结束时发送，可以跨过午夜，例如 21:00 至 08:00。",
    )

    def clean_email(self) -> str:
        given: str = self.cleaned_data["email"]
        if not given.isascii():
            raise ValidationError("邮箱只能用字母、数字和常用符号，请核对是否混入了中文或全角字符。")
        return given

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = (
            f"留空时使用名册中的邮箱 {known}。" if known else "名册中没有您的邮箱；不填写就不发邮件。"
        )
