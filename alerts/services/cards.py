"""A card from its draft to its issue, its signature and its end (第八条、第十三条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.models import StoredFile
from core.pages import RuleBroken, require
from core.uploads import SCANS, upload_store
from matters.models import Mark, Matter, Relief, Ruling
from matters.services import mark_cancel, mark_lift, mark_record, matter_create
from policy import alerts as policy
from policy.alerts_steps import (
    APPROVE,
    DROP,
    EDIT,
    ISSUE,
    REVOKE,
    RUNNING,
    SIGN,
    SIGN_FOR,
    VOID,
)

from ..models import Card
from ..registry import RULES
from ..selectors.standing import is_lifted
from .common import card_for, due, months_from, moved, workdays_from
from .scan import rule_scan
from .signals import signals_void

C = Card.State
# state -> the limit of its working days.
PERIODS = {
    C.ISSUED: "alerts_sign_days",
    C.PLANNING: "alerts_plan_days",
    C.NOTED: "alerts_close_days",
    C.AWAITING: "alerts_answer_days",
    C.ANSWERED: "alerts_close_days",
    C.CRITICISM: "alerts_criticism_days",
}
TWO_YELLOW = "two_yellow"


@transaction.atomic
def card_edit(*, pk: int, version: int, title: str, facts: str, actor: User) -> Card:
    """Title and facts of a card that is not issued yet. Raises RuleBroken, StaleState."""
    card = card_for(EDIT, pk=pk, version=version, actor=actor)
    if not card.is_card:
        raise RuleBroken(f"{card.get_kind_display()}只登记办理情况，没有可以修改的内容。")
    if not (title.strip() and facts.strip()):
        raise RuleBroken("请填写事由和核实过的事实。")
    card.title, card.facts = title.strip(), facts.strip()
    return moved(card, actor=actor, before=card.state, note="修改事由和事实")


@transaction.atomic
def card_approve(*, pk: int, version: int, approver: str, on: date, document_no: str, actor: User) -> Card:
    """The approval of the secretary of the Party committee, without which there is no 诫勉."""
    card = card_for(APPROVE, pk=pk, version=version, actor=actor)
    require(
        policy.may_approve(
            proposed_by_self=card.drafted_by_id == actor.pk,
            approver=approver,
            document_no=document_no,
            on=on,
            today=clock.today(),
        )
    )
    before = card.state
    card.approve(approver=approver.strip(), on=on, document_no=document_no.strip())
    return moved(card, actor=actor, before=before, note=f"{approver}批准（{document_no}，{on}）")


@transaction.atomic
def card_issue(*, pk: int, version: int, document_no: str, points: Decimal, actor: User) -> Card:
    """The head signs; from now on it is a mark on the matter, which is made where there is none.

    points: of a yellow card only, 0 for none. Raises RuleBroken, StaleState.
    """
    card = card_for(ISSUE, pk=pk, version=version, actor=actor)
    lifted = card.matter is not None and is_lifted(card.matter, card.cadre)
    require(
        policy.may_issue(
            card.kind, document_no=document_no, approved=card.approved_on is not None, lifted=lifted
        )
    )
    document_no = document_no.strip()
    if card.matter is None:
        card.matter = _matter_of(card, document_no, actor)
    card.points = points if card.kind == Card.Kind.YELLOW else Decimal(0)
    mark = mark_record(
        matter=card.matter,
        cadre=card.cadre,
        measure=card.measure,
        decided_on=clock.today(),
        points=card.points,
        document_no=document_no,
        origin=f"alerts.card:{card.pk}",
        actor=actor,
    )
    before = card.state
    card.issue(issuer=actor, document_no=document_no, mark=mark)
    due(card, workdays_from(clock.today(), "alerts_sign_days"))
    if card.kind == Card.Kind.YELLOW:
        card.lapses_on = months_from(clock.today(), "alerts_lapse_months")
    moved(card, actor=actor, before=before, note=f"{document_no} 签发，{card.due_on} 前送达签收")
    if card.kind == Card.Kind.YELLOW:
        rule_scan(RULES[TWO_YELLOW], on=clock.today())
    return card


def _matter_of(card: Card, document_no: str, actor: User) -> Matter:
    """Of a measure the matter says no more than its paper."""
    words = card.get_kind_display()
    title = card.title if card.is_card else f"{words}（{document_no}）"
    return matter_create(title=title, description="", actor=actor)


@transaction.atomic
def card_drop(*, pk: int, version: int, reason: str, actor: User) -> Card:
    """The head does not sign: nothing happened. Raises RuleBroken, StaleState."""
    card = card_for(DROP, pk=pk, version=version, actor=actor)
    if not reason.strip():
        raise RuleBroken("请写明不予签发的理由。")
    before = card.state
    card.drop()
    return moved(card, actor=actor, before=before, note=reason.strip())


@transaction.atomic
def card_sign(*, pk: int, version: int, actor: User) -> Card:
    """The cadre signs here: received, not agreed. Raises RuleBroken, StaleState."""
    card = card_for(SIGN, pk=pk, version=version, actor=actor)
    return _signed(card, on=clock.today(), how="本人在系统中签收", receipt=None, actor=actor)


@transaction.atomic
def card_sign_for(
    *,
    pk: int,
    version: int,
    on: date,
    refused: bool,
    witness_one: str,
    witness_two: str,
    upload: Any,
    actor: User,
) -> Card:
    """Delivered on paper: the receipt that was signed, or two witnesses that it was refused."""
    card = card_for(SIGN_FOR, pk=pk, version=version, actor=actor)
    require(
        policy.may_sign_for(
            on=on,
            issued_on=card.issued_on or clock.today(),
            today=clock.today(),
            refused=refused,
            witnesses=(witness_one, witness_two),
            parties=(card.cadre.name, actor.name),
            has_scan=upload is not None,
        )
    )
    receipt = upload_store(upload, name=upload.name, actor=actor, kinds=SCANS) if upload else None
    how = "纸质送达，本人签收"
    if refused:
        how = f"本人拒绝签收，见证人：{witness_one.strip()}、{witness_two.strip()}"
    return _signed(card, on=on, how=how, receipt=receipt, actor=actor)


def _signed(card: Card, *, on: date, how: str, receipt: StoredFile | None, actor: User) -> Card:
    """What begins with the signature, by kind of card."""
    before = card.state
    card.sign(on=on, how=how, receipt=receipt)
    due(card, workdays_from(on, PERIODS[card.state]))
    if card.state == C.CRITICISM:
        card.ends_on = months_from(on, "alerts_follow_months")
    return moved(card, actor=actor, before=before, note=f"{how}（{on}）")


@transaction.atomic
def card_revoke(*, pk: int, version: int, reason: str, document_no: str, actor: User) -> Card:
    """A false alarm: card and mark are taken back and count nowhere. Raises RuleBroken, StaleState."""
    card = card_for(REVOKE, pk=pk, version=version, actor=actor)
    require(policy.may_revoke(reason=reason, document_no=document_no))
    document_no, reason = document_no.strip(), reason.strip()
    _revoked(card, document_no=document_no, note=f"{document_no}：{reason}", actor=actor)
    mark = card.mark
    if mark is not None and mark.stands:
        mark_cancel(mark=mark, on=clock.today(), reason=reason, document_no=document_no, actor=actor)
    return card


def _revoked(card: Card, *, document_no: str, note: str, actor: User) -> None:
    """Saved before its mark is cancelled: whoever hears of the mark finds the card settled."""
    before = card.state
    card.revoke(document_no=document_no)
    moved(card, actor=actor, before=before, note=note)
    signals_void(card)


def card_follow(*, mark: Mark, actor: User) -> None:
    """A mark that somebody cancelled elsewhere takes its card along. Inside the caller's transaction."""
    card = Card.objects.select_for_update(of=("self",)).filter(mark=mark).first()
    if card is not None and card.state not in VOID:
        note = f"所记的措施已撤销：{mark.cancel_reason}"
        _revoked(card, document_no=mark.cancel_document, note=note, actor=actor)


