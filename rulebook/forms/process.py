"""Pages of a draft about grades, terms and periods (第六条, 第七条)."""

from __future__ import annotations

from django import forms

from .base import JSON, SectionForm
from .judging import count_field
from .rows import NumberField

MOST_DAYS = 365


def _days(label: str, help_text: str = "") -> forms.IntegerField:
    return count_field(label, help_text, most=MOST_DAYS)


class ProcessForm(SectionForm):
    """等次比例与聘期考核 (第六条)."""

    excellent_share = NumberField(
        label="优秀等次的比例（%）", most=100, help_text="按应当确定等次的人数计算，不超过这个比例。"
    )
    excellent_most = NumberField(
        label="经批准的优秀等次最高比例（%）", most=100, help_text="党委另行决定时可以达到的上限。"
    )
    term_years = count_field("一个聘期的年数", "聘期考核所含的年度数。", most=10)
    term_share = NumberField(
        label="年度得分平均所占比例（%）", most=100, help_text="其余为聘期末测评所占的比例。"
    )

    term_pass = NumberField(
        label="聘期考核合格的最低分", most=100, help_text="低于这个分数的，建议不合格，由党委审定。"
    )

    def judge(self) -> None:
        if self.cleaned_data["excellent_most"] < self.cleaned_data["excellent_share"]:
            self.add_error("excellent_most", "最高比例不能小于通常的比例，请调整。")


class PeriodsForm(SectionForm):
    """述职、公示、反馈、复核和谈话提醒的期限 (第六条, 第七条)."""

    report_days = _days("述职报告公示天数")
    publicity_days = _days("结果公示的工作日数")
    feedback_days = _days("反馈结果的工作日数")
    review_days = _days("申请复核的天数", "自收到结果通知的次日起算。")
    answer_days = _days("答复复核的天数")
    appeal_days = _days("对复核答复申诉的天数", "自收到答复的次日起算。")
    talk_days = _days("谈话提醒的工作日数", "自党委作出决定的次日起算。")
    follow_ups = forms.CharField(
        label="谈话提醒后跟踪的月数", max_length=40, help_text="用顿号分开，从小到大，例如：3、6"
    )
    talk_seen_years = count_field("谈话提醒可供查看的年数", "期满后不再显示。", most=20)

    def singles(self) -> JSON:
        return super().singles() | {"follow_ups": "、".join(map(str, self.parameters.follow_ups))}

    def clean_follow_ups(self) -> list[int]:
        text = self.cleaned_data["follow_ups"]
        for sign in "，,；; ":
            text = text.replace(sign, "、")
        parts = [part for part in text.split("、") if part]
        if not parts or not all(part.isascii() and part.isdigit() and 0 < int(part) <= 60 for part in parts):
            raise forms.ValidationError("请写 1 至 60 之间的月数，用顿号分开，例如：3、6。")
        months = [int(part) for part in parts]
        if months != sorted(set(months)):
            raise forms.ValidationError("月数应从小到大，且不重复。")
        return months
