"""The last of a year (第七条): judgement by the Party committee, and the supervising leader's reminder talk.

A place in the ranking does nothing by itself. 谈话提醒 of this article is no measure of 第八条 (提醒、函询、
诫勉): it has no influence period, is never published and is not told to the unit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .months import months_later
from .outcomes import BOTTOM_WORDS
from .verdict import Reason, Verdict

ARTICLE = "第七条"
# Outcomes of the agenda item, by code.
TALK, NO_TALK, HELP, UP_DOWN, REFER = "talk", "no_talk", "help", "up_down", "refer"
OUTCOMES = {
    TALK: "谈话提醒",
    NO_TALK: "不谈话",
    HELP: "帮扶",
    UP_DOWN: "转能上能下程序",
    REFER: "转主管部门",
}
# What goes on after the minutes: somebody does something until a day, and tells how it came out.
FOLLOWED = (HELP, UP_DOWN, REFER)
WITNESSES = 2
# How a record is signed.
IN_SYSTEM, ON_PAPER, REFUSED = "system", "paper", "refused"


@dataclass(frozen=True, slots=True)
class Causes:
    """What has to be known before the committee judges: what was looked into, in words (无 is an answer)."""

    name: str
    hard_things: str
    causes: str


@dataclass(frozen=True, slots=True)
class Talker:
    """A leader who may hold the talk. kin: a known relative; namesake: has the name of a known relative."""

    key: int
    name: str
    is_leader: bool = True
    is_self: bool = False
    kin: bool = False
    namesake: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """A talk as recorded. witnesses: their names; others: the leader and the cadre."""

    talked_at: datetime
    place: str
    content: str
    said: str
    points: str
    signing: str
    has_scan: bool = False
    refused: str = ""
    witnesses: Sequence[str] = ()
    others: Collection[str] = ()
    by_proxy: bool = False


def may_be_judged(name: str, suggestion: str) -> Verdict:
    """Only who stands on the bottom list is put before the committee."""
    if suggestion in BOTTOM_WORDS:
        return Verdict()
    return _no("bottom.not_listed", f"{name}不在本次研判名单上，不能提请研判")


def may_submit(causes: Causes) -> Verdict:
    """The committee judges on a fact sheet, never on the number alone."""
    reasons = []
    if not causes.hard_things.strip():
        said = f"请填写{causes.name}承担急难险重任务、敢于碰硬的情况，没有的写“无”"
        reasons.append(_reason("bottom.hard_things", said))
    if not causes.causes.strip():
        said = f"请填写{causes.name}排名靠后的原因分析，不能只凭名次提请研判"
        reasons.append(_reason("bottom.causes", said))
    return Verdict(tuple(reasons))


def may_talk(talker: Talker) -> Verdict:
    """Who holds the talk is a school leader, neither the cadre nor a relative (回避), and there."""
    reasons = []
    if not talker.is_leader:
        reasons.append(_reason("talk.leader", f"{talker.name}现在不是分管校领导，不能进行谈话提醒"))
    if talker.is_self:
        reasons.append(_reason("talk.self", "不能由本人对本人进行谈话提醒"))
    if talker.kin:
        said = f"{talker.name}与谈话对象有登记的亲属关系，应当回避"
        reasons.append(_reason("talk.kin", said))
    if talker.absent:
        reasons.append(_reason("talk.absent", f"{talker.name}目前离岗，不能按期谈话"))
    return Verdict(tuple(reasons))


def may_still_talk(talker: Talker) -> Verdict:
    """Whether a talk may stand as this leader's: what the register learned since the duty came counts (回避).

    Who was away when it is written down may have held it before.
    """
    steps_aside = {"talk.self", "talk.kin"}
    found = [reason for reason in may_talk(talker).reasons if reason.rule in steps_aside]
    if found:
        found.append(_reason("talk.other", "请由组织部负责人另行指定谈话领导"))
    return Verdict(tuple(found))


def supervising(talkers: Sequence[Talker]) -> tuple[int | None, tuple[Reason, ...]]:
    """The one supervising leader who holds the talk; or None, and why the head has to name somebody."""
    if not talkers:
        said = "名册中没有登记该单位的分管校领导，请指定谈话领导"
        return None, (_reason("talk.none", said),)
    if len(talkers) > 1:
        names = "、".join(talker.name for talker in talkers)
        said = f"该单位有 {len(talkers)} 名分管校领导（{names}），请指定其中一人或其他校领导谈话"
        return None, (_reason("talk.several", said),)
    only = talkers[0]
    reasons = may_talk(only).reasons
    if only.namesake:
        said = f"{only.name}与谈话对象登记的亲属同名，请核实是否需要回避后指定谈话领导"
        reasons += (_reason("talk.namesake", said),)
    return (None, reasons) if reasons else (only.key, ())


def may_assign(talker: Talker, *, reason: str) -> Verdict:
    """The head of the organization department names who talks, with a reason."""
    found = list(may_talk(talker).reasons)
    if not reason.strip():
        found.append(_reason("talk.assign_reason", "指定谈话领导须写明理由"))
    return Verdict(tuple(found))


def may_pause(*, reason: str, absent: bool) -> Verdict:
    """The clock stands still while the cadre is on leave, with a reason."""
    if not reason.strip():
        return _no("talk.pause_reason", "暂停计时须写明理由")
    if not absent:
        said = "名册中没有该同志目前离岗的登记，不能暂停计时。请先在名册登记离岗"
        return _no("talk.not_absent", said)
    return Verdict()


def may_record(record: TalkRecord, *, decided_on: date, now: datetime) -> Verdict:
    """A record has time, place, content, the cadre's words and points, and is signed or refused in order."""
    reasons = []
    if record.talked_at > now:
        reasons.append(_reason("talk.future", "谈话时间还没有到，谈话之后再登记"))
    if record.talked_at.date() < decided_on:
        said = f"谈话时间早于党委研判的 {decided_on}，研判之前不能进行谈话提醒"
        reasons.append(_reason("talk.before_decision", said))
    for rule, words, text in (
        ("place", "谈话地点", record.place),
        ("content", "谈话内容", record.content),
        ("said", "本人意见", record.said),
        ("points", "改进要求", record.points),
    ):
        if not text.strip():
            reasons.append(_reason(f"talk.{rule}", f"请填写{words}"))
    reasons += _signing(record)
    return Verdict(tuple(reasons))


