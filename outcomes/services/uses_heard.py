"""What meetings and publicity tell: receivers of their signals, inside their transactions (第七条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from appraisal.selectors import parameters_of
from decisions.models import AgendaEntry, AgendaItem, Meeting, Publicity, PublicityPerson
from policy.commendation import AGREED, DECLINED, DEFERRED
from policy.reminder_talk import OUTCOMES, TALK

from ..models import BottomReview, CommendationCase
from ..uses_agenda import BOTTOM, TOP
from .talks import seen_until_set, talk_begin, talk_drop, talks_recount
from .uses_common import locked, moved

S, B = CommendationCase.State, BottomReview.State
STEPS = {AGREED: "agree", DECLINED: "decline", DEFERRED: "defer"}
# Before a commendation is out, a correction of the minutes still changes it.
CHANGEABLE = {
    AGREED: (S.READY, S.AGREED, S.DECLINED, S.DEFERRED),
    DECLINED: (S.READY, S.AGREED, S.DECLINED, S.DEFERRED, S.PUBLIC, S.CLEARED),
    DEFERRED: (S.READY, S.AGREED, S.DECLINED, S.DEFERRED, S.PUBLIC, S.CLEARED),
}
PersonState = PublicityPerson.State


def decision_heard(
    sender: Any,
    *,
    item: AgendaItem,
    entries: Iterable[AgendaEntry],
    meeting: Meeting,
    actor: User,
    **kwargs: Any,
) -> None:
    """The minutes are final: only what stood on that agenda is decided."""
    if item.kind == TOP:
        for entry in entries:
            commendation_decide(entry, meeting, actor=actor)
    elif item.kind == BOTTOM:
        for entry in entries:
            bottom_decide(entry, meeting, actor=actor)


def commendation_decide(entry: AgendaEntry, meeting: Meeting, *, actor: User) -> None:
    """One candidate as the committee decided; where the case moved on since, the decision is only noted."""
    case = locked(CommendationCase, entry.subject_id, None)
    label = entry.outcome_label
    said = f"{meeting}：{label}{f'，{entry.reason}' if entry.reason else ''}"
    before = case.state
    if case.state not in CHANGEABLE[entry.outcome]:
        moved(case, actor=actor, note=f"{said}（现在的状态是“{case.get_state_display()}”，未改变）")
        return
    step = getattr(case, STEPS[entry.outcome])
    step(on=meeting.held_on, reason=entry.reason[:1000], meeting=str(meeting)[:120], entry=entry.pk)
    if before == S.PUBLIC:
        said += "；正在公示，请在公示页撤下"
    moved(case, actor=actor, before=before, note=said)


def bottom_decide(entry: AgendaEntry, meeting: Meeting, *, actor: User) -> None:
    """One person as the committee judged; a talk begins where, and only where, it decided on one."""
    review = locked(BottomReview, entry.subject_id, None)
    said = f"{meeting}：{OUTCOMES[entry.outcome]}{f'，{entry.reason}' if entry.reason else ''}"
    if review.state not in (B.READY, B.DECIDED):
        moved(review, actor=actor, note=f"{said}（现在的状态是“{review.get_state_display()}”，未改变）")
        return
    before = review.state
    review.decide(
        outcome=entry.outcome,
        on=meeting.held_on,
        reason=entry.reason[:1000],
        meeting=str(meeting)[:120],
        entry=entry.pk,
    )
    moved(review, actor=actor, before=before, note=said)
    years = parameters_of(review.participant.cycle).talk_seen_years
    seen_until_set(review, meeting.held_on, years)
    if entry.outcome == TALK:
        talk_begin(review, actor=actor)
    else:
        talk_drop(review, actor=actor, note=f"{meeting}更正研判意见")


def publicity_heard(sender: Any, *, actor: User, **kwargs: Any) -> None:
    """Somebody's publicity ended, or was stopped, or the list was taken back: the cases follow."""
    publicity = kwargs["publicity"] if "publicity" in kwargs else kwargs["objection"].publicity
    if publicity.kind == TOP:
        publicity_follow(publicity, actor=actor)


def publicity_follow(publicity: Publicity, *, actor: User) -> None:
    """Every case that is public on this list takes the state of its line there."""
    people = {person.cadre_id: person for person in publicity.people.all()}
    cases = CommendationCase.objects.select_for_update(of=("self",)).filter(
        publicity=publicity, state=S.PUBLIC
    )
    whole = Publicity.objects.get(pk=publicity.pk).state == Publicity.State.WITHDRAWN
    for case in cases.select_related("participant"):
        person = people[case.participant.cadre_id]
        if whole:
            before = case.state
            case.unpublish()
            moved(case, actor=actor, before=before, note=f"公示撤回：{publicity.withdrawn_reason}")
        elif person.state == PersonState.FINISHED:
            before = case.state
            case.clear(on=person.finished_on)
            moved(case, actor=actor, before=before, note="公示期满无异议")
        elif person.state in (PersonState.UPHELD, PersonState.WITHDRAWN):
            before = case.state
            case.stop()
            why = person.withdrawn_reason or person.get_state_display()
            moved(case, actor=actor, before=before, note=f"公示后不再继续：{why}")


def workdays_heard(sender: Any, *, actor: User, **kwargs: Any) -> None:
    """Provisional deadlines of talks follow the calendar."""
    talks_recount(actor=actor)
