"""No decision on accountability before the tolerance question is answered (第十一、十二条).

主动容错: whoever opens accountability looks at once whether a circumstance of article 11 is there, also where
nobody has applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

QUESTION, EFFECT = "第十二条", "第十四条"
CASE, ABSENT = "case", "absent"


@dataclass(frozen=True, slots=True)
class Question:
    """Where the tolerance question of one record stands.

    told: the cadre was told of the right to apply; answer: CASE, ABSENT or ""; open_since: since when a case
    waits for its finding; exempt: source of a finding 免除责任 or 澄清 in force on this cadre and matter.
    """

    told: bool = False
    answer: str = ""
    open_since: date | None = None
    exempt: str = ""


def may_record(name: str, question: Question) -> Verdict:
    """Whether a record may be opened on this cadre and matter: not after the cadre was excused."""
    return Verdict(tuple(_excused(name, question)))


def may_decide(name: str, question: Question) -> Verdict:
    """Whether accountability may be decided."""
    reasons = [*_excused(name, question)]
    if question.open_since:
        text = f"{name}在这一事项上的容错申请（{question.open_since}）正在办理，认定之前不能作出问责决定。"
        reasons.append(Reason("accountability.case", QUESTION, text))
    elif not question.answer:
        text = (
            "还没有回答是否属于容错情形。"
            "请先作出容错认定，或者由纪委监察部门书面说明为什么不存在第十一条所列情形。"
        )
        reasons.append(Reason("accountability.unanswered", QUESTION, text))
    if not question.told:
        text = "还没有告知干部本人有权申请容错。请先告知并登记日期。"
        reasons.append(Reason("accountability.told", QUESTION, text))
    return Verdict(tuple(reasons))


def may_answer_absent(name: str, question: Question, reason: str) -> Verdict:
    """Whether the discipline office may write that no circumstance of article 11 is there."""
    reasons = []
    if not question.told:
        text = "请先告知干部本人有权申请容错，再作书面说明。"
        reasons.append(Reason("accountability.told", QUESTION, text))
    if question.open_since:
        text = f"{name}已就这一事项申请容错（{question.open_since}），请等待认定，不作书面说明。"
        reasons.append(Reason("accountability.case", QUESTION, text))
    if question.answer == CASE:
        text = "这一事项已经作出容错认定，不需要再作书面说明。"
        reasons.append(Reason("accountability.answered", QUESTION, text))
    if not reason.strip():
        text = "请写明为什么不存在第十一条所列情形。"
        reasons.append(Reason("accountability.reason", QUESTION, text))
    return Verdict(tuple(reasons))


def may_look_again(*, waiting: bool, reason: str) -> Verdict:
    """Whether the result of looking at a decision again is recorded: its finding was revoked."""
    reasons = []
    if not waiting:
        text = "据以作出决定的容错认定没有撤销，或者已经登记过重新研究的结果。"
        reasons.append(Reason("accountability.again", EFFECT, text))
    if not reason.strip():
        reasons.append(Reason("accountability.reason", EFFECT, "请写明重新研究的情况和理由。"))
    return Verdict(tuple(reasons))


def _excused(name: str, question: Question) -> list[Reason]:
    if not question.exempt:
        return []
    text = f"{name}在这一事项上已有认定（{question.exempt}），不再问责；认定被撤销之后才能登记。"
    return [Reason("accountability.excused", EFFECT, text)]
