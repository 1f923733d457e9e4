"""Integrity opinions: a conclusion and a document number, nothing of any case (第二条, 第六条)."""

from .verdict import Reason, Verdict

ARTICLE = "第六条"
DISCREET = "需组织部门核定"
CLEAR, AFFECTED, DEFERRED, WITHDRAWN = "clear", "affected", "deferred", "withdrawn"


def may_ask(*, in_time: bool, waiting: int) -> Verdict:
    """Whether the discipline office may be asked about a cycle (第六条). waiting: people not asked about."""
    if not in_time:
        return Verdict((_no("integrity.time", "方案审定后、党委审定等次前才能征求廉政意见"),))
    if not waiting:
        return Verdict((_no("integrity.nobody", "名单上的同志都已征求过廉政意见"),))
    return Verdict()


def may_give(*, asked: bool, conclusion: str, told: bool, document_no: str, standing: bool) -> Verdict:
    """Whether this answer may be entered (第六条). standing: an opinion of this cadre stands already."""
    found = []
    if not asked:
        found.append(_no("integrity.not_asked", "组织部还没有征求这名同志的廉政意见"))
    if not document_no.strip():
        found.append(_no("integrity.document", "请填写文号"))
    if told and conclusion not in (CLEAR, AFFECTED):
        found.append(_no("integrity.told", "只有“无影响”和“有影响”可以登记为已告知本人"))
    if conclusion == WITHDRAWN and not standing:
        found.append(_no("integrity.nothing", "没有可以撤回的廉政意见"))
    return Verdict(tuple(found))


def said_of(conclusion: str, label: str, *, heads: bool) -> str:
    """The conclusion as this reader reads it: 暂缓 is for the heads of both offices alone."""
    return DISCREET if conclusion == DEFERRED and not heads else label


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
