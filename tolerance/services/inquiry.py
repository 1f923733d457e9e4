"""Verified by two or more, analysed by six factors, the cadre heard, both offices sign (第十二条)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.changes import changed_save, told_as_rule
from core.pages import RuleBroken, StaleState, require
from notices.selectors import calendar
from policy.limits import tolerance as limits
from policy.tolerance import (
    may_extend,
    may_finish_verification,
    may_record_step,
    may_refer,
    may_sign_joint,
)
from policy.tolerance_steps import Party, last_day
from policy.tolerance_terms import FACTORS, OFFICES
from policy.verdict import Verdict

from ..access import parties_of
from ..models import Factor, Hearing, JointOpinion, ToleranceCase, Verification
from .common import limit, locked, moved, must

# How the record of a case says that somebody wrote a factor, whoever wrote over it since.
ANALYSED = "六要素分析："


@transaction.atomic
def verification_record(
    *,
    pk: int,
    version: int,
    step: str,
    on: date,
    document_no: str,
    content: str,
    with_officer: int,
    actor: User,
) -> Verification:
    """A step of the verification, by the one who enters it and another. Raises RuleBroken, StaleState.

    Where the installation only registers, the content stays on paper and its number is asked for.
    """
    case = locked(pk, version)
    must(actor, "verify", case)
    other = case.verifiers.filter(officer=with_officer, ended_on__isnull=True).exclude(officer=actor).first()
    if other is None:
        raise RuleBroken({"with_officer": "请选择另一名核实人员，每一步核实由两人进行。"})
    only_registers = bool(limit(limits.ON_PAPER))
    said = "" if only_registers else content.strip()
    require(
        may_record_step(
            officers=(actor.pk, with_officer),
            on=on,
            today=clock.today(),
            paper=bool(document_no.strip()),
            said=bool(said),
        )
    )
    row = Verification.objects.create(
        case=case,
        step=step,
        on=on,
        document_no=document_no.strip(),
        content=said,
        on_paper=not said,
        first=actor,
        second_id=with_officer,
        entered_by=actor,
    )
    # What was confirmed before does not cover what is new.
    case.verifiers.filter(ended_on__isnull=True).update(confirmed_at=None)
    moved(case, actor=actor, note=f"登记核实步骤：{row.get_step_display()}（{on}）")
    return row


@transaction.atomic
def verification_confirm(*, pk: int, version: int, actor: User) -> ToleranceCase:
    """A verifier stands behind the result; with the last one the analysis begins.

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, "confirm", case)
    rows = list(case.verifiers.filter(ended_on__isnull=True))
    steps = list(case.verifications.values_list("step", flat=True))
    confirmed = sum(row.confirmed_at is not None or row.officer_id == actor.pk for row in rows)
    verdict = may_finish_verification(
        steps=len(steps),
        has_result=Verification.Step.RESULT in steps,
        confirmed=confirmed,
        officers=len(rows),
        fewest=limit(limits.VERIFIERS),
    )
    others_left = [reason for reason in verdict.reasons if reason.rule != "tolerance.confirmed"]
    if others_left:
        raise RuleBroken([reason.text for reason in others_left])
    case.verifiers.filter(officer=actor, ended_on__isnull=True).update(confirmed_at=clock.now())
    before, note = case.state, f"{actor.name}确认核实结果"
    if verdict.ok:
        case.verified()
        case.verified_on = clock.today()
        note += "，核实完成"
    return moved(case, actor=actor, before=before, note=note)


@transaction.atomic
def verification_extend(*, pk: int, version: int, reason: str, actor: User) -> ToleranceCase:
    """Once, by so many working days after the present last day. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "extend", case)
    require(may_extend(extended=bool(case.extended), reason=reason))
    days = limit(limits.EXTEND)
    case.extended = reason.strip()
    case.due_days = (case.due_days or 0) + days
    found = last_day(case.since, case.due_days, calendar())
    case.due, case.provisional = found.day, found.provisional
    return moved(case, actor=actor, note=f"延长核实 {days} 个工作日：{case.extended}")


@transaction.atomic
def factor_write(
    *,
    pk: int,
    kind: str,
    factor_version: int | None,
    facts: str,
    evidence: str,
    finding: str,
    actor: User,
) -> Factor:
    """One of the six, by its author; the six may be written side by side. Raises RuleBroken, StaleState.

    factor_version: of the factor as the user saw it, None where it was not written yet.
    """
    case = locked(pk, None)
    must(actor, "analyse", case)
    if kind not in FACTORS:
        raise RuleBroken("没有这一要素。")
    if case.opinions.exists():
        raise RuleBroken("共同意见已经签署，六要素分析不能再改；需要修改的，提请党委研究后可以取回补充。")
    row = case.factors.filter(kind=kind).first()
    if (row.version if row else None) != factor_version:
        raise StaleState(f"“{FACTORS[kind]}”刚刚由他人填写，您的内容没有保存。")
    row = row or Factor(case=case, kind=kind)
    row.facts, row.evidence, row.finding = facts.strip(), evidence.strip(), finding
    row.author, row.written_on = actor, clock.today()
    changed_save(row, actor=actor)
    moved(case, actor=actor, note=f"{ANALYSED}{FACTORS[kind]}")
    return row


@transaction.atomic
def statement_give(*, pk: int, version: int, statement: str, declined: bool, actor: User) -> Hearing:
    """The cadre's own words, or that there is nothing to add. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "state", case)
    return _hear(case, statement, declined, actor)


