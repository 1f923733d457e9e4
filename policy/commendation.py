"""Commending the first of a year (第七条): evidence, the decision, publicity, the document.

Standing in front is not enough: 主动作为 and 表现突出 are shown by facts; the Party committee decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .outcomes import BARRED, COMMEND, COMMEND_TIED
from .verdict import Reason, Verdict

ARTICLE = "第七条"
CANDIDATES = frozenset({COMMEND, COMMEND_TIED})
# Outcomes of the agenda item, by code.
AGREED, DECLINED, DEFERRED = "commend", "decline", "defer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one candidate: facts of 主动作为 and of 表现突出."""

    name: str
    initiative: str
    performance: str


@dataclass(frozen=True, slots=True)
class Document:
    """The document by which people are commended."""

    number: str
    form: str
    on: date
    decided_on: date
    cleared_on: date


def may_be_candidate(name: str, suggestion: str, *, above_quota: bool = False) -> Verdict:
    """Who stands on the list and is not barred; or who is added above the quota after a matter was lifted.

    A scored result is never rewritten: what barred somebody then may be lifted now.
    """
    if above_quota:
        return Verdict()
    if suggestion == BARRED:
        said = f"{name}在本次考核中不得评优，不能列为表彰人选"
        return _no("commendation.barred", said)
    if suggestion not in CANDIDATES:
        return _no("commendation.not_listed", f"{name}不在本次表彰名单上，不能列为表彰人选")
    return Verdict()


def may_submit(evidence: Evidence) -> Verdict:
    """A candidate is put before the committee with facts of both: the rank alone commends nobody."""
    reasons = []
    if not evidence.initiative.strip():
        said = f"{evidence.name}还没有填写“主动作为”的具体事迹，名次靠前不能单独作为表彰的依据"
        reasons.append(_reason("commendation.initiative", said))
    if not evidence.performance.strip():
        said = f"{evidence.name}还没有填写“表现突出”的具体事迹，名次靠前不能单独作为表彰的依据"
        reasons.append(_reason("commendation.performance", said))
    return Verdict(tuple(reasons))


def may_add_above_quota(name: str, *, listed: bool, reason: str) -> Verdict:
    """补充表彰: somebody is added beyond the seats; nobody else moves."""
    reasons = []
    if listed:
        reasons.append(_reason("commendation.listed", f"{name}已是本次表彰人选，不需要补充"))
    if not reason.strip():
        reasons.append(_reason("commendation.reason", f"补充{name}为表彰人选须写明理由"))
    return Verdict(tuple(reasons))


def may_publish_people(names_undecided: Iterable[str], *, people: int) -> Verdict:
    """Only people whom the committee agreed to commend are made public."""
    names = "、".join(names_undecided)
    if names:
        said = f"{names}没有“同意表彰”的决定，不能公示"
        return _no("commendation.undecided", said)
    if not people:
        return _no("commendation.nobody", "请选择要公示的同志")
    return Verdict()


def may_commend(document: Document, *, names_not_cleared: Iterable[str], people: int, today: date) -> Verdict:
    """A document after the publicity ended without an objection, with its number, day and form."""
    reasons = []
    names = "、".join(names_not_cleared)
    if names:
        reasons.append(_reason("commendation.not_cleared", f"{names}的公示没有期满无异议，不能发文表彰"))
    if not people:
        reasons.append(_reason("commendation.nobody", "请选择要表彰的同志"))
    if not document.number.strip():
        reasons.append(_reason("commendation.number", "请填写表彰文件的文号"))
    if not document.form:
        reasons.append(_reason("commendation.form", "请选择表彰形式"))
    if document.on > today:
        reasons.append(_reason("commendation.future", f"发文日期 {document.on} 还没有到"))
    elif document.on < document.cleared_on:
        said = f"发文日期 {document.on} 早于公示期满的 {document.cleared_on}，请核对"
        reasons.append(_reason("commendation.too_early", said))
    return Verdict(tuple(reasons))


def may_revoke(
    name: str, *, commended_on: date | None, on: date, document_no: str, reason: str, today: date
) -> Verdict:
    """A commendation is taken back in writing, by a later document, with the reason (第七条)."""
    if commended_on is None:
        return _no("commendation.not_commended", f"{name}还没有发文表彰，不需要撤销")
    reasons = []
    if not document_no.strip():
        reasons.append(_reason("commendation.revoke_number", "撤销表彰须填写文号"))
    if not reason.strip():
        reasons.append(_reason("commendation.revoke_reason", "撤销表彰须写明理由"))
    if on > today:
        reasons.append(_reason("commendation.revoke_future", f"撤销日期 {on} 还没有到"))
    elif on < commended_on:
        said = f"撤销日期 {on} 早于表彰日期 {commended_on}，请核对"
        reasons.append(_reason("commendation.revoke_early", said))
    return Verdict(tuple(reasons))


def may_reopen(state_label: str, *, open_to_it: bool, reason: str) -> Verdict:
    """Back to gathering evidence, to be put before the committee again, with a reason."""
    if not open_to_it:
        return _no("commendation.closed", f"现在的状态是“{state_label}”，不能退回补充事迹")
    if not reason.strip():
        return _no("commendation.reopen_reason", "退回补充事迹须写明理由")
    return Verdict()


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((_reason(rule, text),))
