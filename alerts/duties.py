"""What of signals and cards waits for whom, until when (第八条、第十三条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from accounts.models import Role, User
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy.alerts import article_of
from policy.alerts_steps import RUNNING

from .access import DISCIPLINE, READERS
from .models import Card, Recheck, RectificationItem, Signal
from .selectors.standing import accounts_of

C, I = Card.State, RectificationItem.State  # noqa: E741
# A follow-up stands in the inbox before its day.
AHEAD = timedelta(days=14)
# What the cadre does next, in plain words, by state.
OWN_STEPS = {
    C.ISSUED: ("card_sign", "签收"),
    C.PLANNING: ("card", "填写并报送整改方案"),
    C.AWAITING: ("card", "书面答复函询"),
    C.CRITICISM: ("card", "提交书面检讨"),
}


def judge_duties(audience: Audience) -> Iterator[Duty]:
    """Signals wait for the head of the discipline office; one query."""
    if not audience.holds(Role.DISCIPLINE_HEAD):
        return
    waiting = Signal.objects.filter(state=Signal.State.WAITING)
    if audience.user_id is not None:
        waiting = waiting.exclude(cadre__staff_no__in=_own_number(audience))
    found = waiting.aggregate(count=Count("pk"), one=Min("pk"), since=Min("found_on"), due=Min("due_on"))
    if found["count"]:
        yield Duty(
            kind="alerts.judge",
            label="研判预警信息",
            about=f"{found['count']} 条",
            url=reverse("signal", args=[found["one"]])
            if found["count"] == 1
            else reverse("signals") + "?state=waiting",
            holder=Holder(role=Role.DISCIPLINE_HEAD),
            since=found["since"],
            due=found["due"],
            article="第十三条",
        )


def office_duties(audience: Audience) -> Iterator[Duty]:
    """Cards wait to be approved, issued and delivered, measures to be concluded."""
    if not audience.holds(*READERS):
        return
    for card in _cards(audience):
        step = _office_step(card, audience.on)
        if step is None:
            continue
        url_name, label, role = step
        besides = _besides(audience, card)
        if card.state == C.APPROVING:
            besides |= {card.drafted_by_id}
        yield _of_card("alerts.office", card, label, url_name, Holder(role=role, besides=besides))


def _office_step(card: Card, on: date) -> tuple[str, str, Role] | None:
    head = Role.DISCIPLINE_HEAD if card.is_card else Role.ORG_HEAD
    officer = Role.DISCIPLINE_OFFICER if card.is_card else Role.ORG_OFFICER
    if card.state == C.APPROVING:
        return "card_approve", "登记党委书记批准", Role.ORG_HEAD
    if card.state == C.DRAFT:
        return "card_issue", f"签发{card.get_kind_display()}", head
    if card.state == C.ISSUED:
        return "card_sign_for", f"送达{card.get_kind_display()}并登记签收", officer
    if card.state in (C.NOTED, C.ANSWERED):
        return "card_conclude", f"办结{card.get_kind_display()}", head
    if card.state == C.FOLLOWING and card.ends_on and card.ends_on - AHEAD <= on:
        return "card_conclude", "跟踪了解诫勉后的情况并办结", head
    return None


def own_duties(audience: Audience) -> Iterator[Duty]:
    """What the cadre does next, on the own card."""
    if not audience.holds(Role.CADRE):
        return
    closed = set(_all_closed(audience))
    for card in _cards(audience):
        user = _accounts(audience).get(card.cadre.staff_no)
        step = OWN_STEPS.get(card.state)
        if card.state == C.MENDING and card.pk in closed:
            step = ("card_report", "提交整改报告")
        if user is not None and step is not None:
            yield _of_card(
                "alerts.own", card, f"{step[1]}（{card.get_kind_display()}）", step[0], Holder(user_id=user)
            )


def item_duties(audience: Audience) -> Iterator[Duty]:
    """Items wait to be mended: by the cadre, or by the Party organisation of the item's unit; one query."""
    if not audience.holds(Role.CADRE, Role.UNIT_PARTY):
        return
    open_ones = RectificationItem.objects.filter(state=I.OPEN, card__state=C.MENDING)
    for item in open_ones.select_related("card__cadre", "card__unit").order_by("due", "pk"):
        user = _accounts(audience).get(item.card.cadre.staff_no)
        if item.unit_id is None and user is None:
            continue
        holder = (
            Holder(user_id=user)
            if item.unit_id is None
            else Holder(role=Role.UNIT_PARTY, unit_id=item.unit_id)
        )
        yield Duty(
            kind="alerts.item",
            label="完成整改事项并报告",
            about=f"{item.card.number} {item.card.get_kind_display()}",
            url=reverse("item_finish", args=[item.card_id, item.pk]),
            holder=holder,
            since=item.card.signed_on or item.card.drafted_on,
            due=item.due,
            article="第十三条",
        )


