"""Reading the last of a year: the list as scored, the fact sheet, what waits for a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.selectors import Visitor
from appraisal.models import Cycle, EarlierResult, Participant, Result
from appraisal.selectors import lists_over
from appraisal.workflow import Missing
from cadres.models import Absence, Appointment, Cadre
from core import clock
from decisions.models import AgendaEntry
from decisions.registry import EntryDraft, ListNow, Offer
from matters import selectors as matter_selectors
from policy.outcomes import BOTTOM_WORDS
from policy.reminder_talk import FOLLOWED, TALK, is_new_in_post, may_name_place
from rulebook.selectors import limit_on

from ..access.uses import BottomQuerySet
from ..models import BottomFollowUp, BottomReview, Revision
from ..uses_agenda import SUBJECT
from .people import label_of, places_of
from .rests_on import basis, corrections_of, lists_now

B = BottomReview.State
WITH_PERSON = ("participant__cadre", "participant__cycle", "participant__result")
ORDER = (F("participant__result__total").desc(nulls_last=True), "participant__cadre__staff_no")
YEARS_SHOWN = 3
EARLIER = "近年考核"


def reviews_seen(cycle: Cycle, user: Visitor, *, past: bool = False) -> QuerySet[BottomReview]:
    """The judgements of that year that the user sees, from above. past: the records no list shows instead."""
    found = BottomReview.objects.visible_to(user).filter(participant__cycle=cycle)
    return (
        (found.past() if past else found.in_view())
        .select_related(*WITH_PERSON, "talk__leader")
        .prefetch_related("follow_ups", "talk__follow_ups")
        .order_by(*ORDER)
    )


@dataclass(frozen=True)
class BottomChanges:
    """What the scored list says that the reviews do not: whom to add, list again, or take off."""

    new: tuple[Participant, ...]
    again: tuple[BottomReview, ...]
    gone: tuple[BottomReview, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.again or self.gone)


def bottom_changes(cycle: Cycle) -> BottomChanges:
    """Three queries; nothing while the count is not confirmed, or once the list is out of view."""
    if cycle.confirmed_at is None or not cycle.has_results or lists_over([cycle]):
        return BottomChanges((), (), ())
    # Whom the committee took off stays off, whatever the count of that time still says.
    off = Revision.objects.filter(participant__cycle=cycle, after__judged=False).values("participant")
    listed = Participant.objects.filter(cycle=cycle, result__suggestion__in=BOTTOM_WORDS).exclude(pk__in=off)
    reviews = BottomReview.objects.filter(participant__cycle=cycle).select_related("participant__cadre")
    on_list = Q(participant__result__suggestion__in=BOTTOM_WORDS)
    return BottomChanges(
        new=tuple(listed.filter(bottom_review__isnull=True).select_related("cadre").order_by("pk")),
        again=tuple(reviews.filter(on_list, state=B.LAPSED).exclude(participant__in=off).order_by("pk")),
        gone=tuple(reviews.filter(~on_list, state__in=(B.GATHERING, B.READY)).order_by("pk")),
    )


def facts_of(review: BottomReview) -> list[list[str]]:
    """What register and year say of why somebody stands last, [name, words]; eight queries."""
    person, year = review.participant, review.participant.cycle.year
    end = date(year, 12, 31)
    return [
        ["任现职时间", _in_post(person.cadre, end)],
        ["本年度离岗", _absences(person.cadre, year)],
        ["兼任与主持工作", _concurrent(person.cadre)],
        ["容错、澄清", _lifted(person.cadre)],
        ["与类别平均分之差", _distance(person.result)],
        [EARLIER, _earlier(person, year)],
    ]


def _in_post(cadre: Cadre, end: date) -> str:
    held = cadre.appointments.filter(kind=Appointment.Kind.PRIMARY, ended_on="").first()
    since = held.in_post_since if held else ""
    months = limit_on("process_new_in_post_months", end)
    new = is_new_in_post(since, end, months=months)
    if new is None:
        return "名册没有登记任现职时间，请核实"
    return f"{since} 任现职，到年底{'不满' if new else '已满'} {months} 个月{'（新任）' if new else ''}"


def _absences(cadre: Cadre, year: int) -> str:
    inside = Q(ends__isnull=True) | Q(ends__gte=date(year, 1, 1))
    rows = Absence.objects.filter(inside, cadre=cadre, starts__lte=date(year, 12, 31)).order_by("starts")
    said = [f"{row.get_kind_display()} {row.starts} 至 {row.ends or '今'}" for row in rows]
    return "；".join(said) or "无登记"


def _concurrent(cadre: Cadre) -> str:
    kinds = (Appointment.Kind.CONCURRENT, Appointment.Kind.ACTING)
    rows = cadre.appointments.filter(kind__in=kinds, ended_on="").select_related("post__unit").order_by("pk")
    said = [f"{row.get_kind_display()}{row.post.unit.name}{row.post.title}" for row in rows]
    return "；".join(said) or "无"


def _lifted(cadre: Cadre) -> str:
    record = matter_selectors.record_of(cadre.pk, on=clock.today())
    said = [
        f"{row.matter}{row.measure and f'（{row.measure}）'}已{row.lifting.kind}"
        for row in record
        if row.lifting
    ]
    return "；".join(said) or "没有已容错或已澄清的事项"


def _distance(result: Result) -> str:
    if result.distance is None:
        return "没有平均分可比"
    return f"{'高' if result.distance > 0 else '低'} {abs(result.distance)} 分，类别：{result.category}"


def _earlier(person: Participant, year: int) -> str:
    """Grades of the last years, and talks that were decided: a place on a list counts for nothing later.

    A talk withdrawn, or out of view by now, is no ground for anything either (第七条).
    """
    years = range(year - YEARS_SHOWN, year)
    rows = EarlierResult.objects.filter(cadre=person.cadre_id, year__in=years)
    found = {row.year: row.grade for row in rows}
    own = Participant.objects.filter(
        cadre=person.cadre_id, cycle__year__in=years, cycle__kind=Cycle.Kind.ANNUAL, grading__decided__gt=""
    )
    found |= dict(own.order_by().values_list("cycle__year", "grading__decided"))
    seen = talks_counted(person.cadre, clock.today()).filter(seen_until__gte=clock.today())
    talked = set(
        seen.filter(participant__cycle__year__in=years).values_list("participant__cycle__year", flat=True)
    )
    said = [
        f"{at} 年{'，'.join(filter(None, (found.get(at, ''), '谈话提醒' if at in talked else '')))}"
        for at in sorted(found.keys() | talked, reverse=True)
    ]
    return "；".join(said) or "没有近三年的记录"


def facts_told(review: BottomReview) -> list[list[str]]:
    """The frozen facts as pages show them: without an earlier talk that is out of view by now; one query."""
    past = BottomReview.objects.past().filter(participant__cadre=review.participant.cadre_id)
    years = {f"{year} 年" for year in past.values_list("participant__cycle__year", flat=True)}
    return [
        [name, _without_talks(words, years) if name == EARLIER else words] for name, words in review.facts
    ]


def _without_talks(words: str, years: Collection[str]) -> str:
    told = [
        part.removesuffix("谈话提醒").removesuffix("，") if part.startswith(tuple(years)) else part
        for part in words.split("；")
    ]
    return "；".join(part for part in told if part not in years)


def bottom_offers() -> Iterator[Offer]:
    """Ready fact sheets, one item for each year; without a proposal, an order or a score.

    None while the year is counted anew, and nobody whom the count has no longer among the last.
    """
    ready = BottomReview.objects.filter(
        state=B.READY,
        participant__cycle__confirmed_at__isnull=False,
        participant__result__suggestion__in=BOTTOM_WORDS,
    ).select_related(*WITH_PERSON)
    reviews = list(ready.order_by("participant__cycle", "participant__cadre__staff_no"))
    places = places_of(review.participant for review in reviews)
    corrections = corrections_of(review.participant for review in reviews)
    for cycle, group in groupby(reviews, key=lambda review: review.participant.cycle):
        yield Offer(
            title=f"{cycle.label}考核研判人选",
            subject_kind=SUBJECT,
            subject_id=cycle.pk,
            entries=tuple(
                EntryDraft(
                    subject_id=review.pk,
                    cadre_id=review.participant.cadre_id,
                    label=label_of(review.participant, places[review.participant.pk]),
                    note="情况表见组织部印发的会议材料。",
                    position=place,
                    basis=basis(review.participant, corrections),
                )
                for place, review in enumerate(group, 1)
            ),
        )


def bottom_now(cycles: Sequence[int], lock: bool) -> Mapping[int, ListNow]:
    """What the judgements rest on now; a fixed number of queries."""
    listed = BottomReview.objects.exclude(state=B.LAPSED).select_related(*WITH_PERSON)
    return lists_now(listed, cycles, lock)


def talks_counted(cadre: Cadre, on: date) -> QuerySet[BottomReview]:
    """The judgements of this cadre that count later: 谈话提醒 was decided by that day and not withdrawn.

    For `alerts`; being on a bottom list counts for nothing by itself (第七条).
    """
    counted = BottomReview.objects.filter(participant__cadre=cadre, outcome=TALK, state=B.DECIDED)
    return counted.filter(decided_on__lte=on).order_by("decided_on", "pk")


def entries_closed(items: Sequence[Any]) -> set[int]:
    """Entries of these agenda items whose judgement is out of view; one query."""
    past = BottomReview.objects.past().values("pk")
    return set(AgendaEntry.objects.filter(item__in=items, subject_id__in=past).values_list("pk", flat=True))


def last_days(cycles: Sequence[int]) -> Mapping[int, Sequence[date]]:
    """The last days of the judgements of these years, for `appraisal.selectors.sight`; one query."""
    found: dict[int, list[date]] = {}
    judged = BottomReview.objects.filter(participant__cycle__in=cycles, seen_until__isnull=False).order_by()
    for cycle, day in judged.values_list("participant__cycle", "seen_until"):
        found.setdefault(cycle, []).append(day)
    return found


def places_named(people: Iterable[Participant]) -> set[int]:
    """Participants whose place on the bottom list may still be told on their own page; two queries.

    people: with their cycles. What came by file and was never judged is told for as long as a talk is seen.
    """
    today, years = clock.today(), {person.pk: person.cycle for person in people}
    rows = BottomReview.objects.filter(participant__in=years)
    found = {row.participant_id: row for row in rows}
    over, named = lists_over({cycle.pk: cycle for cycle in years.values()}.values()), set()
    for pk, cycle in years.items():
        row = found.get(pk)
        judged = row is not None and row.state not in (B.GATHERING, B.READY)
        until = row.seen_until if row else None
        if may_name_place(
            open_still=not judged and not cycle.is_decided and cycle.pk not in over,
            outcome=row.outcome if row else "",
            stands=row is not None and row.state == B.DECIDED,
            seen=until is not None and today <= until,
        ):
            named.add(pk)
    return named


def missing_fact_sheets(cycle: Cycle) -> list[Missing]:
    """People of the bottom list whose fact sheet is not finished; one query."""
    lacking = BottomReview.objects.filter(participant__cycle=cycle, state=B.GATHERING).count()
    url = reverse("bottom", args=[cycle.code])
    return [Missing(f"{lacking} 名研判人选的情况表还没有提请研判", url, lacking)] if lacking else []


def missing_judgements(cycle: Cycle) -> list[Missing]:
    """People of the bottom list whom nobody has judged before the archive; one query."""
    open_ones = BottomReview.objects.filter(
        participant__cycle=cycle, state__in=(B.GATHERING, B.READY)
    ).count()
    url = reverse("bottom", args=[cycle.code])
    return [Missing(f"{open_ones} 名研判人选还没有经党委研判", url, open_ones)] if open_ones else []


def not_followed() -> BottomQuerySet:
    """Judgements that ask for something to be done, of which no result is recorded."""
    done = BottomFollowUp.objects.filter(
        review=OuterRef("pk"), outcome=OuterRef("outcome"), done_on__isnull=False
    )
    return BottomReview.objects.filter(~Exists(done), state=B.DECIDED, outcome__in=FOLLOWED)


def missing_follow_ups(cycle: Cycle) -> list[Missing]:
    """Judgements whose follow-up has no result before the archive; one query."""
    count = not_followed().filter(participant__cycle=cycle).count()
    url = reverse("bottom", args=[cycle.code])
    return [Missing(f"{count} 名研判对象的后续办理还没有结果", url, count)] if count else []
