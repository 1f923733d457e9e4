"""The reminder talk: who holds it and until when, its record, its signatures, what followed (第七条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from appraisal.selectors import parameters_of
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.uploads import SCANS, upload_store
from notices.selectors import calendar
from policy import reminder_talk as policy
from policy.months import months_later
from policy.workdays import count, deadline

from ..access.uses import ASSIGN, CONFIRM, FOLLOW_UP, PAUSE, RECORD, RECORD_FOR_LEADER, talk_steps
from ..models import BottomReview, FollowUp, ReminderTalk
from ..selectors.talks import is_away, supervisors_of, talkers
from .uses_common import NOT_YOURS, begun, locked, moved

T = ReminderTalk.State
Signing = ReminderTalk.Signing
WITNESSES = ("witness_one", "witness_one_post", "witness_two", "witness_two_post")

# Beside which field of the record the rule's sentence stands.
AT = {f"talk.{name}": name for name in ("place", "content", "said", "points", "scan", "refused")} | {
    "talk.future": "talked_at",
    "talk.before_decision": "talked_at",
    "talk.proxy": "signing",
    "talk.witnesses": "witness_two",
    "talk.witness_party": "witness_one",
}


def talk_begin(review: BottomReview, *, actor: User) -> ReminderTalk:
    """After the decision: the duty of the one supervising leader, or of the head to name somebody.

    Runs inside the transaction that recorded the decision; a talk taken back before is renewed.
    """
    decided_on = review.decided_on or clock.today()
    cadre = review.participant.cadre
    parameters = parameters_of(review.participant.cycle)
    last = deadline(decided_on, parameters.talk_days, calendar())
    leader, reasons = policy.supervising(talkers(cadre, supervisors_of(cadre, decided_on), decided_on))
    note = "".join(reason.text for reason in reasons)
    given = {"note": note, "due_on": last.day, "provisional": last.provisional}
    talk = ReminderTalk.objects.filter(review=review).first()
    person = User.objects.filter(pk=leader).first() if leader else None
    said = f"谈话领导：{person.name}，期限 {last.words}" if person else f"{note}期限 {last.words}"
    if talk is not None:
        if talk.state != T.WITHDRAWN:
            return talk
        before = talk.state
        talk.renew(leader=person, **given)
        return moved(talk, actor=actor, before=before, note=said)
    talk = ReminderTalk(review=review, due_on=last.day, provisional=last.provisional, assign_note=note)
    if person is not None:
        talk.assign(leader=person, note="")
    return begun(talk, actor=actor, note=said)


def talk_drop(review: BottomReview, *, actor: User, note: str) -> None:
    """A corrected decision asks for no talk any more."""
    found = ReminderTalk.objects.filter(review=review).exclude(state=T.WITHDRAWN).first()
    if found is None:
        return
    talk = locked(ReminderTalk, found.pk, None)
    before = talk.state
    talk.withdraw()
    moved(talk, actor=actor, before=before, note=note)


@transaction.atomic
def talk_assign(*, pk: int, version: int, leader: User, reason: str, actor: User) -> ReminderTalk:
    """The head names who talks, with a reason. Raises RuleBroken, StaleState."""
    talk = _open(pk, version, actor, ASSIGN, (T.ASSIGNING, T.WAITING, T.PAUSED))
    talker = talkers(talk.review.participant.cadre, [leader], clock.today())[0]
    require(policy.may_assign(talker, reason=reason))
    before = talk.state
    talk.assign(leader=leader, note=reason)
    return moved(talk, actor=actor, before=before, note=f"指定{leader.name}谈话：{reason}")


@transaction.atomic
def talk_pause(*, pk: int, version: int, reason: str, actor: User) -> ReminderTalk:
    """The clock stands still while the cadre is on leave. Raises RuleBroken, StaleState."""
    talk = _open(pk, version, actor, PAUSE, (T.ASSIGNING, T.WAITING))
    today = clock.today()
    absent = is_away(talk.review.participant.cadre, today)
    require(policy.may_pause(reason=reason, absent=absent))
    before = talk.state
    left = max(count(today, talk.due_on, calendar()), 1)
    talk.pause(on=today, days_left=left, reason=reason)
    said = f"暂停计时（剩余 {left} 个工作日）：{reason}"
    return moved(talk, actor=actor, before=before, note=said)


@transaction.atomic
def talk_resume(*, pk: int, version: int, actor: User) -> ReminderTalk:
    """The clock goes on with the working days that were left. Raises RuleBroken, StaleState."""
    talk = _open(pk, version, actor, PAUSE, (T.PAUSED,))
    before = talk.state
    last = deadline(clock.today(), talk.days_left or 1, calendar())
    talk.resume(due_on=last.day, provisional=last.provisional)
    return moved(talk, actor=actor, before=before, note=f"恢复计时，期限 {last.words}")


@transaction.atomic
def talk_record(
    *, pk: int, version: int, values: Mapping[str, Any], upload: Any, actor: User
) -> ReminderTalk:
    """The record by the leader, or by the head for the leader (代录); it may be corrected until it is signed.

    values: talked_at, place, content, said, points, signing, refused and the witnesses; upload: the signed
    scan, checked by its form, or None. Raises RuleBroken, StaleState.
    """
    talk = _talk(pk, version, (T.WAITING, T.RECORDED))
    steps = talk_steps(actor, talk)
    if not {RECORD, RECORD_FOR_LEADER} & steps:
        raise RuleBroken(NOT_YOURS)
    proxy = RECORD not in steps
    if talk.leader is not None and talk.state == T.WAITING:
        [talker] = talkers(talk.review.participant.cadre, [talk.leader], clock.today())
        require(policy.may_still_talk(talker))
    require(
        policy.may_record(
            _facts(talk, values, has_scan=bool(upload or talk.scan_id), by_proxy=proxy),
            decided_on=talk.review.decided_on or clock.today(),
            now=clock.now(),
        ),
        AT,
    )
    _fill(talk, values, upload, actor)
    talk.by_proxy, talk.recorded_by, talk.recorded_at = proxy, actor, clock.now()
    before = talk.state
    talk.record()
    said = f"登记谈话（{talk.get_signing_display()}）"
    moved(talk, actor=actor, before=before, note=f"代{talk.leader}登记" + said if proxy else said)
    return _signed(talk)


@transaction.atomic
def talk_confirm(*, pk: int, version: int, comment: str, actor: User) -> ReminderTalk:
    """The cadre confirms the record, with a remark where there is one. Raises RuleBroken, StaleState."""
    talk = _open(pk, version, actor, CONFIRM, (T.RECORDED,))
    before = talk.state
    talk.confirm(at=clock.now(), comment=comment.strip())
    moved(talk, actor=actor, before=before, note="本人确认谈话记录")
    return _signed(talk)


@transaction.atomic
def follow_up_record(*, pk: int, version: int, note: str, actor: User) -> FollowUp:
    """What came of the talk; after the last one the talk is closed. version: of the talk.

    Raises RuleBroken, StaleState.
    """
    known = FollowUp.objects.get(pk=pk)
    talk = _open(known.talk_id, version, actor, FOLLOW_UP, (T.FOLLOWING,))
    follow_up = FollowUp.objects.get(pk=pk)
    if follow_up.done_at is not None:
        raise StaleState("这次跟踪情况刚刚已由其他人登记，您填写的内容没有保存。")
    earlier = talk.follow_ups.filter(done_at__isnull=True, months__lt=follow_up.months).exists()
    require(policy.may_follow_up(note, due_on=follow_up.due_on, today=clock.today(), earlier_open=earlier))
    follow_up.note, follow_up.done_by, follow_up.done_at = note.strip(), actor, clock.now()
    follow_up.save()
    before = talk.state
    if not talk.follow_ups.filter(done_at__isnull=True).exists():
        talk.close()
    moved(talk, actor=actor, before=before, note=f"登记谈话后 {follow_up.months} 个月的跟踪情况")
    return follow_up


def talks_recount(*, actor: User) -> None:
    """The calendar of working days changed: provisional deadlines that are not over are counted again."""
    open_ones = ReminderTalk.objects.select_for_update(of=("self",)).filter(
        provisional=True,
        state__in=(T.ASSIGNING, T.WAITING),
        due_on__gte=clock.today(),
    )
    for talk in open_ones.select_related("review__participant__cycle"):
        started = talk.events.order_by("-pk").filter(note__startswith="恢复计时").first()
        if started is not None or talk.review.decided_on is None:
            continue
        days = parameters_of(talk.review.participant.cycle).talk_days
        last = deadline(talk.review.decided_on, days, calendar())
        if (last.day, last.provisional) != (talk.due_on, talk.provisional):
            talk.due_on, talk.provisional = max(last.day, clock.today()), last.provisional
            moved(talk, actor=actor, note=f"工作日历有变化，期限重新计算为 {last.words}")


def _talk(pk: int, version: int | None, states: tuple[str, ...]) -> ReminderTalk:
    return locked(ReminderTalk, pk, version, states)


def _open(pk: int, version: int, actor: User, step: str, states: tuple[str, ...]) -> ReminderTalk:
    """The talk, locked. Raises RuleBroken for whom the step is not."""
    talk = _talk(pk, version, states)
    if step not in talk_steps(actor, talk):
        raise RuleBroken(NOT_YOURS)
    return talk


def _facts(
    talk: ReminderTalk, values: Mapping[str, Any], *, has_scan: bool, by_proxy: bool
) -> policy.TalkRecord:
    leader = talk.leader.name if talk.leader else ""
    return policy.TalkRecord(
        talked_at=timezone.localtime(values["talked_at"], clock.ZONE),
        place=values["place"],
        content=values["content"],
        said=values["said"],
        points=values["points"],
        signing=values["signing"],
        has_scan=has_scan,
        refused=values["refused"],
        witnesses=(values["witness_one"], values["witness_two"]),
        others=(leader, talk.review.participant.cadre.name),
        by_proxy=by_proxy,
    )


def _fill(talk: ReminderTalk, values: Mapping[str, Any], upload: Any, actor: User) -> None:
    for name in ("talked_at", "place", "content", "said", "points", "signing"):
        setattr(talk, name, values[name])
    refused = values["signing"] == Signing.REFUSED
    talk.refused = values["refused"] if refused else ""
    for name in WITNESSES:
        setattr(talk, name, values[name].strip() if refused else "")
    if upload:
        talk.scan = upload_store(upload, name=upload.name, actor=actor, kinds=SCANS)


def _signed(talk: ReminderTalk) -> ReminderTalk:
    """Once both have signed, or refusal is witnessed: the follow-ups, and how long it may be seen."""
    if talk.state != T.FOLLOWING or talk.talked_at is None:
        return talk
    parameters = parameters_of(talk.review.participant.cycle)
    on = timezone.localtime(talk.talked_at, clock.ZONE).date()
    talk.follow_ups.filter(done_at__isnull=True).delete()  # of a talk that a corrected decision took back
    FollowUp.objects.bulk_create(
        FollowUp(talk=talk, months=months, due_on=months_later(on, months))
        for months in parameters.follow_ups
    )
    seen_until_set(talk.review, on, parameters.talk_seen_years)
    return talk


def seen_until_set(review: BottomReview, on: date, years: int) -> None:
    """How long others than the head see a judgement and its talk, counted from that day."""
    BottomReview.objects.filter(pk=review.pk).update(seen_until=policy.seen_until(on, years))
