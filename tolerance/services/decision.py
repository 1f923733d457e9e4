"""The finding of the committee, what it leads to, its report upward, its revocation (第十二、十四条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, require
from matters.accountability import tolerance_answered
from matters.accountability_again import tolerance_revoked
from matters.models import Relief, Ruling
from matters.services import GivenMeasure, measures_replace, relief_record, relief_revoke, ruling_revoke
from policy.tolerance import may_decide, may_enter_given
from policy.tolerance_terms import EXEMPT, MILDER, OUTCOMES, State

from ..models import Outcome, Report, ToleranceCase, Triage
from .common import locked, moved, must
from .publication import publication_end


@transaction.atomic
def case_decide(
    *, pk: int, kind: str, reason: str, meeting: str, entry: int, decided_on: date, actor: User
) -> Outcome:
    """What the final minutes say takes effect at once, for this cadre on this matter alone (第十四条).

    Raises RuleBroken where the case does not wait for the committee, or a hard item stands against it.
    """
    case = locked(pk, None)
    if case.state != State.COMMITTEE:
        said = (
            f"{case.number}（{case.cadre.name}）现在的状态是“{case.get_state_display()}”，不能记录认定结果。"
        )
        raise RuleBroken(said + "请将这一议题改为缓议。")
    triage = Triage.objects.get(case=case)
    require(may_decide(kind, hard=triage.hard, soft=triage.soft, reason=reason))
    before, earlier = case.state, case.outcome_in_force
    case.outcomes.filter(in_force=True).update(in_force=False)
    outcome = Outcome(
        case=case,
        kind=kind,
        reason=reason.strip(),
        override=reason.strip() if triage.soft and kind in OUTCOMES and not triage.hard else "",
        meeting=meeting,
        entry=entry,
        decided_on=decided_on,
    )
    try:
        with transaction.atomic():
            outcome.save()
    except IntegrityError:
        told_as_rule(outcome)
        raise
    case.decide()
    case.__dict__.pop("_outcome", None)
    moved(case, actor=actor, before=before, note=f"{meeting}认定：{OUTCOMES[kind]}")
    assert case.matter is not None
    _lift(case, outcome, earlier, actor)
    # Afterwards: a finding that takes the place of 免除责任 opens what that had ended, and answers it.
    words = f"{case.number} {OUTCOMES[kind]}"
    tolerance_answered(matter=case.matter, cadre=case.cadre, words=words, relief=outcome.relief, actor=actor)
    return outcome


def _lift(case: ToleranceCase, outcome: Outcome, earlier: Outcome | None, actor: User) -> None:
    """免除责任 lifts what counts; a finding that took its place before stops doing so from today.

    What was given under 从轻 or 减轻 goes on counting until what is given under another of them replaces it.
    """
    if outcome.kind not in MILDER:
        words = f"复核后认定为{outcome.get_kind_display()}"
        _rulings_end(case, outcome.decided_on, outcome.meeting[:100], words, actor)
    standing = earlier.relief if earlier else None
    assert case.matter is not None
    if outcome.kind == EXEMPT:
        if earlier is not None and standing is not None:
            earlier.relief = None
            earlier.save()
        outcome.relief = standing or relief_record(
            matter=case.matter,
            cadre=case.cadre,
            kind=Relief.Kind.EXEMPT,
            source=f"{outcome.meeting}容错认定（{case.number}）",
            actor=actor,
        )
        outcome.save()
    elif standing is not None:
        relief_revoke(
            relief=standing,
            on=outcome.decided_on,
            document_no=outcome.meeting[:100],
            reason=f"复核后认定为{outcome.get_kind_display()}",
            actor=actor,
        )


def _rulings_end(case: ToleranceCase, on: date, document_no: str, reason: str, actor: User) -> None:
    """What was given under this case's 从轻 or 减轻 counts no more; the earlier measures do.

    on: the day of the decision, which may be entered later; what counts changes today.
    """
    given = Ruling.objects.filter(revoked_on__isnull=True, given__origin=_origin(case)).distinct()
    for ruling in given.order_by("-pk"):
        ruling_revoke(ruling=ruling, on=on, document_no=document_no, reason=reason, actor=actor)


def _origin(case: ToleranceCase) -> str:
    return f"tolerance:{case.pk}"


@transaction.atomic
def report_record(
    *, pk: int, version: int, to_whom: str, document_no: str, reported_on: date, actor: User
) -> Report:
    """The finding was reported upward. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "report", case)
    outcome = case.outcome_in_force
    if not outcome.decided_on <= reported_on <= clock.today():
        raise RuleBroken({"reported_on": "报送日期应在认定日期和今天之间，请核对。"})
    before = case.state
    row = Report.objects.create(
        outcome=outcome,
        to_whom=to_whom.strip(),
        document_no=document_no.strip(),
        reported_on=reported_on,
        by=actor,
    )
    case.report()
    moved(case, actor=actor, before=before, note=f"报{row.to_whom}（{row.document_no}）")
    return row


