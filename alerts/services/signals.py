"""Signals: noted by hand, judged by a head, erased after their time (第十三条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from cadres.models import Cadre
from cadres.selectors import unit_of
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, require
from matters.models import Matter
from policy.alerts import EARLY, article_of, may_dismiss, may_propose, proposes_admonition
from policy.alerts_steps import ADMONITION, CARDS
from policy.months import months_later

from ..access import may_judge, may_note
from ..models import Card, CardEvent, Signal
from ..models.signals import BY_HAND
from ..registry import FOLLOW_UPS
from ..selectors.standing import is_lifted, yellow_since
from .common import NOT_YOURS, in_state, limit, locked, workdays_from

S = Signal.State
# Leads that rest on one card.
OF_ONE_CARD = ("inquiry_unanswered", "criticism_overdue", *FOLLOW_UPS)


TALKS, TALKS_OVER = "talks_repeated", "依据的谈话提醒已过查看期限，不再显示。"


@transaction.atomic
def signal_note(
    *, cadre: Cadre | None, unit: Unit | None, account: str, source: str, highest: str, actor: User
) -> Signal:
    """Somebody of the two departments notes what was seen, with its source. Raises RuleBroken."""
    if not may_note(actor):
        raise RuleBroken(NOT_YOURS)
    if cadre is not None and cadre.staff_no == actor.staff_no:
        raise RuleBroken("不能登记关于本人的预警信息，请由他人登记。")
    if cadre is None and unit is None:
        raise RuleBroken("请填写涉及的干部或单位。")
    if not (account.strip() and source.strip()):
        raise RuleBroken("请写明情况和来源。")
    return Signal.objects.create(
        rule=BY_HAND,
        fact_key=uuid4().hex,
        cadre=cadre,
        unit=unit or (unit_of(cadre) if cadre else None),
        account=account.strip(),
        source=source.strip(),
        article=EARLY,
        highest=highest,
        due_on=workdays_from(clock.today(), "alerts_judge_days").day,
        noted_by=actor,
    )


@transaction.atomic
def signal_dismiss(*, pk: int, version: int, reason: str, actor: User) -> Signal:
    """Judged: nothing in it. It counts nowhere from now on. Raises RuleBroken, StaleState."""
    signal = _waiting(pk, version, actor)
    require(may_dismiss(reason))
    signal.dismiss(by=actor, reason=reason.strip())
    changed_save(signal, actor=actor)
    return signal


@transaction.atomic
def signal_take(
    *,
    pk: int,
    version: int,
    kind: str,
    cadre: Cadre,
    unit: Unit,
    matter: Matter | None,
    title: str,
    facts: str,
    actor: User,
) -> Card:
    """Judged: a card of that kind is drafted, which its head then issues or not.

    title and facts: of 预警提示 and 黄牌警示 only. Raises RuleBroken, StaleState.
    """
    signal = _waiting(pk, version, actor)
    if cadre.staff_no == actor.staff_no:
        raise RuleBroken("不能对本人提出，请由他人办理。")
    lifted = matter is not None and is_lifted(matter, cadre)
    is_card = kind in CARDS
    given = (("title", title, "请填写事由。"), ("facts", facts, "请填写核实过的事实。"))
    if is_card and (empty := {name: said for name, words, said in given if not words.strip()}):
        raise RuleBroken(empty)
    require(may_propose(kind, highest=signal.highest, lifted=lifted, facts=facts))
    signal.take(by=actor, reason=f"转{dict(Card.Kind.choices)[kind]}")
    changed_save(signal, actor=actor)
    card = Card(
        kind=kind,
        cadre=cadre,
        unit=unit,
        signal=signal,
        matter=matter,
        title=title.strip() if is_card else "",
        facts=facts.strip() if is_card else None,
        drafted_by=actor,
        state=Card.State.APPROVING if kind == ADMONITION else Card.State.DRAFT,
        due_on=workdays_from(clock.today(), "alerts_judge_days").day,
    )
    changed_save(card, actor=actor)
    CardEvent.record(card, actor=actor, note=f"研判后提出（{signal.article}）")
    return card


def signal_follow_up(card: Card, rule: str) -> Signal:
    """How a card ended is a lead to more, never more by itself. Inside the caller's transaction."""
    return Signal.objects.create(
        rule=rule,
        fact_key=f"card-{card.pk}",
        cadre=card.cadre,
        unit=card.unit,
        facts=f"{card.number} {FOLLOW_UPS[rule]}，请研判下一步措施。",
        article=article_of(card.kind),
        highest=ADMONITION,
        due_on=workdays_from(clock.today(), "alerts_judge_days").day,
    )


def _waiting(pk: int, version: int, actor: User) -> Signal:
    if not may_judge(actor):
        raise RuleBroken(NOT_YOURS)
    signal = locked(Signal.objects.visible_to(actor), pk, version)
    in_state(signal, {S.WAITING})
    return signal


def signals_erase() -> int:
    """Empties what was dismissed long enough ago; which fact it was stays, so that it is told once only."""
    before = clock.today() - timedelta(days=limit("alerts_erase_days"))
    return _emptied(Signal.objects.filter(state=S.DISMISSED, judged_on__lte=before))


def signals_of_talks_end(counted: Mapping[int, int]) -> int:
    """Leads that rest on more reminder talks than are in view say so no more (第七条); unjudged ones go.

    counted: cadre -> talks in view. How many leads were touched.
    """
    told = Signal.objects.filter(rule=TALKS, cadre__isnull=False).exclude(facts=TALKS_OVER)
    rows = told.values_list("pk", "cadre", "fact_key")
    over = [pk for pk, cadre, key in rows if int(key.rpartition("-")[2]) > counted.get(cadre, 0)]
    _emptied(Signal.objects.filter(pk__in=over, state=S.WAITING))
    Signal.objects.filter(pk__in=over).exclude(state=S.ERASED).update(facts=TALKS_OVER)
    return len(over)


def signals_void(card: Card) -> int:
    """A card was taken back: leads that rest on it, and on too few yellow cards without it, go with it."""
    of_card = Q(rule__in=OF_ONE_CARD, fact_key=f"card-{card.pk}")
    of_card |= Q(rule="step_overdue", fact_key__startswith=f"card-{card.pk}-")
    for item in card.items.values_list("pk", flat=True):
        of_card |= Q(rule="item_overdue", fact_key__startswith=f"item-{item}-")
    left = yellow_since(card.cadre, months_later(clock.today(), -limit("alerts_yellow_months")))
    if not proposes_admonition(left, least=limit("alerts_yellow_count")):
        of_card |= Q(rule="two_yellow", cadre=card.cadre_id)
    return _emptied(Signal.objects.filter(of_card, state=S.WAITING))


def _emptied(signals: QuerySet[Signal]) -> int:
    """Only which fact it was stays; nobody's, without a word."""
    return signals.update(
        state=S.ERASED,
        cadre=None,
        unit=None,
        facts="",
        account=None,
        source="",
        reason="",
        due_on=None,
        noted_by=None,
        judged_by=None,
        judged_on=None,
    )
