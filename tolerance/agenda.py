"""What a meeting can say of the cases that wait for it, and what its minutes do to them (第十二条第二项)."""

from __future__ import annotations

from typing import Any

from decisions.registry import AgendaKind, Outcome, register, register_source
from decisions.signals import item_decided
from policy.tolerance import possible_outcomes
from policy.tolerance_terms import NOT_TOLERATED, OUTCOMES

from .selectors.offers import PLAIN, SUBJECT, WITH_HARD, WITH_SOFT, offers
from .services import case_decide

ARTICLE = "第十二条"
_LABELS = {
    PLAIN: "容错认定",
    WITH_SOFT: "容错认定（有一般不予容错情形，须写明理由）",
    WITH_HARD: "容错认定（有不得容错情形）",
}


def _kind(code: str) -> AgendaKind:
    hard = ("",) if code == WITH_HARD else ()
    outcomes = tuple(
        Outcome(
            outcome,
            OUTCOMES[outcome],
            needs_reason=code == WITH_SOFT or outcome == NOT_TOLERATED,
            chosen=outcome != NOT_TOLERATED,
        )
        for outcome in possible_outcomes(hard)
    )
    return AgendaKind(code, _LABELS[code], ARTICLE, outcomes)


def on_decided(sender: Any, *, item: Any, entries: Any, meeting: Any, actor: Any, **_: Any) -> None:
    """The minutes are final: the finding takes effect."""
    if item.subject_kind != SUBJECT:
        return
    for entry in entries:
        case_decide(
            pk=entry.subject_id,
            kind=entry.outcome,
            reason=entry.reason,
            meeting=str(meeting),
            entry=entry.pk,
            decided_on=meeting.held_on,
            actor=actor,
        )


def register_agenda() -> None:
    """Called once, when the apps are ready."""
    for code in _LABELS:
        register(_kind(code))
        register_source(code, lambda code=code: offers(code))  # type: ignore[misc]
    item_decided.connect(on_decided, dispatch_uid="tolerance.finding")
