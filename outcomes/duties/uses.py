"""Duties of commendation, judgement and reminder talk (第七条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from appraisal.models import Participant
from appraisal.models.cycle import AFTER_DECISION
from cadres.models import Appointment
from core import clock
from notices.registry import Audience, Duty, DutyKind, Holder
from notices.selectors import workdays_of
from policy.reminder_talk import ARTICLE
from policy.sources import ENTERED
from policy.workdays import Deadline, deadline
from rulebook.selectors import limits_of

from ..access.uses import ORG
from ..models import BottomReview, CommendationCase, FollowUp, ReminderTalk
from ..selectors.bottom import not_followed
from ..selectors.talks import WITH_PERSON, leaders_away, leaders_related, talks_to_resume

C, B, T = CommendationCase.State, BottomReview.State, ReminderTalk.State
# A follow-up stands in the inbox before its day, and may be written from then on.
AHEAD = "process_follow_up_days"
SIGN = "process_talk_sign_days"


def evidence_duties(audience: Audience) -> Iterator[Duty]:
    """Evidence is asked of the organization department, of each unit for its own people."""
    if audience.holds(*ORG):
        yield from _by_cycle(
            audience.once(_candidates)[C.GATHERING],
            kind="outcomes.evidence",
            label="补齐表彰事迹并提请审议",
            url_name="commendations",
            count="{count} 名表彰人选",
        )
    if audience.holds(Role.UNIT_PARTY):
        yield from _of_units(audience)


def _of_units(audience: Audience) -> Iterator[Duty]:
    """By unit and category, for candidates of whom a kind of facts is missing; seven queries.

    Not for who takes part in the same category of a year that is undecided: the number would tell.
    """
    lacking = CommendationCase.objects.filter(Q(initiative="") | Q(performance=""), state=C.GATHERING)
    people = (
        lacking.filter(participant__result__isnull=False)
        .order_by()
        .annotate(since=Max("events__at"))
        .select_related("participant__result")
    )
    cases = {case.participant.cadre_id: case for case in people}
    if not cases:
        return
    held = Appointment.objects.filter(cadre__in=cases, ended_on="").order_by("post__unit_id")
    aside = _same_category(audience)
    found: dict[tuple[int, int, str], list[CommendationCase]] = defaultdict(list)
    for unit, cadre in held.values_list("post__unit_id", "cadre_id").distinct():
        person = cases[cadre].participant
        found[unit, person.cycle_id, person.result.category].append(cases[cadre])
    for (unit, cycle, category), waiting in found.items():
        listed = {case.participant.category for case in waiting}
        besides = frozenset(user for at, name, user in aside if at == cycle and name in {*listed, category})
        yield Duty(
            kind="outcomes.evidence",
            label="提供表彰人选的事迹",
            about=f"本单位 {len(waiting)} 人",
            url=reverse("candidates"),
            holder=Holder(role=Role.UNIT_PARTY, unit_id=unit, besides=besides),
            since=min(_day(case.since) for case in waiting),  # type: ignore[attr-defined]
            article=ARTICLE,
        )


def _same_category(audience: Audience) -> list[tuple[int, str, int]]:
    """(cycle, category, account) of everybody who acts for a unit and takes part in an undecided year."""
    holders = {one.user_id for one in audience.role_holders(Role.UNIT_PARTY).get(Role.UNIT_PARTY, [])}
    accounts = dict(User.objects.filter(pk__in=holders).values_list("staff_no", "pk"))
    parts = Participant.objects.filter(cadre__staff_no__in=accounts).exclude(cycle__state__in=AFTER_DECISION)
    rows = parts.order_by().values_list("cycle_id", "category", "result__category", "cadre__staff_no")
    return [
        (cycle, name, accounts[number])
        for cycle, listed, shown, number in rows
        for name in {listed, shown} - {None}
    ]


def commendation_duties(audience: Audience) -> Iterator[Duty]:
    """What the organization department does next with decided and cleared candidates."""
    if not audience.holds(*ORG):
        return
    cases = audience.once(_candidates)
    yield from _by_cycle(
        cases[C.AGREED],
        kind="outcomes.commendation",
        label="公示拟表彰人员",
        url_name="commendations_publish",
        count="{count} 人已同意表彰",
    )
    yield from _by_cycle(
        cases[C.CLEARED],
        kind="outcomes.commendation",
        label="登记发文表彰",
        url_name="commendations_issue",
        count="{count} 人公示无异议",
    )


def fact_sheet_duties(audience: Audience) -> Iterator[Duty]:
    """Fact sheets that are not before the committee; one query."""
    if audience.holds(*ORG):
        yield from _by_cycle(
            _rows(BottomReview.objects.filter(state=B.GATHERING))[B.GATHERING],
            kind="outcomes.fact_sheet",
            label="填写情况表并提请研判",
            url_name="bottom",
            url_of_one="bottom_review",
            count="{count} 名研判人选",
        )


def carry_on_duties(audience: Audience) -> Iterator[Duty]:
    """What follows a judgement of 帮扶, 能上能下 or 主管部门, until its result is recorded; one query."""
    if not audience.holds(*ORG):
        return
    rows = (
        not_followed().in_view().order_by("participant__cycle__code").values_list("participant__cycle__code")
    )
    due = Min("follow_ups__due_on", filter=Q(follow_ups__outcome=F("outcome")))
    for code, count, since, first in rows.annotate(Count("pk", distinct=True), Min("decided_on"), due=due):
        yield Duty(
            kind="outcomes.carry_on",
            label="安排研判后续办理并登记结果",
            about=f"{count} 名研判对象",
            url=reverse("bottom", args=[code]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=since,
            due=first,
            day_by=ENTERED,
            article=ARTICLE,
        )


def talk_duties(audience: Audience) -> Iterator[Duty]:
    """A talk waits for its leader, for the head who names one, or for the cadre's word; eight queries.

    A leader who left hears of nothing any more: the head names another, or brings the paper in person; so for
    one who is away or turned out to be a relative. What rests goes on once the cadre is back.
    """
    if audience.holds(Role.ORG_OFFICER):
        yield from _to_resume(audience.on)
    if not audience.holds(Role.ORG_HEAD, Role.LEADER, Role.CADRE):
        return
    open_ones = ReminderTalk.objects.in_view().filter(state__in=(T.ASSIGNING, T.WAITING, T.RECORDED))
    mine = list(open_ones.select_related(*WITH_PERSON).order_by("due_on", "pk"))
    users = _accounts(talk.review.participant.cadre.staff_no for talk in mine)
    gone = _gone(audience, (talk.leader_id for talk in mine))
    away = leaders_away((talk.leader_id for talk in mine), audience.on)
    related = leaders_related(mine)
    calendar, days = audience.once(workdays_of), audience.once(limits_of)[SIGN]
    for talk in mine:
        person = talk.review.participant
        left = talk.leader_id in gone
        if talk.state == T.RECORDED:
            until = deadline(_day(talk.recorded_at), days, calendar)
            yield _confirm(talk, users.get(person.cadre.staff_no), until, left=left)
            continue
        aside = "应当回避" if talk.pk in related else ""
        why = aside or ("已离任" if left else "不在岗" if talk.leader_id in away else "")
        assigning = talk.state == T.ASSIGNING or bool(why)
        label = f"另行指定谈话领导（原定领导{why}）" if why else "指定谈话领导"
        yield Duty(
            kind="outcomes.talk",
            label=label if assigning else "进行谈话提醒并登记记录",
            about=f"{person.cadre.name}（{person.cycle.label}）",
            url=reverse("talk_assign" if assigning else "talk_record", args=[talk.pk]),
            holder=Holder(role=Role.ORG_HEAD) if assigning else Holder(user_id=talk.leader_id),
            since=talk.review.decided_on or audience.on,
            due=talk.due_on,
            day_by="talk_days",
            article=ARTICLE,
            provisional=talk.provisional,
            in_working_days=True,
        )


def _to_resume(on: date) -> Iterator[Duty]:
    """The clock of a talk stood still for a leave that is over."""
    for talk in talks_to_resume(on).select_related(*WITH_PERSON):
        person = talk.review.participant
        yield Duty(
            kind="outcomes.talk",
            label="恢复谈话计时（本人已返岗）",
            about=f"{person.cadre.name}（{person.cycle.label}）",
            url=reverse("talk_resume", args=[talk.pk]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=talk.paused_on or on,
            article=ARTICLE,
        )


def _confirm(talk: ReminderTalk, user: int | None, until: Deadline, *, left: bool) -> Duty:
    """The cadre's; without an account here it is the leader who has to bring the signed paper.

    left: that leader is gone, so that it is for the head.
    """
    on_paper = user is None
    holder = Holder(user_id=user)
    if on_paper:
        holder = Holder(role=Role.ORG_HEAD) if left else Holder(user_id=talk.leader_id)
    return Duty(
        kind="outcomes.talk",
        label="补充纸质签字或登记拒签" if on_paper else "核对并确认谈话记录",
        about=f"{talk.review.participant.cycle.label}谈话提醒",
        url=reverse("talk_record" if on_paper else "talk", args=[talk.pk]),
        holder=holder,
        since=_day(talk.recorded_at),
        due=until.day,
        day_by=SIGN,
        provisional=until.provisional,
        in_working_days=True,
        article=ARTICLE,
        started_by=talk.recorded_by_id,
    )


def follow_up_duties(audience: Audience) -> Iterator[Duty]:
    """The next look at each talk, from some days before its day on; four queries.

    For the leader who held it; where that one left, for the head of the organization department.
    """
    if not audience.holds(Role.ORG_HEAD, Role.LEADER):
        return
    ahead = timedelta(days=audience.once(limits_of)[AHEAD])
    coming = FollowUp.objects.filter(
        done_at__isnull=True, talk__state=T.FOLLOWING, due_on__lte=audience.on + ahead
    )
    coming = coming.filter(talk__in=ReminderTalk.objects.in_view())
    rows = list(coming.select_related("talk__review__participant__cadre").order_by("talk", "months"))
    gone = _gone(audience, (row.talk.leader_id for row in rows))
    seen = set()
    for row in rows:
        if row.talk_id in seen:
            continue
        seen.add(row.talk_id)
        left = row.talk.leader_id in gone
        yield Duty(
            kind="outcomes.follow_up",
            label=f"登记谈话后 {row.months} 个月的跟踪情况{'（原谈话领导已离任）' if left else ''}",
            about=row.talk.review.participant.cadre.name,
            url=reverse("talk_follow_up", args=[row.talk_id, row.pk]),
            holder=Holder(role=Role.ORG_HEAD) if left else Holder(user_id=row.talk.leader_id),
            since=row.due_on - ahead,
            due=row.due_on,
            day_by="follow_ups",
            article=ARTICLE,
        )


def _gone(audience: Audience, leaders: Iterable[int | None]) -> set[int]:
    """Who of these leads nothing any more on that day, or cannot sign in."""
    leading = {one.user_id for one in audience.role_holders(Role.LEADER).get(Role.LEADER, ())}
    return {key for key in leaders if key is not None} - leading


def _by_cycle(
    rows: Iterable[Any], *, kind: str, label: str, url_name: str, count: str, url_of_one: str = ""
) -> Iterator[Duty]:
    """One duty of the organization department for each year. url_of_one: where one alone waits."""
    for row in rows:
        code, alone = row["participant__cycle__code"], url_of_one and row["count"] == 1
        yield Duty(
            kind=kind,
            label=label,
            about=count.format(count=row["count"]),
            url=reverse(url_of_one, args=[code, row["one"]]) if alone else reverse(url_name, args=[code]),
            holder=Holder(role=Role.ORG_OFFICER),
            since=_day(row["since"] or clock.now()),
            article=ARTICLE,
        )


def _candidates(audience: Audience) -> dict[str, list[Any]]:
    """State -> the candidates in it, by year; one query."""
    return _rows(CommendationCase.objects.filter(state__in=(C.GATHERING, C.AGREED, C.CLEARED)))


def _rows(cases: Any) -> dict[str, list[Any]]:
    """State -> how many are in it in each year, the first of them, and when anything last happened."""
    found: dict[str, list[Any]] = defaultdict(list)
    rows = cases.order_by("participant__cycle__code").values("state", "participant__cycle__code")
    for row in rows.annotate(count=Count("pk", distinct=True), one=Min("pk"), since=Max("events__at")):
        found[row["state"]].append(row)
    return found


def _accounts(staff_nos: Any) -> dict[str, int]:
    """工号 -> the account that signs in with it; one query."""
    numbers = list(staff_nos)
    if not numbers:
        return {}
    return dict(User.objects.filter(staff_no__in=numbers, is_active=True).values_list("staff_no", "pk"))


def _day(moment: Any) -> date:
    return timezone.localtime(moment, clock.ZONE).date()


KINDS: tuple[DutyKind, ...] = (
    DutyKind("outcomes.evidence", evidence_duties),
    DutyKind("outcomes.commendation", commendation_duties),
    DutyKind("outcomes.fact_sheet", fact_sheet_duties),
    DutyKind("outcomes.carry_on", carry_on_duties),
    DutyKind("outcomes.talk", talk_duties, overseers=frozenset({Role.ORG_HEAD}), started=True),
    DutyKind("outcomes.follow_up", follow_up_duties),
)