def mark_lifted(card: Card, *, document_no: str, actor: User) -> None:
    """The written lifting of the card's mark, where the rulebook gives its measure a period to lift."""
    if card.mark is not None and card.mark.influence_to is not None:
        mark_lift(mark=card.mark, on=clock.today(), document_no=document_no, actor=actor)


def cards_exempt(*, relief: Relief, actor: User) -> list[Card]:
    """All cards of that cadre on that matter are taken back, whatever became of them (第十四条).

    Runs inside the transaction that recorded the relief.
    """
    rows = Card.objects.select_for_update(of=("self",)).filter(matter=relief.matter_id, cadre=relief.cadre_id)
    found = list(rows.exclude(state__in=(C.DROPPED, C.REVOKED, C.EXEMPTED)).order_by("pk"))
    for card in found:
        before = card.state
        card.exempt()
        moved(card, actor=actor, before=before, note=f"{relief.kind}（{relief.source}）")
        signals_void(card)
    return found


def cards_reinstate(*, relief: Relief, actor: User) -> list[Card]:
    """The finding was revoked: from today on its cards stand again where they stood, with a fresh period.

    Never backwards; a draft that was dropped stays dropped. Inside the transaction of the revocation.
    """
    rows = Card.objects.select_for_update(of=("self",)).filter(matter=relief.matter_id, cadre=relief.cadre_id)
    found = list(rows.filter(state=C.EXEMPTED).order_by("pk"))
    for card in found:
        left = card.events.filter(to_state=C.EXEMPTED).latest("pk").from_state
        card.reinstate(to=left)
        if left in RUNNING:
            card.ended_on = None
            key = PERIODS.get(left)
            due(card, workdays_from(clock.today(), key) if key else None)
        moved(card, actor=actor, before=C.EXEMPTED, note="免责或澄清认定被撤销，恢复办理")
    return found


