"""Key tasks: done only when a second person has verified it, crossed out only with a reason (第六条)."""

from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """Where a task stands, and who acts. submitter: whoever said that it is done."""

    running: bool
    submitted: bool
    due_on: date
    today: date
    progress: str = ""
    by_submitter: bool = False


def may_submit(facts: TaskFacts) -> Verdict:
    """Whether its completion may be handed in (第六条)."""
    if not facts.running:
        return Verdict((_no("task.state", "只有进行中的任务可以报送完成情况"),))
    return Verdict() if facts.progress.strip() else Verdict((_no("task.progress", "请写明完成情况"),))


def may_verify(facts: TaskFacts) -> Verdict:
    """Whether this person may verify it, or give it back: not whoever handed it in (第六条)."""
    if not facts.submitted:
        return Verdict((_no("task.state", "只有待核验的任务可以核验"),))
    if facts.by_submitter:
        return Verdict((_no("task.second_person", "完成情况由您报送，须由另一人核验"),))
    return Verdict()


def may_miss(facts: TaskFacts, reason: str) -> Verdict:
    """Whether it may be found not done in time (第六条): after its day, with a reason."""
    found = []
    if not (facts.running or facts.submitted):
        found.append(_no("task.state", "这项任务已经办结"))
    if facts.today <= facts.due_on:
        found.append(_no("task.not_due", "完成时限未过，不能认定逾期"))
    if not reason.strip():
        found.append(_no("task.reason", "请写明未完成的原因"))
    return Verdict(tuple(found))


def may_cancel(facts: TaskFacts, reason: str) -> Verdict:
    """Whether it may be cancelled (第六条): while it is open, with a reason."""
    if not (facts.running or facts.submitted):
        return Verdict((_no("task.state", "这项任务已经办结"),))
    return Verdict() if reason.strip() else Verdict((_no("task.reason", "请写明取消的原因"),))


def _no(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")
