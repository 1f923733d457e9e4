"""Meetings and publicity of a made-up kind, for tests of what every later app stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from accounts.models import Role, User
from core import clock
from core.files import file_store
from core.models import StoredFile
from decisions import registry, services
from decisions.models import AgendaItem, Attendee, Meeting, Publicity
from decisions.registry import AgendaKind, EntryDraft, Offer, Outcome
from decisions.services import PublicPerson
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
        Outcome("later", "另行研究", needs_reason=True),
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
_waiting: list[Offer] = []


def kinds_ready() -> None:
    """Two kinds of item, and a source of the first; once per process."""
    if TOP not in {kind.code for kind in registry.kinds()}:
        registry.register(TOP_KIND)
        registry.register(PLAN_KIND)
        registry.register_source(TOP, lambda: tuple(_waiting))


@contextmanager
def offered(*offers: Offer) -> Iterator[None]:
    """These wait for a meeting for as long as it lasts."""
    _waiting[:] = offers
    try:
        yield
    finally:
        _waiting.clear()


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


def somebody(staff_no: str, role: Role, name: str) -> User:
    """A user with that role, made once."""
    return User.objects.filter(staff_no=staff_no).first() or user_with(role, staff_no=staff_no, name=name)


class Room:
    """A meeting and who acts in it."""

    def __init__(
        self, *, held_on: date | None = None, kind: str = "standing", number: str = "2026年第12次"
    ) -> None:
        kinds_ready()
        self.officer = somebody("95001", Role.ORG_OFFICER, "林静")
        self.head = somebody("95002", Role.ORG_HEAD, "周启明")
        self.clerk = somebody("95003", Role.PARTY_OFFICE, "许文")
        late = held_on is not None and held_on < clock.today()
        self.meeting = services.meeting_open(
            kind=kind,
            number=number,
            held_on=held_on or clock.today(),
            place="行政楼第一会议室",
            chair="陈正",
            late_reason="原登记在纸质记录" if late else "",
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
        self,
        *labels: str,
        kind: str = TOP,
        title: str = "审议拟表彰人选",
        supplementary: str = "",
        **more: Any,
    ) -> AgendaItem:
        """One more item."""
        return services.agenda_item_add(
            meeting_pk=self.meeting.pk,
            kind=kind,
            title=title,
            subject_kind="test",
            subject_id=1,
            entries=entries(*labels, **more) if labels else (),
            supplementary=supplementary,
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

    def agreed(self) -> Room:
        """The agenda stands."""
        services.agenda_set(**self.given, actor=self.officer)
        return self

    def held(self) -> Room:
        """The agenda stands and the meeting took place."""
        self.agreed()
        services.meeting_hold(**self.given, actor=self.clerk)
        return self

    def results(
        self,
        item: AgendaItem,
        outcomes: Mapping[str, str] | str = "commend",
        *,
        votes: Votes | None = Votes(9, 0, 0),  # noqa: B008 - frozen
        reasons: Mapping[str, str] | None = None,
    ) -> dict[int, services.ResultDraft]:
        """Results by entry. outcomes: one for all, or label -> outcome, the first one for the rest."""
        rows = list(item.entries.values_list("pk", "label")) or [(0, item.title)]
        return {
            key: services.ResultDraft(
                outcome=outcomes if isinstance(outcomes, str) else outcomes.get(label, "commend"),
                reason=(reasons or {}).get(label, ""),
                votes=votes,
            )
            for key, label in rows
        }

    def decided(self, item: AgendaItem, *args: Any, **more: Any) -> AgendaItem:
        """党办 enters what `results` says."""
        return services.item_result_record(
            item_pk=item.pk,
            version=self.now.version,
            method="vote",
            results=self.results(item, *args, **more),
            actor=self.clerk,
        )

    def final(self) -> Meeting:
        """The head of the organization department makes the minutes final."""
        return services.meeting_finalise(**self.given, actor=self.head)


def public(
    *names: str, actor: User | None = None, scope: str = "school", draft: bool = False, **more: Any
) -> Publicity:
    """A list of these people, public for five working days."""
    given: dict[str, Any] = {
        "kind": TOP,
        "title": "2025 年度考核拟表彰人选公示",
        "subject_kind": "test",
        "subject_id": 1,
        "people": [PublicPerson(None, name, "教务处", "处长") for name in names],
        "days": 5,
        "scope": scope,
        "text": "根据考核结果并经会议研究，现将拟表彰人选予以公示。有意见的请向组织部反映。",
        "actor": actor or somebody("95001", Role.ORG_OFFICER, "林静"),
    }
    return (services.publicity_draft if draft else services.publicity_open)(**(given | more))


def objected(publicity: Publicity, name: str = "", content: str = "反映其在项目中弄虚作假") -> Any:
    """An objection against one person of it, or against all."""
    inspector = somebody("95004", Role.DISCIPLINE_OFFICER, "秦监督")
    person = publicity.people.get(name=name).pk if name else None
    return services.objection_record(
        publicity_pk=publicity.pk,
        person_pk=person,
        received_on=clock.today(),
        channel="letter",
        objector="张三 13900000000",
        content=content,
        handler=inspector,
        actor=inspector,
    )


def closed(objection: Any, finding: str = "not_true", *, stays: bool = True) -> Any:
    """What the inspector found."""
    return services.objection_close(
        objection_pk=objection.pk,
        finding=finding,
        stays=stays,
        note="经查阅材料、谈话核实",
        actor=objection.handler,
    )


def scan(actor: User) -> StoredFile:
    """A signed paper, as it is kept."""
    return file_store(BytesIO(b"%PDF-1.7 signed"), name="签字.pdf", actor=actor)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


STATES = ("preparing", "agenda_set", "held", "final")


def furnish_meetings() -> None:
    """A meeting in every state with one item and one recusal each, and publicity with an objection."""
    for place, state in enumerate(STATES, 1):
        room = Room(number=f"2026年第{place}次")
        item = room.item(
            "王建国（教务处处长）", "李秀英（学生处处长）", title=f"审议拟表彰人选（第{place}批）"
        )
        room.members()
        services.recusal_add(
            item_pk=item.pk,
            entry_pk=item.entries.latest("pk").pk,
            attendee_pk=room.meeting.attendees.latest("pk").pk,
            version=room.now.version,
            reason="与本人有工作上的直接利害关系",
            actor=room.officer,
        )
        if state != "preparing":
            room.agreed()
        if state in ("held", "final"):
            _recorded(room, item)
        if state == "final":
            room.final()
    public("赵一", "钱二", draft=True, title="2025 年度考核拟表彰人选公示（草稿）")
    objected(public("王建国", "李秀英"), "王建国")


def _recorded(room: Room, item: AgendaItem) -> None:

    services.meeting_hold(**room.given, actor=room.clerk)
    services.proxy_set(**room.given, leader="陈正", scan=scan(room.clerk), actor=room.clerk)
    votes = {item.entries.earliest("pk").pk: Votes(9, 0, 0), item.entries.latest("pk").pk: Votes(8, 0, 0)}
    services.item_result_record(
        item_pk=item.pk,
        version=room.now.version,
        method="vote",
        results={pk: services.ResultDraft("commend", "", found) for pk, found in votes.items()},
        actor=room.clerk,
    )


def meeting_pk(state: str) -> list[object]:
    """The furnished meeting in that state."""
    return [Meeting.objects.filter(state=state).earliest("pk").pk]


def item_pk(state: str) -> list[object]:
    """The furnished meeting in that state with its item."""
    item = AgendaItem.objects.filter(meeting__state=state).earliest("pk")
    return [item.meeting_id, item.pk]


def recusal_pk(state: str) -> list[object]:
    item = AgendaItem.objects.filter(meeting__state=state).earliest("pk")
    return [item.meeting_id, item.pk, item.recusals.earliest("pk").pk]


def publicity_pk(state: str = "running") -> list[object]:
    """The furnished publicity in that state."""
    return [Publicity.objects.filter(state=state).earliest("pk").pk]


def objection_pk() -> list[object]:
    found = Publicity.objects.filter(state="running").earliest("pk")
    return [found.pk, found.objections.earliest("pk").pk]


def public_person_pk() -> list[object]:
    found = Publicity.objects.filter(state="running").earliest("pk")
    return [found.pk, found.people.latest("pk").pk]
