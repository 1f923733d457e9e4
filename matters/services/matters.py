"""Matters: what happened, whoever was part of it."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.logs import without_personal_numbers
from core.pages import RuleBroken, StaleState

from ..models import Matter

NUMBER = re.compile(r"\d{4,}")
PREFIX = "SX"
TRIES = 20


@transaction.atomic
def matter_create(*, title: str, description: str, actor: User) -> Matter:
    """A matter with the next free number of the year, e.g. SX20260012. Raises RuleBroken without a title."""
    _worded(title, description)
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


def _worded(title: str, description: str) -> None:
    """A matter says what happened; nobody's identity or mobile number has a place in it."""
    if not title.strip():
        raise RuleBroken({"title": "请写明事项名称。"})
    for field, text in (("title", title), ("description", description)):
        if without_personal_numbers(text) != text:
            said = "这里有身份证号或手机号码，请删去；事项只写事情本身，不写反映人和任何人的号码。"
            raise RuleBroken({field: said})


def _next(prefix: str) -> str:
    taken = Matter.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    numbers = [int(rest) for rest in (value[len(prefix) :] for value in taken) if NUMBER.fullmatch(rest)]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


@transaction.atomic
def matter_describe(*, pk: int, wording: str, title: str, description: str, actor: User) -> Matter:
    """Words for a matter that came with a file only as a number; the slower of two raises StaleState.

    wording: the digest of the words that were shown. Raises RuleBroken without a title.
    """
    _worded(title, description)
    matter = Matter.objects.select_for_update().get(pk=pk)
    if matter.wording != wording:
        raise StaleState("事项名称或事项情况刚刚被其他人修改，您的修改没有保存。")
    matter.title, matter.description = title.strip()[:120], description.strip()
    matter.save(update_fields=["title", "description"])
    return matter


def matter_joined(*, matter: Matter, into: Matter) -> Matter:
    """The matter turned out to be another one, which its title says from now on (一事一议)."""
    said = f"（已并入 {into.number}）"
    longest = Matter._meta.get_field("title").max_length or 0
    matter.title = matter.title[: longest - len(said)] + said
    matter.save(update_fields=["title"])
    return matter
