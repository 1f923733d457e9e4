"""Where a decided result leaves one person, and what it would say without a lifted matter (第十四条)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from appraisal.models import Cycle, Grading, Participant
from appraisal.selectors import parameters_of, year_facts
from core import clock
from matters.selectors import lifted_for, marks_of
from policy.appraisal import appraise
from policy.facts import CadreFacts, MarkFact
from policy.measures import judge_marks
from policy.numbers import rounded
from policy.outcomes import BARRED, BOTTOM_WORDS, TOP_WORDS, PersonOutcome
from policy.review import Standing, better_or_equal
from policy.verdict import Reason, Verdict

from ..models import ON_LIST, BottomReview, CommendationCase, Revision, StaleResult

Snapshot = dict[str, Any]
COMMEND, BOTTOM, GRADE = 1, 2, 3
# What marks do to the grade, the heavier the later.
CAPS = ("", "barred", "ungraded")
EFFECTS = {COMMEND: "补充表彰", BOTTOM: "撤出提请研判名单", GRADE: "更正等次"}


def words_told(words: str, *, last: bool) -> str:
    """What was written of a correction; past the bottom list's last day, not that it took somebody off."""
    return words if last else words.replace(EFFECTS[BOTTOM], "（已过查看期限）")


def snapshot_of(participant: Participant) -> Snapshot:
    """What the result says now: of the newest revision, else as decided. Two queries."""
    return snapshots_of([participant])[participant.pk]


def snapshots_of(people: Sequence[Participant]) -> dict[int, Snapshot]:
    """What the result of each says now, by primary key; people: with their results. Two queries."""
    keys = [person.pk for person in people]
    revisions = Revision.objects.filter(participant__in=keys).order_by("number")
    newest = {revision.participant_id: revision for revision in revisions}
    gradings = {one.participant_id: one for one in Grading.objects.filter(participant__in=keys)}
    return {
        person.pk: dict(newest[person.pk].after)
        if person.pk in newest
        else _decided(person, gradings.get(person.pk))
        for person in people
    }


def _decided(person: Participant, grading: Grading | None) -> Snapshot:
    result = person.result
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


def total_told(person: Participant, told: Mapping[str, Any]) -> tuple[str, str]:
    """(what it is, the total or that there is none) as the cadre is told.

    Of a term it is made of its years and its vote (第六条), else it is that of the newest revision.
    """
    of_term = person.cycle.kind == Cycle.Kind.TERM
    term = getattr(person, "term_result", None) if of_term else None
    total = _text(term.total) if term else "" if of_term else told["total"]
    return ("聘期总分" if of_term else "总分"), total or "不公布"


def standing_of(snapshot: Snapshot) -> Standing:
    """The same as `policy.review` compares it."""
    return Standing(snapshot["grade"], bool(snapshot["commended"]), bool(snapshot["judged"]))


def correction_words(participant: Participant, number: int) -> str:
    """What state `number` of a result changed for the person and by which decision; "" for the first one.

    For the cadre too: says nothing of the lists, of which nobody hears before the step that tells them.
    """
    made = Revision.objects.filter(participant=participant, number=number).first()
    if made is None:
        return ""
    changed = [
        f"{name}由“{made.before[key]}”更正为“{made.after[key]}”"
        for key, name in (("grade", "等次"), ("total", "总分"))
        if made.after[key] and made.before[key] != made.after[key]
    ]
    cause = made.reason.partition("：")[0]
    said = "，".join(changed) or "等次和总分不变"
    return f"{cause}：{said}。{made.meeting}（{made.decided_on}）研究决定，原第 {number - 1} 版保留。"


