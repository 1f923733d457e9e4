"""Forms of commendation, judgement and reminder talk. Each carries the version that its user saw."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from core.forms import SCAN_HELP, Form, PaperField
from core.uploads import SCANS
from decisions.models import Publicity

from ..models import CommendationCase, CommendationFile, ReminderTalk


class VersionForm(Form):
    """What the user saw, so that nobody acts on what has moved on meanwhile."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=1)


class ReasonForm(VersionForm):
    """A step that says why."""

    reason = fields.CharField(label="理由", min_length=4, max_length=300, widget=fields.Textarea)


class EvidenceForm(VersionForm):
    """Both kinds of facts; a draft may still lack one."""

    initiative = fields.CharField(
        label="主动作为",
        required=False,
        max_length=2000,
        widget=fields.Textarea(attrs={"rows": 6}),
        help_text="写具体的事：什么时候，主动承担了什么，怎样做成的。提请审议前必须填写。",
    )
    performance = fields.CharField(
        label="表现突出",
        required=False,
        max_length=2000,
        widget=fields.Textarea(attrs={"rows": 6}),
        help_text="写能核实的成效：完成了什么任务，取得了什么成果。提请审议前必须填写。",
    )


class EvidenceFileForm(Form):
    """A file that proves them."""

    kind = fields.ChoiceField(
        label="证明什么", choices=CommendationFile.Kind.choices, widget=fields.RadioSelect
    )
    file = PaperField(label="材料")


class ChosenForm(Form):
    """People of a list, ticked."""

    cases = fields.MultipleChoiceField(label="人员", widget=fields.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]


class PublishForm(ChosenForm):
    """What the school reads, and who reads it."""

    scope = fields.ChoiceField(
        label="公示范围", choices=Publicity.Scope.choices, initial=Publicity.Scope.SCHOOL
    )
    text = fields.CharField(label="公示正文", max_length=2000, widget=fields.Textarea(attrs={"rows": 6}))


class IssueForm(ChosenForm):
    """The document of the commendation."""

    form = fields.ChoiceField(label="表彰形式", choices=[("", "请选择"), *CommendationCase.Form.choices])
    document_no = fields.CharField(label="文号", max_length=100, help_text="例如：校党〔2026〕5号")
    on = fields.DateField(label="发文日期", widget=fields.DateInput)


class RevokeForm(VersionForm):
    """The document that takes a commendation back, and why."""

    document_no = fields.CharField(label="撤销表彰的文号", max_length=100, help_text="例如：校党〔2027〕3号")
    on = fields.DateField(label="撤销日期", widget=fields.DateInput)
    reason = fields.CharField(label="理由", min_length=4, max_length=500, widget=fields.Textarea)


class FactSheetForm(VersionForm):
    """What the register does not know of why somebody stands last."""

    hard_things = fields.CharField(
        label="承担急难险重任务、敢于碰硬的情况",
        required=False,
        max_length=2000,
        widget=fields.Textarea,
        help_text="是否因坚持原则、推进改革得罪人。没有的写“无”。提请研判前必须填写。",
    )
    causes = fields.CharField(
        label="排名靠后的原因分析",
        required=False,
        max_length=2000,
        widget=fields.Textarea,
        help_text="新任、生病、多头兼职、工作本身的问题等，写明判断的依据。提请研判前必须填写。",
    )
    additions = fields.CharField(label="其他情况", required=False, max_length=2000, widget=fields.Textarea)
    own_view = fields.CharField(
        label="本人陈述",
        required=False,
        max_length=2000,
        widget=fields.Textarea,
        help_text="听取过本人意见的，如实记录。",
    )
    own_view_file = PaperField(label="本人陈述材料", kinds=SCANS, required=False)


class BottomFollowUpForm(VersionForm):
    """What follows a judgement, and how it came out."""

    responsible = fields.CharField(label="责任部门或责任人", max_length=100)
    task = fields.CharField(
        label="办理事项", max_length=2000, widget=fields.Textarea, help_text="做什么、怎样做、达到什么结果。"
    )
    due_on = fields.DateField(label="完成期限", widget=fields.DateInput)
    result = fields.CharField(
        label="办理结果",
        required=False,
        max_length=2000,
        widget=fields.Textarea,
        help_text="办完再填；填写后不能再改。",
    )
    done_on = fields.DateField(label="办结日期", required=False, widget=fields.DateInput)


class AssignForm(VersionForm):
    """Who talks, and why this one."""

    leader = fields.ChoiceField(label="谈话领导")
    reason = fields.CharField(label="理由", min_length=4, max_length=300, widget=fields.Textarea)

    def __init__(self, *args: Any, leaders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = [("", "请选择"), *leaders]  # type: ignore[attr-defined]


class TalkRecordForm(VersionForm):
    """The record of a talk; the last part only where the cadre refuses to sign."""

    talked_at = fields.DateTimeField(
        label="谈话时间",
        widget=fields.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "谈话时间不是日期和时间，请写成 2026-03-12 10:30 这样。"},
    )
    place = fields.CharField(label="谈话地点", max_length=100)
    content = fields.CharField(label="谈话内容", max_length=4000, widget=fields.Textarea(attrs={"rows": 6}))
    said = fields.CharField(
        label="本人意见", max_length=4000, widget=fields.Textarea, help_text="记录本人怎样说的。"
    )
    points = fields.CharField(label="改进要求", max_length=4000, widget=fields.Textarea)
    signing = fields.ChoiceField(
        label="签字方式", choices=ReminderTalk.Signing.choices, widget=fields.RadioSelect, initial="system"
    )
    scan = PaperField(
        label="签字扫描件", kinds=SCANS, required=False, help_text=f"选纸质签字时上传。{SCAN_HELP}"
    )
    refused = fields.CharField(
        label="拒绝签字的情况",
        required=False,
        max_length=1000,
        widget=fields.Textarea,
        help_text="选本人拒绝签字时填写，并填两名见证人。",
    )
    witness_one = fields.CharField(label="见证人一", required=False, max_length=64)
    witness_one_post = fields.CharField(label="见证人一职务", required=False, max_length=100)
    witness_two = fields.CharField(label="见证人二", required=False, max_length=64)
    witness_two_post = fields.CharField(label="见证人二职务", required=False, max_length=100)


class TalkConfirmForm(VersionForm):
    """The cadre's word on the record."""

    comment = fields.CharField(
        label="本人说明",
        required=False,
        max_length=2000,
        widget=fields.Textarea,
        help_text="对记录有不同意见的，写在这里，随记录一起保存。",
    )


class FollowUpForm(VersionForm):
    """What came of the talk."""

    note = fields.CharField(label="跟踪情况", max_length=4000, widget=fields.Textarea(attrs={"rows": 6}))
