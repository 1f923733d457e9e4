"""The rows of the URL matrix of alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from accounts.models import User
from alerts.models import Card, CardEvent, Education, Recheck, RectificationItem, Report, Signal
from cadres.models import Cadre
from core import clock
from core.files import file_store
from core.models import StoredFile
from matters.models import Mark, Matter

from .matrix import ONLY_THE_TWO, for_all
from .small_year import staff_no

WITH_UNITS = ONLY_THE_TWO | {"leader": 200, "unit_party": 200}
HEADS = {"org_officer": 403, "discipline_officer": 403}
ORG_OUT = {"org_head": 403, "org_officer": 403}
BY_DIO = ONLY_THE_TWO | ORG_OUT
BY_DIO_HEAD = BY_DIO | {"discipline_officer": 403}
UNITS_OUT = {"leader": 403, "unit_party": 403}
# The cadre of the cards is none of these visitors: tests/alerts/test_access.py.
NOBODY_HERE = {who: 403 if status == 200 else status for who, status in WITH_UNITS.items()}
BY_UNIT = NOBODY_HERE | {"unit_party": 200}
# A measure of 第八条 is not a unit's to know.
MEASURE = ONLY_THE_TWO | {"leader": 403}
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("alerts_board", "signals", "signals_export", "signal", "signal_new"), ONLY_THE_TWO),
    **dict.fromkeys(("signal_dismiss", "signal_take"), ONLY_THE_TWO | HEADS),
    **dict.fromkeys(("cards", "cards_export", "card", "card_receipt", "card_document"), WITH_UNITS),
    **dict.fromkeys(
        ("card_report_document", "card_lifting_document", "item_file", "rectification_file"), WITH_UNITS
    ),
    "cards_unit": for_all(404, anonymous=302, leader=200, unit_party=200),
    "cards_mine": for_all(404, anonymous=302, cadre=200),
    "card_edit": BY_DIO,
    "card_approve": ONLY_THE_TWO | HEADS,
    **dict.fromkeys(("card_issue", "card_drop"), BY_DIO_HEAD),
    "card_sign": NOBODY_HERE,
    "card_sign_for": BY_DIO | UNITS_OUT,
    **dict.fromkeys(("card_answer", "card_criticise", "card_follow_report", "card_talk_document"), MEASURE),
    "card_conclude": MEASURE | HEADS,
    "card_revoke": BY_DIO_HEAD | UNITS_OUT,
    **dict.fromkeys(
        ("item_new", "item_edit", "item_remove", "item_finish", "plan_submit", "card_report"), BY_UNIT
    ),
    **dict.fromkeys(("item_check", "item_return", "card_recheck"), BY_DIO | UNITS_OUT),
    **dict.fromkeys(("recheck_confirm", "recheck_return"), BY_DIO | UNITS_OUT),
    "educations": WITH_UNITS | {"cadre": 200},
    "education_new": for_all(404, anonymous=302, discipline_head=200, discipline_officer=200, unit_party=200),
    "education": WITH_UNITS,
    **dict.fromkeys(("education_edit", "education_attendance"), BY_DIO | {"leader": 403, "unit_party": 403}),
}
# Which of the cards below each step is tried on: (kind, state).
STATES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("card_edit", "card_issue", "card_drop"), ("yellow", "draft")),
    "card_approve": ("admonition", "approving"),
    **dict.fromkeys(
        ("card", "card_document", "card_revoke", "card_sign", "card_sign_for"), ("yellow", "issued")
    ),
    "card_answer": ("inquiry", "awaiting"),
    **dict.fromkeys(("card_criticise", "card_talk_document"), ("admonition", "criticism")),
    "card_follow_report": ("admonition", "following"),
    "card_conclude": ("reminder", "noted"),
    **dict.fromkeys(
        ("item_new", "item_edit", "item_remove", "plan_submit", "card_receipt"), ("yellow", "planning")
    ),
    **dict.fromkeys(
        ("item_finish", "item_check", "item_return", "item_file", "card_report"), ("yellow", "mending")
    ),
    **dict.fromkeys(("card_report_document", "rectification_file", "card_recheck"), ("yellow", "reported")),
    **dict.fromkeys(("recheck_confirm", "recheck_return"), ("hint", "reported")),
    "card_lifting_document": ("yellow", "lifted"),
}
OF_AN_ITEM = {
    "item_edit": "open",
    "item_remove": "open",
    "item_finish": "open",
    "item_check": "done",
    "item_return": "done",
    "item_file": "done",
}


def _card(name: str) -> Card:
    kind, state = STATES[name]
    return Card.objects.get(kind=kind, state=state)


def _arguments(name: str) -> Callable[[], list[object]]:
    def found() -> list[object]:
        card = _card(name)
        if name in OF_AN_ITEM:
            return [card.pk, card.items.get(state=OF_AN_ITEM[name]).pk]
        return [card.pk, card.reports.get().pk] if name == "rectification_file" else [card.pk]

    return found


def signal_pk() -> list[object]:
    return [Signal.objects.latest("pk").pk]


def education_pk() -> list[object]:
    return [Education.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: _arguments(name) for name in STATES},
    **dict.fromkeys(("signal", "signal_dismiss", "signal_take"), signal_pk),
    **dict.fromkeys(("education", "education_edit", "education_attendance"), education_pk),
}


def furnish() -> None:
    """A signal, an event of education, and a card in every state that a step is tried on."""
    cadre, system = Cadre.objects.get(staff_no=staff_no(0)), User.objects.system()
    Signal.objects.create(
        rule="hand",
        fact_key="1",
        cadre=cadre,
        account="情况",
        source="专项检查",
        article="第十三条",
        highest="admonition",
        due_on=clock.today(),
        noted_by=system,
    )
    Education.objects.create(
        form="bell",
        title="以案为鉴",
        held_on=clock.today(),
        audience="全体中层干部",
        case_text="某同志",
        noted_by=system,
    )
    for place, (kind, state) in enumerate(sorted(set(STATES.values()))):
        card = _made(place, cadre, kind, state, system)
        CardEvent.record(card, actor=system)
        if state in ("planning", "mending"):
            _items(card, system, done=state == "mending")
        if state == "reported":
            report = Report.objects.create(card=card, content="已整改", by=system, file=_file("报告.pdf"))
            if kind == "hint":
                Recheck.objects.create(report=report, outcome="lift", finding="属实", by=system)


def _made(place: int, cadre: Cadre, kind: str, state: str, system: User) -> Card:
    unit = cadre.appointments.get().post.unit
    is_card = kind in ("hint", "yellow")
    given: dict[str, Any] = {
        "kind": kind,
        "state": state,
        "cadre": cadre,
        "unit": unit,
        "drafted_by": system,
        "due_on": clock.today(),
        "title": "事由" if is_card else "",
        "facts": "事实" if is_card else None,
        "ends_on": clock.today(),
    }
    if state not in ("draft", "approving"):
        matter = Matter.objects.create(number=f"SX2099{place:04d}", title="事由")
        given |= {
            "matter": matter,
            "issuer": system,
            "issued_on": clock.today(),
            "document_no": f"纪{place}号",
            "mark": Mark.objects.create(matter=matter, cadre=cadre, measure="提醒", decided_on=clock.today()),
            "approver": "王书记",
            "approved_on": clock.today(),
        }
    if state not in ("draft", "approving", "issued"):
        given |= {"signed_on": clock.today(), "receipt": _file("回执.pdf")}
    return Card.objects.create(**given)


def _items(card: Card, system: User, *, done: bool) -> None:
    given = {
        "problem": "问题",
        "cause": "原因",
        "measure": "措施",
        "remedy": "补救",
        "helper": "总支书记",
        "owner": "责任人",
        "due": clock.today() + timedelta(days=9),
    }
    RectificationItem.objects.create(card=card, **given)
    if done:
        RectificationItem.objects.create(
            card=card, **given, state="done", done_by=system, done_on=clock.today(), file=_file("佐证.pdf")
        )


def _file(name: str) -> StoredFile:
    return file_store(BytesIO(b"%PDF-1.4 ..."), name=name, actor=User.objects.system())
