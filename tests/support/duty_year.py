"""Everybody of a year with an account, a clock to move, and what waits in whose inbox."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import Role, RoleGrant, Supervision, User
from core import clock
from decisions.selectors import waiting_offers
from notices.selectors import inbox_of
from outcomes.uses_agenda import BOTTOM

from .people import SINCE, user_with
from .planned import DAYS, YEAR, Story, reader

PEOPLE = 35  # 34 of them are graded: the fewest whose 3 % is one
PLAN = DAYS | {
    "report_due": date(2026, 11, 30),
    "voting_from": date(2026, 12, 7),
    "voting_to": date(2026, 12, 11),
    "panel_due": date(2026, 12, 18),
    "decision_due": date(2026, 12, 25),
}
ROOMS = ("appraisal.", "outcomes.", "decisions.", "evidence.report")


class Year:
    """Everybody of the story with an account, and the clock."""

    def __init__(self, clock_hand: Any) -> None:
        self.hand = clock_hand
        self.opened: dict[int, list[str]] = {}
        self.story = Story(PEOPLE, days=PLAN)
        story = self.story
        self.officer, self.head, self.clerk = story.officer, story.head, story.clerk
        self.party = over_the_unit(Role.UNIT_PARTY, "98001", "赵书记", story)
        self.leader = over_the_unit(Role.LEADER, "98002", "郑分管", story)
        Supervision.objects.create(unit=story.unit, leader=self.leader, valid_from=SINCE)
        self.counter = reader(Role.ORG_OFFICER, "98003", "许文澜")
        self.inspector = reader(Role.DISCIPLINE_HEAD, "98004", "秦守正")
        self.witness = reader(Role.DISCIPLINE_OFFICER, "98005", "方知微")
        self.cadres = [
            user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name) for cadre in story.cadres
        ]
        self.officers = [
            user_with(role, staff_no=f"9810{place}", name=role.label)
            for place, role in enumerate((Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER))
        ]

    def on(self, month: int, day: int, year: int = YEAR) -> None:
        """That day, at nine in the morning."""
        self.hand.move_to(f"{year}-{month:02}-{day:02}T09:00:00+08:00")
        self.opened = {}

    def written(self, execute: Any, sql: str, *args: Any) -> Any:
        """A wrapper of every statement: whatever writes may change an inbox."""
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.opened = {}
        return execute(sql, *args)

    def waiting(self, user: User) -> list[str]:
        """What waits for somebody of this cycle: step, on what, how long."""
        if user.pk not in self.opened:
            self.opened[user.pk] = self._read(user)
        return self.opened[user.pk]

    def _read(self, user: User) -> list[str]:
        items = inbox_of(user, clock.today()).waiting
        return [
            " ".join(filter(None, (duty.label, duty.about, item.urgency.word, "暂定" * duty.provisional)))
            for item in items
            if (duty := item.duty).kind.startswith(ROOMS)
        ]

    @cached_property
    def asked(self) -> list[User]:
        """Whose inboxes are opened: everybody's, of the cadres only of a few."""
        few = {self.cadres[place].pk for place in (0, 1, 3, -1)}
        rest = User.objects.filter(is_active=True)
        return list(rest.exclude(pk__in={user.pk for user in self.cadres} - few))

    @property
    def some_cadres(self) -> set[str]:
        """The cadres among those who are asked."""
        return {user.name for user in self.asked if user.staff_no.startswith("3")}

    def heard(self, label: str) -> dict[str, str]:
        """In whose inbox that step stands -> how it stands there."""
        found = {}
        for user in self.asked:
            for said in self.waiting(user):
                if said.startswith(f"{label} "):
                    assert user.name not in found, "once in an inbox"
                    found[user.name] = said.removeprefix(f"{label} ")
        return found

    def leads(self, label: str) -> set[str]:
        """Where that step leads whoever hears of it."""
        found = (item.duty for user in self.asked for item in inbox_of(user, clock.today()).waiting)
        return {duty.url for duty in found if duty.label == label}

    def lists(self, label: str) -> dict[str, list[str]]:
        """Who hears of the end of which lists -> how pressing each is."""
        found: dict[str, list[str]] = defaultdict(list)
        for user in self.asked:
            for said in self.waiting(user):
                if said.startswith(f"{label} "):
                    found[user.name].append(said.partition("公示 ")[2])
        return dict(found)

    def nobody(self, *labels: str) -> None:
        """None of these steps waits for anybody."""
        for user in self.asked:
            for said in self.waiting(user):
                assert said.partition(" ")[0] not in labels, (user.name, said)


def over_the_unit(role: Role, staff_no: str, name: str, story: Story) -> User:
    user = user_with(staff_no=staff_no, name=name)
    RoleGrant.objects.create(user=user, role=role, unit=story.unit, valid_from=SINCE)
    return user


def last_one() -> str:
    """Whom the meeting judges, as the agenda names them."""
    offer = next(found.offer for found in waiting_offers() if found.kind.code == BOTTOM)
    (entry,) = offer.entries
    return entry.label
