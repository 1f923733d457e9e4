"""Forms of matters and of the marks on them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from django import forms

from cadres.models import Cadre
from core.forms import FoldedField, TextForm

from ..models import EndSource

NO_REPORTER = "只写事情本身；不写反映人的姓名、电话和联系方式。"
ENDS = [(EndSource.DOCUMENT.value, "决定书写明的期满日"), (EndSource.EDITED.value, "凭理由改定")]


class MatterForm(TextForm):
    title = forms.CharField(label="事项名称", max_length=120, help_text="一句话写明是什么事。")
    description = forms.CharField(
        label="事项情况", required=False, max_length=4000, widget=forms.Textarea, help_text=NO_REPORTER
    )


class MatterEditForm(MatterForm):
    """wording: of the matter as the page showed it."""

    wording = forms.CharField(max_length=64, widget=forms.HiddenInput)


class VersionForm(TextForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PeriodFields(TextForm):
    """What a document says of a measure, and what it says of its end."""

    decided_on = forms.DateField(label="决定日期", widget=forms.DateInput)
    starts_on = forms.DateField(
        label="影响期起算日",
        required=False,
        widget=forms.DateInput,
        help_text="党纪处分自批准之日起算，其他自决定之日起算；与决定日期相同的不填。",
    )
    document_no = forms.CharField(label="文号", required=False, max_length=100)
    points = forms.DecimalField(
        label="扣分（分）",
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=4,
        help_text="不扣分的不填。",
    )
    term_months = forms.IntegerField(
        label="期限（月）",
        required=False,
        min_value=1,
        max_value=60,
        help_text="只用于留党察看（12 或 24）和停职检查；其他措施不填。",
    )
    influence_to = forms.DateField(
        label="期满日",
        required=False,
        widget=forms.DateInput,
        help_text="当日起不再影响。不填的由系统按规定推算；决定书写明的，以决定书为准。",
    )
    end_source = forms.ChoiceField(label="期满日的依据", choices=ENDS, required=False)
    end_reason = forms.CharField(
        label="改定的理由", required=False, max_length=300, help_text="凭理由改定期满日的必须填写。"
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["points"] = said.get("points") or 0
        said["end_source"] = said.get("end_source") or EndSource.DOCUMENT.value
        return said


class MarkForm(PeriodFields):
    """A new mark. seen: digest of what was shown as computed; another one shows it again."""

    staff_no = FoldedField(label="工号", max_length=32)
    measure = forms.ChoiceField(label="措施")
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ["staff_no", "measure"]

    def __init__(self, *args: Any, measures: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", "请选择"), *((word, word) for word in measures)]  # type: ignore[attr-defined]

    def clean_staff_no(self) -> Any:
        found = Cadre.objects.filter(staff_no=self.cleaned_data["staff_no"]).first()
        if found is None:
            raise forms.ValidationError("名册中没有这个工号，请核对。")
        return found

    def digest(self) -> str:
        """Of everything that was entered."""
        said = {key: str(value) for key, value in self.cleaned_data.items() if key != "seen"}
        return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


class CorrectForm(PeriodFields, VersionForm):
    reason = forms.CharField(label="更正的理由", max_length=300, widget=forms.Textarea)


class LiftForm(VersionForm):
    on = forms.DateField(label="解除日期", widget=forms.DateInput)
    document_no = forms.CharField(label="解除决定的文号", max_length=100)


class CancelForm(VersionForm):
    on = forms.DateField(label="撤销日期", widget=forms.DateInput)
    document_no = forms.CharField(label="文号", required=False, max_length=100)
    reason = forms.CharField(label="撤销的理由", max_length=300, widget=forms.Textarea)
