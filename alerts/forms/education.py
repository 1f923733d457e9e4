"""Forms of warning education."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.db.models import QuerySet

from accounts.models import Unit
from accounts.selectors import UnitScope
from cadres.models import Cadre
from core import clock
from core.forms import Form, TextForm

from ..models import Card, Education
from .fields import StaffNosField, unit_field


class EducationForm(TextForm):
    """An event; the case is told without names."""

    NAMES = ("form", "title", "held_on", "place", "audience", "case_text")
    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1, required=False)
    form = fields.ChoiceField(label="形式", choices=Education.Form.choices)
    title = fields.CharField(label="主题", max_length=100)
    held_on = fields.DateField(label="日期", widget=fields.DateInput, initial=clock.today)
    place = fields.CharField(label="地点", max_length=100, required=False)
    unit = unit_field(required=False, label="单位", help_text="面向一个单位的填写；面向全校的不填")
    audience = fields.CharField(label="对象", max_length=200, help_text="例如：全体中层干部、新任职干部")
    card = fields.ModelChoiceField(
        Card.objects.none(), label="案例来源", required=False, empty_label="（不填）",
        help_text="填写后，系统核对案例中没有当事人的姓名和工号；参加的人看不到来源",
    )  # fmt: skip
    case_text = fields.CharField(
        label="案例（隐去姓名）", max_length=4000, widget=fields.Textarea, required=False,
        help_text="用“某同志”“某学院”称呼，不写姓名、工号、证件号和电话",
    )  # fmt: skip

    def __init__(self, *args: Any, cards: Any, scope: UnitScope | None = None, **kwargs: Any) -> None:
        """cards: which the reader may name as the source; scope: the reader's units, None for any."""
        super().__init__(*args, **kwargs)
        source: Any = self.fields["card"]
        source.queryset = cards
        source.label_from_instance = lambda card: f"{card.number} {card.get_kind_display()} {card.title}"
        if not cards.exists():
            del self.fields["card"]
        if scope is not None and not scope.everywhere:
            unit: Any = self.fields["unit"]
            unit.queryset = Unit.objects.filter(pk__in=scope.unit_ids).order_by("name")
            unit.required, unit.help_text, unit.empty_label = True, "", "（请选择）"


class People(fields.ModelMultipleChoiceField):
    """Cadres by name, told apart by 工号."""

    def label_from_instance(self, cadre: Any) -> str:
        return f"{cadre.name}（{cadre.staff_no}）"


class AttendanceForm(Form):
    """Who was there and who was not: ticks for the people of the unit, 工号 for everybody else."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1)
    ticked = People(
        Cadre.objects.none(), label="到场人员", required=False, widget=fields.CheckboxSelectMultiple,
        help_text="到场的打勾",
    )  # fmt: skip
    rest = fields.BooleanField(label="没有打勾的记为未到场", required=False)
    present = StaffNosField(label="到场人员工号", required=False)
    absent = StaffNosField(label="未到场人员工号", required=False)

    def __init__(self, *args: Any, people: QuerySet[Cadre], **kwargs: Any) -> None:
        """people: who may be ticked; without any there is nothing to tick."""
        super().__init__(*args, **kwargs)
        ticked: Any = self.fields["ticked"]
        ticked.queryset = people
        if people.exists():
            self.fields["present"].label = "其他到场人员工号"
        else:
            del self.fields["ticked"], self.fields["rest"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ticked, rest = set(data.pop("ticked", ())), data.pop("rest", False)
        if {"present", "absent"} <= data.keys():
            missed = set(self.fields["ticked"].queryset) if rest else set()  # type: ignore[attr-defined]
            data["present"] = {*data["present"], *ticked}
            # A tick wins over a number that stood there before.
            data["absent"] = (set(data["absent"]) - ticked) | (missed - data["present"])
        return data
