"""Cases that wait for the Party committee, as they are put before a meeting (第十二条第二项).

Three kinds of item, by the negative list of the first reading: with a hard item a meeting can record 不予容错
alone, with a soft one every finding asks for its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from decisions.models import AgendaItem, Meeting
from decisions.registry import EntryDraft, Offer
from policy.tolerance_terms import HARD, OFFICES, SOFT, State

from ..models import ToleranceCase

SUBJECT = "tolerance.case"
PLAIN, WITH_SOFT, WITH_HARD = "tolerance.finding", "tolerance.finding_soft", "tolerance.finding_hard"


def kind_for(case: Any) -> str:
    """Which kind of item a case is put before the meeting as."""
    triage = case.triage
    return WITH_HARD if triage.hard else WITH_SOFT if triage.soft else PLAIN


def offers(code: str) -> Iterator[Offer]:
    """The waiting cases of one kind; a fixed number of queries."""
    waiting = ToleranceCase.objects.filter(state=State.COMMITTEE).order_by("referred_on", "pk")
    rows = waiting.select_related("cadre", "matter", "unit", "triage").prefetch_related("opinions")
    for case in rows:
        if kind_for(case) == code:
            yield offer_of(case)


def offer_of(case: Any) -> Offer:
    opinions = {one.office: one for one in case.opinions.all()}
    said = [
        f"{OFFICES[office]}建议{opinions[office].get_proposal_display()}"
        for office in OFFICES
        if office in opinions
    ]
    listed = [HARD[item] for item in case.triage.hard] + [SOFT[item] for item in case.triage.soft]
    if listed:
        said.append("负面清单：" + "、".join(listed))
    proposals = {one.proposal for one in opinions.values()}
    proposal = proposals.pop() if len(proposals) == 1 else ""
    where = f"（{case.unit.name}）" if case.unit else ""
    draft = EntryDraft(case.pk, case.cadre_id, f"{case.cadre.name}{where}", proposal, "；".join(said), 1)
    return Offer(f"{case.cadre.name}容错认定（{case.number}）", SUBJECT, case.pk, (draft,))


def listed_at(case: ToleranceCase) -> AgendaItem | None:
    """The item of a meeting not final yet that has the case before it; one query."""
    found = AgendaItem.objects.filter(subject_kind=SUBJECT, subject_id=case.pk, postponed="")
    return found.filter(meeting__state__in=Meeting.OPEN).select_related("meeting").order_by("-pk").first()
