"""What every step on marks shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState
from policy.influence import said

from ..models import Mark, MarkEvent, Matter, Relief
from ..selectors import FeltRow
from ..signals import MarkChange, Why, marks_changed


def cadre_locked(cadre: Cadre) -> Cadre:
    """The cadre, held until the end: marks and reliefs of one person are recorded one after the other."""
    return Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)


def exempt_in_force(matter: Matter, cadre: Cadre) -> Relief | None:
    """The finding under which nothing new is recorded on the matter against that cadre (第十四条)."""
    found = Relief.objects.filter(matter=matter, cadre=cadre, kind=Relief.Kind.EXEMPT, valid_to__isnull=True)
    return found.order_by("pk").first()


def not_exempt(matter: Matter, cadre: Cadre) -> None:
    """Raises RuleBroken where the cadre has been found not liable for the matter."""
    relief = exempt_in_force(matter, cadre)
    if relief is None:
        return
    since = f"（{said(relief.valid_from)}起）" if relief.valid_from else ""
    raise RuleBroken(
        f"{cadre.name}在事项 {matter.number} 上已认定免除责任{since}，来源：{relief.source}。"
        "不再登记措施、扣分或问责；认定确有错误的，应当先撤销认定（第十四条）。"
    )


def mark_locked(mark: Mark, version: int | None) -> Mark:
    """The mark with its cadre held, one version on. Raises StaleState where it has moved on since."""
    cadre_locked(mark.cadre)
    seen = mark.version if version is None else version
    if not Mark.objects.filter(pk=mark.pk, version=seen).update(version=F("version") + 1):
        raise StaleState
    return Mark.objects.select_related("matter", "cadre").get(pk=mark.pk)


def must_stand(mark: Mark) -> None:
    if not mark.stands:
        raise RuleBroken("这条记录已经撤销或被替代，不再计入，不能再办理。")


def not_in_the_future(field: str, day: date, label: str) -> None:
    if day > clock.today():
        raise RuleBroken({field: f"{label}不能晚于今天，请核对。"})


def must_say_why_revoked(document_no: str, reason: str) -> None:
    if not document_no.strip():
        raise RuleBroken({"document_no": "撤销认定须有文号。"})
    if not reason.strip():
        raise RuleBroken({"reason": "撤销认定须写明理由，如查实弄虚作假、上级机关改变决定。"})


def noted(mark: Mark, why: Why, actor: User, note: str) -> None:
    MarkEvent.record(mark, actor=actor, to_state=why.value, note=note)


def announce(
    *, matter: Matter, cadre: Cadre, actor: Any, why: Why, cause: Any, rows: Sequence[FeltRow]
) -> None:
    """Tells the rooms above, in the act's transaction. rows: the marks as they were and as they are."""
    change = MarkChange(matter, cadre.pk, why, cause, tuple(rows))
    marks_changed.send(type(cause), changes=(change,), actor=actor)
