"""What the services share: who may, and words without numbers that lead to a person."""

from __future__ import annotations

from django.db import models

from accounts.models import Unit, User
from core.pages import RuleBroken
from policy.private_numbers import may_keep

from ..access import KEEP, may

NOT_YOURS = "这个单位不在您负责的范围内，没有执行任何操作。"


def must_keep(actor: User, unit: Unit) -> None:
    """Raises RuleBroken for whoever does not keep that unit's lists."""
    if not may(actor, KEEP, unit.pk):
        raise RuleBroken(NOT_YOURS)


def clean(rows: type[models.Model], article: str, **texts: str) -> dict[str, str]:
    """The texts, stripped. Raises RuleBroken at fields that hold a number by which a person is found."""
    found = {}
    for name, text in texts.items():
        label = str(getattr(rows._meta.get_field(name), "verbose_name", name))
        verdict = may_keep({label: text}, article)
        if not verdict.ok:
            found[name] = [reason.text for reason in verdict.reasons]
    if found:
        raise RuleBroken(found)
    return {name: text.strip() for name, text in texts.items()}
