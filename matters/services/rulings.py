"""从轻 and 减轻: the measure actually given, and its points, replace the earlier ones (第十二、十四条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken

from ..models import Mark, Matter, Ruling
from ..selectors import rows_of
from ..signals import Why
from .common import announce, cadre_locked, not_exempt, not_in_the_future, noted
from .marks import mark_add
from .periods import influence_refresh


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
