"""Signals and cards: what may be done, with reasons (第八条、第十三条).

A signal (预警信息) is a lead for judgement. Whatever follows, a named person decides it; no count and no rule
issues a card.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .alerts_steps import ADMONITION, CARDS, INQUIRY, KINDS, MEASURES, REMINDER, WEIGHT
from .verdict import Reason, Verdict

EARLY, DAILY, RELIEF = "第十三条", "第八条", "第十四条"
# How a measure of 第八条 ends; anything else about it stays on its paper.
CONCLUSIONS = {
    REMINDER: {"done": "已提醒，办结"},
    INQUIRY: {"accepted": "说明清楚，予以采信", "again": "说明不清，再次函询", "other": "转入其他程序"},
    ADMONITION: {"improved": "有明显改进，办结", "not_improved": "没有明显改进，建议组织处理"},
}
LIFT, EXTEND, ESCALATE = "lift", "extend", "escalate"
FINDINGS = {LIFT: "整改到位，解除", EXTEND: "整改不到位，延长一次", ESCALATE: "拒不整改或整改无效，升级"}
NUMBERS = re.compile(r"\d{17}[\dXx]|(?<!\d)1\d{10}(?!\d)")


def article_of(kind: str) -> str:
    """The article that a kind of card rests on."""
    return EARLY if kind in CARDS else DAILY


def kinds_up_to(highest: str) -> list[str]:
    """The kinds that a signal may lead to, the lightest first."""
    return sorted((kind for kind in KINDS if WEIGHT[kind] <= WEIGHT[highest]), key=lambda kind: WEIGHT[kind])


def may_propose(kind: str, *, highest: str, lifted: bool, facts: str) -> Verdict:
    """From a signal to a card that waits for its head.

    highest: the heaviest kind that the signal's rule allows; lifted: the cadre is exempt on the matter.
    """
    reasons = []
    if WEIGHT[kind] > WEIGHT[highest]:
        said = f"这类预警信息最高只能作{KINDS[highest]}，不能作{KINDS[kind]}"
        reasons.append(_reason("signal.too_heavy", EARLY, said))
    if lifted:
        reasons.append(_exempt())
    if kind in CARDS and not facts.strip():
        reasons.append(_reason("card.facts", EARLY, f"{KINDS[kind]}须写明事实，请填写核实过的事实"))
    if kind in MEASURES and facts.strip():
        said = f"{KINDS[kind]}只登记办理的日期、文号和结论，请把内容写在文书里，不要登记没有核实的内容"
        reasons.append(_reason("measure.no_facts", DAILY, said))
    return Verdict(tuple(reasons))


def may_dismiss(reason: str) -> Verdict:
    """A signal is dismissed with a reason."""
    return Verdict() if reason.strip() else _no("signal.reason", EARLY, "请写明不成立的理由")


def may_approve(*, proposed_by_self: bool, approver: str, document_no: str, on: date, today: date) -> Verdict:
    """诫勉 needs the approval of the secretary of the Party committee, recorded by a second person."""
    reasons = []
    if proposed_by_self:
        reasons.append(
            _reason("approval.second", DAILY, "提出诫勉的人不能自己登记批准，请由另一位负责人登记")
        )
    if not approver.strip():
        reasons.append(_reason("approval.who", DAILY, "诫勉须经党委书记批准，请填写批准人"))
    if not document_no.strip():
        reasons.append(_reason("approval.document", DAILY, "请填写批准的呈批件编号"))
    if on > today:
        reasons.append(_reason("approval.future", DAILY, "批准日期不能晚于今天"))
    return Verdict(tuple(reasons))


def may_issue(kind: str, *, document_no: str, approved: bool, lifted: bool) -> Verdict:
    """The head signs: with a document number, 诫勉 after approval, never on a lifted matter."""
    reasons = []
    if not document_no.strip():
        reasons.append(_reason("card.document", article_of(kind), f"签发{KINDS[kind]}须填写文号"))
    if kind == ADMONITION and not approved:
        reasons.append(_reason("card.approval", DAILY, "诫勉须先经党委书记批准，才能签发"))
    if lifted:
        reasons.append(_exempt())
    return Verdict(tuple(reasons))


def may_sign_for(*, on: date, issued_on: date, today: date, refused: bool, witnesses: Sequence[str],
                 parties: Collection[str], has_scan: bool) -> Verdict:  # fmt: skip
    """Delivery on paper: the signed receipt, or two witnesses of a refusal (留置送达)."""
    reasons = []
    if not issued_on <= on <= today:
        reasons.append(_reason("sign.day", EARLY, f"送达日期应在签发日（{issued_on}）和今天之间"))
    names = [name.strip() for name in witnesses if name.strip()]
    if refused and len(set(names)) < 2:
        reasons.append(_reason("sign.witnesses", EARLY, "本人拒绝签收的，须有两名不同的见证人"))
    if refused and set(names) & set(parties):
        reasons.append(_reason("sign.party", EARLY, "本人和送达人不能作见证人"))
    if not refused and not has_scan:
        reasons.append(_reason("sign.scan", EARLY, "请上传本人签字的送达回执"))
    return Verdict(tuple(reasons))


@dataclass(frozen=True, slots=True)
class Item:
    """One rectification item as written. is_unit: it is the unit's to mend, and stays there."""

    problem: str
    cause: str
    measure: str
    remedy: str
    helper: str
    owner: str
    due: date
    is_unit: bool = False


