"""A draft's basis, and the steps it takes."""

from __future__ import annotations

from django import forms

from core.forms import Form, ModelForm

from ..models import PolicyDocument

MOST_WORDS = 1_000


class VersionField(forms.IntegerField):
    """How often the row had been changed when the user opened it."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)


def _words(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea,
    )


class DocumentChoice(forms.ModelChoiceField):
    """A policy document, with its 文号."""

    def __init__(self) -> None:
        super().__init__(
            label="依据的制度文件",
            queryset=PolicyDocument.objects.all(),
            empty_label="请选择",
            help_text="列表里没有的，请先由组织部负责人在“制度文件”中添加。",
        )

    def label_from_instance(self, document: object) -> str:
        number = getattr(document, "number", "")
        return f"{document}（{number}）" if number else str(document)


class StartForm(Form):
    """What every draft rests on."""

    document = DocumentChoice()
    effective_from = forms.DateField(
        label="生效日期",
        help_text="今天或以后。这一天所在的年度还没有审定方案的，从该年度起采用。",
    )
    summary = _words("起草说明", "为什么修改、改了什么，批准人先看到这一段。")


class BasisForm(StartForm):
    version = VersionField()


class ConfirmForm(Form):
    version = VersionField()


class ReasonForm(Form):
    version = VersionField()
    reason = _words("理由", "写清需要怎样处理，起草人会看到。")


class ApproveForm(Form):
    """newest: the last approved version that the approver compared with."""

    version = VersionField()
    newest = forms.IntegerField(widget=forms.HiddenInput)
    meeting_number = forms.CharField(
        label="党委会议文号或届次", max_length=100, help_text="例如：校党委常委会 2026 年第 21 次会议"
    )
    met_on = forms.DateField(label="会议日期")
    note = _words("批准意见", required=False)


class DocumentForm(ModelForm):
    version = VersionField()

    class Meta:
        model = PolicyDocument
        fields = ("title", "number", "issued_on")
