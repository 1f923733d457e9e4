"""Forms of observations, key tasks, unit results and integrity opinions."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from accounts.models import Unit
from cadres.forms.of_cadre import OfCadre
from cadres.models import Cadre
from core.forms import FoldedField, Form, PaperField, own_words  # noqa: F401 - own_words for the panel's form
from core.tables.values import fold
from core.uploads import EVIDENCE

from ..models import IntegrityOpinion, Observation


class VersionedForm(Form):
    """A step on a row that may have moved on."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)


class ObservationForm(OfCadre):
    """One observation of somebody whom the recorder may choose."""

    staff_no = FoldedField(label="干部工号", max_length=32, help_text="在名册中打开干部页面可以直接带入")
    observed_on = fields.DateField(label="日期", widget=fields.DateInput)
    source = fields.ChoiceField(label="来源", choices=Observation.Source.choices)
    fact = fields.CharField(
        label="事实",
        required=False,
        max_length=2_000,
        widget=fields.Textarea,
        help_text="何时、何事、结果如何，只写所见事实；信访来源留空",
    )
    office_no = fields.CharField(
        label="承办部门编号",
        required=False,
        max_length=60,
        help_text="只有信访来源填写；不写信访人和信访内容",
    )
    direction = fields.ChoiceField(
        label="倾向", choices=Observation.Direction.choices, widget=fields.RadioSelect, initial="neutral"
    )
    show = fields.BooleanField(
        label="告知本人", required=False, initial=True, help_text="告知后本人可以查看并作出说明，不能收回"
    )
    file = PaperField(label="佐证材料", kinds=EVIDENCE, required=False)


class EvidenceForm(Form):
    """More evidence."""

    file = PaperField(label="佐证材料", kinds=EVIDENCE)


class WithdrawForm(VersionedForm):
    """Why it is withdrawn."""

    reason = fields.CharField(label="原因", max_length=300, widget=fields.Textarea)


class KeepForm(VersionedForm):
    """Why a disputed record stands."""

    reason = fields.CharField(
        label="维持的理由",
        max_length=300,
        widget=fields.Textarea,
        help_text="写明核对了什么、依据什么；本人可以看到",
    )


class AnswerForm(Form):
    """The cadre's own words."""

    text = fields.CharField(label="我的说明", max_length=2_000, widget=fields.Textarea)
    disputes = fields.BooleanField(
        label="对记录的事实有异议", required=False, help_text="勾选后记录标明“本人有异议”，由组织部核对"
    )


class KeyTaskForm(Form):
    """A task of a unit."""

    number = fields.CharField(label="编号", max_length=40)
    title = fields.CharField(label="任务名称", max_length=200)
    unit = fields.ModelChoiceField(label="责任单位", queryset=Unit.objects.none())
    staff_nos = fields.CharField(
        label="责任干部工号", max_length=400, help_text="一人或几人，用逗号、顿号或空格分开"
    )
    due_on = fields.DateField(label="完成时限", widget=fields.DateInput)
    required = fields.CharField(label="应达到的结果", max_length=2_000, widget=fields.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(valid_to__isnull=True).order_by("name")

    def clean_staff_nos(self) -> list[Cadre]:
        given = self.cleaned_data["staff_nos"]
        for sign in "，、,;；":
            given = given.replace(sign, " ")
        wanted = list(dict.fromkeys(fold(word) for word in given.split()))
        found = {cadre.staff_no: cadre for cadre in Cadre.objects.filter(staff_no__in=wanted)}
        missing = [word for word in wanted if word not in found]
        if missing:
            raise ValidationError(f"名册中没有工号 {'、'.join(missing)}，请核对。")
        return [found[word] for word in wanted]


class ProgressForm(VersionedForm):
    """How far a task is, or that it is done."""

    progress = fields.CharField(label="进展或完成情况", max_length=2_000, widget=fields.Textarea)
    file = PaperField(label="佐证材料", kinds=EVIDENCE, required=False)
    done = fields.BooleanField(
        label="已完成，报送核验", required=False, help_text="报送后由另一人核验，核验前不能再改"
    )


class ReasonForm(VersionedForm):
    """Why something is given back or closed."""

    reason = fields.CharField(label="原因", max_length=300, widget=fields.Textarea)


class CloseTaskForm(ReasonForm):
    """How a task ends without having been done."""

    how = fields.ChoiceField(
        label="处理",
        choices=[("overdue", "认定逾期未完成"), ("cancelled", "取消任务")],
        widget=fields.RadioSelect,
    )
    field_order = ["how", "reason", "version"]


class UnitResultForm(Form):
    """What a unit's appraisal by goals came to."""

    unit = fields.ModelChoiceField(label="单位", queryset=Unit.objects.none())
    year = fields.IntegerField(label="年度", min_value=2000, max_value=2100)
    result = fields.CharField(label="等次或得分", max_length=40, required=False)
    document_no = fields.CharField(label="文号", max_length=100, required=False)
    void = fields.BooleanField(label="作废已录入的结果", required=False)
    reason = fields.CharField(
        label="更正或作废的原因", max_length=200, required=False, help_text="已有结果时填写"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("void"):
            for name, said in (("result", "请填写等次或得分。"), ("document_no", "请填写文号。")):
                if not given.get(name):
                    self.add_error(name, said)
        return given


class IntegrityForm(Form):
    """A conclusion and a document number; nothing of any case can be written here."""

    seen = fields.IntegerField(widget=fields.HiddenInput, required=False)
    conclusion = fields.ChoiceField(
        label="结论", choices=IntegrityOpinion.Conclusion.choices, widget=fields.RadioSelect
    )
    document_no = fields.CharField(label="文号", max_length=100)
    told = fields.BooleanField(
        label="结论已告知本人", required=False, help_text="勾选后本人可以看到结论和文号"
    )


class IntegrityRestForm(Form):
    """无影响 for several people at once, with one document."""

    document_no = fields.CharField(label="文号", max_length=100)
    cadres = fields.MultipleChoiceField(
        label="无影响的同志", widget=fields.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["cadres"]
        chosen.choices = people
