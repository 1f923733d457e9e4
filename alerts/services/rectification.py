"""Rectification: the plan, its items closed by two, the report, the re-check by two (第十三条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from core import clock
from core.changes import changed_save
from core.models import StoredFile
from core.pages import RuleBroken, require
from core.uploads import upload_store
from policy import alerts as policy
from policy.alerts_steps import CLOSE_ITEM, FINISH, ITEM, PLAN, RECHECK, REPORT

from ..access import mends
from ..models import Card, CardEvent, Recheck, RectificationItem, Report
from .cards import mark_lifted
from .common import NOT_YOURS, card_for, due, limit, locked, moved, workdays_from
from .signals import signal_follow_up

I = RectificationItem.State  # noqa: E741
ESCALATED = "escalated"


@transaction.atomic
def item_write(
    *, card_pk: int, version: int, pk: int | None, unit: Unit | None, values: dict[str, Any], actor: User
) -> RectificationItem:
    """A new item, or another wording of one that is not reported done. version: of the card.

    unit: whose it is to mend; None where it is the cadre's own. Raises RuleBroken, StaleState.
    """
    card = card_for(ITEM, pk=card_pk, version=version, actor=actor)
    item = card.items.get(pk=pk) if pk else RectificationItem(card=card, unit=unit)
    _mine(item, actor)
    if item.state != I.OPEN:
        raise RuleBroken("这一项已经报告完成，不能修改。需要修改的，请监督部门退回。")
    until = card.ends_on or mending_until(card)
    given = policy.Item(**values, is_unit=item.unit_id is not None)
    require(policy.may_write_item(given, today=clock.today(), until=until))
    for name, value in values.items():
        setattr(item, name, value)
    changed_save(item, actor=actor)
    said = "修改整改事项" if pk else "新增整改事项"
    moved(card, actor=actor, before=card.state, note=f"{said}（责任人 {item.owner}，{item.due} 前）")
    return item


@transaction.atomic
def item_remove(*, card_pk: int, version: int, pk: int, actor: User) -> Card:
    """Takes an item out of a plan that is not handed in."""
    card = card_for(PLAN, pk=card_pk, version=version, actor=actor)
    item = card.items.get(pk=pk)
    _mine(item, actor)
    item.delete()
    return moved(card, actor=actor, before=card.state, note="删去一项整改事项")


def mending_until(card: Card) -> date:
    """The last day of the rectification of a card whose plan is being written."""
    return clock.today() + timedelta(days=limit("alerts_mend_days"))


@transaction.atomic
def plan_submit(*, pk: int, version: int, actor: User) -> Card:
    """The plan is handed in; mending begins. Raises RuleBroken, StaleState."""
    card = card_for(PLAN, pk=pk, version=version, actor=actor)
    require(policy.may_plan(card.items.count()))
    before = card.state
    card.plan()
    card.ends_on = mending_until(card)
    card.due_on, card.provisional = card.ends_on, False
    return moved(card, actor=actor, before=before, note=f"报送整改方案，{card.ends_on} 前完成整改")


@transaction.atomic
def item_finish(
    *, card_pk: int, pk: int, version: int, evidence: str, upload: Any, actor: User
) -> RectificationItem:
    """Reported done, with evidence. version: of the item. Raises RuleBroken, StaleState."""
    item = _item(FINISH, card_pk=card_pk, pk=pk, version=version, actor=actor)
    _mine(item, actor)
    require(policy.may_finish(evidence, has_file=upload is not None or item.file_id is not None))
    if item.state == I.CLOSED:
        raise RuleBroken("这一项已经销号。")
    item.finish(by=actor, evidence=evidence.strip(), file=_stored(upload, actor))
    changed_save(item, actor=actor)
    _told(item, actor, "报告整改事项完成，待销号")
    return item


@transaction.atomic
def item_check(*, card_pk: int, pk: int, version: int, actor: User) -> RectificationItem:
    """The first of two looks and closes, the second looks again and it is closed (双人销号)."""
    item = _item(CLOSE_ITEM, card_pk=card_pk, pk=pk, version=version, actor=actor)
    require(
        policy.may_close_item(
            reported=item.state == I.DONE,
            same_person=item.checked_by_id == actor.pk,
            is_doer=item.done_by_id == actor.pk,
        )
    )
    if item.checked_by_id is None:
        item.checked_by = actor
        said = "销号，待另一人复核"
    else:
        item.close(by=actor)
        said = "复核销号"
    changed_save(item, actor=actor)
    _told(item, actor, said)
    return item


@transaction.atomic
def item_return(*, card_pk: int, pk: int, version: int, reason: str, actor: User) -> RectificationItem:
    """Not mended yet: back to who mends it, with a reason."""
    item = _item(CLOSE_ITEM, card_pk=card_pk, pk=pk, version=version, actor=actor)
    if item.state != I.DONE:
        raise RuleBroken("这一项没有等待销号，不能退回。")
    if not reason.strip():
        raise RuleBroken("请写明退回的理由。")
    item.send_back()
    changed_save(item, actor=actor)
    _told(item, actor, f"退回整改事项：{reason.strip()}")
    return item


@transaction.atomic
def report_submit(*, pk: int, version: int, content: str, upload: Any, actor: User) -> Report:
    """Everything is mended and closed: the report waits for its re-check."""
    card = card_for(REPORT, pk=pk, version=version, actor=actor)
    open_items = card.items.exclude(state=I.CLOSED).count()
    require(policy.may_report(open_items=open_items, content=content))
    report = Report.objects.create(card=card, content=content.strip(), file=_stored(upload, actor), by=actor)
    before = card.state
    card.report()
    due(card, workdays_from(clock.today(), "alerts_recheck_days"))
    moved(card, actor=actor, before=before, note="提交整改报告")
    return report


@transaction.atomic
def recheck_propose(*, pk: int, version: int, outcome: str, finding: str, actor: User) -> Recheck:
    """The first of two says what was found; nothing follows until the second has confirmed it."""
    card = card_for(RECHECK, pk=pk, version=version, actor=actor)
    report = card.reports.latest("pk")
    if Recheck.objects.filter(report=report).exists():
        raise RuleBroken("已有人登记了核查结论，请由另一人复核。")
    require(policy.may_recheck(outcome, finding=finding, extended=card.extended))
    recheck = Recheck.objects.create(report=report, outcome=outcome, finding=finding.strip(), by=actor)
    moved(card, actor=actor, before=card.state, note=f"核查：{recheck.get_outcome_display()}，待另一人复核")
    return recheck


@transaction.atomic
def recheck_confirm(*, pk: int, version: int, document_no: str, actor: User) -> Card:
    """The second confirms: lifted under a number, extended once, or escalated as a lead to more."""
    card = card_for(RECHECK, pk=pk, version=version, actor=actor)
    recheck = _proposed(card)
    require(policy.may_confirm(same_person=recheck.by_id == actor.pk))
    if recheck.outcome == policy.LIFT and not document_no.strip():
        raise RuleBroken({"document_no": "解除须有解除通知书的文号。"})
    recheck.second, recheck.confirmed_on = actor, clock.today()
    recheck.save()
    before = card.state
    if recheck.outcome == policy.LIFT:
        card.lift(document_no=document_no.strip())
        mark_lifted(card, document_no=document_no.strip(), actor=actor)
    elif recheck.outcome == policy.EXTEND:
        card.extend()
        card.ends_on = clock.today() + timedelta(days=limit("alerts_extension_days"))
        card.due_on, card.provisional = card.ends_on, False
    else:
        card.escalate()
        signal_follow_up(card, ESCALATED)
    return moved(card, actor=actor, before=before, note=f"复核同意：{recheck.get_outcome_display()}")


@transaction.atomic
def recheck_return(*, pk: int, version: int, reason: str, actor: User) -> Card:
    """The second does not agree: the finding is taken back and made anew."""
    card = card_for(RECHECK, pk=pk, version=version, actor=actor)
    recheck = _proposed(card)
    require(policy.may_confirm(same_person=recheck.by_id == actor.pk))
    if not reason.strip():
        raise RuleBroken("请写明不同意的理由。")
    recheck.delete()
    return moved(card, actor=actor, before=card.state, note=f"复核不同意核查结论：{reason.strip()}")


def _proposed(card: Card) -> Recheck:
    found = Recheck.objects.filter(report__card=card, second__isnull=True).first()
    if found is None:
        raise RuleBroken("还没有登记核查结论，请先核查。")
    return found


def _item(step: str, *, card_pk: int, pk: int, version: int, actor: User) -> RectificationItem:
    """The item, locked after its card, for a step that the actor may take now. version: of the item."""
    card = card_for(step, pk=card_pk, version=None, actor=actor)
    item = locked(RectificationItem.objects.filter(card=card), pk, version)
    item.card = card
    return item


def _mine(item: RectificationItem, actor: User) -> None:
    if not mends(actor, item):
        raise RuleBroken(NOT_YOURS if item.unit_id is None else "这是单位的整改事项，由该单位党组织办理。")


def _told(item: RectificationItem, actor: User, note: str) -> None:
    CardEvent.record(
        item.card, actor=actor, from_state=item.card.state, note=f"{note}（责任人 {item.owner}）"
    )


def _stored(upload: Any, actor: User) -> StoredFile | None:
    return upload_store(upload, name=upload.name, actor=actor) if upload else None
