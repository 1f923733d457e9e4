"""Where a decided result leaves one person, and what it would say without a lifted matter (第十四条)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import parameters_of, year_facts
from core import clock
from matters.selectors import lifted_for
from policy.appraisal import appraise
from policy.facts import CadreFacts
from policy.numbers import rounded
from policy.outcomes import BARRED, BOTTOM_WORDS, TOP_WORDS, PersonOutcome
from policy.review import Standing

from ..models import BottomReview, CommendationCase, Revision, StaleResult

Snapshot = dict[str, Any]
COMMEND, BOTTOM, GRADE = 1, 2, 3
EFFECTS = {COMMEND: "补充表彰", BOTTOM: "撤出提请研判名单", GRADE: "更正等次"}


def snapshot_of(participant: Participant) -> Snapshot:
    """What the result says now: of the newest revision, else as decided. Two queries."""
    newest = Revision.objects.filter(participant=participant).order_by("-number").first()
    if newest is not None:
        return dict(newest.after)
    result = participant.result
    grading = Grading.objects.filter(participant=participant).first()
    return {
        "grade": grading.decided if grading else "",
        "decided_on": str(grading.decided_on or "") if grading else "",
        "meeting": grading.meeting if grading else "",
        "total": _text(result.total),
        "deducted": _text(result.deducted),
        "suggestion": result.suggestion,
        "commended": result.suggestion in TOP_WORDS and result.suggestion != BARRED,
        "judged": result.suggestion in BOTTOM_WORDS,
    }


def standing_of(snapshot: Snapshot) -> Standing:
    """The same as `policy.review` compares it."""
    return Standing(snapshot["grade"], bool(snapshot["commended"]), bool(snapshot["judged"]))


def digest_of(before: Snapshot, after: Snapshot) -> str:
    """SHA-256 over both states in their canonical form."""
    text = json.dumps([before, after], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def would_be(participant: Participant) -> Snapshot:
    """What the year would say of this person with the reliefs in force today, exactly.

    The whole year is judged again: this person by today's reliefs, everybody else without those that came
    after the decision. Nothing is stored, and nobody else's outcome is told.
    """
    cycle = participant.cycle
    parameters = parameters_of(cycle)
    today = clock.today()
    facts = _as_decided(cycle, year_facts(cycle, parameters, on=judged_on(cycle)))
    lifted = lifted_for([participant.cadre_id], year=cycle.year, on=today).get(participant.cadre_id, {})
    world = [dataclasses.replace(one, lifted=lifted) if one.key == participant.pk else one for one in facts]
    outcome = appraise(world, year=cycle.year, parameters=parameters, merged=cycle.fixed_merge)
    person = next(one for one in outcome.persons if one.key == participant.pk)
    return _told(person)


def _as_decided(cycle: Cycle, facts: list[CadreFacts]) -> list[CadreFacts]:
    """The facts without the reliefs that were recorded after the decision. One query."""
    later = defaultdict(set)
    for pk, matter in StaleResult.objects.filter(participant__cycle=cycle).values_list(
        "participant_id", "relief__matter__number"
    ):
        later[pk].add(matter)
    return [
        dataclasses.replace(
            one, lifted={matter: word for matter, word in one.lifted.items() if matter not in later[one.key]}
        )
        if one.key in later
        else one
        for one in facts
    ]


def judged_on(cycle: Cycle) -> date:
    """The day whose findings the count knew."""
    if cycle.scored_at is None:
        return clock.today()
    return timezone.localdate(cycle.scored_at, clock.ZONE)


def _told(person: PersonOutcome) -> Snapshot:
    word = person.suggestion
    return {
        "total": _text(person.total),
        "deducted": str(rounded(person.deducted, 4)),
        "suggestion": word,
        "commended": word in TOP_WORDS and word != BARRED,
        "judged": word in BOTTOM_WORDS,
    }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def commended(participant_pk: int) -> bool:
    """Whether somebody stands on the list of commendations already."""
    cases = CommendationCase.objects.filter(participant=participant_pk)
    return cases.exclude(state=CommendationCase.State.LAPSED).exists()


def on_bottom_list(participant_pk: int) -> bool:
    """Whether the committee has judged somebody as one of the last: there is something to withdraw."""
    cases = BottomReview.objects.filter(participant=participant_pk)
    return cases.filter(state=BottomReview.State.DECIDED).exists()


def effects_of(before: Snapshot, without: Snapshot) -> tuple[int, ...]:
    """What the committee may decide of a stale result: only what is better for the person."""
    found = []
    if without["commended"] and not before["commended"]:
        found.append(COMMEND)
    if before["judged"] and not without["judged"]:
        found.append(BOTTOM)
    if before["grade"]:
        found.append(GRADE)
    return tuple(found)
