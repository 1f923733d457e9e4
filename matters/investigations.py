"""Recording investigations: the discipline office enters them, discloses them and closes them."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, StaleState

from .access import may_record
from .models import Investigation, InvestigationEvent, Matter
from .signals import investigation_changed

NOT_YOURS = "立案情况由纪委监察部门登记，没有执行任何操作。"


@transaction.atomic
def investigation_record(
    *,
    cadre: Cadre,
    opened_on: date,
    document_no: str,
    disclosed: bool,
    actor: User,
    matter: Matter | None = None,
) -> Investigation:
    """Somebody is under investigation, on one matter or as a whole.

    Raises RuleBroken, ValidationError for a document recorded already.
    """
    _must(actor)
    _not_own(cadre, actor)
    if opened_on > clock.today():
        raise RuleBroken({"opened_on": "立案日期不能晚于今天，请核对。"})
    case = Investigation(
        cadre=cadre, matter=matter, opened_on=opened_on, document_no=document_no, disclosed=disclosed
    )
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:
        told_as_rule(case)
        raise
    return _announce(case, actor, "open", "登记立案" + ("，可以公开" if disclosed else "，不公开"))


@transaction.atomic
def investigation_disclose(*, pk: int, version: int, actor: User) -> Investigation:
    """It may be known from now on. Raises RuleBroken, StaleState."""
    case = _locked(pk, version, actor)
    if case.disclosed or not case.is_open:
        raise RuleBroken("这一立案已经公开或已经结案。")
    case.disclosed = True
    case.save()
    return _announce(case, actor, "open", "可以公开")


@transaction.atomic
def investigation_close(
    *, pk: int, version: int, closed_on: date, outcome: str, actor: User
) -> Investigation:
    """It ended; measures are recorded as marks of their own. Raises RuleBroken, StaleState."""
    case = _locked(pk, version, actor)
    if not case.is_open:
        raise RuleBroken("这一立案已经结案。")
    if not case.opened_on <= closed_on <= clock.today():
        raise RuleBroken({"closed_on": "结案日期应在立案日期和今天之间，请核对。"})
    case.closed_on, case.outcome = closed_on, outcome
    case.save()
    return _announce(case, actor, "closed", f"结案：{outcome}")


def _locked(pk: int, version: int, actor: User) -> Investigation:
    _must(actor)
    case = Investigation.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=pk)
    _not_own(case.cadre, actor)
    if not Investigation.objects.filter(pk=pk, version=version).update(version=F("version") + 1):
        raise StaleState
    case.version = version + 1
    return case


def _must(actor: User) -> None:
    if not may_record(actor):
        raise RuleBroken(NOT_YOURS)


def _not_own(cadre: Cadre, actor: User) -> None:
    if cadre.staff_no == actor.staff_no:
        raise RuleBroken("涉及本人的，应当回避。")


def _announce(case: Investigation, actor: User, state: str, note: str) -> Investigation:
    InvestigationEvent.record(case, actor=actor, to_state=state, note=note)
    investigation_changed.send(Investigation, investigation=case, actor=actor)
    return case
