"""Forms of clarifications. No text keeps a number that leads to a person; the services judge it once more."""

from __future__ import annotations

from typing import Any

from django import forms as fields
from django.core.exceptions import ValidationError

from accounts.models import Unit
from cadres.forms.of_cadre import OfCadre
from core.forms import PaperField, TextForm, kinds_help
from core.tables.values import fold
from core.uploads import ATTACHMENTS
from matters.models import Matter
from policy.clarification import CIRCLES

from .models import Blocked, Body, Channel, Malice, Origin, Outcome, Risk, Wishes
from .models.parts import MOST

NO_REPORTER = "不写举报人，不抄录举报内容，不填身份证号码和电话。"


def _text(label: str, *, most: int = 1000, required: bool = True, help_text: str = "", **kwargs: Any) -> Any:
    return fields.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=fields.Textarea, **kwargs
    )


def _line(label: str, *, most: int = 100, required: bool = True, help_text: str = "") -> Any:
    return fields.CharField(label=label, max_length=most, required=required, help_text=help_text)


def _day(label: str, *, required: bool = True, help_text: str = "") -> Any:
    return fields.DateField(label=label, required=required, help_text=help_text, widget=fields.DateInput)


def _circles(label: str, help_text: str, *, required: bool = True) -> Any:
    return fields.MultipleChoiceField(
        label=label,
        choices=tuple(CIRCLES.items()),
        required=required,
        widget=fields.CheckboxSelectMultiple,
        help_text=help_text,
    )