def check_duties(audience: Audience) -> Iterator[Duty]:
    """Items to close and reports to check, each by two of the discipline office; two queries."""
    if not audience.holds(*DISCIPLINE):
        return
    waiting = RectificationItem.objects.filter(state=I.DONE, card__state=C.MENDING)
    for item in waiting.select_related("card__cadre").order_by("pk"):
        took_part = {pk for pk in (item.done_by_id, item.checked_by_id) if pk}
        besides = _besides(audience, item.card) | took_part
        label = "复核销号" if item.checked_by_id else "销号"
        holder = Holder(role=Role.DISCIPLINE_OFFICER, besides=besides)
        yield _of_card("alerts.check", item.card, label, "card", holder)
    proposed = {
        row.report.card_id: row.by_id
        for row in Recheck.objects.filter(second__isnull=True).select_related("report")
    }
    for card in _cards(audience):
        if card.state == C.REPORTED:
            first = proposed.get(card.pk)
            besides = _besides(audience, card) | frozenset({first} if first else ())
            url_name, label = (
                ("recheck_confirm", "复核核查结论") if first else ("card_recheck", "核查整改报告")
            )
            holder = Holder(role=Role.DISCIPLINE_OFFICER, besides=besides)
            yield _of_card("alerts.check", card, label, url_name, holder)


def _of_card(kind: str, card: Card, label: str, url_name: str, holder: Holder) -> Duty:
    return Duty(
        kind=kind,
        label=label,
        about=card.number if holder.user_id else f"{card.number} {card.cadre.name}",
        url=reverse(url_name, args=[card.pk]),
        holder=holder,
        since=card.signed_on or card.issued_on or card.drafted_on,
        due=card.due_on,
        article=article_of(card.kind),
        provisional=card.provisional,
    )


def _running(audience: Audience) -> list[Card]:
    rows = Card.objects.filter(state__in=RUNNING | {C.APPROVING, C.DRAFT})
    if not audience.holds(*READERS):
        rows = rows.filter(cadre__staff_no__in=_own_number(audience))
    return list(rows.select_related("cadre", "unit").order_by("due_on", "pk"))


def _cards(audience: Audience) -> list[Card]:
    """The running cards that may concern the audience; read once."""
    return audience.once(_running)


def _read_accounts(audience: Audience) -> dict[str, int]:
    return accounts_of({card.cadre.staff_no for card in _cards(audience)})


def _accounts(audience: Audience) -> dict[str, int]:
    """工号 -> account of the cadres of these cards; read once."""
    return audience.once(_read_accounts)


def _besides(audience: Audience, card: Card) -> frozenset[int]:
    """Nobody takes an office's step on a card of the own."""
    own = _accounts(audience).get(card.cadre.staff_no)
    return frozenset() if own is None else frozenset({own})


def _own_number(audience: Audience) -> list[str]:
    return list(User.objects.filter(pk=audience.user_id or 0).values_list("staff_no", flat=True))


def _all_closed(audience: Audience) -> list[int]:
    """Cards in rectification whose items are all closed."""
    rows = RectificationItem.objects.filter(card__state=C.MENDING).exclude(state=I.CLOSED)
    still = set(rows.values_list("card_id", flat=True))
    return [card.pk for card in _cards(audience) if card.state == C.MENDING and card.pk not in still]


KINDS = (
    DutyKind("alerts.judge", judge_duties),
    DutyKind("alerts.office", office_duties),
    DutyKind("alerts.own", own_duties),
    DutyKind("alerts.item", item_duties),
    DutyKind("alerts.check", check_duties),
)


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register(kind)
