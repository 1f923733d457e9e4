"""What of signals and cards waits for whom, until when (第八条、第十三条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Min, Q, Value, When
from django.urls import reverse

from accounts.models import Role, User
from accounts.selectors import account_of
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy import alerts_steps as steps
from policy.alerts import article_of
from policy.alerts_steps import RUNNING, STEPS
from policy.sources import ENTERED

from .access import DISCIPLINE, JUDGES, READERS
from .models import Card, Recheck, RectificationItem, Signal
from .services.cards import PERIODS

C, I = Card.State, RectificationItem.State  # noqa: E741
# A follow-up stands in the inbox before its day.
AHEAD = timedelta(days=14)
# state -> the limit that set its day.
DAY_BY = {
    **PERIODS,
    C.REPORTED: "alerts_recheck_days",
    C.MENDING: "alerts_mend_days",
    C.FOLLOWING: "alerts_follow_months",
}
# What the cadre does next, in plain words, by state.
OWN_STEPS = {
    C.ISSUED: ("card_sign", "签收"),
    C.PLANNING: ("card", "填写并报送整改方案"),
    C.AWAITING: ("card", "书面答复函询"),
    C.CRITICISM: ("card", "提交书面检讨"),
}


def judge_duties(audience: Audience) -> Iterator[Duty]:
    """Signals wait for the discipline office's head, those about that head for the other; one query."""
    if not audience.holds(*JUDGES):
        return
    heads = audience.once(_office_people)[Role.DISCIPLINE_HEAD]
    about_head = Q(cadre__staff_no__in=User.objects.filter(pk__in=heads).values("staff_no"))
    waiting = Signal.objects.filter(state=Signal.State.WAITING).order_by()
    of_head = Case(When(about_head, then=Value(True)), default=Value(False))
    rows = waiting.annotate(of_head=of_head).values("of_head").order_by("of_head")
    for found in rows.annotate(count=Count("pk"), one=Min("pk"), since=Min("found_on"), due=Min("due_on")):
        role, besides = (
            (Role.ORG_HEAD, heads) if found["of_head"] else (Role.DISCIPLINE_HEAD, frozenset[int]())
        )
        yield Duty(
            kind="alerts.judge",
            label="研判预警信息",
            about=f"{found['count']} 条",
            url=reverse("signal", args=[found["one"]])
            if found["count"] == 1
            else reverse("signals") + "?state=waiting",
            holder=Holder(role=role, besides=besides),
            since=found["since"],
            due=found["due"],
            day_by="alerts_judge_days",
            article="第十三条",
            in_working_days=True,
            hidden_from=besides,
        )


def office_duties(audience: Audience) -> Iterator[Duty]:
    """Cards wait to be approved, issued and delivered, answers to be recorded, measures to be concluded."""
    if not audience.holds(*READERS):
        return
    for card in _cards(audience):
        for step in _office_steps(card, audience.on):
            besides = _besides(audience, card)
            if card.state == C.APPROVING:
                besides |= {card.drafted_by_id}
            holder = _holder(audience, card, step.code, besides, officers=step.officers)
            yield _of_card(
                audience, "alerts.office", card, label=step.label, url_name=step.url_name, holder=holder
            )


@dataclass(frozen=True)
class OfficeStep:
    """What an office has to do. code: of `policy.alerts_steps`; officers: they come before their head."""

    code: str
    url_name: str
    label: str
    officers: bool = False


def _office_steps(card: Card, on: date) -> Iterator[OfficeStep]:
    words = card.get_kind_display()
    if card.state == C.APPROVING:
        yield OfficeStep(steps.APPROVE, "card_approve", "登记党委书记批准")
    elif card.state == C.DRAFT:
        yield OfficeStep(steps.ISSUE, "card_issue", f"签发{words}")
    elif card.state == C.ISSUED:
        yield OfficeStep(steps.SIGN_FOR, "card_sign_for", f"送达{words}并登记签收", officers=True)
    elif card.state == C.AWAITING:
        yield OfficeStep(steps.ANSWER, "card_answer", "收到后登记书面答复", officers=True)
    elif card.state == C.CRITICISM:
        yield OfficeStep(steps.CRITICISE, "card_criticise", "收到后登记书面检讨", officers=True)
    elif card.state in (C.NOTED, C.ANSWERED):
        yield OfficeStep(steps.CONCLUDE, "card_conclude", f"办结{words}")
    elif _report_due(card, on):
        label = "收到后登记诫勉后的书面整改报告"
        yield OfficeStep(steps.FOLLOW_REPORT, "card_follow_report", label, officers=True)
    if card.state == C.FOLLOWING and card.ends_on and card.ends_on - AHEAD <= on:
        yield OfficeStep(steps.CONCLUDE, "card_conclude", "跟踪了解诫勉后的情况并办结")


