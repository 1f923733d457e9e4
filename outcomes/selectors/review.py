"""Notices, reviews and stale results read in order, and what of them a step of the cycle waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.urls import reverse

from appraisal.models import Cycle
from appraisal.selectors import lists_over
from appraisal.workflow import Missing
from core import clock

from ..models import Appeal, Feedback, Review, Revision, StaleResult
from .standing import words_told


def revised_totals(participants: Collection[int]) -> dict[int, Decimal | None]:
    """Participant -> the total that the newest revision gave, of whom there is one; one query."""
    rows = Revision.objects.filter(participant__in=participants).order_by("number")
    found = rows.values_list("participant", "after__total")
    return {pk: Decimal(total) if total else None for pk, total in found}


def notices_in_order(notices: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """By category, 工号 and revision, with what a row shows."""
    return notices.select_related("participant__cadre", "recorded_by").order_by(
        "participant__category", "participant__cadre__staff_no", "revision"
    )


def reviews_in_order(cases: QuerySet[Review]) -> QuerySet[Review]:
    """The newest request first, with what a row shows."""
    return cases.select_related("feedback__participant__cadre", "appeal").order_by("-submitted_on", "-pk")


def stale_in_order(cases: QuerySet[StaleResult]) -> QuerySet[StaleResult]:
    """Open ones first, with what a row shows."""
    return cases.select_related("participant__cadre", "participant__cycle", "matter").order_by(
        "state", "-found_on", "pk"
    )


def revisions_of(cycle: Cycle) -> QuerySet[Revision]:
    """Every revision of a cycle's results, newest first, with what a row shows."""
    found = Revision.objects.filter(participant__cycle=cycle)
    return found.select_related("participant__cadre", "made_by").order_by("-made_at", "-pk")


def as_told(
    cycle: Cycle, cases: Iterable[StaleResult], made: Iterable[Revision]
) -> tuple[list[StaleResult], list[Revision]]:
    """Both lists to be shown, never to be saved: see `words_told`."""
    last = not lists_over([cycle])
    found, revised = list(cases), list(made)
    for case in found:
        case.note = words_told(case.note, last=last)
    for one in revised:
        one.reason = words_told(one.reason, last=last)
    return found, revised


def missing_signatures(cycle: Cycle) -> Iterator[Missing]:
    """Notices that nobody has signed for, before the cycle goes on to the review; one query."""
    count = Feedback.objects.filter(participant__cycle=cycle, state=Feedback.State.WAITING).count()
    if count:
        url = reverse("feedback_list", args=[cycle.code]) + "?state=waiting"
        yield Missing(f"{count} 人尚未签收结果通知", url, count)


def missing_days(cycle: Cycle) -> Iterator[Missing]:
    """Until when a review may still be asked for: who archives before says why. One query.

    A request that comes after the archive is taken all the same.
    """
    newest = (
        Feedback.objects.filter(participant=OuterRef("participant")).order_by("-revision").values("pk")[:1]
    )
    open_ones = Feedback.objects.filter(
        pk=Subquery(newest), participant__cycle=cycle, review_until__gte=clock.today()
    )
    # Who was answered may not ask again.
    found = open_ones.exclude(reviews__state=Review.State.ANSWERED).aggregate(
        people=Count("pk", distinct=True), until=Max("review_until")
    )
    if people := found["people"]:
        until = found["until"]
        url = reverse("feedback_list", args=[cycle.code])
        yield Missing(f"{people} 人申请复核的期限还没有过（最晚到 {until:%Y-%m-%d}）", url, people)


def missing_answers(cycle: Cycle) -> Iterator[Missing]:
    """Reviews, appeals and decided results that wait for a body, before the archive; three queries."""
    S = Review.State
    waiting = Review.objects.filter(
        feedback__participant__cycle=cycle, state__in=(S.SUBMITTED, S.VERIFYING, S.COMMITTEE)
    ).count()
    if waiting:
        yield Missing(
            f"{waiting} 份复核申请尚未答复", reverse("reviews", args=[cycle.code]), waiting, blocks=True
        )
    appeals = Appeal.objects.filter(review__feedback__participant__cycle=cycle, result="").count()
    if appeals:
        yield Missing(f"{appeals} 件申诉还没有结果", reverse("reviews", args=[cycle.code]), appeals)
    stale = (
        StaleResult.objects.filter(participant__cycle=cycle).exclude(state=StaleResult.State.SETTLED).count()
    )
    if stale:
        url = reverse("stale_results", args=[cycle.code])
        yield Missing(f"{stale} 人的结果待党委研究更正", url, stale, blocks=True)
