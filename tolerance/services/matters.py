"""A described application joins the matter that is meant, with all that counts there (第十二、十四条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.pages import require
from matters.accountability import cadre_held
from matters.models import Matter
from matters.services import matter_joined
from policy.limits import tolerance as limits
from policy.tolerance_matters import Joining, may_join
from policy.tolerance_terms import HANDED_IN_OPEN

from ..models import ToleranceCase
from ..selectors import earlier_of
from ..selectors.joining import candidates, is_described
from .common import limit, locked, moved, must
from .joining import joined_at_once


@transaction.atomic
def matter_join(*, pk: int, version: int, matter: int, reason: str, actor: User) -> ToleranceCase:
    """The application is judged on that matter of its cadre from now on. Raises RuleBroken, StaleState.

    matter: a key among `candidates`. Where it is under an investigation that may be known, the case joins it.
    """
    case = locked(pk, version)
    cadre_held(case.cadre_id)
    must(actor, "join", case)
    chosen = {one.matter.pk: one.matter for one in candidates(case, actor)}.get(matter)
    earlier = earlier_of(case, chosen)
    require(
        may_join(
            Joining(
                described=is_described(case, actor),
                offered=chosen is not None,
                signed=case.opinions.exists(),
                reason=reason,
                new_facts=case.new_facts,
                open=_open_on(case, chosen),
                earlier=earlier.count(),
                returned=case.returned_on is not None,
            ),
            most=limit(limits.APPLICATIONS),
        )
    )
    assert chosen is not None
    before, case.matter = case.matter, chosen
    assert before is not None
    case.earlier = earlier.filter(later__isnull=True).first()
    moved(case, actor=actor, note=f"由事项 {before.number} 并入 {chosen.number}：{reason.strip()}"[:500])
    if not (before.marks.exists() or before.tolerance_cases.exists() or before.accountabilities.exists()):
        matter_joined(matter=before, into=chosen)
    joined_at_once(case=case, actor=actor)
    return case


def _open_on(case: ToleranceCase, matter: Matter | None) -> bool:
    others = ToleranceCase.objects.filter(cadre=case.cadre_id, matter=matter).exclude(pk=case.pk)
    return matter is not None and others.filter(state__in=HANDED_IN_OPEN).exists()
