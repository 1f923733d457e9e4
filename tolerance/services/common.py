"""What the services of a case share: the lock with the version that was seen, the refusals, the deadline."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState
from notices.selectors import calendar
from policy.tolerance_steps import STEPS, TERMS, last_day
from policy.workdays import Deadline
from rulebook.selectors import limit_on

from ..access import may, may_ever
from ..models import ToleranceCase, ToleranceEvent

NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"
ROWS = ToleranceCase.objects.select_related("cadre", "matter", "unit")


def locked(pk: int, version: int | None) -> ToleranceCase:
    """The case, locked until the transaction ends. version: the one the user saw, None for any.

    Raises StaleState where somebody was faster.
    """
    case = ROWS.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and case.version != version:
        said = f"这份容错申请刚刚由他人办理（现在：{case.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    return case


def must(actor: User, step: str, case: ToleranceCase) -> None:
    """Raises RuleBroken for whom the step is not, and where the case has left the states it is taken in."""
    if may(actor, step, case):
        return
    if may_ever(actor, step, case) and case.state not in STEPS[step].states:
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能{STEPS[step].told}。")
    raise RuleBroken(NOT_YOURS)


def limit(key: str) -> int:
    """The number in force today."""
    return limit_on(key, clock.today())


def until(key: str, *, start: date | None = None, working: bool = True) -> Deadline:
    """The last day of a limit that begins today, or after `start`."""
    return last_day(start or clock.today(), limit(key), calendar(), working=working)


def moved(case: ToleranceCase, *, actor: User, before: str = "", note: str = "") -> ToleranceCase:
    """Saves the case under its next version and leaves the event; a new state begins its own time.

    before: the state it came from, "" where it stays.
    """
    if before and before != case.state:
        _begin(case)
    changed_save(case, actor=actor)
    ToleranceEvent.record(case, actor=actor, from_state=before or case.state, note=note)
    return case


def _begin(case: ToleranceCase) -> None:
    case.since = clock.today()
    term = TERMS.get(case.state)
    if term is None:
        case.due, case.due_days, case.provisional = None, None, False
        return
    found = until(term.key, working=term.working)
    case.due, case.provisional = found.day, found.provisional
    case.due_days = limit(term.key) if term.working else None
