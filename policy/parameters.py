"""The figures of the annual appraisal as one frozen version: every default is data, none a literal here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import partial
from typing import Any

from . import reading
from .limits import LIMITS
from .parameter_parts import (
    Abstention,
    Finding,
    Mark,
    Measure,
    MergeKinds,
    Scheme,
    Weighted,
    read_abstentions,
    read_findings,
    read_marks,
    read_measures,
    read_merge_kinds,
    read_schemes,
    read_weighted,
)
from .reading import ParameterError

__all__ = [
    "PARAMETER_LABELS",
    "Abstention",
    "AppraisalParameters",
    "Finding",
    "Mark",
    "Measure",
    "MergeKinds",
    "ParameterError",
    "Scheme",
    "Weighted",
]

# A line of a paper is stored as one integer of 64 bits, four of them for each question.
MOST_MARKS = 16
MOST_DIMENSIONS = 15
# A category is stored with everybody who takes part.
LONGEST_CATEGORY = 30
# Totals are stored with two places; more would be compared but not kept.
STORED_DECIMALS = 2

# Key -> (Chinese label, article): the rows of the 口径 sheet, in the order they are read aloud.
PARAMETER_LABELS: Mapping[str, tuple[str, str]] = {
    "marks": ("票面档次与分值", "第六条"),
    "abstentions": ("不计入分母的票面", "第六条"),
    "dimensions": ("测评维度与权重", "第六条"),
    "groups": ("测评主体与权重", "第六条"),
    "components": ("其他考核成分与权重", "第六条"),
    "schemes": ("分类别另定的权重与分值", "第六条"),
    "kinds": ("单位类别顺序", "第六条"),
    "ranks": ("正副职顺序", "第六条"),
    "min_category": ("单独排名的最少人数", "第六条"),
    "merge": ("人数不足时的合并办法", "第六条"),
    "merge_suffix": ("正副职合并后的名称后缀", "第六条"),
    "merge_kinds": ("可合并的单位类别", "第六条"),
    "min_marks": ("每个维度的最少有效票数", "第六条"),
    "missing_group": ("测评主体缺票的处理", "第六条"),
    "same_matter": ("同一事项多项措施的扣分", "第八条"),
    "top_share": ("表彰名额比例", "第七条"),
    "bottom_share": ("研判名额比例", "第七条"),
    "blocked_seat": ("不得评优者所占名额", "第七条"),
    "bottom_scope": ("后段名单的范围", "第七条"),
    "decimals": ("总分保留小数位数", "第六条"),
    "small_figure": ("小于多少票不显示均分", "第六条"),
    "figure_doubt": ("不显示的均分至少保留的不确定范围", "第六条"),
    "own_figure": ("本人可看均分的最少票数", "第六条"),
    "own_hidden": ("均分不向本人显示的测评主体", "第六条"),
    "excellent_share": ("优秀等次的比例", "第六条"),
    "excellent_most": ("经批准的优秀等次最高比例", "第六条"),
    "term_years": ("一个聘期的年数", "第六条"),
    "term_share": ("聘期考核中年度得分平均所占比例", "第六条"),
    "term_pass": ("聘期考核合格的最低分", "第六条"),
    "report_days": ("述职报告公示天数", "第六条"),
    "publicity_days": ("结果公示的工作日数", "第七条"),
    "feedback_days": ("反馈结果的工作日数", "第六条"),
    "review_days": ("申请复核的天数", "第六条"),
    "answer_days": ("答复复核的天数", "第六条"),
    "appeal_days": ("对复核答复申诉的天数", "第六条"),
    "talk_days": ("谈话提醒的工作日数", "第七条"),
    "follow_ups": ("谈话提醒后跟踪的月数", "第七条"),
    "talk_seen_years": ("谈话提醒可供查看的年数", "第七条"),
    "measures": ("措施及其对考核的影响", "第八条"),
    "findings": ("认定及其是否免除影响", "第十四条"),
}
# The same of every number that can be set: parameters, then the limits of all areas.
LABELS: Mapping[str, tuple[str, str]] = {
    **PARAMETER_LABELS,
    **{limit.key: (limit.label, limit.article) for limit in LIMITS.values()},
}

# What the steps around the count have been read as since before they were parameters.
PROCESS: Mapping[str, object] = {
    "excellent_share": "20",
    "excellent_most": "25",
    "term_years": 3,
    "term_share": "60",
    "term_pass": "60",
    "report_days": 3,
    "publicity_days": 5,
    "feedback_days": 5,
    "review_days": 30,
    "answer_days": 30,
    "appeal_days": 15,
    "talk_days": 15,
    "follow_ups": (3, 6),
    "talk_seen_years": 2,
}
_SHARES = ("excellent_share", "excellent_most", "term_share", "term_pass")
_READ_ALONE = (*_SHARES, "follow_ups")


def _as_agreed(key: str, data: Mapping[str, object]) -> object:
    return PROCESS[key]


# What a version that was approved before the key existed is read as; no rater group may then be shown.
LATER: Mapping[str, Callable[[Mapping[str, object]], object]] = {
    **{key: partial(_as_agreed, key) for key in PROCESS},
    "limits": lambda data: {},
    "figure_doubt": lambda data: "1",
    "own_figure": lambda data: reading.member(data, "small_figure", "考核参数"),
    "own_hidden": lambda data: [
        reading.member(reading.table(row, "groups"), "code", "groups")
        for row in reading.rows(reading.member(data, "groups", "考核参数"), "groups")
    ],
}


@dataclass(frozen=True, slots=True)
class AppraisalParameters:
    """One version of every figure the annual appraisal uses; frozen when a cycle is approved (第六条).

    limits: numbers of `policy.limits` that differ from their default, by key.
    """

    marks: tuple[Mark, ...]
    abstentions: tuple[Abstention, ...]
    dimensions: tuple[Weighted, ...]
    groups: tuple[Weighted, ...]
    components: tuple[Weighted, ...]
    schemes: Mapping[str, Scheme]
    kinds: tuple[str, ...]
    ranks: tuple[str, ...]
    min_category: int
    merge: str
    merge_suffix: str
    merge_kinds: MergeKinds
    min_marks: int
    missing_group: str
    same_matter: str
    top_share: Decimal
    bottom_share: Decimal
    blocked_seat: str
    bottom_scope: str
    decimals: int
    small_figure: int
    figure_doubt: Decimal
    own_figure: int
    own_hidden: tuple[str, ...]
    excellent_share: Decimal
    excellent_most: Decimal
    term_years: int
    term_share: Decimal
    term_pass: Decimal
    report_days: int
    publicity_days: int
    feedback_days: int
    review_days: int
    answer_days: int
    appeal_days: int
    talk_days: int
    follow_ups: tuple[int, ...]
    talk_seen_years: int
    measures: Mapping[str, Measure]
    findings: Mapping[str, Finding]
    limits: Mapping[str, int]

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "AppraisalParameters":
        """Read and judge a version; raises ParameterError with a Chinese message naming the key."""
        whole = dict(reading.table(data, "考核参数"))
        whole = {key: meant(whole) for key, meant in LATER.items() if key not in whole} | whole
        reading.known(whole, [field.name for field in fields(cls)], "考核参数")
        value = {field.name: reading.member(whole, field.name, "考核参数") for field in fields(cls)}
        choice = {
            key: reading.choice(value[key], allowed, key)
            for key, allowed in {
                "merge": ("across_rank", "across_kind"),
                "missing_group": ("withhold", "renormalise"),
                "same_matter": ("max", "sum"),
                "blocked_seat": ("keep", "pass_on"),
                "bottom_scope": ("category", "overall"),
            }.items()
        }
        parameters = cls(
            marks=read_marks(value["marks"]),
            abstentions=read_abstentions(value["abstentions"]),
            dimensions=read_weighted(value["dimensions"], "dimensions"),
            groups=read_weighted(value["groups"], "groups"),
            components=read_weighted(value["components"], "components") if value["components"] else (),
            schemes=read_schemes(value["schemes"]),
            kinds=reading.texts(value["kinds"], "kinds"),
            ranks=reading.texts(value["ranks"], "ranks"),
            min_category=reading.integer(value["min_category"], "min_category", low=1),
            merge=choice["merge"],
            merge_suffix=reading.text(value["merge_suffix"], "merge_suffix"),
            merge_kinds=read_merge_kinds(value["merge_kinds"]),
            min_marks=reading.integer(value["min_marks"], "min_marks", low=1),
            missing_group=choice["missing_group"],
            same_matter=choice["same_matter"],
            top_share=reading.decimal(value["top_share"], "top_share", high=100),
            bottom_share=reading.decimal(value["bottom_share"], "bottom_share", high=100),
            blocked_seat=choice["blocked_seat"],
            bottom_scope=choice["bottom_scope"],
            decimals=reading.integer(value["decimals"], "decimals", low=0, high=STORED_DECIMALS),
            small_figure=reading.integer(value["small_figure"], "small_figure", low=1),
            figure_doubt=reading.decimal(value["figure_doubt"], "figure_doubt", high=100),
            own_figure=reading.integer(value["own_figure"], "own_figure", low=1),
            own_hidden=reading.texts(value["own_hidden"], "own_hidden") if value["own_hidden"] else (),
            **_process(value),
            measures=read_measures(value["measures"]),
            findings=read_findings(value["findings"]),
            limits=_limits(value["limits"]),
        )
        _check_whole(parameters)
        return parameters

    def to_json(self) -> dict[str, object]:
        """The same version as JSON values; `from_json(to_json())` is equal to it.

        A version that says no limit is written as those before there were any.
        """
        found = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return found if self.limits else {key: value for key, value in found.items() if key != "limits"}


def _process(value: Mapping[str, object]) -> dict[str, Any]:
    """The parameters of the steps around the count; raises ParameterError."""
    shares = {key: reading.decimal(value[key], key, high=100) for key in _SHARES}
    counts = {key: reading.integer(value[key], key, low=1) for key in PROCESS if key not in _READ_ALONE}
    return shares | counts | {"follow_ups": reading.integers(value["follow_ups"], "follow_ups", low=1)}


def _limits(value: object) -> dict[str, int]:
    """The numbers of `policy.limits` a version says itself; raises ParameterError."""
    said = reading.table(value, "limits")
    reading.known(said, list(LIMITS), "limits")
    return {
        key: reading.integer(number, f"limits.{key}", low=LIMITS[key].low, high=LIMITS[key].high)
        for key, number in said.items()
    }


def _plain(value: object) -> object:
    """A value of the dataclasses above as JSON: decimals as strings, flags only where they are set."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Measure):
        optional = {"incompetent": value.incompetent, "expels": value.expels}
        return {"effect": value.effect, "years": value.years} | {k: v for k, v in optional.items() if v}
    if isinstance(value, Mark | Abstention | Weighted | Scheme | MergeKinds | Finding):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _check_whole(p: AppraisalParameters) -> None:
    """What only several keys together can break; raises ParameterError."""
    reading.unique([m.code for m in p.marks] + [a.code for a in p.abstentions], "marks、abstentions 的 code")
    reading.unique([m.word for m in p.marks] + [a.word for a in p.abstentions], "marks、abstentions 的 word")
    if len(p.marks) + len(p.abstentions) > MOST_MARKS:
        raise ParameterError(f"参数「marks」与「abstentions」合计不得超过 {MOST_MARKS} 项")
    if len(p.dimensions) > MOST_DIMENSIONS:
        raise ParameterError(f"参数「dimensions」不得超过 {MOST_DIMENSIONS} 项")
    _check_hundred({item.code: item.weight for item in p.dimensions}, "dimensions")
    _check_hundred({item.code: item.weight for item in p.groups}, "groups")
    if sum(item.weight for item in p.components) >= 100:
        raise ParameterError("参数「components」的权重之和应小于 100，须给民主测评留出权重")
    if p.excellent_most < p.excellent_share:
        raise ParameterError("参数「excellent_most」不得小于「excellent_share」")
    if p.top_share + p.bottom_share > 100:
        raise ParameterError("参数「top_share」与「bottom_share」之和不得超过 100")
    reading.known(dict.fromkeys(p.merge_kinds.kinds), p.kinds, "merge_kinds.kinds")
    reading.known(dict.fromkeys(p.own_hidden), [item.code for item in p.groups], "own_hidden")
    _check_categories(category_names(p))
    reading.known(p.schemes, category_names(p), "schemes")
    for category, scheme in p.schemes.items():
        where = f"schemes.{category}"
        reading.known(scheme.points, [item.code for item in p.marks], f"{where}.points")
        for key, base, over in (
            ("groups", p.groups, scheme.groups),
            ("dimensions", p.dimensions, scheme.dimensions),
        ):
            reading.known(over, [item.code for item in base], f"{where}.{key}")
            _check_hundred({item.code: item.weight for item in base} | dict(over), f"{where}.{key}")


def category_names(p: AppraisalParameters) -> list[str]:
    """Every name a category can bear: as listed, and as merged either way."""
    listed = [kind + rank for kind in p.kinds for rank in p.ranks]
    merged = [kind + p.merge_suffix for kind in p.kinds] + [p.merge_kinds.name + rank for rank in p.ranks]
    return listed + merged


def _check_categories(names: list[str]) -> None:
    """Two categories of one name would be ranked as one without anybody having merged them."""
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"由「kinds」「ranks」和合并名称组成的考核类别「{name}」重复")
        if len(name) > LONGEST_CATEGORY:
            raise ParameterError(f"考核类别「{name}」超过 {LONGEST_CATEGORY} 个字")


def _check_hundred(weights: Mapping[str, Decimal], where: str) -> None:
    total = sum(weights.values())
    if total != 100:
        raise ParameterError(f"参数「{where}」的权重之和为 {total}，应为 100")
