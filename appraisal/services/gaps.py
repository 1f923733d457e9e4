"""Missing votes: one officer proposes what becomes of them, the other agrees or not (第六条)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django_fsm import TransitionNotAllowed

from accounts.models import User
from core import clock
from core.pages import RuleBroken, StaleState
from policy.counting import GapFacts, may_propose_remedy
from policy.outcomes import WITHHELD

from .. import selectors
from ..models import Cycle, CycleEvent, GapDecision, Participant
from .counting import cycle_locked, duty_of, not_confirmed
from .year_import import score_enqueue

State, Remedy = GapDecision.State, GapDecision.Remedy
MOVED = "这些处理意见中有的刚刚已由他人办理，或因票有变化而失效，您的操作没有执行。"


@transaction.atomic
def gap_propose(
    *, cycle_pk: int, participants: Collection[int], remedy: str, reason: str, actor: User
) -> list[GapDecision]:
    """One officer says what should become of the missing votes of one or several people.

    Without effect until the other officer agrees (`gap_confirm`). A standing 补测 gives way to it. Raises
    RuleBroken for anybody who is not one of the two, and for people of whom nothing is to be decided.
    """
    cycle = _scored(cycle_pk)
    duty_of(actor, cycle)
    if not participants:
        raise RuleBroken({"participants": "请勾选要处理的同志。"})
    found = selectors.gaps_of(cycle, selectors.parameters_of(cycle), participants=participants)
    said = [reason.text for gap in found for reason in _judged(gap, remedy).reasons]
    if said:
        raise RuleBroken({"participants": said})
    if len(found) != len(set(participants)):
        raise StaleState("所选的同志中有的已没有待核的缺票，您的意见没有保存。")
    again = [gap.decision.pk for gap in found if gap.decision is not None]
    decisions_move(GapDecision.objects.filter(pk__in=again), "lapse")
    proposals = GapDecision.objects.bulk_create(
        GapDecision(
            participant_id=gap.participant,
            groups=gap.missing,
            remedy=remedy,
            reason=reason,
            proposed_by=actor,
        )
        for gap in found
    )
    _announce(cycle, actor, "提出", proposals)
    return proposals


def _judged(gap: selectors.Gap, remedy: str) -> Any:
    facts = GapFacts(
        name=gap.name,
        withheld=gap.withheld,
        counting=gap.counting,
        decided=gap.decided,
        waiting=gap.waiting,
    )
    return may_propose_remedy(facts, renormalise=remedy == Remedy.RENORMALISE)


@transaction.atomic
def gap_confirm(*, cycle_pk: int, decisions: Collection[int], actor: User) -> list[GapDecision]:
    """The other officer agrees: the remedies hold, and the year is scored again where one changes a score.

    decisions: primary keys as the page showed them, all or none. Raises RuleBroken, and StaleState where
    somebody was faster or the votes have changed.
    """
    cycle = _scored(cycle_pk)
    found = _of_the_other(cycle, decisions, actor)
    kept = GapDecision.objects.filter(
        pk__in=decisions,
        groups=F("participant__result__missing"),
        participant__result__suggestion=WITHHELD,
    )
    if kept.count() != len(found):
        raise StaleState(MOVED)
    _move_all(found, "confirm", decided_by=actor, decided_at=clock.now())
    _announce(cycle, actor, "核定", found)
    if any(item.remedy != Remedy.REMEASURE for item in found):
        score_enqueue(cycle, actor=actor)
    return found


@transaction.atomic
def gap_reject(
    *, cycle_pk: int, decisions: Collection[int], objection: str, actor: User
) -> list[GapDecision]:
    """The other officer does not agree: the gaps are open again. Raises RuleBroken, StaleState."""
    cycle = _scored(cycle_pk)
    found = _of_the_other(cycle, decisions, actor)
    _move_all(found, "reject", decided_by=actor, decided_at=clock.now(), objection=objection)
    _announce(cycle, actor, "不同意", found)
    return found


@transaction.atomic
def gap_withdraw(*, cycle_pk: int, decisions: Collection[int], actor: User) -> list[GapDecision]:
    """Whoever proposed takes it back, before it is decided. Raises RuleBroken, StaleState."""
    cycle = _scored(cycle_pk)
    found = _chosen(cycle, decisions)
    if any(item.proposed_by_id != actor.pk for item in found):
        raise RuleBroken("只有提出人可以撤回处理意见。")
    _move_all(found, "lapse")
    _announce(cycle, actor, "撤回", found)
    return found


def gaps_lapse(*, cycle: Cycle, actor: Any) -> int:
    """After scoring: what was decided or proposed of other missing groups than are missing now is void.

    Runs inside the transaction that scored. Also a proposal for somebody whose score is withheld no longer.
    """
    other = ~Q(groups=F("participant__result__missing"))
    idle = Q(state=State.PROPOSED) & ~Q(participant__result__suggestion=WITHHELD)
    stale = GapDecision.objects.filter(other | idle, participant__cycle=cycle, state__in=selectors.OPEN)
    lapsed = decisions_move(stale, "lapse")
    if lapsed:
        _announce(cycle, actor, "因票有变化而失效", lapsed)
    return len(lapsed)


def decisions_move(chosen: Any, step: str, **values: Any) -> list[GapDecision]:
    """Takes the transition on all of them, in two queries. Raises StaleState, and then nothing changed."""
    found = list(chosen)
    if found:
        _move_all(found, step, **values)
    return found


def _move_all(found: list[GapDecision], step: str, **values: Any) -> None:
    before = {item.state for item in found}
    try:
        for item in found:
            getattr(item, step)()
    except TransitionNotAllowed:
        raise StaleState(MOVED) from None
    # The state is asked for again in the UPDATE itself: whoever was faster is not overwritten.
    rows = GapDecision.objects.filter(pk__in=[item.pk for item in found], state__in=before)
    if rows.update(state=found[0].state, **values) != len(found):
        raise StaleState(MOVED)


def _scored(cycle_pk: int) -> Cycle:
    cycle = cycle_locked(cycle_pk)
    not_confirmed(cycle)
    if not cycle.has_results:
        raise RuleBroken(f"{cycle.label}的数据有变动，正等待重新计分，请在计分完成后再办理。")
    return cycle


def _of_the_other(cycle: Cycle, decisions: Collection[int], actor: User) -> list[GapDecision]:
    """The proposals of somebody else. Raises RuleBroken for the one who proposed and for any third person."""
    duty_of(actor, cycle)
    found = _chosen(cycle, decisions)
    if any(item.proposed_by_id == actor.pk for item in found):
        raise RuleBroken("提出和核定须由两人分别进行，您提出的意见由另一名计分人员核定。")
    return found


def _chosen(cycle: Cycle, decisions: Collection[int]) -> list[GapDecision]:
    if not decisions:
        raise RuleBroken({"decisions": "请勾选处理意见。"})
    rows = GapDecision.objects.filter(participant__cycle=cycle, pk__in=decisions).order_by("pk")
    found = list(rows.select_related("participant__cadre"))
    if len(found) != len(set(decisions)) or any(item.state != State.PROPOSED for item in found):
        raise StaleState(MOVED)
    return found


def _announce(cycle: Cycle, actor: Any, what: str, decisions: Iterable[GapDecision]) -> None:
    """Everybody by name: the record stays when a corrected list takes people and their decisions away."""
    by_remedy: dict[str, list[int]] = {}
    for item in decisions:
        by_remedy.setdefault(item.get_remedy_display(), []).append(item.participant_id)
    chosen = Participant.objects.filter(pk__in=[pk for keys in by_remedy.values() for pk in keys])
    rows = chosen.order_by("cadre__staff_no").values_list("pk", "cadre__name", "cadre__staff_no")
    names = {pk: f"{name}（{staff_no}）" for pk, name, staff_no in rows}
    told = "；".join(
        f"{label} {len(keys)} 人：{'、'.join(name for pk, name in names.items() if pk in keys)}"
        for label, keys in by_remedy.items()
    )
    CycleEvent.record(cycle, actor=actor, note=f"缺票处理{what}，{told}")
