"""Meetings that decide about cadres: who must be there, who steps aside, how votes add up, what has a reason.

Rules come from 《党政领导干部选拔任用工作条例》 (讨论决定、回避), the university's own article and the
committee's own rules of procedure (党委议事规则); they are cited by the name of the regulation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .limits import LIMITS
from .limits.base import TWELVE, share_words
from .verdict import Reason, Verdict

PROCEDURE = "党委议事规则"
SELECTION = "《党政领导干部选拔任用工作条例》"
RECUSAL = "《党政领导干部选拔任用工作条例》（回避）"
SEVENTH = "第七条"
RENEW = "请将这一议题改为缓议，更新议题以后再上会。"
# Kinds of meeting that decide about people: more of those who may vote have to be there.
PEOPLE_KINDS = frozenset({"standing", "plenary"})


@dataclass(frozen=True, slots=True)
class Shares:
    """Of every twelve members with a vote: how many at least come to a meeting about people, more than how
    many to another, and more than how many agree to a decision.
    """

    people: int = LIMITS["process_quorum_people"].default
    others: int = LIMITS["process_quorum"].default
    majority: int = LIMITS["process_majority"].default


@dataclass(frozen=True, slots=True)
class Attendance:
    """A meeting's kind in code and words, its members with a vote, and how many of them came."""

    kind: str
    kind_label: str
    voters: int
    present: int
    shares: Shares = Shares()


@dataclass(frozen=True, slots=True)
class Votes:
    """同意, 不同意 and 弃权."""

    agreed: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        """All votes given."""
        return self.agreed + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome that an entry of an item can have. chosen: it takes the entry up (表彰, 通过)."""

    label: str
    needs_reason: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with what was entered for it. tied: number of its group of equals, None alone.

    proposal, outcome: codes, "" for none; voters: present members with a vote less those who stepped aside;
    entitled: all members with a vote less those who stepped aside; votes: None where none were entered.
    """

    key: int
    label: str
    position: int
    proposal: str = ""
    outcome: str = ""
    reason: str = ""
    tied: int | None = None
    voters: int = 0
    entitled: int = 0
    votes: Votes | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item with its result as entered. by_vote: else 集体研究决定, whose words are in `text`."""

    title: str
    article: str
    choices: Mapping[str, Choice]
    entries: tuple[Entry, ...]
    ordered: bool = False
    by_vote: bool = True
    text: str = ""
    open_recusals: tuple[str, ...] = field(default=())
    shares: Shares = Shares()


def quorum(found: Attendance) -> Verdict:
    """More than half of those with a vote are there; two thirds where the meeting decides about people.

    The rulebook may ask for more of either.
    """
    if not found.voters:
        return _no("meeting.voters", PROCEDURE, "还没有登记有表决权的成员，请先登记出席情况。")
    shares, present = found.shares, found.present * TWELVE
    came = f"有表决权的成员应到 {found.voters} 人，实到 {found.present} 人"
    if found.kind in PEOPLE_KINDS and present < found.voters * shares.people:
        need = -(-found.voters * shares.people // TWELVE)
        said = (
            f"{came}，不足{share_words(shares.people)}。"
            f"{found.kind_label}讨论决定干部事项须有至少 {need} 人到会，会议不能召开。"
        )
        return _no("meeting.two_thirds", SELECTION, said)
    if present <= found.voters * shares.others:
        need = found.voters * shares.others // TWELVE + 1
        said = f"{came}，没有超过{share_words(shares.others)}。须有至少 {need} 人到会，会议不能召开。"
        return _no("meeting.half", PROCEDURE, said)
    return Verdict()


def may_set_agenda(*, items: int) -> Verdict:
    """An agenda has at least one item."""
    if not items:
        return _no("meeting.no_items", PROCEDURE, "会议还没有议题，请先从待上会名单中加入议题。")
    return Verdict()


def may_add_item(*, state: str, supplementary: str) -> Verdict:
    """Items come before the agenda stands, then as supplements with a reason, never after the meeting."""
    if state == "preparing" or (state == "agenda_set" and supplementary.strip()):
        return Verdict()
    if state == "agenda_set":
        said = "议题已定。再增加议题须作为补充议题，并写明理由。"
        return _no("meeting.supplement", PROCEDURE, said)
    said = "会议已经召开或已经结束，不能再增加议题。请列入下一次会议。"
    return _no("meeting.held", PROCEDURE, said)


def may_hold(found: Attendance, *, held_on: date, today: date, open_recusals: Collection[str]) -> Verdict:
    """A meeting that took place, with enough members, and every recusal answered."""
    reasons = list(quorum(found).reasons)
    if held_on > today:
        said = f"会议日期 {held_on} 还没有到，召开之后再登记。"
        reasons.append(Reason("meeting.too_early", PROCEDURE, said))
    reasons += _open(open_recusals)
    return Verdict(tuple(reasons))


def result_verdict(item: Item) -> Verdict:
    """Whether an item's result can be recorded: every entry decided, votes adding up, reasons given."""
    reasons = list(_open(item.open_recusals))
    if not item.by_vote and not item.text.strip():
        said = f"“{item.title}”为集体研究决定，请写明决定内容。"
        reasons.append(Reason("meeting.text", PROCEDURE, said))
    for entry in item.entries:
        reasons += _of_entry(item, entry)
    return Verdict(tuple(reasons))


