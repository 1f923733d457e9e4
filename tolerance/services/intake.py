"""The office reads the application, returns it once, takes it in or refuses it (第十一、十二条)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from policy.limits import tolerance as limits
from policy.tolerance import TriageFacts, may_accept, may_return, may_triage, may_verify
from policy.tolerance_terms import DISTINCTIONS, State

from ..models import ToleranceCase, Triage
from ..selectors import officer_facts, officers_offered
from .common import limit, locked, moved, must
from .officers import handler_named, verifier_ended, verifiers_named


@transaction.atomic
def triage_record(*, pk: int, version: int, values: Mapping[str, Any], actor: User) -> Triage:
    """The three distinctions with reasons, conditions, negative list; again where more is known.

    values: `<distinction>`, `<distinction>_reason`, `conditions`, `hard`, `soft`, `note`. Raises RuleBroken,
    StaleState.
    """
    case = locked(pk, version)
    must(actor, "triage", case)
    if case.opinions.exists():
        raise RuleBroken("共同意见已经签署，初步研判不能再改；需要修改的，提请党委研究后可以取回补充。")
    facts = TriageFacts(
        sides={code: values[code] for code in DISTINCTIONS},
        reasons={code: values[f"{code}_reason"] for code in DISTINCTIONS},
        hard=values["hard"],
        soft=values["soft"],
        note=values["note"],
    )
    require(may_triage(facts))
    found = Triage.objects.filter(case=case).first()
    again = found is not None
    found = found or Triage(case=case)
    for code in DISTINCTIONS:
        setattr(found, code, values[code])
        setattr(found, f"{code}_reason", values[f"{code}_reason"].strip())
    found.conditions, found.hard, found.soft = (list(values[key]) for key in ("conditions", "hard", "soft"))
    found.note, found.by, found.on = values["note"].strip(), actor, clock.today()
    found.save()
    moved(case, actor=actor, note="修改初步研判" if again else "作出初步研判")
    return found


@transaction.atomic
def case_return(*, pk: int, version: int, note: str, actor: User) -> ToleranceCase:
    """One notice of everything that is missing. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "send_back", case)
    require(may_return(returned=case.returned_on is not None, note=note))
    before = case.state
    case.send_back()
    case.returned_on, case.return_note = clock.today(), note.strip()
    return moved(case, actor=actor, before=before, note=f"退回补正：{case.return_note}")


@transaction.atomic
def case_accept(*, pk: int, version: int, officers: Collection[int], actor: User) -> ToleranceCase:
    """Takes the case in and names who verifies. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "accept", case)
    triage = _read_by_another(case, actor)
    people = _able(case, officers)
    before = case.state
    case.accept()
    case.accepted_on = clock.today()
    verifiers_named(case=case, people=people, actor=actor)
    handler_named(case=case, user=triage.by, actor=actor)
    names = "、".join(user.name for user in people)
    return moved(case, actor=actor, before=before, note=f"受理，由{names}核实")


def _read_by_another(case: ToleranceCase, actor: User) -> Triage:
    """The first reading, which is there and is somebody else's; else raises RuleBroken."""
    triage = Triage.objects.filter(case=case).first()
    require(
        may_accept(triaged=triage is not None, author_decides=triage is not None and triage.by_id == actor.pk)
    )
    assert triage is not None
    return triage


def _able(case: ToleranceCase, officers: Collection[int]) -> list[User]:
    wanted = set(officers)
    people = [user for user in officers_offered(case) if user.pk in wanted]
    require(may_verify(officer_facts(case, people), fewest=limit(limits.VERIFIERS)))
    return people


@transaction.atomic
def verifiers_name(*, pk: int, version: int, officers: Collection[int], actor: User) -> ToleranceCase:
    """Others verify from now on. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "name", case)
    people = _able(case, officers)
    standing = case.verifiers.filter(ended_on__isnull=True).select_related("officer")
    rows = {row.officer_id: row for row in standing}
    keep = {user.pk for user in people}
    for key, row in rows.items():
        if key not in keep:
            verifier_ended(case=case, user=row.officer, actor=actor)
    verifiers_named(case=case, people=people, actor=actor)
    return moved(case, actor=actor, note="调整核实人员：" + "、".join(user.name for user in people))


@transaction.atomic
def case_refuse(*, pk: int, version: int, reason: str, actor: User) -> ToleranceCase:
    """Not taken in, with the reason by another than who read it. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "refuse", case)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明不予受理的理由，书面告知申请人。"})
    if case.state == State.RETURNED and case.due is not None and clock.today() <= case.due:
        raise RuleBroken(f"补正期限到 {case.due}，期满仍未补正的，才能以此不予受理。")
    if case.state == State.SUBMITTED:
        _read_by_another(case, actor)
    before = case.state
    case.refuse()
    case.refusal = reason.strip()
    return moved(case, actor=actor, before=before, note=f"不予受理：{case.refusal}")
