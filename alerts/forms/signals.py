"""Forms of signals: noting one by hand, judging one."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from core.forms import FoldedField, TextForm
from matters.models import Matter
from policy.alerts import kinds_up_to
from policy.alerts_steps import KINDS, MEASURES, YELLOW

from .fields import StaffNoField, VersionForm, unit_field

PAPER_ONLY = "、".join(words for kind, words in KINDS.items() if kind in MEASURES)


class SignalForm(TextForm):
    """A signal noted by hand, with its source."""

    cadre = StaffNoField(label="干部工号", required=False, max_length=32)
    unit = unit_field(required=False, help_text="不填的，取该干部现任主职所在单位")
    account = fields.CharField(label="情况", max_length=2000, widget=fields.Textarea)
    source = fields.CharField(
        label="来源", max_length=200, help_text="例如：专项检查、审计、列席会议；不写反映人的任何信息"
    )
    highest = fields.ChoiceField(label="最高可作", choices=list(KINDS.items()), initial=YELLOW)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("cadre") and not given.get("unit"):
            raise ValidationError("请填写涉及的干部或单位。")
        return given


class TakeForm(VersionForm):
    """Which card the signal leads to, of whom, on which matter."""

    kind = fields.ChoiceField(label="办理方式", choices=())
    cadre = StaffNoField(label="干部工号", max_length=32)
    unit = unit_field(
        required=True, label="签发时单位", help_text="干部以后调动，单位的整改事项仍由这个单位办理"
    )
    matter = FoldedField(
        label="事项编号",
        required=False,
        max_length=40,
        help_text="事项已有编号的填写；没有的，签发时自动编号",
    )
    title = fields.CharField(
        label="事由",
        required=False,
        max_length=100,
        help_text="预警提示、黄牌警示填写，例如：采购验收程序不规范",
    )
    facts = fields.CharField(
        label="核实过的事实", required=False, max_length=2000, widget=fields.Textarea,
        help_text=f"预警提示、黄牌警示填写；{PAPER_ONLY}不填，内容只写在文书里",
    )  # fmt: skip

    def __init__(self, *args: Any, highest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds_up_to(highest)]  # type: ignore[attr-defined]

    def clean_matter(self) -> Matter | None:
        number = self.cleaned_data["matter"]
        if not number:
            return None
        found = Matter.objects.filter(number=number).first()
        if found is None:
            raise ValidationError(f"没有编号为 {number} 的事项，请核对；没有编号的请留空。")
        return found
