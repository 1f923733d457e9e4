"""Grades as proposed and decided, and how many may be 优秀."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from decisions.models import Publicity, PublicityPerson
from policy.grades import ANNUAL, EXCELLENT, TERM, ProposalFacts, QuotaFacts, excellent_seats
from policy.measures import TO_THE_COMMITTEE
from policy.outcomes import UNGRADED

from ..agenda import GRADES, PUBLISHED, SUBJECT
from ..models import Cycle, Grading, Participant
from .year import parameters_of

_BARRED = "mark.barred"


def words_of(cycle: Cycle) -> tuple[str, ...]:
    """The grades of this kind of cycle, the best first."""
    return TERM if cycle.kind == Cycle.Kind.TERM else ANNUAL


def proposal_facts(participant: Participant) -> ProposalFacts:
    """What the rules ask before a grade is proposed; cycle, cadre and result are read with the row."""
    result = getattr(participant, "result", None)
    reasons = result.reasons if result is not None else []
    return ProposalFacts(
        name=participant.cadre.name,
        words=words_of(participant.cycle),
        graded=participant.graded and (result is None or result.suggestion != UNGRADED),
        barred=tuple(item["text"] for item in reasons if item["rule"] == _BARRED),
        may_fail=any(TO_THE_COMMITTEE in item["text"] for item in reasons),
    )


def gradings_decided(cycle: Cycle) -> dict[int, Grading]:
    """Participant -> what the committee decided of them; empty before it has decided on all. One query."""
    if not cycle.is_decided:
        return {}
    rows = Grading.objects.filter(participant__cycle=cycle).exclude(decided="")
    return {row.participant_id: row for row in rows}


@dataclass(frozen=True)
class GradeCount:
    """How far panel and committee are. seats: how many may be 优秀; words: (grade, people) proposed."""

    people: int
    proposed: int
    decided: int
    excellent: int
    seats: int
    words: tuple[tuple[str, int], ...]


def grade_count(cycle: Cycle) -> GradeCount:
    """The proposals of a cycle in numbers; three queries."""
    rows = Grading.objects.filter(participant__cycle=cycle).values_list("proposed", "decided")
    found = list(rows)
    count = Counter(proposed for proposed, _ in found if proposed)
    quota = quota_of(cycle)
    return GradeCount(
        people=cycle.participants.count(),
        proposed=sum(count.values()),
        decided=sum(bool(decided) for _, decided in found),
        excellent=count[EXCELLENT],
        seats=excellent_seats(quota.graded, min(quota.share, quota.most)),
        words=tuple((word, count[word]) for word in words_of(cycle) if count[word]),
    )


@dataclass(frozen=True)
class Published:
    """Who is made public, with the word that is the reason; unit and post as on the cut-off day."""

    cadre_id: int
    name: str
    unit: str
    post: str
    word: str


def grades_to_publish() -> QuerySet[Grading]:
    """The 优秀, of a term 合格, that no publicity is over with or going on of, and none was stopped."""
    lines = PublicityPerson.objects.filter(
        publicity__kind=GRADES,
        publicity__subject_kind=SUBJECT,
        publicity__subject_id=OuterRef("participant__cycle"),
        cadre=OuterRef("participant__cadre"),
        state__in=(PublicityPerson.State.RUNNING, PublicityPerson.State.FINISHED),
    ).exclude(publicity__state=Publicity.State.WITHDRAWN)
    return Grading.objects.filter(~Exists(lines), decided__in=PUBLISHED, held="")


def people_to_publish(cycle: Cycle) -> list[Published]:
    """Whose grade is still to be made public, in the order of unit and name; one query."""
    word = TERM[0] if cycle.kind == Cycle.Kind.TERM else EXCELLENT
    rows = Participant.objects.filter(cycle=cycle, grading__in=grades_to_publish()).select_related("cadre")
    return [
        Published(row.cadre_id, row.cadre.name, row.unit_name, row.post_title, word)
        for row in rows.order_by("unit_name", "cadre__pinyin", "cadre__staff_no")
    ]


def quota_of(cycle: Cycle) -> QuotaFacts:
    """The 优秀 decided on, against those who must be graded; two queries besides the plan."""
    parameters = parameters_of(cycle)
    plan = getattr(cycle, "plan", None)
    decided = Grading.objects.filter(participant__cycle=cycle, decided=EXCELLENT)
    return QuotaFacts(
        graded=cycle.participants.filter(graded=True).count(),
        excellent=decided.count(),
        share=(plan.excellent_share if plan else None) or parameters.excellent_share,
        most=parameters.excellent_most,
    )
