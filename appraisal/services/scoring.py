"""Scoring a year: facts to outcome to stored results, in one act (第六条, 第七条)."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from core import clock
from core.bulk import copy_in
from policy.appraisal import appraise
from policy.categories import merged_categories
from policy.facts import CadreFacts
from policy.figures import printable
from policy.numbers import plain, rounded
from policy.outcomes import CategoryOutcome, MarkOutcome, PersonOutcome
from policy.parameters import AppraisalParameters
from policy.verdict import Reason

from .. import selectors
from ..models import CategoryResult, Cycle, CycleEvent, Result
from .files import CycleClosed
from .gaps import gaps_lapse
from .term import term_store

RESULT_COLUMNS = (
    "participant_id",
    "cycle_id",
    "category",
    "position",
    "rank",
    "score",
    "deducted",
    "total",
    "distance",
    "suggestion",
    "group_means",
    "reasons",
    "marks",
    "missing",
)
CATEGORY_COLUMNS = (
    "cycle_id",
    "name",
    "position",
    "ranked",
    "top_quota",
    "bottom_quota",
    "top_seats",
    "bottom_seats",
    "mean",
    "notes",
)


@transaction.atomic
def year_score(*, cycle_pk: int, actor: Any) -> Cycle:
    """Scores the year from what is stored and replaces its results.

    The same facts give the same results, and then nothing is written. What was decided of missing votes that
    have changed since is void. Raises CycleClosed once confirmed.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("round").get(pk=cycle_pk)
    if cycle.confirmed_at is not None:
        raise CycleClosed(f"{cycle.label}的计分已经确认，不再重新计分。")
    with _collector_resting(), suppress(_Unchanged):
        _rescore(cycle, actor)
    gaps_lapse(cycle=cycle, actor=actor)
    return cycle


@contextmanager
def _collector_resting() -> Iterator[None]:
    """All facts and outcomes live until the year is stored: looking for garbage in them costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Unchanged(Exception):
    """The new results are those that are stored: what was written is taken back."""


@transaction.atomic
def _rescore(cycle: Cycle, actor: Any) -> None:
    """Stores the results of what is stored now. Raises _Unchanged, and then nothing was written."""
    parameters = selectors.parameters_of(cycle)
    facts = selectors.year_facts(cycle, parameters)
    outcome = appraise(facts, year=cycle.year, parameters=parameters, merged=cycle.fixed_merge)
    places = category_places(facts, parameters, cycle.fixed_merge)
    results = (
        _result(cycle, person, about, parameters, places)
        for person, about in zip(outcome.persons, facts, strict=True)
    )
    categories = (_category(cycle, item, parameters, places) for item in outcome.categories)
    summary = {
        "ranked": outcome.ranked,
        "top_seats": outcome.top_seats,
        "bottom_seats": outcome.bottom_seats,
        "notes": _reasons(outcome.notes),
    }
    digest = hashlib.sha256(_json(summary).encode())
    CategoryResult.objects.filter(cycle=cycle).delete()
    Result.objects.filter(cycle=cycle).delete()
    copy_in(CategoryResult, CATEGORY_COLUMNS, _noted(categories, digest))
    copy_in(Result, RESULT_COLUMNS, _noted(results, digest))
    if cycle.kind == Cycle.Kind.TERM:
        digest.update(term_store(cycle, outcome.persons, parameters))
    if digest.hexdigest() == cycle.outcome_sha256 and cycle.state == Cycle.State.SCORED:
        raise _Unchanged
    _announce(cycle, summary, digest.hexdigest(), len(outcome.persons), actor)


def _noted(rows: Iterable[tuple[Any, ...]], digest: Any) -> Iterator[tuple[Any, ...]]:
    """The rows as they pass, each added to the digest: the same results give the same digest."""
    for row in rows:
        digest.update(repr(row).encode())
        yield row


_json = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring  # one string as JSON, in C


def _announce(cycle: Cycle, summary: dict[str, Any], digest: str, people: int, actor: Any) -> None:
    before = cycle.state
    cycle.score()
    cycle.summary, cycle.outcome_sha256, cycle.scored_at = summary, digest, clock.now()
    cycle.save()
    CycleEvent.record(
        cycle,
        actor=actor,
        from_state=before,
        to_state=cycle.state,
        note=f"{people} 人，结果摘要 {digest[:12]}",
    )


def category_places(
    facts: Iterable[CadreFacts], parameters: AppraisalParameters, merged: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Category as shown -> its place in the order; a merged one takes its first part's (第六条)."""
    shown = merged or merged_categories((about.category for about in facts if about.graded), parameters)
    places = {name: place for place, name in enumerate(shown)}
    for listed, name in shown.items():
        places.setdefault(name, places[listed])
    return places


