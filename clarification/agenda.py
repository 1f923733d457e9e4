"""What clarification hears from below: minutes about its plans, and a changed calendar (第十四条)."""

from __future__ import annotations

from typing import Any

from decisions.registry import AgendaKind, Outcome, register, register_source
from decisions.signals import item_decided
from notices.signals import workdays_changed

from .selectors import APPROVE, REFUSE, SUBJECT, offers
from .services import deadlines_recount, plan_decide

KIND = AgendaKind(
    SUBJECT,
    "审议澄清正名方案",
    "第十四条",
    (Outcome(APPROVE, "同意", chosen=True), Outcome(REFUSE, "不同意，退回修改", needs_reason=True)),
)


def on_decided(sender: Any, *, item: Any, entries: Any, meeting: Any, actor: Any, **_: Any) -> None:
    """The minutes are final: each plan is approved or goes back."""
    if item.kind != SUBJECT:
        return
    for entry in entries:
        plan_decide(
            pk=entry.subject_id,
            agreed=entry.outcome == APPROVE,
            reason=entry.reason,
            meeting=str(meeting),
            decided_on=meeting.held_on,
            actor=actor,
        )


def on_workdays(sender: Any, *, actor: Any, **_: Any) -> None:
    """Provisional deadlines follow the calendar."""
    deadlines_recount(actor=actor)


def register_agenda() -> None:
    """Called once, when the apps are ready."""
    workdays_changed.connect(on_workdays, dispatch_uid="clarification.workdays")
    register(KIND)
    register_source(SUBJECT, offers)
    item_decided.connect(on_decided, dispatch_uid="clarification.plan")
