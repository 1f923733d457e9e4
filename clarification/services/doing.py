"""What was done, the cadre's signature, the visit later, the archive; overturned by a later finding."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from matters.services import relief_revoke
from policy.clarification import day_in_order, may_archive, may_overturn, may_visit, visit_day
from policy.limits.clarification import VISIT as VISIT_MONTHS
from policy.limits.clarification import VISIT_EARLY
from rulebook.selectors import limit_on

from ..access import ARCHIVE, DELIVER, DO, OVERTURN, SIGN, VISIT
from ..models import Clarification, Way
from .common import accusing, clean, in_state, locked, must, put, saved
from .requests import file_kept

S = Clarification.State


@transaction.atomic
def clarification_do(
    *, pk: int, version: int, done_on: date, letter_no: str, done_note: str, actor: User
) -> Clarification:
    """It was done as approved. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, DO, case)
    in_state(case, S.DOING)
    texts = clean(Clarification, letter_no=letter_no, done_note=done_note)
    accusing(case, done_note=texts["done_note"])
    require(day_in_order("实施日期", done_on, after=case.approved_on, today=clock.today()))
    before = case.state
    case.do()
    put(case, done_on=done_on, done_by=actor, **texts)
    said = f"{case.get_channel_display()}，{done_on:%Y-%m-%d}实施"
    return saved(case, actor=actor, before=before, note=said)


@transaction.atomic
def delivery_sign(*, pk: int, version: int, delivered_note: str, actor: User) -> Clarification:
    """The cadre signs for it here. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, SIGN, case)
    return _delivered(case, Way.ONLINE, clock.today(), delivered_note, actor)


@transaction.atomic
def delivery_paper(
    *,
    pk: int,
    version: int,
    delivered_on: date,
    delivered_note: str,
    content: BinaryIO,
    name: str,
    actor: User,
) -> Clarification:
    """The office enters what the cadre signed on paper, with the signed sheet. Raises RuleBroken, StaleState.

    Where somebody enters for another, the signature itself is kept.
    """
    case = locked(pk, version)
    must(actor, DELIVER, case)
    in_state(case, S.DELIVERING)
    file_kept(case, content, name, own=False, actor=actor)
    return _delivered(case, Way.PAPER, delivered_on, delivered_note, actor)


def _delivered(case: Clarification, way: str, day: date, note: str, actor: User) -> Clarification:
    in_state(case, S.DELIVERING)
    texts = clean(Clarification, delivered_note=note)
    today = clock.today()
    require(day_in_order("签收日期", day, after=case.done_on, today=today))
    before = case.state
    case.deliver()
    put(case, delivered_on=day, delivered_way=way, **texts)
    case.visit_due = visit_day(day, limit_on(VISIT_MONTHS, today))
    said = f"{Way(way).label}，{case.visit_due:%Y-%m-%d}回访"
    return saved(case, actor=actor, before=before, note=said)


@transaction.atomic
def visit_record(
    *, pk: int, version: int, visited_on: date, visit_note: str, visit_early: str = "", actor: User
) -> Clarification:
    """What the visit found: whether the talk has ended, what still presses; visit_early: why before its day.

    Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, VISIT, case)
    in_state(case, S.VISITING)
    texts, today = clean(Clarification, visit_note=visit_note, visit_early=visit_early), clock.today()
    require(day_in_order("实际回访日期", visited_on, after=case.delivered_on, today=today))
    verdict = may_visit(visited_on, case.visit_due, limit_on(VISIT_EARLY, today), texts["visit_early"])
    if not verdict.ok:
        raise RuleBroken({"visit_early": [reason.text for reason in verdict.reasons]})
    put(case, visited_on=visited_on, visited_by=actor, **texts)
    why = f"，提前的理由：{texts['visit_early']}" if texts["visit_early"] else ""
    return saved(case, actor=actor, before=case.state, note=f"{visited_on:%Y-%m-%d}回访{why}")


@transaction.atomic
def case_archive(*, pk: int, version: int, actor: User) -> Clarification:
    """Puts the case away once it was visited and everything is restored. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, ARCHIVE, case)
    in_state(case, S.VISITING, S.DECLINED, S.UNSUITABLE)
    open_ones = case.blocked.filter(restored_on__isnull=True).count()
    require(may_archive(ended=case.has_ended, visited=case.visited_on is not None, blocked=open_ones))
    before = case.state
    case.archive()
    case.archived_on = clock.today()
    return saved(case, actor=actor, before=before, note="归档")


@transaction.atomic
def clarification_overturn(
    *, pk: int, version: int, overturned_on: date, overturned_no: str, overturned_reason: str, actor: User
) -> Clarification:
    """A later finding contradicts it: what it lifted counts again from today on, never backwards.

    overturned_on: the day of that finding. Raises RuleBroken, StaleState.
    """
    case = locked(pk, version)
    must(actor, OVERTURN, case)
    texts = clean(Clarification, overturned_no=overturned_no, overturned_reason=overturned_reason)
    number, reason = texts["overturned_no"], texts["overturned_reason"]
    require(may_overturn(untrue=case.is_untrue, document_no=number, reason=reason))
    require(day_in_order("撤销决定日期", overturned_on, after=case.confirmed_on, today=clock.today()))
    before = case.state
    case.overturn()
    put(case, overturned_on=overturned_on, overturned_by=actor, **texts)
    if case.relief is not None and case.relief.valid_to is None:
        relief_revoke(relief=case.relief, on=overturned_on, document_no=number, reason=reason, actor=actor)
    return saved(case, actor=actor, before=before, note=f"撤销澄清（{number}）：{reason}")
