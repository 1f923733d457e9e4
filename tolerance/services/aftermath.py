"""Review, rectification, archive (第十二、十三条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from policy.tolerance import Ending, may_ask_review, may_check, may_close
from policy.tolerance_terms import State
from policy.verdict import Verdict

from ..models import Rectification, Review, ToleranceCase
from ..selectors import review_until, told_on
from .common import locked, moved, must
from .publication import publication_end, publication_of


@transaction.atomic
def review_ask(*, pk: int, version: int, reasons: str, actor: User) -> Review:
    """The cadre asks for a review of the finding. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "ask_review", case)
    outcome = case.outcome_in_force
    require(
        may_ask_review(
            told_on=told_on(case),
            until=review_until(case),
            today=clock.today(),
            asked=Review.objects.filter(outcome=outcome).exists(),
        )
    )
    if not reasons.strip():
        raise RuleBroken({"reasons": "请写明申请复核的事实和理由。"})
    before = case.state
    row = Review.objects.create(outcome=outcome, reasons=reasons.strip())
    case.ask_review()
    moved(case, actor=actor, before=before, note="本人申请复核")
    return row


@transaction.atomic
def review_answer(*, pk: int, version: int, result: str, answer: str, actor: User) -> Review:
    """Kept, or put before the committee again, which alone finds otherwise. Raises RuleBroken."""
    case = locked(pk, version)
    must(actor, "answer_review", case)
    row = Review.objects.get(outcome=case.outcome_in_force)
    if not answer.strip():
        raise RuleBroken({"answer": "请写明复核答复。"})
    before = case.state
    row.result, row.answer = result, answer.strip()
    row.answered_on, row.answered_by = clock.today(), actor
    row.save()
    if result == Review.Result.AGAIN:
        publication_end(case, "复核后重新研究")
        case.reopen()
    else:
        case.keep()
    moved(case, actor=actor, before=before, note=f"复核：{row.get_result_display()}")
    return row


@transaction.atomic
def rectification_write(
    *,
    pk: int,
    version: int,
    problem: str,
    cause: str,
    measures: str,
    responsible: str,
    done: str,
    actor: User,
) -> Rectification:
    """The unit or the cadre says what went wrong and how it was put right. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "rectify", case)
    row = Rectification.objects.filter(case=case).first() or Rectification(case=case)
    if row.passed:
        raise RuleBroken("整改已经核查通过，不能再改。")
    row.problem, row.cause, row.measures = problem.strip(), cause.strip(), measures.strip()
    row.responsible, row.done = responsible.strip(), done.strip()
    row.written_by, row.written_on = actor, clock.today()
    row.passed, row.checked_by, row.checked_on = None, None, None
    row.save()
    before = case.state
    if case.state in (State.PUBLISHED, State.REPLIED):
        case.rectify()
    moved(case, actor=actor, before=before, note="填写纠错整改情况")
    return row


@transaction.atomic
def rectification_check(*, pk: int, version: int, passed: bool, note: str, actor: User) -> Rectification:
    """The discipline office checks it, somebody else than who wrote it. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "check", case)
    row = Rectification.objects.filter(case=case).first()
    require(
        may_check(written=row is not None, written_by_self=row is not None and row.written_by_id == actor.pk)
    )
    assert row is not None
    if not note.strip():
        raise RuleBroken({"note": "请写明核查意见。"})
    row.passed, row.check_note = passed, note.strip()
    row.checked_by, row.checked_on = actor, clock.today()
    row.save()
    moved(case, actor=actor, note=f"整改核查{'通过' if passed else '未通过'}：{row.check_note}")
    return row


def close_verdict(case: ToleranceCase) -> Verdict:
    """What is still open before the case goes to the archive."""
    outcome = case.outcome_in_force
    publication = publication_of(case)
    rectified = Rectification.objects.filter(case=case, passed=True).exists()
    review = Review.objects.filter(outcome=outcome).first() if outcome else None
    public = publication is not None and publication.begins_on is not None
    facts = Ending(
        outcome=outcome.kind if outcome else "",
        rectified=rectified,
        public_now=bool(public and publication and publication.withdrawn_on is None),
        review_until=None if review is not None else review_until(case),
        review_open=review is not None and not review.result,
        given=bool(outcome and outcome.given_on),
    )
    return may_close(facts, today=clock.today())


@transaction.atomic
def case_close(*, pk: int, version: int, actor: User) -> ToleranceCase:
    """Nothing is open any more: to the archive. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "close", case)
    require(close_verdict(case))
    before = case.state
    case.close()
    case.closed_on = clock.today()
    return moved(case, actor=actor, before=before, note="办结归档")
