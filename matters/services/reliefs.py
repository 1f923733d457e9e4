"""What lifts all of one cadre's marks on one matter, and its revocation (第十四条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken

from ..models import Matter, Relief
from ..selectors import rows_of
from ..signals import Why, relief_recorded
from .common import announce, cadre_locked, must_say_why_revoked, not_in_the_future
from .periods import influence_refresh


def in_force(matter: int, cadre: int) -> QuerySet[Relief]:
    """What was recorded on line and lifts that cadre's marks on the matter, for every year."""
    return Relief.objects.filter(matter=matter, cadre=cadre, valid_to__isnull=True, file_year__isnull=True)


@transaction.atomic
def relief_record(
    *, matter: Matter, cadre: Cadre, kind: str, source: str, valid_from: date | None = None, actor: User
) -> Relief:
    """Lifts all of one cadre's marks on one matter, and nobody else's (第十四条).

    Called by the room whose case led to it; `relief_recorded` tells the rooms above. valid_from: today
    where none is given. Where nothing counts yet, 免除责任 keeps new marks away. Raises RuleBroken where it
    is recorded already (澄清 and 免除责任 may stand side by side) or begins in the future.
    """
    cadre = cadre_locked(cadre)
    if not source.strip():
        raise RuleBroken("请写明认定的来源，如会议和文号。")
    if valid_from is not None and valid_from > clock.today():
        raise RuleBroken("认定的起始日期不能晚于今天，请在生效之日登记。")
    if in_force(matter.pk, cadre.pk).filter(kind=kind).exists():
        raise RuleBroken(f"{cadre.name}在事项 {matter.number} 上已认定{kind}，不能重复登记。")
    relief = Relief.objects.create(
        matter=matter,
        cadre=cadre,
        kind=kind,
        source=source.strip(),
        valid_from=valid_from or clock.today(),
        recorded_by=actor,
    )
    influence_refresh([cadre.pk])
    relief_recorded.send(Relief, relief=relief, actor=actor)
    return relief


@transaction.atomic
def relief_revoke(*, relief: Relief, on: date, document_no: str, reason: str, actor: User) -> Relief:
    """A finding revoked (fraud, a higher body): from today on the marks count again, never backwards.

    Where another finding still lifts them nothing counts otherwise, and nobody is told.

    on: the day of that decision. Raises RuleBroken without document or reason, and where it is revoked
    already or came with a file.
    """
    cadre_locked(relief.cadre)
    relief = (
        Relief.objects.select_for_update(of=("self",)).select_related("matter", "cadre").get(pk=relief.pk)
    )
    if relief.file_year is not None:
        raise RuleBroken(f"这一认定来自 {relief.file_year} 年度文件，请更正文件后重新导入。")
    if relief.valid_to is not None:
        raise RuleBroken("这一认定已经失效，不能再撤销。")
    must_say_why_revoked(document_no, reason)
    not_in_the_future("on", on, "撤销决定日期")
    relief.valid_to, relief.revoked_on = clock.today(), on
    relief.revoked_document, relief.revoked_reason = document_no.strip(), reason.strip()
    relief.revoked_by = actor
    relief.save()
    influence_refresh([relief.cadre_id])
    if in_force(relief.matter_id, relief.cadre_id).exists():
        return relief
    announce(
        matter=relief.matter,
        cadre=relief.cadre,
        actor=actor,
        why=Why.REVOKED,
        cause=relief,
        rows=rows_of(relief.matter_id, relief.cadre_id),
    )
    return relief
