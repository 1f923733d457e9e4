"""Matters: what happened, whoever was part of it."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken

from ..models import Matter

NUMBER = re.compile(r"\d{4,}")
PREFIX = "SX"
TRIES = 20


@transaction.atomic
def matter_create(*, title: str, description: str, actor: User) -> Matter:
    """A matter with the next free number of the year, e.g. SX20260012. Raises RuleBroken without a title."""
    if not title.strip():
        raise RuleBroken({"title": "请写明事项名称。"})
    prefix = f"{PREFIX}{clock.today().year}"
    for _ in range(TRIES):
        matter = Matter(number=_next(prefix), title=title.strip()[:120], description=description.strip())
        try:
            with transaction.atomic():
                matter.save()
        except IntegrityError:  # somebody else took the number at the same moment
            continue
        return matter
    raise RuleBroken("事项编号正被多人同时使用，请再提交一次。")


def _next(prefix: str) -> str:
    taken = Matter.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    numbers = [int(rest) for rest in (value[len(prefix) :] for value in taken) if NUMBER.fullmatch(rest)]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


@transaction.atomic
def matter_describe(*, pk: int, title: str, description: str, actor: User) -> Matter:
    """Words for a matter that came with a file only as a number. Raises RuleBroken without a title."""
    if not title.strip():
        raise RuleBroken({"title": "请写明事项名称。"})
    matter = Matter.objects.select_for_update().get(pk=pk)
    matter.title, matter.description = title.strip()[:120], description.strip()
    matter.save(update_fields=["title", "description"])
    return matter
