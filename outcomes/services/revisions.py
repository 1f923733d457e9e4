"""A decided result never silently becomes another one: by a decision only, and with its reason (第十四条)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import is_settled, parameters_of
from appraisal.services import grading_revise, terms_follow
from core import clock
from core.pages import RuleBroken, require
from matters.models import Matter, Relief
from matters.selectors import FeltRow, concerns
from policy.facts import MarkFact
from policy.grades import EXCELLENT
from policy.review import CORRECT, KEEP, may_revise

from ..access.review import SETTLE
from ..models import Review, Revision, StaleEvent, StaleResult
from ..selectors.standing import (
    BOTTOM,
    COMMEND,
    EFFECTS,
    GRADE,
    Snapshot,
    capped_now,
    commended,
    digest_of,
    for_committee,
    on_bottom_list,
    outcomes_of,
    snapshot_of,
    standing_of,
)
from . import review as reviews
from .bottom import bottom_withdraw
from .commendation import commendation_add_above_quota
from .common import in_state, locked, must, saved
from .feedback import feedback_renew

STALE_ROWS = StaleResult.objects.select_related("participant__cadre", "participant__cycle", "matter")
AGREED = "approve"
AS_KEPT = "维持原结果"


@dataclass(frozen=True)
class Overtaking:
    """What came after a decision: on which matter, in words, where it is written, which marks it concerns.

    gone: those of them that are no longer stored.
    """

    matter: Matter
    cadre: int
    cause: str
    source: str
    rows: Sequence[FeltRow]
    relief: Relief | None = None
    gone: Sequence[FeltRow] = ()


@transaction.atomic
def stale_mark(*, what: Overtaking, actor: Any) -> list[StaleResult]:
    """Every decided result of that cadre that feels the matter waits for a decision; nothing moves.

    A relief always asks for one; anything else only where it changes points or caps of that year.
    """
    people = Participant.objects.filter(cadre=what.cadre, result__isnull=False)
    found = []
    for person in people.select_related("cycle", "cadre", "result").order_by("pk"):
        cycle = person.cycle
        if not is_settled(cycle) or not concerns(what.rows, cycle.year, parameters_of(cycle)):
            continue
        gone = [row.fact for row in what.gone if _was_known(row, cycle)]
        before, now = outcomes_of(person, was=_as_they_were(what.rows), gone=gone)
        _still_open(person).update(would_be=now)
        if what.relief is None and all(now[key] == value for key, value in before.items()):
            continue
        case, made = _waiting(person, what, now)
        if made:
            StaleEvent.record(case, actor=actor, note=f"审定后{what.cause}，结果待党委研究")
            found.append(case)
    return found


def _as_they_were(rows: Sequence[FeltRow]) -> dict[Hashable, MarkFact]:
    """Marks that were corrected, by their key, as they were: told twice, first as they were."""
    twice = {key for key, count in Counter(row.fact.key for row in rows).items() if count > 1}
    return {row.fact.key: row.fact for row in reversed(rows) if row.fact.key in twice}


def _was_known(row: FeltRow, cycle: Cycle) -> bool:
    """Whether the year was scored with a mark that is gone since."""
    return row.file_year in (None, cycle.year) and (
        row.since is None or cycle.scored_at is None or row.since <= cycle.scored_at
    )


def _still_open(person: Participant) -> QuerySet[StaleResult]:
    """What marks have overtaken; what an appeal asks for does not depend on them."""
    return StaleResult.objects.filter(participant=person, matter__isnull=False, state=StaleResult.State.OPEN)


def _waiting(person: Participant, what: Overtaking, now: Snapshot) -> tuple[StaleResult, bool]:
    """The case that waits for a body, or a new one; of a relief there is one for good."""
    same = (
        {"relief": what.relief}
        if what.relief
        else {"relief": None, "matter": what.matter, "cause": what.cause, "state": StaleResult.State.OPEN}
    )
    words = {"matter": what.matter, "cause": what.cause, "source": what.source[:700]}
    defaults = {**words, "found_on": clock.today(), "would_be": now}
    return StaleResult.objects.get_or_create(
        participant=person,
        **same,
        defaults={key: value for key, value in defaults.items() if key not in same},
    )


@transaction.atomic
def stale_by_appeal(*, participant: Participant, source: str, actor: Any) -> StaleResult:
    """A higher body found on an appeal that the result has to change: it waits for the committee."""
    case = StaleResult.objects.create(
        participant=participant,
        cause="申诉变更",
        source=source[:700],
        found_on=clock.today(),
        would_be=snapshot_of(participant),
    )
    StaleEvent.record(case, actor=actor, note="申诉处理决定变更结果，待党委研究")
    return case


@transaction.atomic
def stale_keep(*, pk: int, version: int, note: str, actor: Any) -> StaleResult:
    """Nothing of the decided result would change for the person: noted by the head, without a meeting.

    Raises RuleBroken where something would change, and StaleState.
    """
    case = locked(STALE_ROWS, pk, version)
    must(actor, SETTLE, case)
    in_state(case, StaleResult.State.OPEN)
    if for_committee(case):
        raise RuleBroken("结果可能变化，应当列入党委会议题研究，不能直接办结。")
    return _settled(case, note.strip(), None, actor)


@transaction.atomic
def stale_decide(
    *,
    pk: int,
    effects: Collection[int],
    grade: str,
    reason: str,
    meeting: str,
    decided_on: date,
    entry: int,
    actor: Any,
) -> StaleResult:
    """What the committee decided of a stale result. effects: of `EFFECTS`, those agreed to.

    Only this person moves: added above the quota, taken off the bottom list, the grade corrected upward.
    Called when the minutes are final; a result settled meanwhile stays as it is. decided_on: the day of the
    meeting, whenever it was entered. Raises RuleBroken.
    """
    case = STALE_ROWS.select_for_update(of=("self",)).get(pk=pk)
    if case.state != StaleResult.State.OPEN:
        return case
    if not effects:
        return _settled(case, f"{meeting}（{decided_on}）：{AS_KEPT}", None, actor)
    words = "、".join(EFFECTS[effect] for effect in sorted(effects))
    made = revision_make(
        participant=case.participant,
        changes=_changes(case, effects, grade),
        reason=f"{case.cause}：{words}。{reason}".rstrip(),
        meeting=meeting,
        decided_on=decided_on,
        entry=entry,
        actor=actor,
    )
    case.agreed, case.note, case.revision = sorted(effects), f"{meeting}（{decided_on}）：{words}"[:500], made
    if not {COMMEND, BOTTOM} & set(effects):
        return _settled(case, case.note, made, actor)
    before = case.state
    case.decide()
    return saved(case, StaleEvent, actor=actor, before=before, note=case.note)


def _changes(case: StaleResult, effects: Collection[int], grade: str) -> Snapshot:
    found: Snapshot = {key: case.would_be[key] for key in ("total", "deducted")}
    if COMMEND in effects:
        found["commended"] = True
    if BOTTOM in effects:
        found["judged"] = False
    if GRADE in effects and grade:
        found["grade"] = grade
    return found


@transaction.atomic
def stale_apply(*, pk: int, version: int, document_no: str, on: date, actor: Any) -> StaleResult:
    """Carries out what the committee agreed to: added above the quota, taken off the bottom list in writing.

    Whoever stands on the one list or no longer on the other already stays so. on: the day of the document.
    Raises RuleBroken, StaleState.
    """
    case = locked(STALE_ROWS, pk, version)
    must(actor, SETTLE, case)
    in_state(case, StaleResult.State.DECIDED)
    decided_on = case.revision.decided_on if case.revision else case.found_on
    if not decided_on <= on <= clock.today():
        raise RuleBroken({"on": f"文件日期应在党委研究的 {decided_on} 和今天之间，请核对。"})
    reason = case.revision.reason if case.revision else case.note
    about = {"participant_pk": case.participant_id, "reason": reason, "actor": actor}
    if COMMEND in case.agreed and not commended(case.participant_id):
        commendation_add_above_quota(**about)
    if BOTTOM in case.agreed and on_bottom_list(case.participant_id):
        bottom_withdraw(document_no=document_no.strip(), on=on, **about)
    return _settled(case, f"{case.note}；{document_no.strip()}（{on}）", case.revision, actor)


def _settled(case: StaleResult, note: str, made: Revision | None, actor: Any) -> StaleResult:
    before = case.state
    case.settle()
    case.note, case.revision = note[:500], made
    return saved(case, StaleEvent, actor=actor, before=before, note=note)


@transaction.atomic
def review_decide(
    *, pk: int, grade: str, reason: str, meeting: str, decided_on: date, entry: int, actor: Any
) -> Review:
    """What the committee decided of a review. grade: the corrected one, "" for 维持.

    Called when the minutes are final; a request withdrawn or answered meanwhile stays as it is. decided_on:
    the day of the meeting; the answer has its own, from which an appeal is counted. Raises RuleBroken where
    the grade would be worse.
    """
    case = reviews.ROWS.select_for_update(of=("self",)).get(pk=pk)
    if case.state != Review.State.COMMITTEE:
        return case
    case.meeting, case.entry = meeting[:120], entry
    if not grade or grade == reviews.standing_grade(case):
        said = f"{meeting}（{decided_on}）研究决定，维持原考核结果。{reason}"
        return reviews.answered(case, outcome=KEEP, answer=said, actor=actor)
    revision_make(
        participant=case.feedback.participant,
        changes={"grade": grade},
        reason=f"复核：{reason}",
        meeting=meeting,
        decided_on=decided_on,
        entry=entry,
        actor=actor,
    )
    said = f"{meeting}（{decided_on}）研究决定，考核等次更正为“{grade}”。{reason}"
    return reviews.answered(case, outcome=CORRECT, answer=said, grade=grade, actor=actor)


@transaction.atomic
def grades_correct(*, entries: Sequence[Any], meeting: Any, actor: Any) -> list[Revision]:
    """Final minutes decide again on grades of a decided cycle (更正): a revision for each that changes.

    Raises RuleBroken for anything worse, but for a grade whose publicity was stopped.
    """
    said = {entry.subject_id: entry for entry in entries}
    people = Participant.objects.filter(pk__in=said, grading__isnull=False).select_related("grading")
    return [
        revision_make(
            participant=person,
            changes={"grade": entry.outcome},
            reason=f"更正等次：{entry.reason or entry.note}",
            meeting=str(meeting),
            decided_on=meeting.held_on,
            entry=entry.pk,
            actor=actor,
        )
        for person in people.order_by("pk")
        for entry in [said[person.pk]]
        if entry.outcome != person.grading.decided or person.grading.held
    ]


@transaction.atomic
def revision_make(
    *,
    participant: Participant,
    changes: Snapshot,
    reason: str,
    meeting: str,
    decided_on: date,
    entry: int | None,
    actor: Any,
) -> Revision:
    """State n+1 of one person's result, beside n; the cadre is told. Raises RuleBroken for anything worse.

    The stored result of the count stays: nobody else's row is touched. decided_on: the day of the meeting
    that decided; its minutes may be entered later.
    """
    person = Participant.objects.select_related("cycle", "cadre", "result").get(pk=participant.pk)
    before = snapshot_of(person)
    after = {**before, **changes}
    stands = standing_of(before)
    if Grading.objects.filter(participant=person).exclude(held="").exists():
        stands = replace(stands, grade="")  # its publicity was stopped: it is decided anew
    require(may_revise(stands, standing_of(after)))
    if after["grade"] == EXCELLENT != before["grade"]:
        require(capped_now([person]))  # another matter may still bar it
    after |= {"decided_on": str(decided_on), "meeting": meeting}
    number = _number(person)
    if before["grade"]:
        graded = grading_revise(
            participant_pk=person.pk,
            grade=after["grade"],
            reason=reason,
            decided_on=decided_on,
            meeting=meeting,
            entry=entry,
            actor=actor,
        )
        number = max(number, graded.revision)
    made = Revision.objects.create(
        participant=person,
        number=number,
        reason=reason[:500],
        before=before,
        after=after,
        digest=digest_of(before, after),
        meeting=meeting[:120],
        entry=entry,
        made_by=actor,
    )
    terms_follow(cycle=person.cycle, reason=f"{person.cycle.label}的结果经党委更正", actor=actor)
    if person.cycle.is_told:
        feedback_renew(participant=person, revision=made.number, actor=actor)
    return made


def _number(person: Participant) -> int:
    newest = Revision.objects.filter(participant=person).order_by("-number").first()
    return newest.number + 1 if newest else 2
