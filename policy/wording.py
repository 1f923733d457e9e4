"""A parameter version in words: what the sheet 口径 and the rulebook pages print."""

from collections.abc import Callable, Mapping

from .limits import LIMITS, limit_of
from .numbers import plain
from .parameters import LABELS, AppraisalParameters, Measure, Scheme, Weighted
from .sources import source_in

CHOICES: Mapping[str, Mapping[str, str]] = {
    "merge": {
        "across_rank": "同类单位正职、副职合并",
        "across_kind": "机关部门与直属单位同级合并",
    },
    "missing_group": {"withhold": "缺票待核，不计分", "renormalise": "去掉该主体，权重按比例分给其余主体"},
    "same_matter": {"max": "取最高一项", "sum": "累计"},
    "blocked_seat": {"keep": "名额保留，不递补", "pass_on": "名额依次递补"},
    "bottom_scope": {"category": "按类别", "overall": "全体"},
}
EFFECTS: Mapping[str, str] = {
    "points": "只扣分",
    "barred": "参加排名，不得评优、不予表彰",
    "ungraded": "不确定等次",
}
INCOMPETENT = "有关规定有定为不称职的要求"
EXPELS = "之后应另行办理退出名册"


def parameter_rows(parameters: AppraisalParameters) -> list[tuple[str, str, str]]:
    """(name, value in words, where the value comes from), in the order they are read aloud.

    Of every parameter and limit; the articles that they serve are in `LABELS`.
    """
    return [
        (label, _value(key, parameters), source_in(parameters, key)) for key, (label, _) in LABELS.items()
    ]


def _value(key: str, parameters: AppraisalParameters) -> str:
    if key in LIMITS:
        return LIMITS[key].words(limit_of(key, parameters.limits))
    value = getattr(parameters, key)
    if key in CHOICES:
        return CHOICES[key][str(value)]
    return _WRITERS[key](parameters) if key in _WRITERS else str(value)


def _weights(items: tuple[Weighted, ...]) -> str:
    return "，".join(f"{item.name} {plain(item.weight)}%" for item in items) or "无"


def effect_words(measure: Measure) -> str:
    """What a measure does to the appraisal, and how long (第八条)."""
    if measure.effect == "points" or measure.years <= 1:
        return EFFECTS[measure.effect]
    lasting = "次年" if measure.years == 2 else f"其后 {measure.years - 1} 年"
    return f"{EFFECTS[measure.effect]}（当年及{lasting}）"


def _measures(measures: Mapping[str, Measure]) -> str:
    words: dict[str, list[str]] = {}
    for word, measure in measures.items():
        words.setdefault(effect_words(measure), []).append(word)
    words |= {
        INCOMPETENT: [word for word, measure in measures.items() if measure.incompetent],
        EXPELS: [word for word, measure in measures.items() if measure.expels],
    }
    return "；".join(f"{effect}：{'、'.join(found)}" for effect, found in words.items() if found)


def scheme_words(scheme: Scheme, p: AppraisalParameters) -> str:
    """What a category does differently, by the names people know (第六条)."""
    groups = {group.code: group.name for group in p.groups}
    dimensions = {dimension.code: dimension.name for dimension in p.dimensions}
    marks = {mark.code: mark.word for mark in p.marks}
    own = [f"{groups[code]} {plain(number)}%" for code, number in scheme.groups.items()]
    own += [f"{dimensions[code]} {plain(number)}%" for code, number in scheme.dimensions.items()]
    own += [f"{marks[code]} {plain(number)} 分" for code, number in scheme.points.items()]
    return "，".join(own) or "与其他类别相同"


def _schemes(p: AppraisalParameters) -> str:
    parts = [f"{category}：{scheme_words(scheme, p)}" for category, scheme in p.schemes.items()]
    return "；".join(parts) or "无"


_WRITERS: Mapping[str, Callable[[AppraisalParameters], str]] = {
    "marks": lambda p: "，".join(f"{mark.word} {plain(mark.points)} 分" for mark in p.marks),
    "abstentions": lambda p: "、".join(mark.word or "空白" for mark in p.abstentions),
    "dimensions": lambda p: _weights(p.dimensions),
    "groups": lambda p: _weights(p.groups),
    "components": lambda p: _weights(p.components),
    "schemes": _schemes,
    "kinds": lambda p: "、".join(p.kinds),
    "ranks": lambda p: "、".join(p.ranks),
    "merge_kinds": lambda p: f"{'、'.join(p.merge_kinds.kinds)}合并为{p.merge_kinds.name}",
    "min_category": lambda p: f"{p.min_category} 人",
    "min_marks": lambda p: f"{p.min_marks} 票",
    "top_share": lambda p: f"{plain(p.top_share)}%",
    "bottom_share": lambda p: f"{plain(p.bottom_share)}%",
    "decimals": lambda p: f"{p.decimals} 位，四舍五入一次",
    "small_figure": lambda p: f"{p.small_figure} 票",
    "figure_doubt": lambda p: f"{plain(p.figure_doubt)} 分",
    "own_figure": lambda p: f"{p.own_figure} 票",
    "own_hidden": lambda p: "、".join(g.name for g in p.groups if g.code in p.own_hidden) or "无",
    "excellent_share": lambda p: f"{plain(p.excellent_share)}%",
    "excellent_most": lambda p: f"{plain(p.excellent_most)}%",
    "term_years": lambda p: f"{p.term_years} 年",
    "term_share": lambda p: f"{plain(p.term_share)}%",
    "term_pass": lambda p: f"{plain(p.term_pass)} 分",
    "report_days": lambda p: f"{p.report_days} 天",
    "publicity_days": lambda p: f"{p.publicity_days} 个工作日",
    "feedback_days": lambda p: f"{p.feedback_days} 个工作日",
    "review_days": lambda p: f"{p.review_days} 天",
    "answer_days": lambda p: f"{p.answer_days} 天",
    "appeal_days": lambda p: f"{p.appeal_days} 天",
    "talk_days": lambda p: f"{p.talk_days} 个工作日",
    "follow_ups": lambda p: "、".join(f"第 {months} 个月" for months in p.follow_ups),
    "talk_seen_years": lambda p: f"{p.talk_seen_years} 年",
    "measures": lambda p: _measures(p.measures),
    "findings": lambda p: "，".join(
        f"{word}（{'免除' if finding.lifts else '不免除'}）" for word, finding in p.findings.items()
    ),
}
