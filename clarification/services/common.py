"""What the services share: the lock with the version that the user saw, the refusals, and clean words."""

from __future__ import annotations

from django.db import models

from accounts.models import User
from core.changes import changed_save
from core.pages import RuleBroken, StaleState
from policy.clarification import may_accuse
from policy.private_numbers import may_keep

from ..access import may
from ..models import Clarification, ClarificationEvent

NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"
ROWS = Clarification.objects.select_related("cadre", "matter", "unit")


def locked(pk: int, version: int | None) -> Clarification:
    """The case, locked until the transaction ends. Raises StaleState where it moved on since `version`."""
    case = ROWS.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and case.version != version:
        said = f"这件事刚刚由他人办理（现在：{case.get_state_display()}），您的操作没有保存。"
        raise StaleState(said)
    return case


def must(actor: User, step: str, case: Clarification | None = None) -> None:
    """Raises RuleBroken for whose roles do not allow the step on that case."""
    if not may(actor, step, case):
        raise RuleBroken(NOT_YOURS)


def in_state(case: Clarification, *states: str) -> None:
    """Raises RuleBroken where the case has left the states from which the step is taken."""
    if case.state not in states:
        raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能办理这一步。")


def clean(rows: type[models.Model], **texts: str) -> dict[str, str]:
    """The texts, stripped, under the names of their fields.

    Raises RuleBroken at every field that holds a number by which a person is found.
    """
    found = {}
    for name, text in texts.items():
        label = str(getattr(rows._meta.get_field(name), "verbose_name", name))
        verdict = may_keep({label: text})
        if not verdict.ok:
            found[name] = [reason.text for reason in verdict.reasons]
    if found:
        raise RuleBroken(found)
    return {name: text.strip() for name, text in texts.items()}


def clean_reason(reason: str) -> str:
    """A reason, stripped. Raises RuleBroken at its field where it is empty or holds such a number."""
    verdict = may_keep({"理由": reason})
    if not verdict.ok:
        raise RuleBroken({"reason": [one.text for one in verdict.reasons]})
    if not reason.strip():
        raise RuleBroken({"reason": "请写明理由。"})
    return reason.strip()


def accusing(case: Clarification, **texts: str) -> None:
    """What others read speaks of a false accusation with the higher body's document only.

    Raises RuleBroken at every field that does (纪检监察机关处理检举控告工作规则).
    """
    found = {name: may_accuse(text, case.accused_no) for name, text in texts.items()}
    if broken := {name: [one.text for one in said.reasons] for name, said in found.items() if not said.ok}:
        raise RuleBroken(broken)


def put(case: models.Model, **values: object) -> None:
    """Sets several columns."""
    for name, value in values.items():
        setattr(case, name, value)


def saved(case: Clarification, *, actor: User, before: str, note: str) -> Clarification:
    """Saves the case under its next version and leaves the event."""
    changed_save(case, actor=actor)
    ClarificationEvent.record(case, actor=actor, from_state=before, note=note)
    return case
