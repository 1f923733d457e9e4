"""What of reviews and stale results waits for the Party committee, and what its minutes say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from appraisal.models import GradeWord
from appraisal.selectors import lists_over
from decisions.models import AgendaEntry
from decisions.registry import (
    AgendaKind,
    EntryDraft,
    Offer,
    Outcome,
    register,
    register_closed,
    register_source,
)
from decisions.signals import item_decided
from policy.review import better_or_equal

from .models import Review, StaleResult
from .selectors.standing import BOTTOM, EFFECTS, GRADE, Snapshot, effects_of, snapshots_of
from .services.revisions import review_decide, stale_decide

KIND = "appraisal.review"
REVIEW, STALE = "outcomes.review", "outcomes.stale"
KEEP, AGREE = "keep", "approve"
ARTICLE = "第六条"


def _kind() -> AgendaKind:
    grades = (
        Outcome(word, f"更正为{word}", needs_reason=True, chosen=True)
        for word in GradeWord.values
        if word != GradeWord.UNGRADED
    )
    outcomes = (Outcome(KEEP, "维持原结果"), Outcome(AGREE, "同意更正", chosen=True), *grades)
    return AgendaKind(KIND, "复核与结果更正", ARTICLE, outcomes)


def offers() -> Iterator[Offer]:
    """Reviews that may change something, and stale results; a fixed number of queries."""
    waiting = Review.objects.filter(state=Review.State.COMMITTEE).order_by("submitted_on", "pk")
    for case in waiting.select_related(
        "feedback__participant__cadre", "feedback__participant__cycle"
    ).prefetch_related("verifiers__officer"):
        yield _review_offer(case)
    stale = StaleResult.objects.filter(state=StaleResult.State.OPEN).order_by("found_on", "pk")
    found = list(
        stale.select_related(
            "participant__cadre", "participant__cycle", "participant__result", "matter", "relief"
        )
    )
    told = snapshots_of([one.participant for one in found])
    for one in found:
        entries = _stale_entries(one, told[one.participant_id])
        if entries:
            person = one.participant
            title = f"{person.cadre.name}{person.cycle.label}考核结果更正（{one.cause}）"
            yield Offer(title, STALE, one.pk, entries)


def _review_offer(case: Review) -> Offer:
    person = case.feedback.participant
    grades = [one.grade for one in case.verifiers.all() if one.grade]
    note = "；".join(
        f"{one.officer.name}：{one.get_conclusion_display()}{one.grade and f'为{one.grade}'}。{one.finding}"
        for one in case.verifiers.all()
    )
    draft = EntryDraft(case.pk, person.cadre_id, _label(person), grades[0] if grades else KEEP, note, 1)
    return Offer(f"{person.cadre.name}{person.cycle.label}考核复核", REVIEW, case.pk, (draft,))


def _stale_entries(found: StaleResult, before: Snapshot) -> tuple[EntryDraft, ...]:
    person, said = found.participant, found.said
    drafts = []
    for place, effect in enumerate(effects_of(before, found.would_be), 1):
        if effect == GRADE and not better_or_equal(before["grade"]):
            continue
        note = f"{said}。原等次：{before['grade']}" if effect == GRADE else f"{said}；其他人不变"
        proposal = KEEP if effect == GRADE else AGREE
        label = f"{_label(person)}：{EFFECTS[effect]}"
        drafts.append(EntryDraft(effect, person.cadre_id, label, proposal, note, place))
    return tuple(drafts)


def _label(person: Any) -> str:
    post = f"{person.unit_name}{person.post_title}"
    return f"{person.cadre.name}（{post}）" if post else f"{person.cadre.name}（{person.cadre.staff_no}）"


def on_decided(sender: Any, *, item: Any, entries: Any, meeting: Any, actor: Any, **_: Any) -> None:
    """The minutes are final: what they say of a review or a stale result takes effect."""
    if item.kind != KIND:
        return
    grades = set(GradeWord.values)
    if item.subject_kind == REVIEW:
        for entry in entries:
            review_decide(
                pk=entry.subject_id,
                grade=entry.outcome if entry.outcome in grades else "",
                reason=entry.reason,
                meeting=str(meeting),
                decided_on=meeting.held_on,
                entry=entry.pk,
                actor=actor,
            )
    elif item.subject_kind == STALE and entries:
        taken = {e.subject_id: e for e in entries if e.outcome == AGREE or e.outcome in grades}
        graded = taken.get(GRADE)
        stale_decide(
            pk=item.subject_id,
            effects=set(taken),
            grade=graded.outcome if graded and graded.outcome in grades else "",
            reason="；".join(e.reason for e in taken.values() if e.reason),
            meeting=str(meeting),
            decided_on=meeting.held_on,
            entry=entries[0].pk,
            actor=actor,
        )


def entries_closed(items: Sequence[Any]) -> set[int]:
    """Entries that took somebody off a bottom list which is out of view; three queries at most."""
    cases = {item.subject_id: item for item in items if item.subject_kind == STALE}
    found = StaleResult.objects.filter(pk__in=cases).select_related("participant__cycle")
    cycles = {case.pk: case.participant.cycle for case in found}
    over = lists_over(cycles.values())
    old = [cases[pk] for pk, cycle in cycles.items() if cycle.pk in over]
    return set(AgendaEntry.objects.filter(item__in=old, subject_id=BOTTOM).values_list("pk", flat=True))


def register_agenda() -> None:
    """Called once, when the apps are ready."""
    register(_kind())
    register_closed(KIND, entries_closed)
    register_source(KIND, offers)
    item_decided.connect(on_decided, dispatch_uid="outcomes.review")
