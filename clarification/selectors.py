"""Clarifications read for duties, for meetings, and for whoever judges a cadre's votes (第十四条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.selectors import account_of
from cadres.models import Appointment
from decisions.registry import EntryDraft, Offer
from policy.clarification import is_managed, panel_note

from .models import Blocked, Clarification
from .models.cases import CLOSED

S = Clarification.State
SUBJECT = "clarification.plan"
APPROVE, REFUSE = "approve", "refuse"


@dataclass(frozen=True)
class Note:
    """What the committee is to bear in mind about one cadre's votes. since: when the talk began."""

    since: date
    words: str


def notes_for(cadre_ids: Iterable[int], *, until: date) -> dict[int, list[Note]]:
    """cadre -> notes on votes cast up to that day, oldest first. One query.

    Only what the office put before the committee, of talk that had begun by then, was found untrue and still
    is.
    """
    rows = Clarification.objects.filter(
        cadre__in=list(cadre_ids), noted_on__isnull=False, spread_from__lte=until, outcome="untrue"
    ).exclude(state=S.OVERTURNED)
    found: dict[int, list[Note]] = defaultdict(list)
    for cadre, since, number, words in rows.order_by("spread_from", "pk").values_list(
        "cadre_id", "spread_from", "finding_no", "note"
    ):
        found[cadre].append(Note(since, panel_note(since=since, document_no=number, words=words)))
    return dict(found)


def managed_by_register(case: Clarification) -> bool:
    """Whether the register makes the cadre one of the Party committee's (校管干部). One query."""
    held = Appointment.objects.filter(cadre=case.cadre_id, kind=Appointment.Kind.PRIMARY, ended_on="")
    return is_managed(held.values_list("admin_level", flat=True).first() or "")


def awaiting(staff_no: Any = None) -> Iterator[Clarification]:
    """Every case in which somebody has to act, oldest first, with its cadre and the account. One query.

    staff_no: a 工号, or the query for one, where only that cadre's cases are wanted.
    """
    rows = Clarification.objects.exclude(state__in=(S.DRAFT, *CLOSED))
    if staff_no is not None:
        rows = rows.filter(cadre__staff_no__in=staff_no)
    rows = rows.annotate(account=account_of("cadre__staff_no"))
    return rows.select_related("cadre").order_by("opened_on", "pk").iterator(chunk_size=500)


def still_blocked() -> Iterator[Blocked]:
    """What was put off and may be restored now, with its cadre. One query."""
    rows = Blocked.objects.filter(restored_on__isnull=True, case__outcome="untrue")
    return (
        rows.filter(case__confirmed_on__isnull=False)
        .exclude(case__state__in=CLOSED)
        .select_related("case__cadre")
        .order_by("case__opened_on", "pk")
        .iterator(chunk_size=500)
    )


def offers() -> Iterator[Offer]:
    """Plans about 校管干部 that the Party committee may approve. One query."""
    rows = Clarification.objects.filter(state=S.APPROVING, managed=True).order_by("planned_on", "pk")
    for case in rows.select_related("cadre"):
        draft = EntryDraft(
            case.pk,
            case.cadre_id,
            f"{case.cadre.name}（{case.cadre.staff_no}）",
            APPROVE,
            f"核查文号{case.finding_no}；{case.get_channel_display()}；风险{case.get_risk_level_display()}",
            1,
        )
        yield Offer(f"{case.cadre.name}澄清正名方案", SUBJECT, case.pk, (draft,))
