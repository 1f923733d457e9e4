"""How parameters become valid (第一条): one person drafts, another approves, and nothing works backwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE = "第一条"


@dataclass(frozen=True, slots=True)
class Newest:
    """The last approved version: its number and the day from which it holds."""

    number: int
    effective_from: date


def may_take_effect(day: date, *, newest: Newest, today: date) -> Verdict:
    """Parameters hold from a day that is still to come, and not before those they replace (第一条)."""
    if day < today:
        return _no(
            "rulebook.backwards",
            f"生效日期 {day} 已经过去。参数不溯及既往，请改为 {today} 或以后的日期",
        )
    if day < newest.effective_from:
        return _no(
            "rulebook.overtaken",
            f"生效日期不能早于第 {newest.number} 版的生效日期 {newest.effective_from}，请改为当日或以后",
        )
    return Verdict()


def keeps_measures(dropped: Collection[str], *, newest: Newest) -> Verdict:
    """Measures of the last version stay: records of earlier years name them, and would not be read (第八条).

    dropped: measures of the last approved version that the draft has no more.
    """
    if dropped:
        words = "”“".join(dropped)
        return _no(
            "rulebook.measures",
            f"第 {newest.number} 版的措施“{words}”可能已有记录，删去或改名后以后的年度无法计分。"
            "请写回原来的名称；不再采用的，影响选“只扣分”",
        )
    return Verdict()


def may_submit(
    *, changes: int, dropped: Collection[str], effective_from: date, newest: Newest, today: date
) -> Verdict:
    """A draft goes to the second person when it changes something from a day still to come (第一条).

    changes: parameters that differ from the last approved version; dropped: as for `keeps_measures`.
    """
    first = () if changes else (_unchanged(newest),)
    kept = keeps_measures(dropped, newest=newest).reasons
    return Verdict(first + kept + may_take_effect(effective_from, newest=newest, today=today).reasons)


def may_decide(*, decider: int, drafters: Collection[int]) -> Verdict:
    """Who drafted, edited or submitted a draft does not decide on it (第一条)."""
    if decider in drafters:
        return _no("rulebook.two_people", "您参与了这份草案的起草或修改，须由另一位组织部负责人批准或退回")
    return Verdict()


def may_approve(
    *,
    decider: int,
    drafters: Collection[int],
    changes: int,
    dropped: Collection[str],
    effective_from: date,
    newest: Newest,
    today: date,
) -> Verdict:
    """A submitted draft becomes the next version (第一条). changes, dropped: as for `may_submit`."""
    verdicts: Sequence[Verdict] = (
        may_decide(decider=decider, drafters=drafters),
        may_submit(
            changes=changes,
            dropped=dropped,
            effective_from=effective_from,
            newest=newest,
            today=today,
        ),
    )
    return Verdict(tuple(reason for verdict in verdicts for reason in verdict.reasons))


def _unchanged(newest: Newest) -> Reason:
    text = f"草案与现有的第 {newest.number} 版没有任何不同，请先修改参数，或将草案作废"
    return Reason("rulebook.unchanged", ARTICLE, f"{text}。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((Reason(rule, ARTICLE, f"{text}。"),))
