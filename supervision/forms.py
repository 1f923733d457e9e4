"""Forms of supervision. units: those whose lists the user keeps; people: whom the user sees."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.db.models import QuerySet

from accounts.models import Unit
from cadres.forms.of_cadre import OfCadre
from core.forms import FoldedField, Form, TextForm
from policy.supervision import FIRST, LEVELS, OFFICE_LINES, SECOND, THIRD

from .models import ItemKind, ItemStatus, KeyPoint, RiskKind, RiskUpdate


def _text(label: str, *, most: int = 500, required: bool = False, help_text: str = "") -> Any:
    return fields.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=fields.Textarea
    )


def _line(label: str, *, most: int = 100, required: bool = True, help_text: str = "") -> Any:
    return fields.CharField(label=label, max_length=most, required=required, help_text=help_text)


def _day(label: str, *, required: bool = False, help_text: str = "") -> Any:
    return fields.DateField(label=label, required=required, help_text=help_text, widget=fields.DateInput)


def _flag(label: str) -> Any:
    return fields.BooleanField(label=label, required=False)


class VersionForm(TextForm):
    """Of a row that somebody else may change at the same time."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)


class RiskFields(TextForm):
    power = _line("职权（事项）", help_text="例如：招标采购、招生录取、科研经费报销")
    step = _line("流程环节", required=False)
    description = _text("风险描述", most=300, required=True)
    kind = fields.ChoiceField(label="类别", choices=RiskKind.choices)
    before = _text("前期预防")
    during = _text("中期监控")
    after = _text("后期检查")
    owner = _line("责任人", most=64, required=False)
    heavy = _flag("权力行使影响重大")
    free = _flag("自由裁量无限制")
    tainted = _flag("曾发生不廉洁问题")


class OfUnit(Form):
    """Of one of the units that the user keeps."""

    unit = fields.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class RiskNewForm(RiskFields, OfUnit):
    title = _line("岗位")
    field_order = ("unit", "title")


class RiskEditForm(RiskFields, VersionForm):
    """A risk corrected; its unit and post stay."""


class RiskCloseForm(VersionForm):
    closing = _text("解除理由", most=200, required=True)


class LevelForm(VersionForm):
    by_hand = fields.BooleanField(
        label="不按规则，由本部门定级", required=False, help_text="不勾选的，恢复按规则定级"
    )
    level = fields.TypedChoiceField(
        label="等级", coerce=int, choices=[(level, LEVELS[level]) for level in (FIRST, SECOND, THIRD)]
    )
    why = _text("定级理由", most=300)


class UpdateForm(TextForm):
    kind = fields.ChoiceField(label="种类", choices=RiskUpdate.Kind.choices, widget=fields.RadioSelect)
    note = _text("情况", most=300, help_text="增加、更正、解除了哪些；没有变化的写“没有变化”")


class MaybeOfCadre(OfCadre):
    """With a cadre where there is one."""

    staff_no = FoldedField(label="干部工号", max_length=32, required=False)


class ItemFields(TextForm):
    period = _line("年度或期次", most=20, required=False, help_text="例如 2026")
    status = fields.ChoiceField(label="状态", choices=ItemStatus.choices)
    due_on = _day("期限")
    done_on = _day("办结日期", help_text="已办结的填写")
    document_no = _line("文号", most=60, required=False)


class ItemNewForm(ItemFields, MaybeOfCadre, OfUnit):
    kind = fields.ChoiceField(label="种类", choices=ItemKind.choices, help_text="巡察整改可以不填干部")
    field_order = ("unit", "kind", "staff_no")

    def __init__(self, *args: Any, by_office: bool, **kwargs: Any) -> None:
        """by_office: whether lines may be added that units do not keep."""
        super().__init__(*args, **kwargs)
        kinds = [(code, word) for code, word in ItemKind.choices if by_office or code not in OFFICE_LINES]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ItemEditForm(ItemFields, VersionForm):
    """A line that moves on."""


class KeyPointForm(MaybeOfCadre, OfUnit, TextForm):
    kind = fields.ChoiceField(label="种类", choices=KeyPoint.Kind.choices)
    name = _line("名称", required=False, help_text="关键人不填的，写干部姓名")
    why = _text("列为重点的理由", most=200)
    starts = _day("起始日期", required=True)
    field_order = ("unit", "kind", "staff_no", "name")


class KeyPointEndForm(VersionForm):
    ends = _day("结束日期", required=True)