class UnitsField(fields.CharField):
    """Units by their full names, set apart by 、; becomes the units."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "写单位全称，几个单位用顿号分开；含下级单位")
        super().__init__(required=False, max_length=600, **kwargs)

    def clean(self, value: Any) -> list[Unit]:
        names = [fold(name) for name in super().clean(value).replace("，", "、").split("、")]
        wanted = list(dict.fromkeys(name for name in names if name))
        found = {unit.name: unit for unit in Unit.objects.filter(name__in=wanted, valid_to__isnull=True)}
        if missing := [name for name in wanted if name not in found]:
            raise ValidationError(f"没有名称为“{'、'.join(missing)}”的单位，请核对单位全称。")
        return [found[name] for name in wanted]


class CaseForm(TextForm):
    """Of a case that somebody else may handle at the same time: the state in which the page was shown."""

    version = fields.IntegerField(widget=fields.HiddenInput, min_value=0)


class RequestForm(CaseForm):
    """The own draft; it may be saved incomplete. cadre: whose page it was, should somebody else sign in."""

    cadre = fields.IntegerField(widget=fields.HiddenInput)
    origin = fields.ChoiceField(label="起因", choices=Origin.choices, widget=fields.RadioSelect)
    facts = _text("事实经过", most=MOST, required=False, help_text="何时、何处、传了什么。" + NO_REPORTER)
    content = _text("需要澄清的内容", most=MOST, required=False, help_text="哪些说法不实，实际情况是什么。")
    demand = _text(
        "诉求", most=MOST, required=False, help_text="希望怎样澄清、在什么范围；也可以要求不公开，只作说明。"
    )


class ProposalForm(OfCadre, TextForm):
    """An office proposes it."""

    origin = fields.ChoiceField(label="起因", choices=Origin.choices, widget=fields.RadioSelect)
    facts = _text("事实经过", most=MOST, help_text="传言或反映的性质和经过。" + NO_REPORTER)
    content = _text("需要澄清的内容", most=MOST)
    external_no = _line(
        "承办部门编号", most=60, required=False, help_text="因举报反映提起的填写，只填纪检监察部门的内部编号"
    )


class FindingForm(CaseForm):
    outcome = fields.ChoiceField(label="核查结论", choices=Outcome.choices, widget=fields.RadioSelect)
    finding = _text("核查情况", most=MOST, help_text="核查了什么、依据什么、结论是什么。" + NO_REPORTER)
    finding_no = _line("核查文号", help_text="核查报告或会议的文号")
    checked_on = _day("核查日期")
    external_no = _line("承办部门编号", most=60, required=False, help_text="因举报反映提起的填写")
    spread = _circles("传播范围", "失实的必须选择；澄清只能在这个范围以内进行", required=False)
    spread_units = UnitsField(label="传播到的单位")
    spread_from = _day("传播起始日期", required=False, help_text="用来判断民主测评是否受影响")
    matter = _line(
        "事项编号", most=40, required=False, help_text="该事项上记有扣分、措施的填写；审定失实后全部不再计入"
    )

    def clean_matter(self) -> Matter | None:
        number = fold(self.cleaned_data["matter"])
        if not number:
            return None
        found = Matter.objects.filter(number=number).first()
        if found is None:
            raise ValidationError("没有这个编号的事项，请核对；没有记录的留空。")
        return found


class ReasonForm(CaseForm):
    reason = _text("理由", help_text=NO_REPORTER)


class UnsuitableForm(CaseForm):
    unsuitable = _text("不宜澄清的理由", help_text="理由告知本人。" + NO_REPORTER)


class WishForm(CaseForm):
    wishes = fields.ChoiceField(
        label="本人意愿",
        choices=Wishes.choices,
        widget=fields.RadioSelect,
        help_text="不要求公开的，只发函或当面说明；无论怎样选择，受影响的事项都会恢复",
    )
    wishes_note = _text("本人意见", required=False)


class WishPaperForm(WishForm):
    wished_on = _day("表达意愿日期")


class PlanForm(CaseForm):
    channel = fields.ChoiceField(label="澄清方式", choices=Channel.choices, widget=fields.RadioSelect)
    audience = _circles("澄清范围", "传到哪里，澄清到哪里，不能更宽")
    audience_units = UnitsField(label="澄清到的单位")
    words = _text("澄清内容", most=MOST, help_text="对外的文字；没有上级认定文号的，不写“诬告陷害”")
    risk_level = fields.ChoiceField(label="风险程度", choices=Risk.choices, widget=fields.RadioSelect)
    risk = _text("风险评估", help_text="会不会引起二次传播、影响举报人或他人，怎样应对")
    managed = fields.BooleanField(
        label="校管干部（由党委会或纪委书记审批）",
        required=False,
        help_text="按名册的行政级别判断，科级以外都是",
    )
    managed_reason = _line(
        "更正理由", most=200, required=False, help_text="与名册不一致时填写，例如：已任副处级，名册尚未更新"
    )


class ApproveForm(CaseForm):
    approving_body = fields.ChoiceField(
        label="审批机关",
        choices=(("", "本部门负责人审批"), *Body.choices),
        required=False,
        help_text="校管干部须由党委会或纪委书记审批；上会的，纪要定稿后自动批准",
    )
    approval_no = _line("批准文号", required=False, help_text="会议纪要或签批件的文号")
    approved_on = _day("批准日期", required=False, help_text="党委会或纪委书记作出决定的日期；不填为今天")


class DoForm(CaseForm):
    done_on = _day("实施日期")
    letter_no = _line("澄清文书文号", required=False, help_text="发函、通报的文号；当面说明的可以不填")
    done_note = _text("实施情况", help_text="在什么场合、由谁、向哪些人说明")


class SignForm(CaseForm):
    delivered_note = _text("签收意见", required=False)


class DeliverForm(SignForm):
    delivered_on = _day("签收日期", help_text="以本人在纸质件上签署的日期为准")
    file = PaperField(label="本人签字的纸质件", help_text=f"扫描或者拍照；{kinds_help(ATTACHMENTS)}")


class VisitForm(CaseForm):
    visited_on = _day("实际回访日期")
    visit_note = _text("回访情况", help_text="传言是否平息，思想和工作情况，还有什么困难")
    visit_early = _line(
        "提前回访的理由", most=200, required=False, help_text="明显早于回访日期的填写，例如：本人即将调离"
    )


class OverturnForm(CaseForm):
    overturned_on = _day("撤销决定日期")
    overturned_no = _line("文号", help_text="新的核查结论或者上级决定的文号")
    overturned_reason = _text(
        "撤销理由", most=500, help_text="哪一项结论有变化、依据什么；理由告知本人。" + NO_REPORTER
    )


class BlockedForm(CaseForm):
    kind = fields.ChoiceField(label="类别", choices=Blocked.Kind.choices)
    what = _line("受影响的事项", most=200, help_text="例如：2025 年度评优暂缓")
    blocked_on = _day("暂缓日期", required=False)


class RestoreForm(CaseForm):
    restored_on = _day("恢复日期")
    restored_note = _text("恢复情况", most=300, help_text="怎样恢复；不能恢复的写明怎样补救")
    document_no = _line("恢复文号", required=False)


class NoteForm(CaseForm):
    spread_from = _day("传播起始日期", help_text="这一天以后的民主测评票数，研判时会看到提示")
    note = _text("提请注意的内容", most=300, required=False)


class MaliceForm(CaseForm):
    """The next step from where it stands: fields that it does not need are left out."""

    to = fields.ChoiceField(label="办理", widget=fields.RadioSelect)
    malice_body = _line("上级机关", most=120, required=False, help_text="设区的市级以上党委或者纪检监察机关")
    malice_no = _line("文号", required=False, help_text="报送或认定的文号")
    malice_on = _day("日期", required=False)
    malice_found = fields.NullBooleanField(
        label="认定结果",
        widget=fields.RadioSelect(
            choices=(("true", "认定为诬告陷害"), ("false", "不认定为诬告陷害（错告）"))
        ),
    )

    def __init__(self, *args: Any, steps: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {**dict(Malice.choices), Malice.UNSEEN: "排除嫌疑，属错告，只作解释说明"}
        self.fields["to"].choices = [(step, words[step]) for step in steps]  # type: ignore[attr-defined]
        self.fields["to"].initial = steps[0] if steps else ""
        if Malice.RESULT_RECEIVED not in steps:
            del self.fields["malice_found"]
        if Malice.SUSPECTED in steps:
            del self.fields["malice_body"], self.fields["malice_no"]


class FileForm(CaseForm):
    file = PaperField(label="附件", help_text=f"{kinds_help(ATTACHMENTS)}；文件里不要有举报人的信息")
