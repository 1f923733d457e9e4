"""What the services of meetings share: the lock, the role, and the trace."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from core.pages import RuleBroken, StaleState

from ..access import may
from ..models import Meeting, MeetingEvent

NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


def must(actor: User, *steps: str) -> None:
    """Raises RuleBroken for whose roles allow none of the steps."""
    if not any(may(actor, step) for step in steps):
        raise RuleBroken(NOT_YOURS)


def meeting_locked(pk: int, version: int | None, states: Collection[str]) -> Meeting:
    """The meeting, locked until the transaction ends. version: the one the user saw, None for any.

    Raises StaleState where it moved on, RuleBroken where its state does not allow the step.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and meeting.version != version:
        said = f"这次会议刚刚被其他人办理（现在：{meeting.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    if meeting.state not in states:
        raise RuleBroken(f"会议现在的状态是“{meeting.get_state_display()}”，不能办理这一步。")
    return meeting


def touched(meeting: Meeting, *, actor: User, note: str = "", before: str = "") -> Meeting:
    """Saves a changed meeting under its next version and leaves the event. before: the state it came from."""
    meeting.version += 1
    meeting.save()
    MeetingEvent.record(meeting, actor=actor, from_state=before or meeting.state, note=note)
    return meeting
