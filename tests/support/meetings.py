"""Meetings and publicity of a made-up kind, for tests of what every later app stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from accounts.models import Role, User
from core import clock
from decisions import registry, services
from decisions.models import AgendaItem, Attendee, Meeting
from decisions.registry import AgendaKind, EntryDraft, Offer, Outcome
from policy.meetings import Votes

from .people import user_with

TOP = "test.top"
TOP_KIND = AgendaKind(
    TOP,
    "拟表彰人选",
    "第七条",
    (
        Outcome("commend", "表彰", chosen=True),
        Outcome("not_now", "不表彰"),
        Outcome("later", "缓议", needs_reason=True),
    ),
    ordered=True,
)
PLAN = "test.plan"
PLAN_KIND = AgendaKind(
    PLAN,
    "考核方案",
    "第六条",
    (Outcome("pass", "通过"), Outcome("revise", "修改后再议", needs_reason=True)),
    names_people=False,
)


@contextmanager
def test_kinds(*offers: Offer) -> Iterator[None]:
    """Two kinds of item, registered for as long as it lasts. offers: what waits, of the first kind."""
    registry.register(TOP_KIND)
    registry.register(PLAN_KIND)
    registry.register_source(TOP, lambda: offers)
    try:
        yield
    finally:
        registry.unregister(TOP)
        registry.unregister(PLAN)


test_kinds.__test__ = False  # type: ignore[attr-defined]


def entries(
    *labels: str, cadres: Sequence[int | None] = (), tied: Mapping[int, int] | None = None
) -> tuple[EntryDraft, ...]:
    """One entry per label, proposed to be commended, in order."""
    return tuple(
        EntryDraft(
            subject_id=place,
            cadre_id=cadres[place - 1] if cadres else None,
            label=label,
            proposal="commend",
            position=place,
            tied=(tied or {}).get(place),
        )
        for place, label in enumerate(labels, 1)
    )


class Room:
    """A meeting and who acts in it."""

    def __init__(
        self, *, held_on: date | None = None, kind: str = "standing", number: str = "2026年第12次"
    ) -> None:
        self.officer = user_with(Role.ORG_OFFICER, staff_no="95001", name="林静")
        self.head = user_with(Role.ORG_HEAD, staff_no="95002", name="周启明")
        self.clerk = user_with(Role.PARTY_OFFICE, staff_no="95003", name="许文")
        self.meeting = services.meeting_open(
            kind=kind,
            number=number,
            held_on=held_on or clock.today(),
            place="行政楼第一会议室",
            chair="陈正",
            late_reason="原登记在纸质记录" if held_on and held_on < clock.today() else "",
            actor=self.officer,
        )

    @property
    def now(self) -> Meeting:
        """The meeting as it is stored now."""
        return Meeting.objects.get(pk=self.meeting.pk)

    @property
    def given(self) -> dict[str, int]:
        """What every step of the meeting names."""
        return {"meeting_pk": self.meeting.pk, "version": self.now.version}

    def item(
        self, *labels: str, kind: str = TOP, title: str = "审议拟表彰人选", **more: object
    ) -> AgendaItem:
        """One more item."""
        drafts = entries(*labels, **more) if labels else ()  # type: ignore[arg-type]
        return services.agenda_item_add(
            meeting_pk=self.meeting.pk,
            kind=kind,
            title=title,
            subject_kind="test",
            subject_id=1,
            entries=drafts,
            actor=self.officer,
        )

    def members(self, voters: int = 9, present: int = 9, users: Sequence[User] = ()) -> None:
        """So many members with a vote, of whom so many come; the first ones have these accounts."""
        people = [
            services.AttendeeDraft(
                name=users[place].name if place < len(users) else f"委员{place + 1}",
                duty="党委委员",
                user_id=users[place].pk if place < len(users) else None,
                presence=Attendee.Presence.PRESENT if place < present else Attendee.Presence.LEAVE,
            )
            for place in range(voters)
        ]
        services.attendance_record(**self.given, people=people, actor=self.clerk)

    def held(self) -> Room:
        """The agenda stands and the meeting took place."""
        services.agenda_set(**self.given, actor=self.officer)
        services.meeting_hold(**self.given, actor=self.clerk)
        return self

    def decided(
        self,
        item: AgendaItem,
        outcomes: Mapping[int, str] | str = "commend",
        *,
        voters: int = 9,
        reason: str = "",
    ) -> AgendaItem:
        """Everybody present agrees. outcomes: one for all, or entry -> outcome."""
        keys = list(item.entries.values_list("pk", flat=True)) or [0]
        results = {
            key: services.ResultDraft(
                outcome=outcomes if isinstance(outcomes, str) else outcomes[key],
                reason=reason,
                votes=Votes(voters, 0, 0),
            )
            for key in keys
        }
        return services.item_result_record(
            item_pk=item.pk, version=self.now.version, method="vote", results=results, actor=self.clerk
        )

    def final(self) -> Meeting:
        """The head of the organization department makes the minutes final."""
        return services.meeting_finalise(**self.given, actor=self.head)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)