def digest_of(before: Snapshot, after: Snapshot) -> str:
    """SHA-256 over both states in their canonical form."""
    text = json.dumps([before, after], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def would_be(participant: Participant) -> Snapshot:
    """What the year would say of this person by the marks and reliefs of today, exactly.

    The whole year is judged again: this person by what counts today, everybody else by what counted when the
    year was scored. worse: what counts is heavier than it was then. Nothing is stored, nobody else is told.
    """
    return outcomes_of(participant)[1]


def outcomes_of(
    participant: Participant,
    *,
    was: Mapping[Hashable, MarkFact] | None = None,
    gone: Sequence[MarkFact] = (),
) -> tuple[Snapshot, Snapshot]:
    """What the year says of this person by what counted when it was scored, and by what counts today.

    was: marks that are being corrected, by their key, as they were counted; gone: marks that were counted and
    are no longer stored.
    """
    cycle, cadre = participant.cycle, participant.cadre_id
    parameters = parameters_of(cycle)
    facts = _as_decided(cycle, year_facts(cycle, parameters, on=judged_on(cycle), at=cycle.scored_at))
    own = next(one for one in facts if one.key == participant.pk)
    marks_then = (*((was or {}).get(one.key, one) for one in own.marks), *gone)
    counted = dataclasses.replace(own, marks=marks_then)
    lifted = lifted_for([cadre], year=cycle.year, on=clock.today()).get(cadre, {})
    marks = marks_of([cadre], year=cycle.year).get(cadre, ())
    now = dataclasses.replace(own, lifted=lifted, marks=marks)
    before, after = (_judged(cycle, facts, one, parameters) for one in (counted, now))
    heavier = Decimal(after["deducted"]) > Decimal(before["deducted"])
    after["worse"] = heavier or CAPS.index(after["capped"]) > CAPS.index(before["capped"])
    return before, after


def _judged(cycle: Cycle, facts: list[CadreFacts], own: CadreFacts, parameters: Any) -> Snapshot:
    world = [own if one.key == own.key else one for one in facts]
    outcome = appraise(world, year=cycle.year, parameters=parameters, merged=cycle.fixed_merge)
    person = next(one for one in outcome.persons if one.key == own.key)
    marks = judge_marks(own.marks, own.lifted, year=cycle.year, parameters=parameters)
    capped = "ungraded" if not marks.ungraded.ok else "" if marks.barred.ok else "barred"
    return {**_told(person), "capped": capped}


def _as_decided(cycle: Cycle, facts: list[CadreFacts]) -> list[CadreFacts]:
    """The facts without the reliefs that were recorded after the decision. One query."""
    later = defaultdict(set)
    rows = StaleResult.objects.filter(participant__cycle=cycle, relief__isnull=False)
    for pk, matter in rows.values_list("participant_id", "matter__number"):
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


def capped_now(people: Sequence[Participant]) -> Verdict:
    """What counts today against a commendation for their year (第八条): of marks recorded since, too.

    people: of one year, with their cadres. Three queries.
    """
    if not people:
        return Verdict()
    cycle, cadres = people[0].cycle, [person.cadre_id for person in people]
    parameters = parameters_of(cycle)
    marks = marks_of(cadres, year=cycle.year)
    lifted = lifted_for(cadres, year=cycle.year, on=clock.today())
    found = []
    for person in people:
        own = marks.get(person.cadre_id, ())
        judged = judge_marks(own, lifted.get(person.cadre_id, {}), year=cycle.year, parameters=parameters)
        for reason in (*judged.ungraded.reasons, *judged.barred.reasons):
            text = f"{person.cadre.name}：{reason.text}"
            found.append(Reason("commendation.capped", reason.article, text))
    return Verdict(tuple(found))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def commended(participant_pk: int) -> bool:
    """Whether somebody stands on the list of commendations already."""
    cases = CommendationCase.objects.filter(participant=participant_pk)
    return cases.exclude(state=CommendationCase.State.LAPSED).exists()


def on_bottom_list(participant_pk: int) -> bool:
    """Whether somebody is judged as one of the last, or still to be: there is something to withdraw."""
    return BottomReview.objects.filter(participant=participant_pk, state__in=ON_LIST).exists()


def effects_of(before: Snapshot, without: Snapshot) -> tuple[int, ...]:
    """What the committee may decide of a stale result: only what is better for the person."""
    found: list[int] = []
    if without.get("worse"):
        return ()
    if without["commended"] and not before["commended"]:
        found.append(COMMEND)
    if before["judged"] and not without["judged"]:
        found.append(BOTTOM)
    if before["grade"]:
        found.append(GRADE)
    return tuple(found)


def for_committee(case: StaleResult) -> bool:
    """Whether only a meeting may settle it: a list would change, or an appeal asks for a better grade."""
    before = snapshot_of(case.participant)
    effects = set(effects_of(before, case.would_be))
    by_appeal = case.matter_id is None and GRADE in effects and bool(better_or_equal(before["grade"]))
    return bool(effects - {GRADE}) or by_appeal