def may_write_item(item: Item, *, today: date, until: date) -> Verdict:
    """Problem, cause, measure, remedy, who helps, who answers, until when: all of them, within the period."""
    missing = [
        label
        for label, text in (
            ("问题", item.problem),
            ("原因", item.cause),
            ("整改措施", item.measure),
            ("单位的补救措施", item.remedy),
            ("帮助的人", item.helper),
            ("责任人", item.owner),
        )
        if not text.strip()
    ]
    reasons = [_reason("item.missing", EARLY, f"请填写{'、'.join(missing)}")] if missing else []
    if item.due < today:
        reasons.append(_reason("item.past", EARLY, "完成时限不能早于今天"))
    if item.due > until:
        reasons.append(_reason("item.late", EARLY, f"完成时限不能晚于整改截止日 {until}"))
    return Verdict(tuple(reasons))


def may_plan(items: int) -> Verdict:
    """A plan has at least one item."""
    return Verdict() if items else _no("plan.empty", EARLY, "整改方案至少要有一项整改事项，请先填写")


def may_finish(evidence: str, *, has_file: bool) -> Verdict:
    """An item is reported done with its evidence."""
    if evidence.strip() or has_file:
        return Verdict()
    return _no("item.evidence", EARLY, "请填写或上传完成的佐证材料")


def may_close_item(*, reported: bool, same_person: bool, is_doer: bool) -> Verdict:
    """Two people close an item (双人销号), neither of whom did it."""
    reasons = []
    if not reported:
        reasons.append(_reason("item.open", EARLY, "这一项还没有报告完成，不能销号"))
    if same_person:
        reasons.append(_reason("item.second", EARLY, "销号须由两人办理，请由另一人复核"))
    if is_doer:
        reasons.append(_reason("item.doer", EARLY, "报告完成的人不能销号"))
    return Verdict(tuple(reasons))


def may_report(*, open_items: int, content: str) -> Verdict:
    """The report comes once every item is closed."""
    reasons = []
    if open_items:
        reasons.append(
            _reason("report.open", EARLY, f"还有 {open_items} 项整改事项没有销号，销号后再提交整改报告")
        )
    if not content.strip():
        reasons.append(_reason("report.content", EARLY, "请填写整改情况"))
    return Verdict(tuple(reasons))


def may_recheck(outcome: str, *, finding: str, extended: bool) -> Verdict:
    """The first of the two who check proposes what follows; the period is extended once only."""
    reasons = []
    if not finding.strip():
        reasons.append(_reason("recheck.finding", EARLY, "请写明核查情况"))
    if outcome == EXTEND and extended:
        said = "整改期限已经延长过一次，不能再延长，请选择解除或升级"
        reasons.append(_reason("recheck.extended", EARLY, said))
    return Verdict(tuple(reasons))


def may_confirm(*, same_person: bool) -> Verdict:
    """Another person confirms the finding."""
    if same_person:
        return _no("recheck.second", EARLY, "核查须由两人办理，请由另一人复核")
    return Verdict()


def may_conclude(kind: str, *, conclusion: str, on: date, today: date, follow_on: date | None) -> Verdict:
    """A measure ends with one of its conclusions, 诫勉 not before its follow-up is due."""
    reasons = []
    if conclusion not in CONCLUSIONS.get(kind, {}):
        reasons.append(_reason("measure.conclusion", DAILY, "请选择办结的结论"))
    if on > today:
        reasons.append(_reason("measure.future", DAILY, "日期不能晚于今天"))
    if kind == ADMONITION and follow_on is not None and today < follow_on:
        said = f"诫勉须跟踪了解到 {follow_on}，届时再办结"
        reasons.append(_reason("admonition.follow", DAILY, said))
    return Verdict(tuple(reasons))


def may_record_day(on: date, *, sent: date, today: date) -> Verdict:
    """An answer or a self-criticism came between the day it was asked for and today."""
    if sent <= on <= today:
        return Verdict()
    return _no("measure.day", DAILY, f"收到的日期应在送达日（{sent}）和今天之间")


def may_revoke(*, reason: str, document_no: str) -> Verdict:
    """A false alarm is taken back in writing."""
    reasons = []
    if not reason.strip():
        reasons.append(_reason("revoke.reason", EARLY, "撤销须写明理由"))
    if not document_no.strip():
        reasons.append(_reason("revoke.document", EARLY, "撤销须有文号"))
    return Verdict(tuple(reasons))


def may_tell_case(text: str, *, names: Iterable[str]) -> Verdict:
    """A case told as a warning is masked: no name, no 工号, no identity or phone number of anybody.

    names: those of the register that might stand in it, and what tells the card it comes from.
    """
    found = sorted(name for name in set(names) if name and name in text)
    reasons = []
    if found:
        said = f"案例中有干部的姓名或工号（{'、'.join(found)}），请改为“某同志”等称呼，不是指人的换一种说法"
        reasons.append(_reason("education.name", EARLY, said))
    if NUMBERS.search(text):
        reasons.append(_reason("education.number", EARLY, "案例中有身份证号或手机号，请删去"))
    return Verdict(tuple(reasons))


def proposes_admonition(yellow: int, *, least: int) -> bool:
    """Whether so many yellow cards within the period are a lead to 诫勉 (never 诫勉 itself)."""
    return yellow >= least


def _exempt() -> Reason:
    said = "该干部在这一事项上已经免责或澄清，不能再作预警、提醒、函询或诫勉"
    return _reason("card.exempt", RELIEF, said)


def _reason(rule: str, article: str, text: str) -> Reason:
    return Reason(rule, article, f"{text}（{article}）。")


def _no(rule: str, article: str, text: str) -> Verdict:
    return Verdict((_reason(rule, article, text),))
