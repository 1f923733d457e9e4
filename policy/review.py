"""Feedback of a result, its review and what may be revised: never to anybody's disadvantage (第六条, 第七条).

The periods follow 公务员法第九十五条 and the school's own parameters; a last day on which nobody works moves
to the next working day (民法典第二百零三条).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .verdict import Reason, Verdict
from .workdays import Calendar, Deadline, next_working_day

ARTICLE = "第六条"
UNGRADED = "不确定等次"
# From the best to the worst; a year and a term have words of their own.
ORDERS = (("优秀", "称职", "基本称职", "不称职"), ("合格", "不合格"))
# What nobody loses by who had no grade before.
HARMLESS = frozenset({"优秀", "称职", "合格"})
WITNESSES = 2  # the issue's own words; how many verify is a limit
KEEP, CORRECT = "keep", "correct"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a result leaves somebody: grade ("" for none), on the list of the first, on that of the last."""

    grade: str
    commended: bool = False
    judged: bool = False


def may_revise(old: Standing, new: Standing) -> Verdict:
    """Whether a result may be replaced by another one: in no part a worse one (公务员法第九十五条)."""
    reasons = []
    if _worse(old.grade, new.grade):
        reasons.append(
            _reason(
                "review.grade",
                f"复核和更正不得加重，等次不能由“{old.grade or '无'}”改为“{new.grade or '无'}”",
            )
        )
    if old.commended and not new.commended:
        reasons.append(_reason("review.commended", "复核和更正不得加重，不能撤出拟表彰名单"))
    if new.judged and not old.judged:
        reasons.append(_reason("review.judged", "复核和更正不得加重，不能列入提请研判名单"))
    return Verdict(tuple(reasons))


def _worse(old: str, new: str) -> bool:
    if old == new or not old:
        return False
    if old == UNGRADED:
        return new not in HARMLESS
    order = next((words for words in ORDERS if old in words), ())
    return new not in order or order.index(new) > order.index(old)


def better_or_equal(old: str) -> tuple[str, ...]:
    """The grades to which a review may correct, from the best; the present one is left out."""
    words = [word for order in ORDERS for word in order]
    return tuple(word for word in words if word != old and may_revise(Standing(old), Standing(word)).ok)


def last_day(start: date, days: int, calendar: Calendar) -> Deadline:
    """The last of so many calendar days after `start`, moved on where nobody works on it."""
    day = start + timedelta(days=days)
    moved = next_working_day(day, calendar)
    return Deadline(moved, provisional=not calendar.is_published(moved.year))


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request for review as it would be handed in. waiting: an earlier one is open; answered: one is."""

    reasons: str
    waiting: bool
    answered: bool


def may_submit(facts: RequestFacts) -> Verdict:
    """Whether the cadre may hand it in; a late one too: whether it is accepted, the department says."""
    found = []
    if not facts.reasons.strip():
        found.append(_reason("review.reasons", "请写明申请复核的事实和理由"))
    if facts.waiting:
        found.append(_reason("review.once", "您已有一份复核申请正在办理，不能重复提出"))
    if facts.answered:
        found.append(_reason("review.answered", "这次考核的复核已经答复；不服的，可以在期限内申诉"))
    return Verdict(tuple(found))


def may_refuse(*, submitted_on: date, until: date) -> Verdict:
    """Whether a request may be refused as late (逾期): not while it was handed in in time."""
    if submitted_on > until:
        return Verdict()
    said = f"申请于{_day(submitted_on)}提出，没有超过{_day(until)}的期限，应当受理"
    return Verdict((_reason("review.in_time", said),))


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is to verify. proposed: proposed the grade; own: is the cadre; related: a relative of the cadre."""

    name: str
    proposed: bool = False
    own: bool = False
    related: bool = False


def may_name_verifiers(officers: Collection[Officer], *, least: int) -> Verdict:
    """Whether these people may verify: enough, and nobody who proposed the grade or has to step aside."""
    found = []
    if len(officers) < least:
        found.append(_reason("review.two", f"核实由 {least} 名以上不同的工作人员进行"))
    for officer in officers:
        if officer.proposed:
            found.append(_reason("review.proposer", f"{officer.name}提出过该同志的等次建议，不能参加核实"))
        if officer.own or officer.related:
            who = "本人" if officer.own else "近亲属"
            found.append(_reason("review.recusal", f"{officer.name}是申请人{who}，应当回避"))
    return Verdict(tuple(found))


def conclusion(findings: Iterable[str]) -> str:
    """What the verifiers found: 维持 only where each says so; else the committee decides."""
    return KEEP if all(one == KEEP for one in findings) else CORRECT


def may_answer(findings: Collection[str]) -> Verdict:
    """Whether the answer may be given now. findings: of everybody who verifies, "" where one is lacking."""
    if not findings or not all(findings):
        return Verdict((_reason("review.findings", "核实人员都写明核实意见后，才能答复"),))
    return Verdict()


def may_appeal(*, appealed_on: date, answered_on: date, until: date) -> Verdict:
    """Whether an appeal (申诉) against the answer can be noted: after it, within its period."""
    if appealed_on < answered_on:
        return Verdict((_reason("appeal.early", "申诉日期不能早于复核答复的日期"),))
    if appealed_on > until:
        return Verdict((_reason("appeal.late", f"申诉期限到{_day(until)}为止，这一日期已经超过"),))
    return Verdict()


def may_sign(*, signed_on: date, notified_on: date, today: date) -> Verdict:
    """Whether that day can be the day of signing: between the notice and today."""
    if signed_on < notified_on:
        return Verdict((_reason("feedback.early", f"签收日期不能早于通知日期{_day(notified_on)}"),))
    if signed_on > today:
        return Verdict((_reason("feedback.future", "签收日期不能晚于今天"),))
    return Verdict()


def may_record_refusal(*, reason: str, witnesses: Collection[str], name: str) -> Verdict:
    """Whether a refusal to sign can be noted: with its reason and two witnesses, neither the cadre."""
    found = []
    names = {"".join(one.split()) for one in witnesses if one.strip()}
    if not reason.strip():
        found.append(_reason("feedback.refusal", "请写明拒绝签收的情况"))
    if len(names) != len(list(witnesses)) or len(names) != WITNESSES:
        found.append(_reason("feedback.witnesses", "拒绝签收须有两名不同的见证人"))
    if "".join(name.split()) in names:
        found.append(_reason("feedback.own_witness", "见证人不能是本人"))
    return Verdict(tuple(found))


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
