"""Individual interviews about a cadre (个别谈话、情况核实): by two people, facts and no names (第六条)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE = "第六条"
# Stages of a cycle in which the panel still asks.
STAGES = frozenset({"interview", "scored", "panel"})


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody of the panel. own: is the cadre; kin: is related to the cadre in the register."""

    key: int
    name: str
    own: bool = False
    kin: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An interview that somebody is about to enter. about_oneself: who enters it is the cadre."""

    state: str
    held_on: date
    today: date
    interviewers: Sequence[Interviewer]
    findings: str
    about_oneself: bool


def may_record(draft: Draft) -> Verdict:
    """Whether it may be entered (第六条): in its time, two people, neither of them close to the cadre."""
    found = []
    if draft.state not in STAGES:
        found.append(_no("interview.time", "结束民主测评后、党委审定等次前才能登记个别谈话"))
    if draft.about_oneself:
        found.append(_no("interview.oneself", "不能登记关于本人的个别谈话，请由其他同志登记"))
    if draft.held_on > draft.today:
        found.append(_no("interview.future", "谈话日期不能晚于今天，请核对"))
    if len({person.key for person in draft.interviewers}) < 2:
        found.append(_no("interview.two", "个别谈话须由两名考核组成员进行，请选择不同的两人"))
    for person in draft.interviewers:
        if person.own or person.kin:
            why = "是被考核人本人" if person.own else "与被考核人有亲属关系"
            found.append(_no("interview.recusal", f"{person.name}{why}，应当回避，请另选谈话人"))
    if not draft.findings.strip():
        found.append(_no("interview.findings", "请写明了解到的事实：何时、何事、结果如何"))
    return Verdict(tuple(found))


def may_withdraw(*, state: str, withdrawn: bool, reason: str) -> Verdict:
    """Whether an interview entered by mistake may be crossed out (第六条): with a reason, once, in time."""
    found = []
    if withdrawn:
        found.append(_no("interview.withdrawn", "这次谈话已经撤销"))
    elif state not in STAGES:
        found.append(_no("interview.time", "党委已经审定，谈话记录不能再撤销"))
    if not reason.strip():
        found.append(_no("interview.reason", "请写明撤销原因"))
    return Verdict(tuple(found))


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
