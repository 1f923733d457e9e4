"""Publicity (公示): how long it lasts, what an objection stops, and who handles it (第七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE = "第七条"
SELECTION = "《党政领导干部选拔任用工作条例》（公示）"
FEWEST_DAYS, MOST_DAYS = 1, 60


@dataclass(frozen=True, slots=True)
class Handling:
    """What was found of an objection. finding: true, partly or not_true; stays: the person goes on."""

    finding: str
    stays: bool
    note: str


def may_publish(*, people: int, days: int, text: str) -> Verdict:
    """Somebody to be published, a text to be read, and a period in working days."""
    reasons = []
    if not people:
        reasons.append(Reason("publicity.people", ARTICLE, "公示名单是空的，没有可以公示的人。"))
    if not text.strip():
        reasons.append(Reason("publicity.text", ARTICLE, "请填写公示正文。"))
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        said = f"公示期应为 {FEWEST_DAYS} 至 {MOST_DAYS} 个工作日。"
        reasons.append(Reason("publicity.days", ARTICLE, said))
    return Verdict(tuple(reasons))


def may_expire(*, ends_on: date, today: date) -> Verdict:
    """The last day has to be over."""
    if today <= ends_on:
        said = f"公示到 {ends_on} 当日结束时为止，次日起才能办理期满。"
        return Verdict((Reason("publicity.running", ARTICLE, said),))
    return Verdict()


def may_object(*, received_on: date, begins_on: date, today: date) -> Verdict:
    """An objection came once the list was public, and not in the future."""
    if received_on > today:
        return Verdict((Reason("publicity.future", ARTICLE, "收到日期还没有到，请核对。"),))
    if received_on < begins_on:
        said = f"收到日期早于公示开始的 {begins_on}，请核对；公示前的反映按信访办理。"
        return Verdict((Reason("publicity.before", ARTICLE, said),))
    return Verdict()


def may_close(found: Handling) -> Verdict:
    """A finding with its grounds: what is true takes the person off, what is untrue leaves the person on."""
    reasons = []
    if not found.note.strip():
        reasons.append(Reason("publicity.grounds", ARTICLE, "请写明查核情况和依据。"))
    if found.finding == "true" and found.stays:
        reasons.append(
            Reason("publicity.true", ARTICLE, "异议属实的，此人不能按无异议继续，请选择“不再继续”。")
        )
    if found.finding == "not_true" and not found.stays:
        reasons.append(
            Reason("publicity.not_true", ARTICLE, "异议不属实的，不能因此影响此人，请选择“继续”。")
        )
    return Verdict(tuple(reasons))
