"""Pages of a draft about categories, counting, lists, measures and findings (第六条 to 第八条, 第十四条)."""

from __future__ import annotations

from typing import Any

from django import forms

from policy.parameters import AppraisalParameters
from policy.wording import CHOICES, EFFECTS

from .base import JSON, SectionForm
from .rows import MOST_YEARS, Cell, NumberField, Rows, WordField, word

# As they are stored with a record (matters.models.Mark, Relief).
LONGEST_MEASURE, LONGEST_FINDING = 30, 12

WITHIN = "按全部排名人员计算，不超过这个比例。"


def _bool(**given: Any) -> forms.Field:
    return forms.BooleanField(**given)


def _years(**given: Any) -> forms.Field:
    return forms.IntegerField(
        min_value=0, max_value=MOST_YEARS, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **given
    )


def _effect(**given: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", "请选择"), *EFFECTS.items()], **given)


def count_field(label: str, help_text: str, least: int = 1, most: int = 1_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _choice(key: str, label: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=list(CHOICES[key].items()), widget=forms.RadioSelect
    )


class CategoriesForm(SectionForm):
    """考核类别与人数不足时的合并 (第六条)."""

    tables = (
        Rows(
            "kind",
            "单位类别",
            (word("单位类别"),),
            "次序就是名单和名额的次序；名称须与名册中的单位类别一致。",
        ),
        Rows("rank", "正副职", (word("正副职"),), "名称须与名册中的正副职一致。", blank=1),
    )
    min_category = count_field("单独排名的最少人数", "确定等次的参加考核人员少于这个人数的类别要合并。")
    merge = _choice("merge", "人数不足时的合并办法")
    merge_suffix = WordField(label="正副职合并后的名称后缀", help_text="例如：（正副职合并）")
    merge_name = WordField(label="单位类别合并后的名称", help_text="例如：机关及直属单位")
    merge_members = forms.CharField(
        label="可合并的单位类别", max_length=200, help_text="用顿号分开，例如：机关部门、直属单位"
    )

    def rows_of(self, prefix: str) -> list[JSON]:
        return [
            {"name": name} for name in (self.parameters.kinds if prefix == "kind" else self.parameters.ranks)
        ]

    def singles(self) -> JSON:
        together = self.parameters.merge_kinds
        return super().singles() | {"merge_name": together.name, "merge_members": "、".join(together.kinds)}

    def judge(self) -> None:
        for table in self.tables:
            if not self.rows[table.prefix]:
                self.add_error(None, f"至少要有一个{table.title}。")
        kinds = [row["name"] for row in self.rows["kind"]]
        members = self._members()
        unknown = [name for name in members if name not in kinds]
        if unknown:
            said = f"“{'、'.join(unknown)}”不在上面的单位类别中，请改成其中的名称，用顿号分开。"
            self.add_error("merge_members", said)
        elif len(members) != len(set(members)):
            self.add_error("merge_members", "有单位类别写了两遍，请去掉重复的。")

    def _members(self) -> list[str]:
        text = self.cleaned_data["merge_members"]
        for sign in "，,；;":
            text = text.replace(sign, "、")
        return [part.strip() for part in text.split("、") if part.strip()]

    def values(self) -> JSON:
        data = self.cleaned_data
        return {
            "kinds": [row["name"] for row in self.rows["kind"]],
            "ranks": [row["name"] for row in self.rows["rank"]],
            "min_category": data["min_category"],
            "merge": data["merge"],
            "merge_suffix": data["merge_suffix"],
            "merge_kinds": {"name": data["merge_name"], "kinds": self._members()},
        }


class CountingForm(SectionForm):
    """计分口径 (第六条, 第八条)."""

    min_marks = count_field("每个维度的最少有效票数", "一个测评主体每个维度的有效票达到这个数，才计入。")
    missing_group = _choice("missing_group", "测评主体缺票的处理")
    same_matter = _choice("same_matter", "同一事项多项措施的扣分")
    decimals = count_field("总分保留小数位数", "0、1 或 2；四舍五入一次。", least=0, most=2)


class DisplayForm(SectionForm):
    """均分的显示 (第六条): what of few papers nobody may read."""

    small_figure = count_field("小于多少票不显示均分", "至少 5 票，防止从少数票反推个人意见。", least=5)
    figure_doubt = NumberField(
        label="不显示的均分至少保留的不确定范围（分）",
        most=100,
        help_text="计分表增加的数字不得使不显示的均分可以推算到比这更小的范围。",
    )
    own_figure = count_field(
        "本人可看均分的最少票数", "一个测评主体的票数达到这个数，本人才能看到它的均分。", least=5
    )
    own_hidden = forms.MultipleChoiceField(
        label="均分不向本人显示的测评主体", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, parameters: AppraisalParameters, **kwargs: Any) -> None:
        super().__init__(*args, parameters=parameters, **kwargs)
        hidden: Any = self.fields["own_hidden"]
        hidden.choices = [(group.code, group.name) for group in parameters.groups]

    def singles(self) -> JSON:
        return super().singles() | {"own_hidden": list(self.parameters.own_hidden)}


class ListsForm(SectionForm):
    """两个名单的名额 (第七条)."""

    top_share = NumberField(label="表彰名额比例（%）", most=100, help_text=WITHIN)
    bottom_share = NumberField(label="研判名额比例（%）", most=100, help_text=WITHIN)
    blocked_seat = _choice("blocked_seat", "不得评优者所占的名额")
    bottom_scope = _choice("bottom_scope", "后段名单的范围")

    def judge(self) -> None:
        if self.cleaned_data["top_share"] + self.cleaned_data["bottom_share"] > 100:
            self.add_error("bottom_share", "两个比例之和不能超过 100%，请调整。")


class MeasuresForm(SectionForm):
    """措施及其对考核的影响 (第八条)."""

    tables = (
        Rows(
            "measure",
            "措施",
            (
                word("措施", longest=LONGEST_MEASURE),
                Cell("effect", "对考核的影响", _effect),
                Cell("years", "影响几个年度", _years, optional=True),
                Cell("incompetent", "不称职有规定", _bool, optional=True),
                Cell("expels", "退出名册", _bool, optional=True),
            ),
            "影响几个年度：只扣分的可不填；其他的 1 表示决定当年，2 表示当年及次年。",
        ),
    )

    def rows_of(self, prefix: str) -> list[JSON]:
        return [
            {
                "name": name,
                "effect": item.effect,
                "years": item.years,
                "incompetent": item.incompetent,
                "expels": item.expels,
            }
            for name, item in self.parameters.measures.items()
        ]

    def judge(self) -> None:
        if not self.rows["measure"]:
            self.add_error(None, "至少要有一项措施。")
        for row in self.rows["measure"]:
            if row["effect"] != "points" and not row["years"]:
                said = f"“{row['name']}”限制评优或等次，请写影响几个年度（至少 1）。"
                self.add_error(f"measure_{row['row']}_years", said)

    def values(self) -> JSON:
        return {
            "measures": {
                row["name"]: {"effect": row["effect"], "years": row["years"] or 0}
                | {flag: True for flag in ("incompetent", "expels") if row[flag]}
                for row in self.rows["measure"]
            }
        }


class FindingsForm(SectionForm):
    """认定及其是否免除影响 (第十四条)."""

    tables = (
        Rows(
            "finding",
            "认定",
            (word("认定", longest=LONGEST_FINDING), Cell("lifts", "免除影响", _bool, optional=True)),
            "勾选“免除影响”的，该干部在该事项上的全部记录都不计。",
        ),
    )

    def rows_of(self, prefix: str) -> list[JSON]:
        return [{"name": name, "lifts": item.lifts} for name, item in self.parameters.findings.items()]

    def judge(self) -> None:
        if not self.rows["finding"]:
            self.add_error(None, "至少要有一种认定。")

    def values(self) -> JSON:
        return {"findings": {row["name"]: {"lifts": bool(row["lifts"])} for row in self.rows["finding"]}}
