"""Who may handle a tolerance case, and who has to step aside (第十二条).

Recusal after 政务处分法第四十七、四十八条.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE, RECUSAL = "第十二条", "政务处分法第四十七条"
INTAKE, VERIFY, ANALYSE, CONSULT, ACT = (
    "tolerance_intake",
    "tolerance_verify",
    "tolerance_analyse",
    "tolerance_consult",
    "tolerance_act",
)
CAPACITIES: Mapping[str, str] = {
    INTAKE: "受理",
    VERIFY: "核实",
    ANALYSE: "六要素分析",
    CONSULT: "征求意见",
    ACT: "代行负责人",
}
# What a head gives; 代行负责人 comes from above alone.
NAMED_BY_HEADS: Mapping[str, str] = {code: word for code, word in CAPACITIES.items() if code != ACT}
# Whoever wrote or found something does not sign for it in a head's place.
APART = (frozenset({ANALYSE, ACT}), frozenset({VERIFY, ACT}))

SELF, KIN, UNIT, DECISION, APPLIED = "self", "kin", "unit", "decision", "applied"
WITNESS, INTEREST, DOUBT = "witness", "interest", "doubt"
# The register and the case know these by themselves.
AUTOMATIC: Mapping[str, str] = {
    SELF: "本人就是申请所涉干部",
    KIN: "与所涉干部有近亲属关系",
    UNIT: "与所涉干部在同一单位任职",
    DECISION: "参与过有争议的决定",
    APPLIED: "是申请书的填写人",
}
ASKED: Mapping[str, str] = {
    WITNESS: "担任过本事项的证人",
    INTEREST: "本人或者近亲属与本事项有利害关系",
    DOUBT: "有可能影响公正办理的其他情形",
}
GROUNDS: Mapping[str, str] = {**AUTOMATIC, **ASKED}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as seen from one case.

    grounds: codes of AUTOMATIC that hold; recused: a recusal was granted; of_office: holds a role in one of
    the two offices, or was called in from above; held: capacities on this case for the days in question.
    """

    name: str
    grounds: frozenset[str] = frozenset()
    recused: bool = False
    of_office: bool = True
    held: frozenset[str] = frozenset()

    @property
    def free(self) -> bool:
        """Whether nothing keeps this person from the case."""
        return self.of_office and not self.recused and not self.grounds


def may_name(person: Candidate, capacity: str, *, since: date, until: date, longest: int) -> Verdict:
    """Whether the person may be named in that capacity; longest: days that a naming may last."""
    reasons = [*aside(person)]
    if not person.of_office and capacity != CONSULT:
        text = f"{person.name}现在不是组织部或者纪委监察部门的工作人员，请另选人员，或者报上级调派。"
        reasons.append(Reason("officers.office", ARTICLE, text))
    for pair in APART:
        others = (pair - {capacity}) & person.held
        if capacity in pair and others:
            word = "、".join(CAPACITIES[other] for other in sorted(others))
            text = f"{person.name}已担任本案的{word}，写的人、查的人不能代行负责人签署，请另选人员。"
            reasons.append(Reason("officers.apart", ARTICLE, text))
    if (until - since).days > longest:
        text = f"指定最长 {longest} 天，请缩短期限；到期仍未办结的，可以再次指定。"
        reasons.append(Reason("officers.long", ARTICLE, text))
    return Verdict(tuple(reasons))


def aside(person: Candidate) -> Iterable[Reason]:
    """Why the person has to step aside; nothing where nothing is known."""
    for ground in AUTOMATIC:
        if ground in person.grounds:
            text = f"{person.name}{AUTOMATIC[ground]}，应当回避，请另选人员。"
            yield Reason(f"officers.{ground}", RECUSAL, text)
    if person.recused:
        yield Reason("officers.recused", RECUSAL, f"{person.name}已被决定回避，请另选人员。")


def must_go_up(people: Iterable[Candidate], *, least: int, heads_missing: bool = False) -> bool:
    """Whether it goes upward: too few are left to verify (least: e.g. two), or an office has no head."""
    return heads_missing or sum(person.free for person in people) < least


def may_ask_recusal(*, waiting: bool, granted: bool, name: str) -> Verdict:
    """Whether a recusal of that person may be asked for once more."""
    if granted:
        return _no("officers.recused", f"{name}已经回避本案，无需再次申请。")
    if waiting:
        return _no("officers.waiting", f"对{name}的回避申请正在等待决定，请等待结果。")
    return Verdict()


def may_decide_recusal(*, decider: int, officer: int, asked_by: int) -> Verdict:
    """Nobody decides on the own recusal, nor on one that he asked for (政务处分法第四十八条)."""
    if decider == officer:
        return _no("officers.own", "不能决定本人的回避，请由上级决定。")
    if decider == asked_by:
        return _no("officers.asked", "不能决定本人提出的回避申请，请由上级决定。")
    return Verdict()


def _no(rule: str, text: str) -> Verdict:
    return Verdict((Reason(rule, RECUSAL, text),))
