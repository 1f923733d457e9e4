"""Cases that wait for the Party committee, and what its minutes say of them (第十二条第二项).

Three kinds of item, by the negative list of the first reading: with a hard item a meeting can record 不予容错
alone, with a soft one every finding asks for its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from decisions.registry import AgendaKind, EntryDraft, Offer, Outcome, register, register_source
from decisions.signals import item_decided
from policy.tolerance import possible_outcomes
from policy.tolerance_terms import HARD, NOT_TOLERATED, OFFICES, OUTCOMES, SOFT, State

from .models import ToleranceCase
from .services import case_decide

ARTICLE = "第十二条"
SUBJECT = "tolerance.case"
PLAIN, WITH_SOFT, WITH_HARD = "tolerance.finding", "tolerance.finding_soft", "tolerance.finding_hard"
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


def kind_for(case: Any) -> str:
    """Which kind of item a case is put before the meeting as."""
    triage = case.triage
    return WITH_HARD if triage.hard else WITH_SOFT if triage.soft else PLAIN


def _offers(code: str) -> Iterator[Offer]:
    """The waiting cases of one kind; a fixed number of queries."""
    waiting = ToleranceCase.objects.filter(state=State.COMMITTEE).order_by("referred_on", "pk")
    rows = waiting.select_related("cadre", "matter", "unit", "triage").prefetch_related("opinions")
    for case in rows:
        if kind_for(case) == code:
            yield _offer(case)


def _offer(case: Any) -> Offer:
    opinions = {one.office: one for one in case.opinions.all()}
    said = [
        f"{OFFICES[office]}建议{opinions[office].get_proposal_display()}"
        for office in OFFICES
        if office in opinions
    ]
    listed = [HARD[item] for item in case.triage.hard] + [SOFT[item] for item in case.triage.soft]
    if listed:
        said.append("负面清单：" + "、".join(listed))
    proposals = {one.proposal for one in opinions.values()}
    proposal = proposals.pop() if len(proposals) == 1 else ""
    where = f"（{case.unit.name}）" if case.unit else ""
    draft = EntryDraft(case.pk, case.cadre_id, f"{case.cadre.name}{where}", proposal, "；".join(said), 1)
    return Offer(f"{case.cadre.name}容错认定（{case.number}）", SUBJECT, case.pk, (draft,))


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
        register_source(code, lambda code=code: _offers(code))  # type: ignore[misc]
    item_decided.connect(on_decided, dispatch_uid="tolerance.finding")
