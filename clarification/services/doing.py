"""What was done, the cadre's signature, the visit three months later, and the archive."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import require
from policy.clarification import day_in_order, may_archive, visit_day
from policy.limits.clarification import VISIT as VISIT_MONTHS
from rulebook.selectors import limit_on

from ..access import ARCHIVE, DELIVER, DO, SIGN, VISIT
from ..models import Clarification, Way
from .common import clean, in_state, locked, must, put, saved

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
    *, pk: int, version: int, delivered_on: date, delivered_note: str, actor: User
) -> Clarification:
    """The office enters what the cadre signed on paper. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, DELIVER, case)
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
def visit_record(*, pk: int, version: int, visited_on: date, visit_note: str, actor: User) -> Clarification:
    """What the visit found: whether the talk has ended, what still presses. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, VISIT, case)
    in_state(case, S.VISITING)
    texts = clean(Clarification, visit_note=visit_note)
    require(day_in_order("实际回访日期", visited_on, after=case.delivered_on, today=clock.today()))
    put(case, visited_on=visited_on, visited_by=actor, **texts)
    return saved(case, actor=actor, before=case.state, note=f"{visited_on:%Y-%m-%d}回访")


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
