"""What waits after a result is told: signing, verifying, answering, and results to be revised (第六条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import Role, User
from notices.registry import Audience, Duty, DutyKind, Holder

from ..access.review import DEPARTMENTS, of_units
from ..models import Appeal, Feedback, Review, StaleResult

ARTICLE = "第六条"
S = Review.State


def notices_to_sign(audience: Audience) -> Iterator[Duty]:
    """Each cadre signs for the own result; two queries."""
    if not audience.holds(Role.CADRE):
        return
    waiting = Feedback.objects.filter(state=Feedback.State.WAITING).order_by("due", "pk")
    if audience.user_id is not None:
        own = User.objects.filter(pk=audience.user_id).values("staff_no")
        waiting = waiting.filter(participant__cadre__staff_no__in=own)
    rows = list(waiting.select_related("participant__cadre", "participant__cycle"))
    numbers = {notice.participant.cadre.staff_no for notice in rows}
    users = dict(User.objects.filter(staff_no__in=numbers).values_list("staff_no", "pk")) if numbers else {}
    for notice in rows:
        cycle, user = notice.participant.cycle, users.get(notice.participant.cadre.staff_no)
        if user is not None:
            yield Duty(
                kind="outcomes.sign",
                label="签收考核结果通知",
                about=f"{cycle.label}考核",
                url=reverse("feedback_sign", args=[cycle.code, notice.pk]),
                holder=Holder(user_id=user),
                since=notice.notified_on,
                due=notice.due,
                day_by="feedback_days",
                article=ARTICLE,
                provisional=notice.provisional,
            )


def signatures_to_follow(audience: Audience) -> Iterator[Duty]:
    """The department follows up notices that nobody has signed for; one query."""
    if not audience.holds(Role.ORG_OFFICER):
        return
    open_ones = Feedback.objects.filter(state=Feedback.State.WAITING).order_by("participant__cycle")
    rows = open_ones.values_list("participant__cycle__code").annotate(
        Count("pk"), Min("notified_on"), Min("due")
    )
    for code, count, since, due in rows:
        yield Duty(
            kind="outcomes.signatures",
            label="跟进结果通知的签收",
            about=f"{count} 人尚未签收",
            url=reverse("feedback_list", args=[code]) + "?state=waiting",
            holder=Holder(role=Role.ORG_OFFICER),
            since=since,
            due=due,
            day_by="feedback_days",
            article=ARTICLE,
        )


def results_to_hand_over(audience: Audience) -> Iterator[Duty]:
    """The supervising leader may tell the result in person and note the day; one query."""
    if not audience.holds(Role.LEADER):
        return
    open_ones = Feedback.objects.filter(state=Feedback.State.WAITING, handed_on__isnull=True)
    if audience.user_id is not None:
        open_ones = open_ones.filter(of_units("participant__cadre", audience.scopes[Role.LEADER]))
    rows = open_ones.order_by("participant__cycle").values_list("participant__cycle__code")
    for code, since, due in rows.annotate(Min("notified_on"), Min("due")):
        yield Duty(
            kind="outcomes.hand_over",
            label="当面反馈考核结果",
            about="分管单位的干部，反馈后记录日期",
            url=reverse("feedback_list", args=[code]) + "?state=waiting",
            holder=Holder(role=Role.LEADER),
            since=since,
            due=due,
            day_by="feedback_days",
            article=ARTICLE,
        )


def _reviews(audience: Audience) -> list[Review]:
    """The requests that are not answered yet, with who verifies; two queries."""
    rows = Review.objects.filter(state__in=(S.SUBMITTED, S.VERIFYING, S.COMMITTEE))
    people = ("feedback__participant__cadre", "feedback__participant__cycle")
    return list(rows.select_related(*people).prefetch_related("verifiers").order_by("answer_due", "pk"))


def _still_to_find(case: Review) -> list[int]:
    """Who is to verify and has not written what was found."""
    return [one.officer_id for one in case.verifiers.all() if not one.conclusion]


def reviews_to_accept(audience: Audience) -> Iterator[Duty]:
    """A request waits for the head: accepted, or refused as late; answered by its day."""
    if not audience.holds(Role.ORG_HEAD):
        return
    for case in audience.once(_reviews):
        if case.state == S.SUBMITTED:
            yield _of_case("outcomes.review_accept", "受理复核申请", case, Holder(role=Role.ORG_HEAD))


def verifiers_to_replace(audience: Audience) -> Iterator[Duty]:
    """Who was to verify is no longer of the two departments: the head names another one."""
    if not audience.holds(Role.ORG_HEAD):
        return
    there = {one.user_id for people in audience.role_holders(*DEPARTMENTS).values() for one in people}
    for case in audience.once(_reviews):
        if case.state == S.VERIFYING and any(pk not in there for pk in _still_to_find(case)):
            yield _of_case(
                "outcomes.review_replace",
                "更换已离岗的复核核实人员",
                case,
                Holder(role=Role.ORG_HEAD),
                step="review_verifier_replace",
            )


def reviews_to_verify(audience: Audience) -> Iterator[Duty]:
    """Each of the two writes what was found."""
    if not audience.holds(*DEPARTMENTS):
        return
    for case in audience.once(_reviews):
        for officer in _still_to_find(case) if case.state == S.VERIFYING else ():
            holder = Holder(user_id=officer)
            yield _of_case("outcomes.review_verify", "提交复核核实意见", case, holder, step="review_find")


def reviews_to_answer(audience: Audience) -> Iterator[Duty]:
    """Both found that the result stands: the head answers; else it goes to the committee."""
    if not audience.holds(Role.ORG_HEAD):
        return
    head = Holder(role=Role.ORG_HEAD)
    for case in audience.once(_reviews):
        if case.state not in (S.VERIFYING, S.COMMITTEE) or _still_to_find(case):
            continue
        if case.state == S.COMMITTEE:
            yield _of_case("outcomes.review_answer", "将复核提请党委研究", case, head)
        else:
            yield _of_case("outcomes.review_answer", "答复复核申请", case, head, step="review_answer")


def appeals_to_hear_of(audience: Audience) -> Iterator[Duty]:
    """An appeal is with a higher body: its result is asked for and recorded; one query."""
    if not audience.holds(Role.ORG_OFFICER):
        return
    waiting = Appeal.objects.filter(result="").order_by("due_on", "pk")
    for appeal in waiting.select_related(
        "review__feedback__participant__cadre", "review__feedback__participant__cycle"
    ):
        person = appeal.review.feedback.participant
        yield Duty(
            kind="outcomes.appeal",
            label="了解并登记申诉结果",
            about=f"{person.cadre.name}，{person.cycle.label}考核",
            url=reverse("appeal_result", args=[person.cycle.code, appeal.review_id]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=appeal.appealed_on,
            due=appeal.due_on,
            day_by="process_appeal_days",
            article=ARTICLE,
            started_by=appeal.recorded_by_id,
        )


def results_to_revise(audience: Audience) -> Iterator[Duty]:
    """A decided result that a later finding or mark no longer fits waits for the head; one query."""
    if not audience.holds(Role.ORG_HEAD):
        return
    stale = StaleResult.objects.exclude(state=StaleResult.State.SETTLED).order_by("found_on", "pk")
    for case in stale.select_related("participant__cadre", "participant__cycle"):
        person = case.participant
        yield Duty(
            kind="outcomes.revise",
            label="办理党委的更正决定" if case.state == StaleResult.State.DECIDED else "研究已审定结果的更正",
            about=f"{person.cadre.name}，{person.cycle.label}考核（{case.cause}）",
            url=reverse("stale_page", args=[person.cycle.code, case.pk]),
            holder=Holder(role=Role.ORG_HEAD),
            since=case.found_on,
            article="第十四条",
        )


def _of_case(kind: str, label: str, case: Review, holder: Holder, *, step: str = "review_page") -> Duty:
    person = case.feedback.participant
    return Duty(
        kind=kind,
        label=label,
        about=f"{person.cadre.name}，{person.cycle.label}考核",
        url=reverse(step, args=[person.cycle.code, case.pk]),
        holder=holder,
        since=case.accepted_on or case.submitted_on or date.min,
        due=case.answer_due,
        day_by="answer_days",
        article=ARTICLE,
    )


KINDS: tuple[DutyKind, ...] = (
    DutyKind("outcomes.sign", notices_to_sign),
    DutyKind("outcomes.signatures", signatures_to_follow),
    DutyKind("outcomes.hand_over", results_to_hand_over),
    DutyKind("outcomes.review_accept", reviews_to_accept),
    DutyKind("outcomes.review_replace", verifiers_to_replace),
    DutyKind("outcomes.review_verify", reviews_to_verify),
    DutyKind("outcomes.review_answer", reviews_to_answer),
    DutyKind("outcomes.appeal", appeals_to_hear_of, started=True),
    DutyKind("outcomes.revise", results_to_revise),
)