def _result(
    cycle: Cycle,
    person: PersonOutcome,
    about: CadreFacts,
    parameters: AppraisalParameters,
    places: Mapping[str, int],
) -> tuple[Any, ...]:
    return (
        about.key,
        cycle.pk,
        person.category,
        places[person.category],
        person.rank,
        _figure(person.score, parameters),
        rounded(person.deducted, 4),
        person.total,
        person.distance,
        person.suggestion,
        _means(person, about, parameters),
        _reasons_text(person.reasons),
        _json([_mark(mark) for mark in person.marks]) if person.marks else "[]",
        _json(person.missing) if person.missing else "[]",
    )


def _mark(mark: MarkOutcome) -> dict[str, Any]:
    return {
        "mark": mark.key,
        "counted": mark.counted,
        "points": plain(mark.points),
        **_reason(mark.reason),
    }


def _means(person: PersonOutcome, about: CadreFacts, parameters: AppraisalParameters) -> str:
    """Group code -> {mean, papers, shown}: whoever has no published total has no figure shown either."""
    # A group without weight has no mean, nor has one that was dropped.
    means, tallies = person.group_means, about.tallies
    entered = [code for code, mean in means.items() if mean is not None]
    may = printable(tallies, parameters, entered) if person.total is not None else {}
    found = []
    for group in parameters.groups:
        mean, tally = means.get(group.code), tallies.get(group.code)
        found.append(
            f'{_quoted(group.code)}: {{"mean": {"null" if mean is None else _quoted(str(rounded(mean, 2)))}, '
            f'"papers": {tally.papers if tally else 0}, '
            f'"shown": {"true" if may.get(group.code) else "false"}}}'
        )
    return "{" + ", ".join(found) + "}"


def _reasons_text(reasons: Iterable[Reason]) -> str:
    """The JSON of `_reasons`, written out: the encoder costs more per person than the judgement."""
    return "[" + ", ".join([_reason_text(r.rule, r.article, r.text) for r in reasons]) + "]"


def _reason_text(rule: str, article: str, text: str) -> str:
    return f'{{"rule": {_quoted(rule)}, "article": {_quoted(article)}, "text": {_quoted(text)}}}'


def _category(
    cycle: Cycle, item: CategoryOutcome, parameters: AppraisalParameters, places: Mapping[str, int]
) -> tuple[Any, ...]:
    return (
        cycle.pk,
        item.name,
        places[item.name],
        item.ranked,
        _exact(item.top_quota),
        _exact(item.bottom_quota),
        item.top_seats,
        item.bottom_seats,
        _figure(item.mean, parameters),
        _json(_reasons(item.notes)),
    )


def _figure(value: Fraction | None, parameters: AppraisalParameters) -> Decimal | None:
    return None if value is None else rounded(value, parameters.decimals)


def _exact(value: Fraction) -> str:
    """A quota as people write it: exact where it ends, else to six places."""
    return plain(rounded(value, 6))


def _reason(reason: Reason) -> dict[str, str]:
    return {"rule": reason.rule, "article": reason.article, "text": reason.text}


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [_reason(reason) for reason in reasons]