@transaction.atomic
def given_record(*, pk: int, version: int, given: Sequence[GivenMeasure], actor: User) -> Outcome:
    """What the competent body gave in the end replaces the earlier measures (第十二、十四条).

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, "enter_given", case)
    outcome: Outcome = case.outcome_in_force
    require(may_enter_given(outcome=outcome.kind))
    if not given:
        raise RuleBroken("请至少登记一项实际给予的处理。")
    if outcome.given_on is not None:
        raise RuleBroken("实际给予的处理已经登记；更正请在事项的记录中办理。")
    assert case.matter is not None
    words = f"重新认定为{outcome.get_kind_display()}"
    _rulings_end(case, outcome.decided_on, outcome.meeting[:100], words, actor)
    measures_replace(
        matter=case.matter,
        cadre=case.cadre,
        given=given,
        source=f"{outcome.meeting}认定{outcome.get_kind_display()}（{case.number}）",
        on=outcome.decided_on,
        kind=OUTCOMES[outcome.kind],
        origin=_origin(case),
        actor=actor,
    )
    outcome.given = [
        {
            "measure": one.measure,
            "decided_on": one.decided_on.isoformat(),
            "points": str(one.points),
            "document_no": one.document_no,
            "influence_to": one.influence_to.isoformat() if one.influence_to else "",
        }
        for one in given
    ]
    outcome.given_on, outcome.given_by = clock.today(), actor
    outcome.save()
    words = "、".join(f"{one.measure}（{one.document_no}）" for one in given)
    moved(case, actor=actor, note=f"登记实际给予的处理：{words}")
    return outcome


@transaction.atomic
def outcome_revoke(
    *, pk: int, version: int, document_no: str, reason: str, revoked_on: date | None = None, actor: User
) -> Outcome:
    """Fraud came to light or a higher body said otherwise: from today, never backward. Raises RuleBroken.

    What is public is taken down and the case is over; who wants another finding applies with new facts.
    revoked_on: the day of that decision, today where none is given.
    """
    case = locked(pk, version)
    must(actor, "revoke", case)
    outcome: Outcome | None = case.outcome_in_force
    if outcome is None:
        raise RuleBroken("没有有效的认定结果，不能撤销。")
    if not document_no.strip() or not reason.strip():
        raise RuleBroken("撤销认定须写明理由和文号。")
    today, before = clock.today(), case.state
    day = revoked_on or today
    if not outcome.decided_on <= day <= today:
        raise RuleBroken({"revoked_on": "撤销决定日期应在认定日期和今天之间，请核对。"})
    publication_end(case, "认定已撤销")
    outcome.in_force, outcome.revoked_on = False, day
    outcome.revoked_why, outcome.revoked_document = reason.strip(), document_no.strip()
    outcome.save()
    if outcome.relief is not None:
        relief_revoke(
            relief=outcome.relief,
            on=day,
            document_no=document_no.strip(),
            reason=reason.strip(),
            actor=actor,
        )
    _rulings_end(case, day, document_no, reason, actor)
    assert case.matter is not None
    tolerance_revoked(
        matter=case.matter,
        cadre=case.cadre,
        number=case.number,
        document_no=document_no.strip(),
        actor=actor,
    )
    case.__dict__.pop("_outcome", None)
    if case.state != State.CLOSED:
        case.revoke()
        case.closed_on = today
    moved(
        case,
        actor=actor,
        before=before,
        note=f"撤销认定（{outcome.revoked_document}）：{outcome.revoked_why}",
    )
    return outcome
