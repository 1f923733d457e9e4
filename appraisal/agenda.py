"""What the appraisal puts before the Party committee, and what its decision does (第六条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.db.models import F

from decisions.registry import (
    AgendaKind,
    EntryDraft,
    ListNow,
    Offer,
    Outcome,
    basis_of,
    register,
    register_lists,
    register_source,
)

from .models import Cycle, GradeWord, Grading, Participant

ARTICLE = "第六条"
PLAN, GRADES, TERM_GRADES = "appraisal.plan", "appraisal.grades", "appraisal.term_grades"
REGRADE = "appraisal.regrade"
SUBJECT = "appraisal.cycle"
APPROVED, RETURNED = "approved", "returned"
ANNUAL_WORDS = (
    GradeWord.EXCELLENT,
    GradeWord.COMPETENT,
    GradeWord.BASIC,
    GradeWord.INCOMPETENT,
    GradeWord.UNGRADED,
)
TERM_WORDS = (GradeWord.PASSED, GradeWord.FAILED, GradeWord.UNGRADED)
WITH_RESULTS = ("participant__cadre", "participant__result", "participant__term_result")
# The grades that are made public before they are told.
PUBLISHED = (GradeWord.EXCELLENT.value, GradeWord.PASSED.value)


def _graded(words: tuple[GradeWord, ...]) -> tuple[Outcome, ...]:
    return tuple(Outcome(word.value, word.value) for word in words)


KINDS = (
    AgendaKind(
        PLAN,
        "审定考核方案",
        ARTICLE,
        (Outcome(APPROVED, "审定通过", chosen=True), Outcome(RETURNED, "退回修改", needs_reason=True)),
        names_people=False,
    ),
    AgendaKind(GRADES, "审定年度考核等次", ARTICLE, _graded(ANNUAL_WORDS)),
    AgendaKind(TERM_GRADES, "审定聘期考核等次", ARTICLE, _graded(TERM_WORDS)),
    AgendaKind(
        REGRADE,
        "更正等次（公示停止）",
        ARTICLE,
        tuple(Outcome(word, word, needs_reason=True) for word in GradeWord.values),
    ),
)


def plan_title(cycle: Cycle) -> str:
    """The item that asks for the plan's approval."""
    return f"审定 {cycle.label}考核方案"


def plans_to_approve() -> Iterator[Offer]:
    """Plans that wait for the committee; one query."""
    for cycle in Cycle.objects.filter(state=Cycle.State.DRAFT, plan__isnull=False).order_by("year"):
        yield Offer(plan_title(cycle), SUBJECT, cycle.pk)


def grades_to_decide() -> Iterator[Offer]:
    """Years whose panel has spoken of everybody; two queries for each."""
    yield from _proposals(Cycle.Kind.ANNUAL, "审定 {}考核等次")


def term_grades_to_decide() -> Iterator[Offer]:
    """The same of terms."""
    yield from _proposals(Cycle.Kind.TERM, "审定 {}考核等次")


def _proposals(kind: str, title: str) -> Iterator[Offer]:
    for cycle in Cycle.objects.filter(state=Cycle.State.PANEL, kind=kind).order_by("year"):
        open_ones = Grading.objects.filter(participant__cycle=cycle, decided="").exclude(proposed="")
        rows = open_ones.select_related(*WITH_RESULTS).order_by(
            # Who has no rank comes last, in every database.
            F("participant__result__position").asc(nulls_last=True),
            F("participant__term_result__total").desc(nulls_last=True),  # of a term alone
            F("participant__result__rank").asc(nulls_last=True),
            "participant__cadre__staff_no",
        )
        entries = tuple(_entry(place, row) for place, row in enumerate(rows, 1))
        if entries:
            yield Offer(title.format(cycle.label), SUBJECT, cycle.pk, entries)


def grades_to_correct() -> Iterator[Offer]:
    """Grades whose publicity was stopped, one item for each cycle; one query."""
    held = Grading.objects.exclude(held="").select_related("participant__cadre", "participant__cycle")
    rows = held.order_by("participant__cycle", "participant__cadre__staff_no")
    for cycle, group in groupby(rows, key=lambda row: row.participant.cycle):
        entries = tuple(
            EntryDraft(row.participant_id, row.participant.cadre_id, _label(row.participant), "", note, place)
            for place, row in enumerate(group, 1)
            for note in [f"原审定：{row.decided}；{row.held}"]
        )
        yield Offer(f"更正 {cycle.label}考核等次", SUBJECT, cycle.pk, entries)


def _entry(place: int, row: Grading) -> EntryDraft:
    about = row.participant
    return EntryDraft(
        subject_id=about.pk,
        cadre_id=about.cadre_id,
        label=_label(about),
        proposal=row.proposed,
        note=row.proposal_reason,
        position=place,
        basis=_basis(row),
    )


def _basis(row: Grading) -> dict[str, str]:
    """What a grade is decided on: the figures of the count, and the panel's word."""
    about = row.participant
    result, term = getattr(about, "result", None), getattr(about, "term_result", None)
    of_term = (term.total, term.proposal) if term else ()
    return basis_of(
        {
            "总分": (result.total if result else None, *of_term),
            "系统建议": result.suggestion if result else "",
            "考核类别": result.category if result else about.category,
            "考核组建议": row.proposed,
        }
    )


def grades_now(cycles: Sequence[int], lock: bool) -> Mapping[int, ListNow]:
    """What the grades of these cycles rest on now; two queries. lock: no count begins or ends meanwhile."""
    rows = Cycle.objects.filter(pk__in=cycles).order_by("pk")
    known = list(rows.select_for_update(of=("self",)) if lock else rows)
    bases: dict[int, dict[int, Mapping[str, str]]] = defaultdict(dict)
    for row in Grading.objects.filter(participant__cycle__in=cycles).select_related(*WITH_RESULTS):
        bases[row.participant.cycle_id][row.participant_id] = _basis(row)
    return {cycle.pk: ListNow(bases[cycle.pk], _wait(cycle)) for cycle in known}


def _wait(cycle: Cycle) -> str:
    if cycle.state == Cycle.State.PANEL or cycle.is_decided:
        return ""
    return f"{cycle.label}考核已退回重新计分，须重新确认计分、由考核组评议以后再审定等次。"


def _label(about: Participant) -> str:
    where = "，".join(filter(None, (about.unit_name, about.post_title)))
    return f"{about.cadre.name}（{where or about.cadre.staff_no}）"


def register_agenda() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register(kind)
    register_source(PLAN, plans_to_approve)
    register_source(GRADES, grades_to_decide)
    register_source(TERM_GRADES, term_grades_to_decide)
    register_source(REGRADE, grades_to_correct)
    register_lists(GRADES, grades_now)
    register_lists(TERM_GRADES, grades_now)
