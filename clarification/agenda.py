"""Plans that the Party committee approves, and what its minutes say of them (第十四条)."""

from __future__ import annotations

from typing import Any

from decisions.registry import AgendaKind, Outcome, register, register_source
from decisions.signals import item_decided

from .selectors import APPROVE, REFUSE, SUBJECT, offers
from .services import plan_decide

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
            actor=actor,
        )


def register_agenda() -> None:
    """Called once, when the apps are ready."""
    register(KIND)
    register_source(SUBJECT, offers)
    item_decided.connect(on_decided, dispatch_uid="clarification.plan")