def cards_rejoin(*, ruling: Ruling, actor: User) -> None:
    """从轻 or 减轻 was revoked: a card goes with the mark that counts again in place of its own."""
    for card in Card.objects.select_for_update(of=("self",)).filter(mark__replaced_by=ruling).order_by("pk"):
        same = Mark.objects.standing().filter(matter=card.matter_id, cadre=card.cadre_id)
        card.mark = same.get(origin=card.mark.origin)
        moved(card, actor=actor, before=card.state, note="从轻或减轻认定被撤销，所记的措施恢复计入")


def cards_lapse(*, on: date, actor: User) -> int:
    """Yellow cards that ran out end; how many."""
    rows = Card.objects.select_for_update(of=("self",), skip_locked=True).filter(
        kind=Card.Kind.YELLOW,
        lapses_on__lte=on,
        state__in=(C.ISSUED, C.PLANNING, C.MENDING, C.REPORTED),
    )
    with transaction.atomic():
        found = list(rows.order_by("pk"))
        for card in found:
            before = card.state
            card.lapse()
            moved(card, actor=actor, before=before, note=f"签发满期，{card.lapses_on} 自动失效")
    return len(found)


def cards_recount(*, actor: User) -> int:
    """Working days were changed: the provisional ends of running steps are counted again; how many moved."""
    changed = 0
    rows = Card.objects.select_for_update(of=("self",)).filter(provisional=True, due_on__isnull=False)
    for card in rows.order_by("pk"):
        start, key = _period(card)
        if start is None or not key:
            continue
        last, before = workdays_from(start, key), card.due_on
        due(card, last)
        if card.due_on != before or not card.provisional:
            moved(card, actor=actor, before=card.state, note=f"工作日历更新，期限改为 {last.words}")
            changed += 1
    return changed


def _period(card: Card) -> tuple[date | None, str]:
    """From which day the present step's working days count, and by which limit."""
    starts = {C.ISSUED: card.issued_on, C.ANSWERED: card.answered_on}
    return starts.get(card.state, card.signed_on), PERIODS.get(card.state, "")
