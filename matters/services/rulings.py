"""从轻 and 减轻: the measure actually given, and its points, replace the earlier ones (第十二、十四条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken

from ..models import Mark, Matter, Ruling
from ..selectors import rows_of
from ..signals import Why
from .common import (
    announce,
    cadre_locked,
    must_say_why_revoked,
    not_exempt,
    not_in_the_future,
    noted,
)
from .marks import mark_add
from .periods import influence_refresh

# What a mark says; a restored one says the same from today on.
_SAID = (
    "matter_id", "cadre_id", "measure", "decided_on", "points", "document_no", "finding", "starts_on",
    "term_months", "influence_to", "end_source", "end_reason", "lifted_on", "lifting_document", "ruling_id",
    "origin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenMeasure:
    """A measure that was actually given. starts_on, influence_to: as in `mark_record`."""

    measure: str
    decided_on: date
    points: Decimal | int = 0
    document_no: str = ""
    starts_on: date | None = None
    influence_to: date | None = None
    term_months: int | None = None


@transaction.atomic
def measures_replace(
    *,
    matter: Matter,
    cadre: Cadre,
    given: Sequence[GivenMeasure],
    source: str,
    on: date,
    actor: User,
    kind: str = "",
    origin: str = "",
) -> Ruling:
    """The measures given replace every mark of that cadre on that matter that stands; nobody else's.

    kind: 从轻 or 减轻 where the caller knows; none given means that nothing counts any more. Raises
    RuleBroken without a source, for a day in the future, and where the cadre has been exempted.
    """
    cadre = cadre_locked(cadre)
    not_exempt(matter, cadre)
    if not source.strip():
        raise RuleBroken("请写明认定的来源，如会议和文号。")
    not_in_the_future("on", on, "认定日期")
    ruling = Ruling.objects.create(
        matter=matter, cadre=cadre, kind=kind, source=source.strip()[:200], ruled_on=on, recorded_by=actor
    )
    words = "、".join(one.measure for one in given) or "不给予处理"
    before = rows_of(matter.pk, cadre.pk)
    for mark in Mark.objects.standing().filter(matter=matter, cadre=cadre).order_by("pk"):
        mark.dropped_at, mark.replaced_by = clock.now(), ruling
        mark.version += 1
        mark.save()
        noted(mark, Why.REPLACED, actor, f"{ruling.source}：改为{words}")
    for one in given:
        mark_add(
            matter=matter,
            cadre=cadre,
            measure=one.measure,
            decided_on=one.decided_on,
            points=one.points,
            document_no=one.document_no,
            starts_on=one.starts_on,
            influence_to=one.influence_to,
            term_months=one.term_months,
            origin=origin,
            finding=kind,
            ruling=ruling,
            actor=actor,
        )
    influence_refresh([cadre.pk])
    rows = (*before, *rows_of(matter.pk, cadre.pk))
    announce(matter=matter, cadre=cadre, actor=actor, why=Why.REPLACED, cause=ruling, rows=rows)
    return ruling


@transaction.atomic
def ruling_revoke(*, ruling: Ruling, on: date, document_no: str, reason: str, actor: User) -> Ruling:
    """从轻 or 减轻 revoked: from today on the earlier marks count again and those given under it no more.

    Never backwards: what was replaced stays as it is, a mark of its own begins today. on: the day of that
    decision. Raises RuleBroken without document or reason, and where it is revoked already.
    """
    cadre_locked(ruling.cadre)
    rows = Ruling.objects.select_for_update(of=("self",)).select_related("matter", "cadre")
    ruling = rows.get(pk=ruling.pk)
    if ruling.revoked_on is not None:
        raise RuleBroken("这一认定已经撤销，不能再撤销。")
    must_say_why_revoked(document_no, reason)
    not_in_the_future("on", on, "撤销决定日期")
    before = rows_of(ruling.matter_id, ruling.cadre_id)
    ruling.revoked_on, ruling.revoked_by = on, actor
    ruling.revoked_document, ruling.revoked_reason = document_no.strip(), reason.strip()
    ruling.save()
    why = f"撤销{ruling.kind or '处理'}认定（{ruling.revoked_document}）：{ruling.revoked_reason}"
    for mark in ruling.given.standing().order_by("pk"):
        mark.dropped_at, mark.cancelled_on = clock.now(), clock.today()
        mark.cancel_document, mark.cancel_reason = ruling.revoked_document, ruling.revoked_reason
        mark.version += 1
        mark.save()
        noted(mark, Why.CANCELLED, actor, why)
    for mark in _earlier(ruling):
        noted(_restored(mark, actor), Why.RESTORED, actor, f"{why}，原有措施恢复计入")
    influence_refresh([ruling.cadre_id])
    announce(
        matter=ruling.matter,
        cadre=ruling.cadre,
        actor=actor,
        why=Why.RESTORED,
        cause=ruling,
        rows=(*before, *rows_of(ruling.matter_id, ruling.cadre_id)),
    )
    return ruling


def _earlier(ruling: Ruling) -> list[Mark]:
    """What the ruling replaced; of a mark and its copies in files the one that was recorded on line."""
    found: dict[tuple[str, date], Mark] = {}
    for mark in ruling.replaced.order_by(F("file_year").asc(nulls_first=True), "pk"):
        found.setdefault((mark.measure, mark.decided_on), mark)
    return list(found.values())


def _restored(mark: Mark, actor: User) -> Mark:
    """The same mark again, which the file of 现行处分 goes on with."""
    Mark.objects.filter(pk=mark.pk).update(is_sanction=False)
    said = {name: getattr(mark, name) for name in _SAID}
    return Mark.objects.create(
        **said, is_sanction=mark.is_sanction, recorded_by=actor, recorded_at=clock.now()
    )