def _report_due(card: Card, on: date) -> bool:
    """Whether the written report after a 诫勉 is asked for and has not come."""
    soon = card.ends_on is not None and card.ends_on - AHEAD <= on
    return card.state == C.FOLLOWING and soon and card.report_on is None


def _holder(
    audience: Audience, card: Card, step: str, besides: frozenset[int], *, officers: bool = False
) -> Holder:
    """The first role of which somebody may take the step: of the card's own office, then of the other."""
    people = audience.once(_office_people)
    own = _besides(audience, card)
    heads = frozenset(role.value for role in JUDGES if people[role] & own)
    allowed = STEPS[step].roles_of(card.kind, heads)
    discipline = (Role.DISCIPLINE_OFFICER, Role.DISCIPLINE_HEAD)
    organization = (Role.ORG_OFFICER, Role.ORG_HEAD)
    order = (discipline, organization) if card.is_card else (organization, discipline)
    roles = [role for office in order for role in (office if officers else office[::-1]) if role in allowed]
    return Holder(role=next((one for one in roles if people[one] - besides), roles[0]), besides=besides)


def _office_people(audience: Audience) -> dict[Role, frozenset[int]]:
    """Role of the two offices -> who holds it."""
    held = audience.role_holders(*READERS)
    return {role: frozenset(one.user_id for one in held.get(role, ())) for role in READERS}


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
        if _report_due(card, audience.on):
            step = ("card", "提交书面整改报告")
        if user is not None and step is not None:
            label = f"{step[1]}（{card.get_kind_display()}）"
            holder = Holder(user_id=user)
            yield _of_card(audience, "alerts.own", card, label=label, url_name=step[0], holder=holder)


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
            day_by=ENTERED,
            article="第十三条",
            hidden_from=frozenset() if user is None else frozenset({user}),
        )


def check_duties(audience: Audience) -> Iterator[Duty]:
    """Items to close and reports to check, each by two of the discipline office; two queries of its own."""
    if not audience.holds(*READERS):
        return
    waiting = RectificationItem.objects.filter(state=I.DONE, card__state=C.MENDING)
    for item in waiting.select_related("card__cadre").order_by("pk"):
        took_part = {pk for pk in (item.done_by_id, item.checked_by_id) if pk}
        besides = _besides(audience, item.card) | took_part
        label = "复核销号" if item.checked_by_id else "销号"
        holder = _holder(audience, item.card, steps.CLOSE_ITEM, besides, officers=True)
        yield _of_card(audience, "alerts.check", item.card, label=label, url_name="card", holder=holder)
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
            holder = _holder(audience, card, steps.RECHECK, besides, officers=True)
            yield _of_card(audience, "alerts.check", card, label=label, url_name=url_name, holder=holder)


def _of_card(audience: Audience, kind: str, card: Card, *, label: str, url_name: str, holder: Holder) -> Duty:
    return Duty(
        kind=kind,
        label=label,
        about=card.number if holder.user_id else f"{card.number} {card.cadre.name}",
        url=reverse(url_name, args=[card.pk]),
        holder=holder,
        since=card.signed_on or card.issued_on or card.drafted_on,
        due=card.due_on,
        day_by=DAY_BY.get(card.state, ENTERED),
        article=article_of(card.kind),
        provisional=card.provisional,
        in_working_days=card.state not in (C.MENDING, C.FOLLOWING),
        hidden_from=_besides(audience, card),
        # Of a measure of 第八条 the unit hears nothing.
        in_confidence=holder.user_id is not None and not card.is_card,
    )


def _running(audience: Audience) -> list[Card]:
    rows = Card.objects.filter(state__in=RUNNING | {C.APPROVING, C.DRAFT})
    if not audience.holds(*READERS):
        rows = rows.filter(cadre__staff_no__in=_own_number(audience))
    account = account_of("cadre__staff_no", is_active=True)
    return list(rows.annotate(account=account).select_related("cadre", "unit").order_by("due_on", "pk"))


def _cards(audience: Audience) -> list[Card]:
    """The running cards that may concern the audience; read once."""
    return audience.once(_running)


def _read_accounts(audience: Audience) -> dict[str, int]:
    return {card.cadre.staff_no: card.account for card in _cards(audience) if card.account}  # type: ignore[attr-defined]


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
    DutyKind("alerts.judge", judge_duties, JUDGES),
    DutyKind("alerts.office", office_duties, READERS),
    DutyKind("alerts.own", own_duties, READERS),
    DutyKind("alerts.item", item_duties, DISCIPLINE),
    DutyKind("alerts.check", check_duties, DISCIPLINE),
)


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register(kind)
