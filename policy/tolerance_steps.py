"""Who moves a tolerance case, from which state, in how much time (第十二条); the whole table in one place.

Parties are what a person is to one case: a person may be several, and nobody handles the own case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .limits import tolerance as limits
from .tolerance_terms import AFTER_FINDING, FOUND, NOT_TOLERATED, OFFICE, STATES, State
from .workdays import Calendar, Deadline, deadline

S = State


class Party(StrEnum):
    """What somebody is to a case.

    applicant: who writes it; other_side: who is asked for the written opinion; handler: of the handling
    office, named for it, or the desk that takes in; handling_head, other_head: of the two offices;
    verifier: named to verify; analyst: named for the six factors; staff: named, or head, of either office;
    discipline: of the discipline office; organizing: head of the organization department, which prepares the
    committee's meetings, or who acts for him.
    """

    APPLICANT = "applicant"
    CADRE = "cadre"
    UNIT = "unit"
    OTHER_SIDE = "other_side"
    HANDLER = "handler"
    HANDLING_HEAD = "handling_head"
    OTHER_HEAD = "other_head"
    VERIFIER = "verifier"
    ANALYST = "analyst"
    STAFF = "staff"
    DISCIPLINE = "discipline"
    ORGANIZING = "organizing"


P = Party


@dataclass(frozen=True, slots=True)
class Step:
    """One act. told: its words as a button; to: the state it leads to, "" where the case stays."""

    code: str
    told: str
    by: tuple[Party, ...]
    states: tuple[str, ...]
    to: str = ""


_BEFORE_COMMITTEE = (S.SUBMITTED, S.RETURNED, S.VERIFYING, S.ANALYSING)
_TOLD = (S.PUBLISHED, S.REPLIED, S.RECTIFYING)

STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        Step("write", "修改申请", (P.APPLICANT,), (S.DRAFT, S.RETURNED)),
        Step("submit", "提交申请", (P.APPLICANT,), (S.DRAFT, S.RETURNED), S.SUBMITTED),
        Step(
            "withdraw",
            "撤回申请",
            (P.APPLICANT, P.CADRE),
            (S.DRAFT, *_BEFORE_COMMITTEE, S.COMMITTEE, S.SUSPENDED),
            S.WITHDRAWN,
        ),
        Step("give_opinion", "提出书面意见", (P.OTHER_SIDE,), _BEFORE_COMMITTEE),
        Step("triage", "初步研判", (P.HANDLER,), (S.SUBMITTED, S.VERIFYING, S.ANALYSING)),
        Step("join", "并入已有事项", (P.HANDLER,), (S.SUBMITTED, S.VERIFYING, S.ANALYSING)),
        Step("send_back", "退回补正", (P.HANDLER,), (S.SUBMITTED,), S.RETURNED),
        Step("accept", "受理", (P.HANDLING_HEAD,), (S.SUBMITTED,), S.VERIFYING),
        Step("refuse", "不予受理", (P.HANDLING_HEAD,), (S.SUBMITTED, S.RETURNED), S.REFUSED),
        Step(
            "attach",
            "添加材料",
            (P.APPLICANT, P.OTHER_SIDE, P.HANDLER, P.VERIFIER, P.ANALYST),
            (S.SUBMITTED, S.VERIFYING, S.ANALYSING),
        ),
        Step("name", "调整核实人员", (P.HANDLING_HEAD,), (S.VERIFYING,)),
        Step("extend", "延长核实", (P.HANDLING_HEAD,), (S.VERIFYING,)),
        Step("verify", "登记核实步骤", (P.VERIFIER,), (S.VERIFYING,)),
        Step("confirm", "确认核实结果", (P.VERIFIER,), (S.VERIFYING,), S.ANALYSING),
        Step("analyse", "填写六要素分析", (P.HANDLER, P.VERIFIER, P.ANALYST), (S.ANALYSING,)),
        Step("state", "本人陈述", (P.CADRE,), (S.ANALYSING,)),
        Step("hear", "登记本人陈述", (P.HANDLER, P.VERIFIER), (S.ANALYSING,)),
        Step("sign", "签署共同意见", (P.HANDLING_HEAD, P.OTHER_HEAD), (S.ANALYSING,)),
        Step("refer", "提请党委研究", (P.HANDLING_HEAD,), (S.ANALYSING,), S.COMMITTEE),
        Step("schedule", "列入会议议题", (P.ORGANIZING,), (S.COMMITTEE,)),
        Step("take_back", "取回补充", (P.HANDLING_HEAD,), (S.COMMITTEE,), S.ANALYSING),
        Step("report", "登记报上级", (P.HANDLER,), (S.DECIDED,), S.REPORTED),
        Step("enter_given", "登记实际给予的处理", (P.HANDLER, P.DISCIPLINE), FOUND),
        Step("show", "送本人阅看公开内容", (P.HANDLER,), (S.REPORTED,)),
        Step("object", "对公开内容提出异议", (P.CADRE,), (S.REPORTED,)),
        Step("settle_objection", "处理公开异议", (P.HANDLER,), (S.REPORTED,)),
        Step("publish", "公开认定结果", (P.HANDLING_HEAD,), (S.REPORTED,), S.PUBLISHED),
        Step("take_down", "撤下公开内容", (P.HANDLER,), (S.PUBLISHED, S.REVIEWING, S.RECTIFYING)),
        Step("reply", "答复申请人", (P.HANDLING_HEAD,), (S.REPORTED,), S.REPLIED),
        Step("ask_review", "申请复核", (P.CADRE,), _TOLD, S.REVIEWING),
        Step("answer_review", "答复复核", (P.OTHER_HEAD,), (S.REVIEWING,), S.RECTIFYING),
        Step("rectify", "填写纠错整改", (P.CADRE, P.UNIT), _TOLD, S.RECTIFYING),
        Step("check", "核查整改", (P.DISCIPLINE,), (S.RECTIFYING,)),
        Step("close", "办结归档", (P.HANDLING_HEAD,), (S.RECTIFYING,), S.CLOSED),
        Step("resume", "恢复办理", (P.DISCIPLINE,), (S.SUSPENDED,)),
        Step("revoke", "撤销认定", (P.HANDLING_HEAD,), (*FOUND, S.CLOSED), S.CLOSED),
    )
}
# Steps of which only some findings know: 不予容错 is answered and never published.
PUBLIC_STEPS = frozenset({"show", "object", "settle_objection", "publish", "take_down"})
REFUSED_STEPS = frozenset({"reply"})


def allowed(
    step: str,
    parties: Collection[Party],
    *,
    state: str,
    outcome: str = "",
    applicant: str = "",
    shown: bool = False,
) -> bool:
    """Whether somebody who is these things to a case in that state may take the step (第十二条).

    outcome: of the finding in force; without one nothing is left to do after it. applicant: a case that an
    office began is not withdrawn by anybody, nor one on which a finding stands while it is judged again.
    shown: the cadre has text and scope; before it nothing that he may do tells one finding from another.
    """
    rule = STEPS[step]
    if state not in rule.states or not set(rule.by) & set(parties):
        return False
    if step == "withdraw" and (outcome or applicant == OFFICE):
        return False
    if (state in AFTER_FINDING and not outcome) or (step == "object" and not shown):
        return False
    if step in PUBLIC_STEPS:
        return outcome not in ("", NOT_TOLERATED)
    return step not in REFUSED_STEPS or outcome == NOT_TOLERATED


@dataclass(frozen=True, slots=True)
class Term:
    """How long a state may last: a limit, in working days or in calendar days."""

    key: str
    working: bool = True


TERMS: Mapping[str, Term] = {
    S.SUBMITTED: Term(limits.ACCEPT),
    S.RETURNED: Term(limits.CURE),
    S.VERIFYING: Term(limits.VERIFY),
    S.ANALYSING: Term(limits.ANALYSE),
    S.COMMITTEE: Term(limits.COMMITTEE, working=False),
    S.DECIDED: Term(limits.REPORT),
    S.REPORTED: Term(limits.PUBLISH),
    S.REVIEWING: Term(limits.REVIEW, working=False),
    S.PUBLISHED: Term(limits.RECTIFY, working=False),
    S.REPLIED: Term(limits.RECTIFY, working=False),
    S.RECTIFYING: Term(limits.RECTIFY, working=False),
}

# Who holds a case in a state, in the words of the case page, and what comes next.
HELD: Mapping[str, tuple[str, str]] = {
    S.DRAFT: ("申请人", "填写完整后提交"),
    S.SUBMITTED: ("办理部门", "初步研判，决定是否受理"),
    S.RETURNED: ("申请人", "按补正意见补充后重新提交"),
    S.VERIFYING: ("核实人员", "两人以上调查核实，并确认核实结果"),
    S.ANALYSING: ("组织部和纪委监察部门", "六要素分析，听取本人陈述，提出共同意见"),
    S.COMMITTEE: ("党委", "列入会议议题，研究决定"),
    S.DECIDED: ("办理部门", "将认定结果报上级部门"),
    S.REPORTED: ("办理部门", "送本人阅看后在一定范围公开；不予容错的答复申请人"),
    S.PUBLISHED: ("干部和所在二级党组织", "期内可以申请复核；填写纠错整改情况"),
    S.REPLIED: ("干部和所在二级党组织", "期内可以申请复核；填写纠错整改情况"),
    S.REVIEWING: ("另一办理部门负责人", "复核并答复"),
    S.RECTIFYING: ("干部、所在二级党组织和纪委监察部门", "完成整改，核查后办结归档"),
    S.SUSPENDED: ("纪委监察部门", "提出处分意见之前恢复办理"),
    S.REFUSED: ("", "已告知不予受理；有新的事实可以再次申请"),
    S.WITHDRAWN: ("", "申请已撤回，问责程序照常进行；有新的事实可以再次申请"),
    S.CLOSED: ("", "已经办结"),
}
assert HELD.keys() == STATES.keys()


def last_day(start: date, days: int, calendar: Calendar, *, working: bool = True) -> Deadline:
    """The last day of a limit that begins after `start` (第十二条)."""
    if working:
        return deadline(start, days, calendar)
    return Deadline(start + timedelta(days=days))
