"""A review from the cadre's request to the answer (第六条)."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from accounts.selectors import role_holders
from appraisal.models import Grading
from appraisal.selectors import parameters_of
from cadres.models import Kin
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from core.uploads import upload_store
from notices.selectors import calendar
from policy.review import (
    CORRECT,
    KEEP,
    Officer,
    RequestFacts,
    better_or_equal,
    conclusion,
    last_day,
    may_answer,
    may_name_verifiers,
    may_refuse,
    may_submit,
)
from rulebook.selectors import limit_on

from ..access.review import ACCEPT, ANSWER, ASK, DEPARTMENTS, VERIFY
from ..models import Feedback, Review, ReviewAttachment, ReviewEvent, ReviewVerifier
from .common import in_state, locked, must, saved

S = Review.State
ROWS = Review.objects.select_related("feedback__participant__cadre", "feedback__participant__cycle")
MOST_FILES = 10


@transaction.atomic
def review_draft(*, feedback_pk: int, reasons: str, version: int | None = None, actor: User) -> Review:
    """Begins the request or saves what was written so far; it may be incomplete.

    version: of the draft as the user saw it, None for a new one. Raises RuleBroken, StaleState.
    """
    notice = (
        Feedback.objects.select_for_update(of=("self",))
        .select_related("participant__cadre")
        .get(pk=feedback_pk)
    )
    must(actor, ASK, notice)
    open_one = ROWS.filter(feedback=notice, state=S.DRAFT).first()
    if open_one is not None:
        if version is not None and open_one.version != version:
            raise StaleState
        open_one.reasons = reasons
        changed_save(open_one, actor=actor)
        return open_one
    require(may_submit(_facts(notice, reasons or "—")))
    case = Review(feedback=notice, reasons=reasons)
    case.save()
    ReviewEvent.record(case, actor=actor, note="起草复核申请")
    return case


def _facts(notice: Feedback, reasons: str, besides: int = 0) -> RequestFacts:
    others = Review.objects.filter(feedback=notice).exclude(pk=besides)
    waiting = others.filter(state__in=(S.DRAFT, S.SUBMITTED, S.VERIFYING, S.COMMITTEE)).exists()
    return RequestFacts(reasons, waiting, others.filter(state=S.ANSWERED).exists())


@transaction.atomic
def review_submit(*, pk: int, version: int, actor: User) -> Review:
    """Hands the request in; from then on its words stand. Raises RuleBroken, StaleState."""
    case = locked(ROWS, pk, version)
    must(actor, ASK, case)
    in_state(case, S.DRAFT)
    require(may_submit(_facts(case.feedback, case.reasons, besides=case.pk)))
    before, today = case.state, clock.today()
    case.submit()
    days = parameters_of(case.feedback.participant.cycle).answer_days
    case.submitted_on, case.answer_due = today, last_day(today, days, calendar()).day
    late = "（已超过申请期限）" if today > case.feedback.review_until else ""
    return saved(case, ReviewEvent, actor=actor, before=before, note=f"提出复核申请{late}")


@transaction.atomic
def review_withdraw(*, pk: int, version: int, actor: User) -> Review:
    """The cadre takes it back, before the committee has it. Raises RuleBroken, StaleState."""
    case = locked(ROWS, pk, version)
    must(actor, ASK, case)
    in_state(case, S.DRAFT, S.SUBMITTED, S.VERIFYING)
    before = case.state
    case.withdraw()
    return saved(case, ReviewEvent, actor=actor, before=before, note="撤回复核申请")


@transaction.atomic
def review_attach(*, pk: int, version: int, content: BinaryIO, name: str, actor: User) -> ReviewAttachment:
    """Adds a file to a draft. Raises RuleBroken, StaleState, Refused."""
    case = locked(ROWS, pk, version)
    must(actor, ASK, case)
    in_state(case, S.DRAFT)
    if case.attachments.count() >= MOST_FILES:
        raise RuleBroken({"file": f"最多上传 {MOST_FILES} 个附件。"})
    stored = upload_store(content, name=name, actor=actor)
    changed_save(case, actor=actor)
    return ReviewAttachment.objects.create(review=case, file=stored)


@transaction.atomic
def review_accept(*, pk: int, version: int, officers: Collection[int], actor: User) -> Review:
    """Accepts the request and names who verifies. Raises RuleBroken, StaleState."""
    case = locked(ROWS, pk, version)
    must(actor, ACCEPT, case)
    in_state(case, S.SUBMITTED)
    people = _able(officers)
    least = limit_on("process_review_verifiers", clock.today())
    require(may_name_verifiers([_officer(case, user) for user in people], least=least))
    before = case.state
    case.accept()
    case.accepted_by, case.accepted_on = actor, clock.today()
    ReviewVerifier.objects.bulk_create(ReviewVerifier(review=case, officer=user) for user in people)
    names = "、".join(user.name for user in people)
    return saved(case, ReviewEvent, actor=actor, before=before, note=f"受理，由{names}核实")


def _able(officers: Collection[int]) -> list[User]:
    """The named people as far as they are of the two departments today."""
    holders = role_holders(DEPARTMENTS, on=clock.today())
    able = {person.user_id for people in holders.values() for person in people}
    return list(User.objects.filter(pk__in=set(officers) & able).order_by("staff_no"))


def _officer(case: Review, user: User) -> Officer:
    person = case.feedback.participant
    kin = Kin.objects.filter(removed_on__isnull=True)
    mine = {"cadre__staff_no": user.staff_no, "relative": person.cadre_id}
    theirs = {"cadre": person.cadre_id, "relative__staff_no": user.staff_no}
    return Officer(
        user.name,
        proposed=Grading.objects.filter(participant=person, proposed_by=user).exists(),
        own=user.staff_no == person.cadre.staff_no,
        related=kin.filter(**mine).exists() or kin.filter(**theirs).exists(),
    )


@transaction.atomic
def review_verifier_replace(
    *, pk: int, version: int, leaving: int, officer: int, reason: str, actor: User
) -> Review:
    """Somebody else verifies instead of one who has found nothing yet; what was found stands.

    leaving, officer: users. Raises RuleBroken, StaleState.
    """
    case = locked(ROWS, pk, version)
    must(actor, ACCEPT, case)
    in_state(case, S.VERIFYING)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明更换核实人员的理由。"})
    named = {one.officer_id: one for one in case.verifiers.select_related("officer")}
    if leaving not in named or named[leaving].conclusion:
        raise RuleBroken({"leaving": "只能更换还没有提交核实意见的核实人员。"})
    able = next(iter(_able([officer])), None)
    if able is None or able.pk in named:
        raise RuleBroken({"officer": "请选择现在两个部门的另一名工作人员。"})
    require(may_name_verifiers([_officer(case, able)], least=1))  # how many they are stays as it was
    swapped = ReviewVerifier.objects.filter(pk=named[leaving].pk, conclusion="").update(officer=able)
    if not swapped:
        raise StaleState
    note = f"核实人员由{named[leaving].officer.name}更换为{able.name}：{reason.strip()}"
    return saved(case, ReviewEvent, actor=actor, before=case.state, note=note)


@transaction.atomic
def review_refuse(*, pk: int, version: int, reason: str, actor: User) -> Review:
    """Refuses a late request, with the reason in writing. Raises RuleBroken, StaleState."""
    case = locked(ROWS, pk, version)
    must(actor, ACCEPT, case)
    in_state(case, S.SUBMITTED)
    require(may_refuse(submitted_on=case.submitted_on or clock.today(), until=case.feedback.review_until))
    before = case.state
    case.refuse()
    case.refusal = reason.strip()
    return saved(case, ReviewEvent, actor=actor, before=before, note=f"不予受理：{case.refusal}")


@transaction.atomic
def review_find(
    *, pk: int, version: int, finding: str, verdict: str, grade: str, actor: User
) -> ReviewVerifier:
    """One who verifies writes what was found, once. grade: where it is to be corrected.

    With the last finding the request goes to the committee, unless all find that the result stands.
    Raises RuleBroken, StaleState.
    """
    case = locked(ROWS, pk, version)
    must(actor, VERIFY, case)
    in_state(case, S.VERIFYING)
    own = case.verifiers.get(officer=actor)
    if own.conclusion:
        raise RuleBroken("您的核实意见已经提交，不能再改。")
    if verdict == CORRECT and grade not in better_or_equal(standing_grade(case)):
        raise RuleBroken({"grade": "请选择更正后的等次；复核不得加重，只能选择不低于原等次的等次。"})
    written = ReviewVerifier.objects.filter(pk=own.pk, conclusion="").update(
        conclusion=verdict,
        finding=finding.strip(),
        grade=grade if verdict == CORRECT else "",
        found_at=clock.now(),
    )
    if not written:
        raise StaleState
    before = case.state
    said = [one.conclusion for one in case.verifiers.all()]
    note = f"{actor.name}提交核实意见"
    if may_answer(said).ok and conclusion(said) != KEEP:
        case.refer()
        note += "；提请党委研究"
    saved(case, ReviewEvent, actor=actor, before=before, note=note)
    own.refresh_from_db()
    return own


def standing_grade(case: Review) -> str:
    """The grade that the request is about; "" where none was decided."""
    found = Grading.objects.filter(participant=case.feedback.participant_id).values_list("decided", flat=True)
    return found.first() or ""


@transaction.atomic
def review_answer(*, pk: int, version: int, answer: str, actor: User) -> Review:
    """The result stands: all found so, and the cadre reads why. Raises RuleBroken, StaleState.

    What would change anything is answered by the committee's decision (`review_decide`).
    """
    case = locked(ROWS, pk, version)
    must(actor, ANSWER, case)
    if case.state == S.COMMITTEE:
        raise RuleBroken("核实意见认为结果可能需要更正，应当列入党委会议题研究后答复。")
    in_state(case, S.VERIFYING)
    require(may_answer([one.conclusion for one in case.verifiers.all()]))
    return answered(case, outcome=KEEP, answer=answer, actor=actor)


def answered(case: Review, *, outcome: str, answer: str, actor: User, grade: str = "") -> Review:
    """The answer with its day, and until when an appeal may be made. Inside the caller's transaction."""
    before, today = case.state, clock.today()
    case.reply()
    days = parameters_of(case.feedback.participant.cycle).appeal_days
    case.outcome, case.grade, case.answer = outcome, grade, answer.strip()
    case.answered_by, case.answered_on = actor, today
    case.appeal_until = last_day(today, days, calendar()).day
    return saved(case, ReviewEvent, actor=actor, before=before, note=case.get_outcome_display())
