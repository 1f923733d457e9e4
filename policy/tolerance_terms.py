"""The words of fault tolerance: distinctions, conditions, negative list, factors, outcomes (第十一、十二条).

Codes are stored, words are shown; no word here decides anything by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distinction:
    """One of 三个区分开来: what may be excused, against what may not."""

    code: str
    excused: str
    condemned: str
    plain: str


DISTINCTIONS: Mapping[str, Distinction] = {
    one.code: one
    for one in (
        Distinction(
            "experience",
            "推进改革中因缺乏经验、先行先试出现的失误和错误",
            "明知故犯的违纪违法行为",
            "当时知不知道这样做不对？是头一次做、没有现成办法，还是明知不行仍然去做？",
        ),
        Distinction(
            "exploration",
            "上级尚无明确限制的探索性试验中的失误和错误",
            "上级明令禁止后依然我行我素的违纪违法行为",
            "当时上级有没有明确的限制或者禁止？有的话，是在禁止之前还是之后做的？",
        ),
        Distinction(
            "development",
            "为推动发展的无意过失",
            "为谋取私利的违纪违法行为",
            "这样做是为了工作还是为了个人？本人和亲友有没有从中得到好处？",
        ),
    )
}
EXCUSED, CONDEMNED, UNCLEAR = "excused", "condemned", "unclear"
SIDES: Mapping[str, str] = {EXCUSED: "属于前者", CONDEMNED: "属于后者", UNCLEAR: "需要核实"}

CONDITIONS: Mapping[str, str] = {
    "not_forbidden": "没有明令禁止",
    "pioneering": "先行先试中的无意过失",
    "force_majeure": "不可抗力或者难以预见",
    "made_good": "主动挽回损失、消除影响",
    "decided_together": "经过民主决策，或者本人曾明确反对",
    "unselfish": "没有谋取私利",
    "emergency": "处置突发事件时果断决策",
    "legacy": "处理历史遗留问题，出于公心",
}
# Of these a case can only end in 不予容错.
HARD: Mapping[str, str] = {
    "private_gain": "谋取私利",
    "after_ban": "明令禁止后仍为",
    "knowingly": "明知故犯",
    "political": "违反政治纪律和政治规矩",
}
# The committee may set these aside, with its reason.
SOFT: Mapping[str, str] = {"repeated": "同类问题重复发生", "large_loss": "损失较大或者影响较大"}

FACTORS: Mapping[str, str] = {
    "motive": "动机态度",
    "conditions": "客观条件",
    "procedure": "程序方法",
    "nature": "性质程度",
    "consequence": "后果影响",
    "recovery": "挽回损失",
}
FAVOURABLE, NEUTRAL, ADVERSE = "favourable", "neutral", "adverse"
FINDINGS: Mapping[str, str] = {FAVOURABLE: "有利", NEUTRAL: "中性", ADVERSE: "不利"}

EXEMPT, LIGHTER, REDUCED, NOT_TOLERATED = "exempt", "lighter", "reduced", "not_tolerated"
OUTCOMES: Mapping[str, str] = {
    EXEMPT: "免除责任",
    LIGHTER: "从轻",
    REDUCED: "减轻",
    NOT_TOLERATED: "不予容错",
}
MILDER = frozenset({LIGHTER, REDUCED})

ORGANIZATION, DISCIPLINE = "organization", "discipline"
OFFICES: Mapping[str, str] = {ORGANIZATION: "组织部", DISCIPLINE: "纪委监察部门"}
CADRE, UNIT, OFFICE = "cadre", "unit", "office"
APPLICANTS: Mapping[str, str] = {
    CADRE: "干部本人",
    UNIT: "所在二级党组织",
    OFFICE: "主动容错（认定主体依职权）",
}


class State:
    """Codes of a case's states, in the order in which it walks."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REFUSED = "refused"
    VERIFYING = "verifying"
    ANALYSING = "analysing"
    COMMITTEE = "committee"
    DECIDED = "decided"
    REPORTED = "reported"
    PUBLISHED = "published"
    REPLIED = "replied"
    REVIEWING = "reviewing"
    RECTIFYING = "rectifying"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


STATES: Mapping[str, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待受理",
    State.RETURNED: "待补正",
    State.REFUSED: "不予受理",
    State.VERIFYING: "调查核实",
    State.ANALYSING: "综合分析",
    State.COMMITTEE: "待党委研究",
    State.DECIDED: "已认定，待报上级",
    State.REPORTED: "已报上级，待公开或答复",
    State.PUBLISHED: "已公开",
    State.REPLIED: "已答复",
    State.REVIEWING: "复核中",
    State.RECTIFYING: "纠错整改",
    State.CLOSED: "办结归档",
    State.WITHDRAWN: "已撤回",
    State.SUSPENDED: "并案中止",
}
ENDED = frozenset({State.REFUSED, State.CLOSED, State.WITHDRAWN})
OPEN = tuple(state for state in STATES if state not in ENDED)
# Handed in and not over: one of these per cadre and matter; a draft is nobody's business yet.
HANDED_IN_OPEN = tuple(state for state in OPEN if state != State.DRAFT)
# Before the committee has decided: the marks still count, flagged 容错认定中.
PENDING = (
    State.SUBMITTED,
    State.RETURNED,
    State.VERIFYING,
    State.ANALYSING,
    State.COMMITTEE,
    State.SUSPENDED,
)
# The finding is there and something is still to do.
FOUND = (
    State.DECIDED,
    State.REPORTED,
    State.PUBLISHED,
    State.REPLIED,
    State.REVIEWING,
    State.RECTIFYING,
)
AFTER_FINDING = (*FOUND, State.CLOSED)
# From which an investigation of the matter takes a case away, and to which it comes back.
SUSPENDABLE = (State.SUBMITTED, State.RETURNED, State.VERIFYING, State.ANALYSING, State.COMMITTEE)
