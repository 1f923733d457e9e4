"""What the services of commendation and reminder talk share: the role, the lock, the trace."""

from __future__ import annotations

from typing import Any, TypeVar

from accounts.models import User
from accounts.selectors import Visitor
from appraisal.models import Cycle
from core.pages import RuleBroken, StaleState

from ..access.uses import may
from ..models import BottomEvent, BottomReview, CommendationCase, CommendationEvent, ReminderTalk, TalkEvent

Case = TypeVar("Case", CommendationCase, BottomReview, ReminderTalk)
NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"
EVENTS: dict[type[Any], type[Any]] = {
    CommendationCase: CommendationEvent,
    BottomReview: BottomEvent,
    ReminderTalk: TalkEvent,
}


def must(actor: Visitor, step: str) -> None:
    """Raises RuleBroken for whose roles do not allow the step."""
    if not may(actor, step):
        raise RuleBroken(NOT_YOURS)


def locked(model: type[Case], pk: int, version: int | None, states: tuple[str, ...] = ()) -> Case:
    """The row, locked. version: as the user saw it. Raises StaleState, and RuleBroken for another state."""
    case: Case = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and case.version != version:
        said = f"这条记录刚刚被其他人办理（现在：{case.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    if states and case.state not in states:
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能办理这一步。")
    return case


def moved(case: Any, *, actor: User, note: str = "", before: str = "") -> Any:
    """Saves a changed row under its next version and leaves the event. before: the state it came from."""
    case.version += 1
    case.save()
    EVENTS[type(case)].record(case, actor=actor, from_state=before or case.state, note=note)
    return case


def begun(case: Any, *, actor: User, note: str) -> Any:
    """Saves a new row and leaves its first event."""
    case.save()
    EVENTS[type(case)].record(case, actor=actor, note=note)
    return case


def cycle_confirmed(pk: int) -> Cycle:
    """The year, locked, once its count is confirmed. Raises RuleBroken, also for a term (第七条)."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=pk)
    if cycle.kind != Cycle.Kind.ANNUAL:
        raise RuleBroken("聘期考核不产生表彰人选和研判人选，两个名单只按年度考核列出（第七条）。")
    if cycle.confirmed_at is None or not cycle.has_results:
        raise RuleBroken(f"{cycle.label}的计分还没有由两人确认，不能据此列出人选。")
    if cycle.state == Cycle.State.ARCHIVED:
        raise RuleBroken(f"{cycle.label}已经归档，不能再列出人选。")
    return cycle
