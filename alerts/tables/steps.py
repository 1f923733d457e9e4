"""Where a card stands, in plain words: what comes next, who holds it, how many days are left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from core import clock
from policy.alerts import CONCLUSIONS, article_of
from policy.alerts_steps import ENDED
from policy.urgency import Urgency, urgency_of

from ..models import Card

C = Card.State
# state -> what has to be done now, by whom.
NEXT = {
    C.APPROVING: ("报党委书记批准", "组织部"),
    C.DRAFT: ("审核并签发", "签发负责人"),
    C.ISSUED: ("送达并由本人签收", "干部本人"),
    C.PLANNING: ("填写并报送整改方案", "干部本人和所在单位"),
    C.MENDING: ("逐项整改、双人销号，再提交整改报告", "干部本人和所在单位"),
    C.REPORTED: ("两人核查整改报告", "纪委监察部门"),
    C.NOTED: ("办结", "签发部门"),
    C.AWAITING: ("书面答复函询", "干部本人"),
    C.ANSWERED: ("办结", "签发部门"),
    C.CRITICISM: ("提交书面检讨", "干部本人"),
    C.FOLLOWING: ("继续整改，期满由签发部门跟踪了解", "签发部门"),
}
# The same, said to the cadre.
OWN = {
    C.ISSUED: "请签收。签收表示收到，不表示同意其中的内容。",
    C.PLANNING: "请逐项写明问题、原因、措施和时限，再报送整改方案。需要补救和帮助的，请与所在单位商量。",
    C.MENDING: "请按时限逐项整改，完成一项报告一项；全部销号后提交整改报告。",
    C.REPORTED: "整改报告已提交，正在核查，现在不用办理。",
    C.NOTED: "已经签收，不用再办理。",
    C.AWAITING: "请把书面答复送交签发部门。",
    C.ANSWERED: "答复已收到，现在不用办理。",
    C.CRITICISM: "请把书面检讨送交签发部门。",
    C.FOLLOWING: "检讨已收到。请继续整改，期满后签发部门会了解情况。",
}
KINDS = {
    C.LIFTED: "good", C.CLOSED: "good", C.ESCALATED: "danger", C.LAPSED: "neutral", C.REVOKED: "neutral",
    C.EXEMPTED: "good", C.DROPPED: "neutral", C.DRAFT: "warn", C.APPROVING: "warn",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One card on a list that is read aloud: the card, what comes next, who holds it, how urgent it is."""

    card: Card
    kind: str
    what: str
    who: str
    own: str
    urgency: Urgency | None


def line_of(card: Card, on: date) -> Line:
    """A card as a line; `card.cadre` and `card.unit` are read already."""
    what, who = NEXT.get(card.state, ("", ""))
    urgency = urgency_of(card.due_on, on) if card.due_on and card.state not in ENDED else None
    return Line(card, KINDS.get(card.state, "info"), what, who, OWN.get(card.state, ""), urgency)


def lines_of(cards: Iterable[Card], on: date) -> list[Line]:
    """Cards as lines."""
    return [line_of(card, on) for card in cards]


def facts_of(card: Card) -> list[tuple[str, str]]:
    """What was recorded of a card; nothing for what has not come yet."""
    found = [
        ("编号", card.number),
        ("种类", f"{card.get_kind_display()}（{article_of(card.kind)}）"),
        ("事由", card.title),
        ("签发时单位", card.unit.name),
        ("事项编号", card.matter.number if card.matter else ""),
        ("批准", _by(card.approver, card.approved_on, card.approval_no)),
        ("签发", _by(card.issuer.name if card.issuer else "", card.issued_on, "")),
        ("文号", card.document_no),
        ("扣分", f"{card.points.normalize():f}" if card.points else ""),
        ("签收", _by(card.signed_how, card.signed_on, "")),
        ("收到答复" if card.kind == Card.Kind.INQUIRY else "收到检讨", _day(card.answered_on)),
        ("书面整改报告", _by("", card.report_on, card.report_no)),
        ("跟踪了解" if not card.is_card else "整改截止", _day(card.ends_on)),
        ("延期", "已延期一次" if card.extended else ""),
        ("失效", _day(card.lapses_on) if card.state not in ENDED else ""),
        ("结论", CONCLUSIONS.get(card.kind, {}).get(card.conclusion, "")),
        ("办结", _day(card.ended_on)),
        ("解除或撤销文号", card.end_no),
    ]
    return [(name, words) for name, words in found if words]


def moments_of(card: Card) -> list[tuple[str, str, str]]:
    """What happened to a card, newest first; one query."""
    states = dict(Card.State.choices)
    rows = card.events.select_related("actor").order_by("-pk")
    return [(_at(event.at), f"{_move(event, states)} · {event.actor.name}", event.note) for event in rows]


def _move(event: Any, states: dict[str, str]) -> str:
    if event.from_state in ("", event.to_state):
        return "办理" if event.from_state else states.get(event.to_state, "办理")
    return f"{states.get(event.from_state, '')} → {states.get(event.to_state, '')}"


def _at(moment: Any) -> str:
    return f"{timezone.localtime(moment, clock.ZONE):%Y-%m-%d %H:%M}"


def _by(who: str, on: date | None, number: str) -> str:
    return "，".join(filter(None, (who, _day(on), number))) if on else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