def departures(item: Item) -> dict[int, tuple[Reason, ...]]:
    """entry -> why its outcome needs a reason: it departs from the proposal or the order of the list."""
    found: dict[int, tuple[Reason, ...]] = {}
    for entry in item.entries:
        choice = item.choices.get(entry.outcome)
        if choice is None:
            continue
        reasons = [*_from_proposal(item, entry), *(_from_order(item, entry) if choice.chosen else ())]
        if choice.needs_reason:
            said = f"{entry.label}：结果为“{choice.label}”，须写明理由。"
            reasons.append(Reason("meeting.outcome_reason", item.article, said))
        if reasons:
            found[entry.key] = tuple(reasons)
    return found


def may_finalise(
    *,
    undecided: Iterable[str],
    recorders: Collection[int],
    finaliser: int,
    proxy_without_scan: bool,
    stale: Iterable[tuple[str, str, str]] = (),
) -> Verdict:
    """Minutes become final by a second person, once every item has a result that rests on what stands.

    undecided: titles of items without one; recorders: who entered results; stale: (title, article, why in
    sentences) of decided items whose list has changed since.
    """
    reasons = [
        Reason("meeting.undecided", PROCEDURE, f"议题“{title}”还没有录入结果，也没有写明缓议。")
        for title in undecided
    ]
    if finaliser in recorders:
        said = "您录入了这次会议的结果，纪要须由另一人核对后定稿。"
        reasons.append(Reason("meeting.two_people", PROCEDURE, said))
    if proxy_without_scan:
        said = "这次会议的结果是代录的，请先上传领导签字的扫描件。"
        reasons.append(Reason("meeting.scan", PROCEDURE, said))
    reasons += [
        Reason("meeting.stale", article, f"议题“{title}”的依据已有变化，不能据此定稿。{why}{RENEW}")
        for title, article, why in stale
    ]
    return Verdict(tuple(reasons))


def late_entry(*, held_on: date, today: date, reason: str) -> Verdict:
    """A meeting entered after its day says why."""
    if held_on < today and not reason.strip():
        said = f"会议日期 {held_on} 已过，属于事后补录，请写明补录原因。"
        return _no("meeting.late", PROCEDURE, said)
    return Verdict()


def _of_entry(item: Item, entry: Entry) -> Iterable[Reason]:
    choice = item.choices.get(entry.outcome)
    if choice is None:
        yield Reason("meeting.outcome", PROCEDURE, f"{entry.label}：请选择结果。")
        return
    if item.by_vote:
        yield from _of_votes(item, entry, choice)
    if not entry.reason.strip():
        yield from departures(item).get(entry.key, ())


def _of_votes(item: Item, entry: Entry, choice: Choice) -> Iterable[Reason]:
    votes = entry.votes
    if votes is None:
        yield Reason("meeting.votes", PROCEDURE, f"{entry.label}：请填写同意、不同意和弃权票数。")
        return
    if min(votes.agreed, votes.against, votes.abstained) < 0:
        yield Reason("meeting.votes", PROCEDURE, f"{entry.label}：票数不能是负数。")
    elif votes.total != entry.voters:
        said = (
            f"{entry.label}：同意 {votes.agreed}、不同意 {votes.against}、弃权 {votes.abstained}，"
            f"合计 {votes.total} 票；实到有表决权的成员除回避外为 {entry.voters} 人，票数须相符。"
        )
        yield Reason("meeting.votes_sum", PROCEDURE, said)
    elif _carried_needed(entry, choice) and votes.agreed * TWELVE <= entry.entitled * item.shares.majority:
        said = (
            f"{entry.label}：同意 {votes.agreed} 票，没有超过应到会成员"
            f"（除回避外 {entry.entitled} 人）的{share_words(item.shares.majority)}，"
            f"不能形成“{choice.label}”的决定。"
        )
        yield Reason("meeting.majority", SELECTION, said)


def _carried_needed(entry: Entry, choice: Choice) -> bool:
    """Whether the outcome is what the vote was about, so that more than half must have agreed."""
    return choice.chosen or (bool(entry.proposal) and entry.outcome == entry.proposal)


def _from_proposal(item: Item, entry: Entry) -> Iterable[Reason]:
    if entry.proposal and entry.outcome != entry.proposal:
        proposed = item.choices.get(entry.proposal)
        said = (
            f"{entry.label}：结果“{item.choices[entry.outcome].label}”"
            f"与提请的“{proposed.label if proposed else entry.proposal}”不同，须写明理由。"
        )
        yield Reason("meeting.proposal", item.article, said)


def _from_order(item: Item, entry: Entry) -> Iterable[Reason]:
    """Chosen while somebody better placed, or an equal, of the same list is not."""
    if not item.ordered:
        return
    left_out = [
        other
        for other in item.entries
        if other.outcome and not _is_chosen(item, other) and other.key != entry.key
    ]
    equals = [o for o in left_out if o.tied is not None and o.tied == entry.tied]
    better = [o for o in left_out if o.position < entry.position and o not in equals]
    if better:
        names = "、".join(other.label for other in better)
        said = f"{entry.label}：名单中排在前面的{names}没有入选，不按次序须写明理由。"
        yield Reason("meeting.order", item.article, said)
    if equals:
        names = "、".join(other.label for other in equals)
        said = f"{entry.label}：与{names}并列，只选其中一部分须写明理由。"
        yield Reason("meeting.tie", item.article, said)


def _is_chosen(item: Item, entry: Entry) -> bool:
    choice = item.choices.get(entry.outcome)
    return choice is not None and choice.chosen


def _open(recusals: Collection[str]) -> Iterable[Reason]:
    for said in recusals:
        text = f"回避建议还没有答复：{said}。请逐条确认回避或说明不需要回避的理由。"
        yield Reason("meeting.recusal", RECUSAL, text)


def _no(rule: str, article: str, text: str) -> Verdict:
    return Verdict((Reason(rule, article, text),))
