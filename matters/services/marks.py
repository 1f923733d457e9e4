"""Recording, correcting, lifting and cancelling a mark (第八、十四条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.changes import told_as_rule
from core.pages import RuleBroken, require
from policy.influence import DOCUMENT, EDITED, may_set_end, said

from ..access import decided_by_discipline
from ..models import EndSource, Mark, Matter, Ruling
from ..pending import held_by
from ..selectors import FeltRow, influence_of, known_measures
from ..signals import Why
from .common import announce, cadre_locked, mark_locked, must_stand, not_exempt, not_in_the_future, noted
from .periods import influence_refresh


@transaction.atomic
def mark_record(
    *,
    matter: Matter,
    cadre: Cadre,
    measure: str,
    decided_on: date,
    points: Decimal | int = 0,
    document_no: str = "",
    starts_on: date | None = None,
    influence_to: date | None = None,
    origin: str = "",
    actor: User,
    term_months: int | None = None,
    end_source: str = DOCUMENT,
    end_reason: str = "",
    finding: str = "",
) -> Mark:
    """Something that counts against one cadre because of a matter, from now on.

    starts_on: the day of approval or decision from which the period runs, `decided_on` where none is given;
    influence_to: a fixed first free day, from the document or by hand (end_source), else computed. Raises
    RuleBroken for an unknown measure, a day in the future, where the cadre has been exempted, and for a
    sanction before the tolerance case that joined its investigation was answered.
    """
    cadre = cadre_locked(cadre)
    _not_before_tolerance(matter, cadre, measure, decided_on)
    mark = mark_add(
        matter=matter,
        cadre=cadre,
        measure=measure,
        decided_on=decided_on,
        points=points,
        document_no=document_no,
        starts_on=starts_on,
        influence_to=influence_to,
        origin=origin,
        actor=actor,
        term_months=term_months,
        end_source=end_source,
        end_reason=end_reason,
        finding=finding,
    )
    influence_refresh([mark.cadre_id])
    mark.refresh_from_db()
    _told(mark, actor, Why.RECORDED, FeltRow.of(mark))
    return mark


def _not_before_tolerance(matter: Matter, cadre: Cadre, measure: str, decided_on: date) -> None:
    """Tolerance is judged before a sanction is proposed (第十二条)."""
    case = held_by(cadre.pk, matter.pk, decided_on) if decided_by_discipline(measure) else ""
    if case:
        raise RuleBroken(
            f"{cadre.name}在这一事项上的容错申请 {case} 已并案，还没有作出认定。"
            "请先恢复办理并作出认定，再登记处分（第十二条）。"
        )


def mark_add(
    *,
    matter: Matter,
    cadre: Cadre,
    measure: str,
    decided_on: date,
    actor: User,
    points: Decimal | int = 0,
    document_no: str = "",
    starts_on: date | None = None,
    influence_to: date | None = None,
    origin: str = "",
    term_months: int | None = None,
    end_source: str = DOCUMENT,
    end_reason: str = "",
    finding: str = "",
    ruling: Ruling | None = None,
) -> Mark:
    """The row alone, without a word to anybody; runs inside the caller's transaction."""
    cadre = cadre_locked(cadre)
    not_exempt(matter, cadre)
    not_in_the_future("decided_on", decided_on, "决定日期")
    if measure not in known_measures(decided_on):
        raise RuleBroken({"measure": f"措施“{measure}”不在考核参数的措施表中，请核对或先修订参数。"})
    if Decimal(points) < 0:
        raise RuleBroken({"points": "扣分不能为负数。"})
    mark = Mark(
        matter=matter,
        cadre=cadre,
        measure=measure,
        decided_on=decided_on,
        points=points,
        document_no=document_no.strip(),
        starts_on=starts_on or decided_on,
        term_months=term_months,
        origin=origin,
        finding=finding,
        ruling=ruling,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    _fix_end(mark, influence_to, end_source, end_reason)
    _saved_new(mark)
    said_points = f"，扣 {mark.points} 分" if mark.points else ""
    noted(mark, Why.RECORDED, actor, f"登记{measure}{said_points}".strip())
    return mark


def _told(mark: Mark, actor: User, why: Why, *rows: FeltRow) -> None:
    announce(matter=mark.matter, cadre=mark.cadre, actor=actor, why=why, cause=mark, rows=rows)


def _saved_new(mark: Mark) -> None:
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError as refused:
        told_as_rule(mark)
        raise RuleBroken("该干部在此事项上已认定免除责任，不再登记（第十四条）。") from refused


def _fix_end(mark: Mark, end: date | None, source: str, reason: str) -> None:
    """An end given from outside; none leaves the computed one."""
    mark.end_reason = reason.strip() if end and source == EDITED else ""
    mark.end_source = (source or DOCUMENT) if end else EndSource.COMPUTED
    mark.influence_to = end
    if end is not None:
        one = influence_of(mark)
        require(may_set_end(one, end=end, source=mark.end_source, reason=mark.end_reason))


@transaction.atomic
def mark_correct(*, mark: Mark, reason: str, actor: User, version: int | None = None, **columns: Any) -> Mark:
    """Puts right what was entered wrongly; the reason and the former words stay in the events.

    columns: of decided_on, points, document_no, starts_on, term_months, influence_to, end_source, end_reason.
    Raises RuleBroken without a reason, StaleState.
    """
    mark = mark_locked(mark, version)
    must_stand(mark)
    if not reason.strip():
        raise RuleBroken({"reason": "更正须写明理由。"})
    if mark.file_year is not None:
        raise RuleBroken(f"这条记录来自 {mark.file_year} 年度文件，请更正文件后重新导入。")
    end = columns.pop("influence_to", mark.influence_to if mark.end_source != EndSource.COMPUTED else None)
    source = columns.pop("end_source", mark.end_source if mark.end_source != EndSource.COMPUTED else DOCUMENT)
    why_end = columns.pop("end_reason", mark.end_reason)
    unknown = set(columns) - {"decided_on", "points", "document_no", "starts_on", "term_months"}
    if unknown:
        raise ValueError(f"no columns to correct: {sorted(unknown)}")
    words, before = _words(mark), FeltRow.of(mark)
    for name, value in columns.items():
        setattr(mark, name, value)
    not_in_the_future("decided_on", mark.decided_on, "决定日期")
    _fix_end(mark, end, source, why_end)
    mark.save()
    influence_refresh([mark.cadre_id])
    mark.refresh_from_db()
    noted(mark, Why.CORRECTED, actor, f"{reason.strip()}；更正前：{words}")
    now = FeltRow.of(mark)
    # Where only the period is another one, every year counts as before (第八条: by the year of the decision).
    _told(mark, actor, Why.CORRECTED, *((before, now) if before != now else ()))
    return mark


def _words(mark: Mark) -> str:
    end = f"影响期满 {mark.influence_to}" if mark.influence_to else "没有影响期"
    return f"{mark.decided_on}，扣 {mark.points} 分，{mark.document_no or '无文号'}，{end}"


@transaction.atomic
def mark_lift(*, mark: Mark, on: date, document_no: str, actor: User, version: int | None = None) -> Mark:
    """The written 解除 of a measure: its period ends on that day at the latest; every year counts as before.

    Raises RuleBroken without a document, for a measure without a period or lifted already; StaleState.
    """
    mark = mark_locked(mark, version)
    must_stand(mark)
    if not document_no.strip():
        raise RuleBroken({"document_no": "解除须有文号，请填写解除决定的文号。"})
    if mark.lifted_on:
        raise RuleBroken(f"这一措施已于{said(mark.lifted_on)}解除。")
    not_in_the_future("on", on, "解除日期")
    if on < mark.decided_on:
        raise RuleBroken({"on": "解除日期不能早于决定日期，请核对。"})
    if influence_of(mark).ends is None:
        raise RuleBroken(f"{mark.measure}没有影响期，不需要解除。")
    for one in (mark, *_copies(mark)):
        one.lifted_on, one.lifting_document = on, document_no.strip()
        one.save()
        noted(one, Why.LIFTED, actor, f"{said(on)}解除，{one.lifting_document}")
    influence_refresh([mark.cadre_id])
    mark.refresh_from_db()
    _told(mark, actor, Why.LIFTED)
    return mark


@transaction.atomic
def mark_cancel(
    *,
    mark: Mark,
    on: date,
    reason: str,
    document_no: str = "",
    actor: User,
    version: int | None = None,
) -> Mark:
    """A false alarm or a measure revoked: out of all counts from now on, the row is kept (第十四条).

    Raises RuleBroken without a reason or where it counts no more; StaleState.
    """
    mark = mark_locked(mark, version)
    must_stand(mark)
    if not reason.strip():
        raise RuleBroken({"reason": "撤销须写明理由。"})
    not_in_the_future("on", on, "撤销日期")
    copies = _copies(mark)
    for one in (mark, *copies):
        one.cancelled_on, one.cancel_reason, one.cancel_document = on, reason.strip(), document_no.strip()
        one.dropped_at = clock.now()
        one.save()
        noted(one, Why.CANCELLED, actor, "；".join(filter(None, (reason.strip(), document_no.strip()))))
    influence_refresh([mark.cadre_id])
    _told(mark, actor, Why.CANCELLED, FeltRow.of(mark), *map(FeltRow.of, copies))
    return mark


def _copies(mark: Mark) -> list[Mark]:
    """The same mark as other years' files hold it: what is done to one is done to all."""
    if mark.file_year is None:
        return []
    same = Mark.objects.standing().filter(
        matter=mark.matter_id, cadre=mark.cadre_id, measure=mark.measure, decided_on=mark.decided_on
    )
    others = same.filter(file_year__isnull=False).exclude(pk=mark.pk)
    return list(others.select_related("matter", "cadre").order_by("pk"))