def _signing(record: TalkRecord) -> Iterable[Reason]:
    if record.signing == ON_PAPER and not record.has_scan:
        yield _reason("talk.scan", "纸质签字的，请上传双方签字的扫描件")
    if record.by_proxy and record.signing == IN_SYSTEM:
        said = "代谈话领导登记的，须上传双方签字的扫描件，或者登记本人拒绝签字"
        yield _reason("talk.proxy", said)
    if record.signing == REFUSED:
        if not record.refused.strip():
            yield _reason("talk.refused", "请写明本人拒绝签字的情况")
        names = [name.strip() for name in record.witnesses if name.strip()]
        if len(set(names)) < WITNESSES:
            yield _reason("talk.witnesses", "拒绝签字须有两名不同的见证人")
        if set(names) & set(record.others):
            yield _reason("talk.witness_party", "谈话领导和谈话对象不能作为见证人")


def may_follow_up(note: str, *, due_on: date, today: date, earlier_open: bool) -> Verdict:
    """A follow-up is written once its month has come, in order."""
    if earlier_open:
        return _no("talk.follow_up_order", "请先登记前一次跟踪情况")
    if today < due_on:
        return _no("talk.follow_up_early", f"{due_on} 起才能登记这次跟踪情况")
    if not note.strip():
        return _no("talk.follow_up_note", "请填写跟踪了解的情况")
    return Verdict()


def may_withdraw(*, listed: bool, reason: str, document_no: str) -> Verdict:
    """Once the year is decided somebody leaves the bottom list in writing only; nobody else moves.

    listed: judged, or still to be judged.
    """
    reasons = []
    if not listed:
        reasons.append(_reason("bottom.not_listed", "已不在研判名单上，不需要书面撤回"))
    if not reason.strip():
        reasons.append(_reason("bottom.withdraw_reason", "书面撤回须写明理由"))
    if not document_no.strip():
        reasons.append(_reason("bottom.withdraw_document", "书面撤回须写明文号"))
    return Verdict(tuple(reasons))


def may_carry_on(*, outcome: str, done: bool, decided_on: date, due_on: date) -> Verdict:
    """Whether what follows a judgement may be arranged or finished: once, from the decision on."""
    if outcome not in FOLLOWED:
        said = f"研判意见是“{OUTCOMES.get(outcome, '未定')}”，没有后续办理需要登记"
        return _no("bottom.nothing_follows", said)
    if done:
        return _no("bottom.carried_out", "后续办理已经登记结果，不能再改")
    if due_on < decided_on:
        return _no("bottom.carry_on_due", f"完成期限不能早于党委研判的 {decided_on}")
    return Verdict()


def seen_until(day: date, years: int) -> date:
    """The last day on which a judgement or talk of that day is in view; then its record is for the head."""
    return months_later(day, 12 * years)


def list_seen_until(year: int, years: int, judged: Iterable[date | None]) -> date:
    """The last day on which anybody is told who stood among the last of a year.

    judged: `seen_until` of its judgements. The list goes as a whole, with the first of them: nobody stays on
    it longer than allowed, and who is left does not tell who went. Where nobody was judged, from 31 December.
    """
    days = [day for day in judged if day is not None]
    return min(days) if days else seen_until(date(year, 12, 31), years)


def may_name_place(*, open_still: bool, outcome: str, stands: bool, seen: bool) -> bool:
    """Whether a page about somebody may name the place on the bottom list of a year (第七条).

    open_still: nobody has judged and the year is worked on. Afterwards only a decided talk counts, while it
    stands and is in view: the number alone follows nobody.
    """
    return open_still or (stands and outcome == TALK and seen)


def is_new_in_post(since: str, on: date, *, months: int) -> bool | None:
    """Whether less than `months` in the post on that day; None where the register does not say since when."""
    if not since:
        return None
    year, month = int(since[:4]), int(since[5:7])
    return (on.year - year) * 12 + on.month - month < months


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((_reason(rule, text),))
