"""Every night of 2026: exactly the reminders that the calendar of that year asks for, to the day.

Real duties of the register beside a deadline in working days over the Spring Festival (15 to 23 February off,
the Saturdays 14 and 28 worked) and one that a school leader holds. What is done is done by day, as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import Role, RoleGrant
from alerts import services
from alerts.access import OFFICE_ROLES
from alerts.models import Card
from cadres.models import Absence, Appointment, Term
from clarification import services as clarification
from core import clock
from notices import registry
from notices.models import Digest, Reminder
from notices.registry import Duty, DutyKind, Holder
from tests.support.alerts import Office, item_values, of, seen
from tests.support.clarifications import Clarity
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post, unit
from tests.support.reminding import duty, night

pytestmark = pytest.mark.django_db
EXPECTED = {
    # Seven working days before Thursday 26 February lies the 10th; three, the worked Saturday.
    "02-10": [("林静", "early", 0)],
    "02-14": [("林静", "near", 0)],
    "02-25": [("林静", "eve", 0)],
    "02-26": [("林静", "today", 0)],
    "02-27": [("林静", "overdue", 1)],
    "02-28": [("林静", "overdue", 2)],  # a Saturday that is worked; done on Sunday
    # Back from leave on 10 March; the day after nobody is asked.
    "03-03": [("林静", "early", 0)],
    "03-07": [("林静", "near", 0)],
    "03-09": [("林静", "eve", 0)],
    "03-10": [("林静", "today", 0)],
    # A leader's, due on Wednesday 20 May: told on the 13th, then with the digest of the next Mondays only.
    "05-13": [("郑分管", "early", 0)],
    "05-18": [("郑分管", "near", 0)],
    "05-25": [("郑分管", "overdue", 3)],  # done on the 26th
    # Probation "2026-06" ends with June; decided on the 28th.
    "06-23": [("林静", "early", 0)],
    "06-27": [("林静", "near", 0)],
    # A term to 15 September, renewed on the day. The machine was off on the nights of 8 and 9 September.
    "09-10": [("林静", "early", 0)],
    "09-12": [("林静", "near", 0)],
    "09-14": [("林静", "eve", 0)],
    "09-15": [("林静", "today", 0)],
}
OFF = {date(2026, 9, 8), date(2026, 9, 9)}


@pytest.mark.once  # a card's year, below, is lived through on both databases
def test_a_year_of_nights_says_each_thing_once_and_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    declared: list[Duty] = []
    rooms = {kind.code: kind for kind in registry.kinds() if kind.code.startswith("cadres.")}
    monkeypatch.setattr(registry, "_kinds", rooms)
    registry.register(DutyKind("test.kind", lambda audience: list(declared)))
    with time_machine.travel("2026-01-01T09:00:00+08:00", tick=False) as hand:
        acts = the_year(declared)
        told = told_by_night(hand, date(2026, 12, 31), acts, off=OFF)
    assert told == EXPECTED
    assert Reminder.objects.filter(digest=None).count() == 0
    assert Digest.objects.filter(weekly=True).count() == 3
    assert Digest.objects.filter(weekly=False).count() == len(EXPECTED) - 3


def told_by_night(
    hand: time_machine.Traveller,
    until: date,
    acts: dict[date, Callable[[], object]],
    *,
    off: Collection[date] = (),
) -> dict[str, list[tuple[str, str, int]]]:
    """What each night up to that day says to whom; on a day of `acts` people act first."""
    told = {}
    while clock.today() <= until:
        today = clock.today()
        if today in acts:
            acts[today]()
        before = set(Reminder.objects.values_list("pk", flat=True))
        if today not in off:
            night()
        if today.day < 4:
            night()  # a second beat
        new = Reminder.objects.exclude(pk__in=before).order_by("user__staff_no", "pk")
        if found := list(new.values_list("user__name", "stage", "turn")):
            told[f"{today:%m-%d}"] = found
        hand.shift(timedelta(days=1))
    return told


def the_year(declared: list[Duty]) -> dict[date, Callable[[], object]]:
    """The people, what stands in the register about them, and on which day what is done about it."""
    officer, leader = user_with(Role.ORG_OFFICER, name="林静"), user_with(staff_no="2", name="郑分管")
    college = unit("文学院")
    RoleGrant.objects.create(user=leader, role=Role.LEADER, unit=college, valid_from=SINCE)
    held = appointed(cadre("30001", name="王一"), post(college, title="院长"))
    other = appointed(cadre("30002", name="王二"), post(college, title="副院长"))
    Appointment.objects.filter(pk=held.pk).update(probation_to="2026-06")
    term = Term.objects.create(appointment=other, starts="2021-09", ends="2026-09-15")
    Absence.objects.create(cadre=held.cadre, kind="study", starts=date(2025, 9, 1), ends=date(2026, 3, 10))
    working = duty(Holder(user_id=officer.pk), date(2026, 2, 26), in_working_days=True)
    above = duty(Holder(role=Role.LEADER, unit_id=college.pk), date(2026, 5, 20), label="督促")
    declared.append(working)
    return {
        date(2026, 3, 1): lambda: declared.remove(working),
        date(2026, 5, 1): lambda: declared.append(above),
        date(2026, 5, 26): lambda: declared.remove(above),
        date(2026, 6, 28): lambda: Appointment.objects.filter(pk=held.pk).update(probation_outcome="passed"),
        date(2026, 9, 16): lambda: Term.objects.filter(pk=term.pk).update(ends="2031-09-15"),
    }


OWN, OFFICER, ORG, ORG_HEAD = "欧阳文博", "纪检甲", "组织甲", "组织负责"


def stages(name: str, *days: str) -> list[tuple[str, str, str]]:
    """The reminders of a deadline that is kept on the day after: early, near, eve, today on these days."""
    words = ("early", "near", "eve", "today")[-len(days) :]
    return [(day, name, word) for day, word in zip(days, words, strict=True)]


# 函询 counts fifteen working days over the May holiday (1 to 5 May off, Saturday the 9th worked).
OF_CARDS = [
    # Issued on Monday 2 March: three working days to sign, for the cadre and for the officer who delivers.
    *stages(OFFICER, "03-02", "03-04", "03-05"),
    *stages(OWN, "03-02", "03-04", "03-05"),
    # Signed on the 6th: ten working days for the plan; handed in on the 21st.
    *stages(OWN, "03-11", "03-17", "03-19", "03-20"),
    # The item of the plan is due on 10 April, the report thirty days after the plan.
    *stages(OWN, "04-03", "04-07", "04-09", "04-10"),
    *stages(OWN, "04-13", "04-17", "04-19", "04-20"),
    # 函询 signed on 29 April: fifteen working days; the answer comes on the day after the last.
    *stages(ORG, "05-13", "05-19", "05-21", "05-22"),
    *stages(OWN, "05-13", "05-19", "05-21", "05-22"),
    # The visit three months after a clarification of 2 March.
    *stages(OFFICER, "05-26", "05-30", "06-01", "06-02"),
    # 诫勉 signed on 1 July: five working days for the self-criticism, six months for the report.
    *stages(ORG, "07-01", "07-03", "07-07", "07-08"),
    *stages(OWN, "07-01", "07-03", "07-07", "07-08"),
    *stages(ORG, "12-25", "12-29", "12-31", "01-01"),
    *stages(ORG_HEAD, "12-25", "12-29", "12-31", "01-01"),
    *stages(OWN, "12-25", "12-29", "12-31", "01-01"),
]


@pytest.mark.once
def test_a_year_of_cards_says_each_deadline_to_whom_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = {
        kind.code: kind
        for kind in registry.kinds()
        if kind.code.startswith("alerts.") or kind.code == "clarification.visit"
    }
    monkeypatch.setattr(registry, "_kinds", rooms)
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as hand:
        told = told_by_night(hand, date(2027, 1, 4), the_cards())
    expected: dict[str, list[tuple[str, str, int]]] = {}
    for day, name, stage in OF_CARDS:
        expected.setdefault(day, []).append((name, stage, 0))
    assert {day: sorted(rows) for day, rows in told.items()} == {
        day: sorted(rows) for day, rows in expected.items()
    }


def the_cards() -> dict[date, Callable[[], object]]:
    """A yellow card, a 函询 and a 诫勉 on one cadre, a clarification of another; who acts on which day."""
    office, clarity = Office(), Clarity()
    clarity.proposed().signed()
    handled = (office.officer, office.head, office.org_head, office.org_officer)
    others = RoleGrant.objects.filter(role__in=OFFICE_ROLES).exclude(user__in=handled)
    others.delete()  # one person for each office and rank
    office.second = office.head
    cards: dict[str, Card] = {"yellow": office.issued()}

    def now(kind: str) -> Card:
        cards[kind].refresh_from_db()
        return cards[kind]

    def planned() -> None:
        item = item_values(due=date(2026, 4, 10))
        services.item_write(card_pk=now("yellow").pk, version=now("yellow").version, pk=None, unit=None,
                            values=item, actor=office.own)  # fmt: skip
        services.plan_submit(**seen(now("yellow")), actor=office.own)

    def mended() -> None:
        item = services.item_finish(
            **of(now("yellow").items.get()), evidence="完成", upload=None, actor=office.own
        )
        for actor in (office.officer, office.head):
            item = services.item_check(**of(item), actor=actor)

    def lifted() -> None:
        services.report_submit(**seen(now("yellow")), content="好", upload=None, actor=office.own)
        services.recheck_propose(**seen(now("yellow")), outcome="lift", finding="属实", actor=office.officer)
        services.recheck_confirm(**seen(now("yellow")), document_no="解 1", actor=office.head)

    def answered() -> None:
        services.card_answer(**seen(now("inquiry")), on=clock.today(), actor=office.org_officer)
        concluded("inquiry", "accepted")

    def concluded(kind: str, conclusion: str) -> None:
        services.card_conclude(
            **seen(now(kind)), conclusion=conclusion, on=clock.today(), actor=office.org_head
        )

    def reported() -> None:
        services.card_follow_report(
            **seen(now("admonition")), on=clock.today(), document_no="报 1", actor=office.org_officer
        )
        concluded("admonition", "improved")

    return {
        date(2026, 3, 6): lambda: services.card_sign(**seen(now("yellow")), actor=office.own),
        date(2026, 3, 21): planned,
        date(2026, 4, 11): mended,
        date(2026, 4, 21): lifted,
        date(2026, 4, 29): lambda: cards.update(inquiry=office.signed("inquiry")),
        date(2026, 5, 23): answered,
        date(2026, 6, 3): lambda: clarity.act(
            clarification.visit_record, office.officer,
            visited_on=clock.today(), visit_note="已经平息。", visit_early="",
        ),
        date(2026, 7, 1): lambda: cards.update(admonition=office.signed("admonition")),
        date(2026, 7, 9): lambda: services.card_criticise(
            **seen(now("admonition")), on=clock.today(), actor=office.org_officer
        ),
        date(2027, 1, 2): reported,
    }  # fmt: skip


def test_a_card_that_nobody_mends_is_said_until_it_lapses_after_twelve_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms = {kind.code: kind for kind in registry.kinds() if kind.code == "alerts.own"}
    monkeypatch.setattr(registry, "_kinds", rooms)
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as hand:
        office = Office()
        card = office.signed()
        assert card.lapses_on == date(2027, 3, 2)
        hand.move_to("2027-03-01T09:00:00+08:00")

        def lapse() -> None:
            services.cards_lapse(on=clock.today(), actor=office.head)

        told = told_by_night(hand, date(2027, 3, 4), {date(2027, 3, 1): lapse, date(2027, 3, 2): lapse})
    assert [(day, name, stage) for day, rows in told.items() for name, stage, _ in rows] == [
        ("03-01", OWN, "overdue")
    ]
    card.refresh_from_db()
    assert card.state == "lapsed"
