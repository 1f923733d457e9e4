"""The last of a year: the list, the fact sheet, the decision taken back in writing (第七条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from core.uploads import SCANS, upload_store
from policy import reminder_talk as policy

from ..access.uses import FACTS, LIST_PEOPLE
from ..models import ON_LIST, BottomFollowUp, BottomReview, ReminderTalk
from ..selectors.bottom import bottom_changes, facts_of
from ..selectors.people import suggestion_of
from .uses_common import begun, cycle_confirmed, locked, moved, must

B = BottomReview.State
FIELDS = ("hard_things", "causes", "additions", "own_view")


@transaction.atomic
def bottom_list(*, cycle_pk: int, actor: User) -> int:
    """Makes the reviews those of the scored list: adds, lists again, takes off who is undecided; how many.

    Raises RuleBroken before the count is confirmed.
    """
    must(actor, LIST_PEOPLE)
    changes = bottom_changes(cycle_confirmed(cycle_pk))
    for person in changes.new:
        begun(BottomReview(participant=person), actor=actor, note="按计分结果列为研判人选")
    for review in changes.again:
        before = review.state
        review.relist()
        moved(review, actor=actor, before=before, note="按更正后的计分结果重新列入")
    for review in changes.gone:
        before = review.state
        review.lapse()
        moved(review, actor=actor, before=before, note="按更正后的计分结果已不在名单")
    return len(changes.new) + len(changes.again) + len(changes.gone)


@transaction.atomic
def fact_sheet_record(
    *, pk: int, version: int, values: Mapping[str, Any], upload: Any, actor: User
) -> BottomReview:
    """What the organization department found out beside the register. Raises RuleBroken, StaleState.

    values: texts by `FIELDS`; upload: what the cadre wrote, checked by its form, or None.
    """
    must(actor, FACTS)
    review = locked(BottomReview, pk, version, (B.GATHERING,))
    for name in FIELDS:
        setattr(review, name, str(values[name]).strip())
    if upload:
        review.own_view_file = upload_store(upload, name=upload.name, actor=actor, kinds=SCANS)
    return moved(review, actor=actor, note="填写情况表")


@transaction.atomic
def bottom_submit(*, pk: int, version: int, actor: User) -> BottomReview:
    """Puts the fact sheet before the committee, as it stands now. Raises RuleBroken, StaleState."""
    must(actor, FACTS)
    review = locked(BottomReview, pk, version, (B.GATHERING,))
    person = review.participant
    require(policy.may_be_judged(person.cadre.name, suggestion_of(person)))
    causes = policy.Causes(person.cadre.name, review.hard_things or "", review.causes or "")
    require(policy.may_submit(causes))
    before = review.state
    review.submit(facts=facts_of(review))
    return moved(review, actor=actor, before=before)


@transaction.atomic
def bottom_reopen(*, pk: int, version: int, reason: str, actor: User) -> BottomReview:
    """Back to the fact sheet, before it is judged. Raises RuleBroken, StaleState."""
    must(actor, FACTS)
    review = locked(BottomReview, pk, version, (B.READY,))
    before = review.state
    review.reopen()
    return moved(review, actor=actor, before=before, note=reason)


@transaction.atomic
def bottom_follow_up_record(
    *,
    pk: int,
    version: int,
    responsible: str,
    task: str,
    due_on: date,
    result: str,
    done_on: date | None,
    actor: User,
) -> BottomReview:
    """Who does what until when after the judgement; with a result it is finished.

    Raises RuleBroken, StaleState.
    """
    must(actor, FACTS)
    review = locked(BottomReview, pk, version, (B.DECIDED,))
    found = review.follow_up or BottomFollowUp(review=review, outcome=review.outcome)
    decided_on = review.decided_on or due_on
    done = found.done_on is not None
    require(policy.may_carry_on(outcome=review.outcome, done=done, decided_on=decided_on, due_on=due_on))
    if bool(result.strip()) != bool(done_on):
        raise RuleBroken({"done_on": "办理结果和办结日期须一起填写；还没有结果的，两项都留空。"})
    if done_on and not decided_on <= done_on <= clock.today():
        raise RuleBroken({"done_on": f"办结日期应在党委研判的 {decided_on} 和今天之间，请核对。"})
    found.responsible, found.task, found.due_on = responsible.strip(), task.strip(), due_on
    found.result, found.done_on = result.strip(), done_on
    found.save()
    what = "登记后续办理结果" if done_on else "安排后续办理"
    return moved(review, actor=actor, note=f"{what}：{found.responsible}，{due_on} 前完成")


@transaction.atomic
def bottom_withdraw(
    *, participant_pk: int, reason: str, document_no: str, on: date, actor: User
) -> BottomReview:
    """Takes somebody off the bottom list in writing, judged or not yet, with the talk; nobody else moves.

    For the review area, where a lifted matter changed the result. It asks who may: the actor may be whoever
    made minutes final. on: the day of the document. Raises RuleBroken.
    """
    found = BottomReview.objects.get(participant=participant_pk)
    review = locked(BottomReview, found.pk, None)
    listed = review.state in ON_LIST
    require(policy.may_withdraw(listed=listed, reason=reason, document_no=document_no))
    before = review.state
    review.withdraw(on=on, reason=reason, document_no=document_no)
    moved(review, actor=actor, before=before, note=f"书面撤回（{document_no}）：{reason}")
    talk = ReminderTalk.objects.filter(review=review).exclude(state=ReminderTalk.State.WITHDRAWN).first()
    if talk is not None:
        talk = locked(ReminderTalk, talk.pk, None)
        before = talk.state
        talk.withdraw()
        moved(talk, actor=actor, before=before, note=f"书面撤回（{document_no}）")
    return review
