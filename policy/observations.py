"""Routine observations: what may be recorded, shown, answered and withdrawn (第六条 平时考核)."""

from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE = "第六条"
PETITION = "petition"


@dataclass(frozen=True, slots=True)
class Draft:
    """An observation that somebody is about to record."""

    observed_on: date
    source: str
    fact: str
    office_no: str
    show: bool
    has_file: bool
    about_oneself: bool
    today: date


def may_record(draft: Draft) -> Verdict:
    """Whether it may be recorded (第六条). Of a petition only the office's number is kept."""
    found = []
    if draft.observed_on > draft.today:
        found.append(_no("observation.future", "观察日期不能晚于今天，请核对"))
    if draft.about_oneself:
        found.append(_no("observation.oneself", "不能给自己登记平时考核记录，请由其他同志登记"))
    if draft.source == PETITION:
        if draft.fact.strip() or draft.has_file:
            found.append(
                _no(
                    "observation.petition_text",
                    "信访来源不登记信访人和信访内容，请清空事实、去掉材料，只填承办部门编号",
                )
            )
        if not draft.office_no.strip():
            found.append(_no("observation.petition_number", "信访来源须填写承办部门编号"))
        if draft.show:
            found.append(_no("observation.petition_shown", "信访来源的记录不向本人显示，请取消“告知本人”"))
    elif not draft.fact.strip():
        found.append(_no("observation.fact", "请写明事实：何时、何事、结果如何"))
    elif draft.office_no.strip():
        found.append(_no("observation.number", "只有信访来源才填写承办部门编号，请清空"))
    return Verdict(tuple(found))


def may_show(*, source: str, withdrawn: bool, shown: bool) -> Verdict:
    """Whether it may now be shown to the cadre (第六条)."""
    if withdrawn:
        return Verdict((_no("observation.withdrawn", "这条记录已经撤销"),))
    if source == PETITION:
        return Verdict((_no("observation.petition_shown", "信访来源的记录不向本人显示"),))
    return Verdict((_no("observation.shown", "这条记录已经告知本人"),)) if shown else Verdict()


def may_answer(*, shown: bool, withdrawn: bool, own: bool) -> Verdict:
    """Whether this person may answer it: the cadre alone, once it is shown (第六条)."""
    if not own or not shown:
        return Verdict((_no("observation.not_own", "只能对已告知本人的记录作出说明"),))
    said = _no("observation.withdrawn", "这条记录已经撤销，不需要再说明")
    return Verdict((said,)) if withdrawn else Verdict()


def may_keep(*, waits: bool, reason: str) -> Verdict:
    """Whether a disputed record may stand (第六条): while the dispute waits, with a reason."""
    if not waits:
        return Verdict((_no("observation.no_dispute", "这条记录没有待核对的异议"),))
    return Verdict() if reason.strip() else Verdict((_no("observation.kept_reason", "请写明维持的理由"),))


def may_withdraw(*, withdrawn: bool, reason: str) -> Verdict:
    """Whether it may be withdrawn (第六条): with a reason, once."""
    if withdrawn:
        return Verdict((_no("observation.withdrawn", "这条记录已经撤销"),))
    return Verdict() if reason.strip() else Verdict((_no("observation.reason", "请写明撤销原因"),))


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
