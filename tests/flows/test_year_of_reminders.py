"""Every night of 2026: exactly the reminders that the calendar of that year asks for, to the day.

Real duties of the register beside a deadline in working days over the Spring Festival (15 to 23 February off,
the Saturdays 14 and 28 worked) and one that a school leader holds. What is done is done by day, as people do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import Role, RoleGrant
from cadres.models import Absence, Appointment, Term
from core import clock
from notices import registry
from notices.models import Digest, Reminder
from notices.registry import Duty, DutyKind, Holder
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


def test_a_year_of_nights_says_each_thing_once_and_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    declared: list[Duty] = []
    rooms = {kind.code: kind for kind in registry.kinds() if kind.code.startswith("cadres.")}
    monkeypatch.setattr(registry, "_kinds", rooms)
    registry.register(DutyKind("test.kind", lambda audience: list(declared)))
    with time_machine.travel("2026-01-01T09:00:00+08:00", tick=False) as hand:
        acts = the_year(declared)
        told = {}
        while clock.today().year == 2026:
            today = clock.today()
            if today in acts:
                acts[today]()
            before = set(Reminder.objects.values_list("pk", flat=True))
            if today not in OFF:
                night()
            if today.day < 4:
                night()  # a second beat
            new = Reminder.objects.exclude(pk__in=before).order_by("pk")
            if found := list(new.values_list("user__name", "stage", "turn")):
                told[f"{today:%m-%d}"] = found
            hand.shift(timedelta(days=1))
    assert told == EXPECTED
    assert Reminder.objects.filter(digest=None).count() == 0
    assert Digest.objects.filter(weekly=True).count() == 3
    assert Digest.objects.filter(weekly=False).count() == len(EXPECTED) - 3


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
