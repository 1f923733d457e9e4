"""Keeping the risk list: risks of posts, their levels, and that a unit went through its list (第十三条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, Max, Q
from django.db.models.functions import Cast

from accounts.models import Unit, User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState, require
from policy.limits.supervision import FIRST as FIRST_KEY
from policy.limits.supervision import SECOND as SECOND_KEY
from policy.supervision import ARTICLE, PostRisks, level_of, may_set_level
from rulebook.selectors import limit_on

from ..access import LEVEL, may
from ..models import Risk, RiskPost, RiskUpdate
from .common import NOT_YOURS, clean, must_keep

TEXTS = ("power", "step", "description", "before", "during", "after", "owner")
FLAGS = ("heavy", "free", "tainted")


@transaction.atomic
def risk_add(*, unit: Unit, title: str, actor: User, **values: Any) -> Risk:
    """Adds a risk of a post; values: the columns of `RiskColumns`. Raises RuleBroken, ValidationError."""
    must_keep(actor, unit)
    name = clean(RiskPost, ARTICLE, title=title)["title"]
    post = RiskPost.objects.filter(unit=unit, title=name).first()
    if post is None:
        post = RiskPost(unit=unit, title=name)
        changed_save(post, actor=actor)
    risk = Risk(post=post, unit=unit, **_values(values))
    changed_save(risk, actor=actor)
    risks_relevel([post.pk], actor=actor)
    return risk


def _values(values: dict[str, Any]) -> dict[str, Any]:
    texts = {name: values[name] for name in TEXTS}
    return {**values, **clean(Risk, ARTICLE, **texts)}


@transaction.atomic
def risk_change(*, pk: int, version: int, actor: User, **values: Any) -> Risk:
    """Corrects a risk; its post stays. Raises RuleBroken, StaleState, ValidationError."""
    risk = _locked(pk, version, actor)
    for name, value in _values(values).items():
        setattr(risk, name, value)
    changed_save(risk, actor=actor)
    risks_relevel([risk.post_id], actor=actor)
    return risk


@transaction.atomic
def risk_close(*, pk: int, version: int, closing: str, actor: User) -> Risk:
    """It is a risk no more, with the reason. Raises RuleBroken, StaleState."""
    risk = _locked(pk, version, actor)
    said = clean(Risk, ARTICLE, closing=closing)["closing"]
    if not said:
        raise RuleBroken({"closing": "请写明解除的理由。"})
    risk.closed_on, risk.closing = clock.today(), said
    changed_save(risk, actor=actor)
    risks_relevel([risk.post_id], actor=actor)
    return risk


def _locked(pk: int, version: int, actor: User) -> Risk:
    risk = Risk.objects.select_for_update(of=("self",)).select_related("unit", "post").get(pk=pk)
    must_keep(actor, risk.unit)
    if risk.version != version:
        raise StaleState
    if risk.closed_on:
        raise RuleBroken("这个风险点已经解除，不能再改。")
    return risk


@transaction.atomic
def level_set(*, pk: int, version: int, level: int, why: str, by_hand: bool, actor: User) -> RiskPost:
    """The discipline office sets the level of a post with its reason, or leaves it to the rule again.

    Raises RuleBroken, StaleState.
    """
    post = RiskPost.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    if not may(actor, LEVEL):
        raise RuleBroken(NOT_YOURS)
    if post.version != version:
        raise StaleState
    if by_hand:
        said = clean(RiskPost, ARTICLE, why=why)["why"]
        require(may_set_level(level=level, reason=said))
        post.level, post.why, post.by_hand = level, said, True
        changed_save(post, actor=actor)
        return post
    post.by_hand, post.why = False, ""
    changed_save(post, actor=actor)
    risks_relevel([post.pk], actor=actor)
    post.refresh_from_db()
    return post


def risks_relevel(posts: Iterable[int] | None = None, *, actor: Any) -> None:
    """Gives every post (or these) the level of the rule, but for those set by hand.

    Three queries, and two for each that moves. Runs inside the caller's transaction.
    """
    today = clock.today()
    second, first = limit_on(SECOND_KEY, today), limit_on(FIRST_KEY, today)
    open_ones = Q(risks__closed_on__isnull=True)
    rows = RiskPost.objects.filter(by_hand=False)
    if posts is not None:
        rows = rows.filter(pk__in=list(posts))
    flags = {f"any_{flag}": Max(Cast(f"risks__{flag}", IntegerField()), filter=open_ones) for flag in FLAGS}
    for post in rows.annotate(count=Count("risks", filter=open_ones), **flags):
        found: Any = post
        facts = PostRisks(found.count, *(bool(getattr(post, f"any_{flag}")) for flag in FLAGS))
        graded = level_of(facts, second=second, first=first)
        if (post.level, post.why) != (graded.level, graded.why):
            post.level, post.why = graded.level, graded.why
            changed_save(post, actor=actor, reason="按规则定级")


@transaction.atomic
def update_report(*, unit: Unit, kind: str, note: str, actor: User) -> RiskUpdate:
    """The unit went through its list and reports so. Raises RuleBroken."""
    must_keep(actor, unit)
    said = clean(RiskUpdate, ARTICLE, note=note)["note"]
    return RiskUpdate.objects.create(unit=unit, kind=kind, note=said, by=actor)
