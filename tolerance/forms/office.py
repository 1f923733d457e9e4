"""Forms of the two offices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from core import clock
from core.forms import prepare
from matters.services import GivenMeasure
from policy.tolerance_terms import (
    CONDITIONS,
    DISTINCTIONS,
    FINDINGS,
    HARD,
    OUTCOMES,
    SIDES,
    SOFT,
)

from ..models import Answer, Publication, Review, Verification
from .base import CaseForm, day, line, one_of, some_of, text

ROWS_OF_MEASURES = (1, 2)


class TriageForm(CaseForm):
    """Three distinctions, each with its reason; conditions; negative list."""

    conditions = some_of("符合的容错条件", CONDITIONS.items())
    hard = some_of(
        "不得容错的情形",
        HARD.items(),
        help_text="有其中一项的，只能认定为不予容错，应当与三个区分的判断一致。",
    )
    soft = some_of("一般不予容错的情形", SOFT.items(), help_text="党委认为仍可容错的，研究时须写明理由。")
    note = text("说明", rows=4, required=False, help_text="勾选了上面情形的，写明事实依据。")
    order = ("version", *(name for code in DISTINCTIONS for name in (code, f"{code}_reason")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, one in DISTINCTIONS.items():
            choices = [
                (side, {"excused": one.excused, "condemned": one.condemned}.get(side, word))
                for side, word in SIDES.items()
            ]
            self.fields[code] = one_of(one.plain, choices)
            self.fields[f"{code}_reason"] = text("理由", rows=3)
        self.order_fields(self.order)
        for name in self.order[1:]:
            prepare(self.fields[name])


class JoinForm(CaseForm):
    matter = forms.TypedChoiceField(label="并入哪一事项", coerce=int, widget=forms.RadioSelect)
    reason = text("理由", rows=4, most=400, help_text="为什么是同一事项，例如时间、对象和经过相同。")

    def __init__(self, *args: Any, matters: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = matters  # type: ignore[attr-defined]


class SendBackForm(CaseForm):
    note = text("需要补正的内容", help_text="一次写清全部内容；只退回补正一次。")


class OfficersForm(CaseForm):
    officers = forms.TypedMultipleChoiceField(
        label="核实人员",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="两人以上；本人、亲属、同一单位和参与过有争议决定的应当回避。",
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = people  # type: ignore[attr-defined]


class RefusalForm(CaseForm):
    reason = text("不予受理的理由", most=2000, help_text="书面告知申请人。")


class VerificationForm(CaseForm):
    step = one_of("核实方式", Verification.Step.choices)
    on = day("日期")
    with_officer = forms.TypedChoiceField(label="共同核实人员", coerce=int)
    document_no = line(
        "材料编号", most=100, required=False, help_text="纸质材料的编号；内容在纸质材料上的必须填写。"
    )
    content = text("核实内容", rows=8, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], register_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_officer"].choices = people  # type: ignore[attr-defined]
        if register_only:
            del self.fields["content"]
            self.fields["document_no"].required = True
            self.fields["document_no"].help_text = "本校只登记日期、方式和材料编号，内容在纸质材料上。"


class FactorForm(CaseForm):
    factor_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    facts = text("事实", rows=6, help_text="核实了什么。")
    evidence = text("证据", rows=4, help_text="哪些材料、谁的谈话，写明编号。")
    finding = one_of("判断", FINDINGS.items(), help_text="只作判断，不打分；结论由党委集体研究。")


class SignForm(CaseForm):
    proposal = one_of("建议", OUTCOMES.items())
    text = text("意见", rows=6)

    def __init__(self, *args: Any, outcomes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].choices = [(code, OUTCOMES[code]) for code in outcomes]  # type: ignore[attr-defined]


class ReferForm(CaseForm):
    considered = text(
        "本人陈述的采纳情况",
        rows=5,
        required=False,
        help_text="采纳了哪些，没有采纳的说明理由；没有陈述的不填。",
    )


class ScheduleForm(CaseForm):
    meeting = forms.TypedChoiceField(
        label="列入哪次会议", coerce=int, help_text="只列出还没有召开的会议；没有的，请党办先新建会议。"
    )
    supplementary = line("补充议题的理由", most=300, required=False, help_text="会议的议题已经确定的才填写。")

    def __init__(self, *args: Any, meetings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [("", "请选择"), *meetings]  # type: ignore[attr-defined]


class ReportForm(CaseForm):
    to_whom = line("上级部门", help_text="例如：中共上海市教育卫生工作委员会。")
    document_no = line("文号", most=100)
    reported_on = day("报送日期")


class ShowForm(CaseForm):
    scope = one_of(
        "公开范围", Publication.Scope.choices, help_text="一般在本单位公开；不宜宽于影响所及的范围。"
    )
    text = text(
        "公开内容", rows=8, most=4000, help_text="写认定结果和依据，不写他人姓名、联系方式和举报情况。"
    )


class SettleForm(CaseForm):
    reply = text("处理意见", rows=4)
    changed = forms.BooleanField(
        label="采纳异议，修改后重新送本人阅看", required=False, help_text="采纳的，在下面改好内容或者范围。"
    )
    scope = one_of("公开范围", Publication.Scope.choices)
    text = text("公开内容", rows=8, most=4000)


class TakeDownForm(CaseForm):
    reason = line("提前撤下的理由", most=500, required=False, help_text="期满撤下的不用填写。")


class ReplyForm(CaseForm):
    how = one_of("答复方式", Answer.How.choices)
    text = text("答复内容", rows=8)


class AnswerReviewForm(CaseForm):
    result = one_of("复核结果", Review.Result.choices)
    answer = text("复核答复", rows=6)


class CheckForm(CaseForm):
    passed = forms.TypedChoiceField(
        label="核查结论",
        choices=(("yes", "已整改到位，通过"), ("no", "尚未到位，退回继续整改")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = text("核查意见", rows=4)


class RevokeForm(CaseForm):
    document_no = line("文号", most=100, help_text="撤销所依据的文件。")
    revoked_on = day("撤销决定日期", "文件上的日期；不填为今天。", required=False)
    reason = text("撤销的理由", rows=4, most=500, help_text="查实弄虚作假，或者上级机关改变认定的。")


class GivenForm(CaseForm):
    """What the competent body gave: one measure, or two of different kinds."""

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in ROWS_OF_MEASURES:
            first = row == 1
            which = "" if first else "（另一项）"
            self.fields[f"measure_{row}"] = forms.ChoiceField(
                label=f"措施{which}", choices=[("", "—"), *measures], required=first
            )
            self.fields[f"decided_on_{row}"] = day(f"决定日期{which}", required=first)
            self.fields[f"document_no_{row}"] = line(f"文号{which}", most=100, required=first)
            self.fields[f"points_{row}"] = forms.DecimalField(
                label=f"扣分{which}", min_value=0, max_digits=6, decimal_places=2, required=False
            )
            self.fields[f"influence_to_{row}"] = day(
                f"影响期止{which}", "决定书写明的以决定书为准；没有写明的按规定推算。", required=False
            )
        for name in list(self.fields)[1:]:
            prepare(self.fields[name])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("measure_2"):
            for name, words in (("decided_on_2", "决定日期"), ("document_no_2", "文号")):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, f"请填写另一项措施的{words}。")
        for row in ROWS_OF_MEASURES:
            on = found.get(f"decided_on_{row}")
            if on is not None and on > clock.today():
                self.add_error(f"decided_on_{row}", "决定日期不能晚于今天，请核对。")
        return found

    @property
    def given(self) -> list[GivenMeasure]:
        """The rows that were filled in."""
        said = self.cleaned_data
        return [
            GivenMeasure(
                measure=said[f"measure_{row}"],
                decided_on=said[f"decided_on_{row}"],
                points=said.get(f"points_{row}") or Decimal(0),
                document_no=said[f"document_no_{row}"],
                influence_to=said.get(f"influence_to_{row}"),
            )
            for row in ROWS_OF_MEASURES
            if said.get(f"measure_{row}")
        ]
