"""Forms of the plan and of the steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as fields

from ballots.models import Way, ways_by_machine
from core import clock
from core.forms import Form, ModelForm

from ..models import Cycle, Plan
from ..models.plan import BottomScope
from ..services.plans import EDITABLE, LATER, OFFERED_WAYS


class WaysWidget(fields.CheckboxSelectMultiple):
    """The ways of voting; one that a later version brings is listed and cannot be ticked."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) not in OFFERED_WAYS:
            option["attrs"]["disabled"] = True
            option["label"] = f"{option['label']}（{LATER}）"
        return option


class PlanForm(ModelForm):
    """The days and words of a plan; the version goes along, so that nobody overwrites the other."""

    version = fields.IntegerField(widget=fields.HiddenInput, required=False)
    ways = fields.MultipleChoiceField(
        label="投票方式",
        choices=Way.choices,
        initial=ways_by_machine,
        widget=WaysWidget,
        help_text="这一轮测评用哪些方式收票。机读票由光电阅读机读出后导入。",
    )

    class Meta:
        model = Plan
        fields = EDITABLE
        help_texts = {
            "focus": "今年着重考核什么，例如学校重大决策部署的贯彻执行情况。",
            "cutoff_on": "以这一天的名册确定谁参加、属哪一类。",
            "report_due": "提前 7、3、1 天催办。",
            "voting_from": "可从这一天起导入测评票。",
            "excellent_share": "不填则按制度参数。",
            "bottom_scope": "后 3% 从哪里算起，测评开始后不能改变。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bottom_scope"].choices = [("", "按制度参数"), *BottomScope.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        due, start, end = (data.get(name) for name in ("report_due", "voting_from", "voting_to"))
        if start and end and end < start:
            self.add_error("voting_to", "民主测评的结束日不能早于开始日，请核对。")
        if due and start and start < due:
            self.add_error("voting_from", "民主测评不能早于述职报告提交截止，请核对。")
        return data

    def values(self) -> dict[str, Any]:
        """What was filled in, by field; only after `is_valid`."""
        return {name: self.cleaned_data[name] for name in EDITABLE}


class PlanStartForm(PlanForm):
    """A new cycle with its plan, filled with the usual days of the year."""

    year = fields.IntegerField(label="年度", help_text="聘期考核填聘期的最后一年。")
    kind = fields.ChoiceField(label="考核种类", choices=Cycle.Kind.choices, widget=fields.RadioSelect)
    level = fields.ChoiceField(label="考核对象", choices=Cycle.Level.choices, widget=fields.RadioSelect)

    field_order = ["year", "kind", "level", *EDITABLE]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        now = clock.today().year
        if not now - 1 <= year <= now + 1:
            raise fields.ValidationError(f"年度应在 {now - 1} 到 {now + 1} 之间，请核对。")
        return year


def usual_days(year: int) -> dict[str, Any]:
    """The days that most plans name: reports in December, votes before the break, archive by 31 March."""
    return {
        "year": year,
        "kind": Cycle.Kind.ANNUAL,
        "level": Cycle.Level.MIDDLE,
        "cutoff_on": date(year, 12, 31),
        "report_due": date(year, 12, 20),
        "voting_from": date(year, 12, 25),
        "voting_to": date(year, 12, 31),
        "panel_due": date(year + 1, 1, 15),
        "decision_due": date(year + 1, 1, 31),
        "archive_due": date(year + 1, 3, 31),
    }


class PlanDiscardForm(Form):
    """Why a draft plan is given up. version: of the plan that the page showed."""

    version = fields.IntegerField(widget=fields.HiddenInput)
    reason = fields.CharField(label="放弃的原因", max_length=300, widget=fields.Textarea(attrs={"rows": 3}))


class StepForm(Form):
    """One step confirmed. seen: the state that the page showed."""

    seen = fields.CharField(widget=fields.HiddenInput)
    why_now = fields.CharField(
        label="仍要办理的理由", max_length=300, widget=fields.Textarea(attrs={"rows": 3})
    )
    note = fields.CharField(
        label="复盘",
        max_length=2_000,
        widget=fields.Textarea(attrs={"rows": 6}),
        help_text="这次考核哪些做法有效，下一次方案要改什么；起草下一次方案时会看到。",
    )

    def __init__(self, *args: Any, asks_why: bool = True, asks_note: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["why_now"]
        if not asks_note:
            del self.fields["note"]