@transaction.atomic
def hearing_record(*, pk: int, version: int, statement: str, declined: bool, actor: User) -> Hearing:
    """What the cadre said in person, entered by who listened. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "hear", case)
    return _hear(case, statement, declined, actor)


def _hear(case: ToleranceCase, statement: str, declined: bool, actor: User) -> Hearing:
    if not statement.strip() and not declined:
        raise RuleBroken({"statement": "请写明陈述内容；没有补充的，请勾选“没有补充陈述”。"})
    if case.opinions.exists():
        raise RuleBroken("共同意见已经签署，不能再改陈述；有补充的请与办理部门联系。")
    row = Hearing.objects.filter(case=case).first() or Hearing(case=case)
    row.statement, row.declined = statement.strip(), declined and not statement.strip()
    row.heard_on, row.entered_by = clock.today(), actor
    row.save()
    moved(case, actor=actor, note="听取本人陈述")
    return row


@transaction.atomic
def opinion_sign(*, pk: int, version: int, proposal: str, text: str, actor: User) -> JointOpinion:
    """The head of an office signs its part of the joint opinion. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "sign", case)
    office = _office_signed_for(case, actor)
    require(
        may_sign_joint(
            factors=set(case.factors.values_list("kind", flat=True)),
            heard=Hearing.objects.filter(case=case).exists(),
            author=_took_part(case, actor),
            proposal=proposal,
            hard=hard_of(case),
        )
    )
    if not text.strip():
        raise RuleBroken({"text": "请写明意见。"})
    row = JointOpinion(case=case, office=office, proposal=proposal, text=text.strip(), signed_by=actor)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        told_as_rule(row)
        raise
    moved(case, actor=actor, note=f"{OFFICES[office]}签署共同意见")
    return row


def _office_signed_for(case: ToleranceCase, actor: User) -> str:
    heads = parties_of(actor, case)
    if Party.HANDLING_HEAD in heads:
        return str(case.office)
    return next(code for code in OFFICES if code != case.office)


def _took_part(case: ToleranceCase, actor: User) -> bool:
    return (
        case.verifiers.filter(officer=actor).exists()
        or case.events.filter(actor=actor, note__startswith=ANALYSED).exists()
        or case.verifications.filter(first=actor).exists()
        or case.verifications.filter(second=actor).exists()
    )


def hard_of(case: ToleranceCase) -> list[str]:
    """The hard items of the negative list in the first reading."""
    triage = getattr(case, "triage", None)
    return list(triage.hard) if triage else []


@transaction.atomic
def case_refer(*, pk: int, version: int, considered: str, actor: User) -> ToleranceCase:
    """To the Party committee, with what became of the cadre's statement. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "refer", case)
    require(refer_verdict(case))
    hearing = case.hearing  # without one the verdict says no
    if hearing.statement and not considered.strip():
        raise RuleBroken({"considered": "请写明本人陈述的采纳情况和理由。"})
    hearing.considered = considered.strip()
    hearing.save()
    before = case.state
    case.refer()
    case.referred_on = clock.today()
    return moved(case, actor=actor, before=before, note="提请党委研究")


def refer_verdict(case: ToleranceCase) -> Verdict:
    """What is missing before the committee can have the case. No query for what was read with it."""
    waiting = [one for one in case.other_opinions.all() if one.given_on is None]
    return may_refer(
        factors={one.kind for one in case.factors.all()},
        heard=getattr(case, "hearing", None) is not None,
        signed={one.office: one.proposal for one in case.opinions.all()},
        hard=hard_of(case),
        opinion=not waiting,
        due=any(one.due is not None and one.due >= clock.today() for one in waiting),
    )


@transaction.atomic
def case_take_back(*, pk: int, version: int, reason: str, actor: User) -> ToleranceCase:
    """Back to the analysis; both opinions are signed again. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "take_back", case)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明取回的理由。"})
    before = case.state
    case.take_back()
    case.opinions.all().delete()
    return moved(case, actor=actor, before=before, note=f"取回补充：{reason.strip()}")
