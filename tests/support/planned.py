"""A cycle that is run here, from its plan on, by the product's own services.

Six people of one office (five heads of it and a deputy, so that their category is merged), one of them away
for more than half the year. Person i is better than person i + 1, as in `small_year`.
"""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from accounts.models import Role, Unit, UnitKind, User
from appraisal.models import Cycle, Participant
from appraisal.services import (
    cycle_step,
    grade_propose,
    officer_name,
    participants_generate,
    plan_draft,
    year_score,
)
from ballots.models import BallotLine
from cadres.models import Absence, Appointment, Cadre, Post, PostRank
from core import clock
from core.models import Job
from decisions import selectors as decided
from decisions import services as meetings
from tests.support.meetings import Room
from tests.support.people import user_with
from tests.support.scoring import Two, confirmed_by_two, two_officers
from tests.support.small_year import GROUPS, _papers

YEAR = 2026
DAYS: dict[str, Any] = {
    "focus": "学校重大决策部署的贯彻执行",
    "cutoff_on": date(YEAR, 12, 31),
    "report_due": date(YEAR, 12, 20),
    "voting_from": date(YEAR, 12, 25),
    "voting_to": date(YEAR, 12, 31),
    "panel_due": date(YEAR + 1, 1, 15),
    "decision_due": date(YEAR + 1, 1, 31),
    "archive_due": date(YEAR + 1, 3, 31),
    "excellent_share": None,
    "bottom_scope": "",
    "ways": ["machine"],
}
PEOPLE, AWAY = 6, 5
ADMIN_LEVELS = {"middle": "正处级", "section": "正科级"}


class Story:
    """The people of the story and the cycle, step by step."""

    def __init__(
        self, people: int = PEOPLE, *, level: str = "middle", days: dict[str, Any] | None = None
    ) -> None:
        self.room = Room()
        self.head, self.officer, self.clerk = self.room.head, self.room.officer, self.room.clerk
        self.unit, _ = Unit.objects.get_or_create(name="教务处", kind=UnitKind.OFFICE)
        self.cadres = [_cadre(self.unit, i, ADMIN_LEVELS[level]) for i in range(people)]
        self.two: Two | None = None
        given = {"year": YEAR, "kind": "annual", "level": level, "values": days or DAYS}
        self._cycle = plan_draft(**given, actor=self.officer)

    def term(self) -> Story:
        """A term to the same year with the same people, from its plan on; the same two count it."""
        assert self.two is not None
        other = copy(self)
        given = {"year": YEAR, "kind": "term", "level": "middle", "values": DAYS}
        other._cycle = plan_draft(**given, actor=self.officer)
        other.approved()
        for duty, user, head in (
            ("counter", self.two.counter, self.two.org_head),
            ("witness", self.two.witness, self.two.discipline_head),
        ):
            officer_name(cycle_pk=other._cycle.pk, duty=duty, user=user, actor=head)
        return other

    @property
    def cycle(self) -> Cycle:
        """The cycle as it is stored now."""
        return Cycle.objects.select_related("plan", "round", "policy").get(pk=self._cycle.pk)

    @property
    def participants(self) -> list[Participant]:
        rows = Participant.objects.filter(cycle=self._cycle).select_related("cadre", "cycle")
        return list(rows.order_by("cadre__staff_no"))

    def approved(self) -> Story:
        """The committee's final minutes approve the plan."""
        self.decided_by_meeting("appraisal.plan", "approved")
        return self

    def listed(self) -> Story:
        participants_generate(cycle_pk=self._cycle.pk, actor=self.officer)
        return self

    def step(self, code: str, *, why: str = "演示需要", note: str = "", by: User | None = None) -> Cycle:
        """One step by the head of the department."""
        return cycle_step(
            cycle_pk=self._cycle.pk,
            step=code,
            seen=self.cycle.state,
            why_now=why,
            note=note,
            actor=by or self.head,
        )

    def voted(self) -> Story:
        """Papers of every group came in by machine."""
        lines = [
            BallotLine(
                round=self.cycle.round, cadre=cadre, paper=f"{group}-{paper}", group=group, marks=marks
            )
            for i, cadre in enumerate(self.cadres)
            for group, paper, marks in _papers(i)
            if group < GROUPS
        ]
        BallotLine.objects.bulk_create(lines)
        return self

    def scored(self) -> Story:
        """Counted, and confirmed by the two officers."""
        self.two = self.two or two_officers(self.cycle)
        self.step("score")
        return self.counted().confirmed()

    def counted(self) -> Story:
        """The worker has done what was asked of it."""
        Job.objects.filter(kind="appraisal.score").delete()
        year_score(cycle_pk=self._cycle.pk, actor=User.objects.system())
        return self

    def confirmed(self) -> Story:
        """Both officers have confirmed the count."""
        assert self.two is not None
        confirmed_by_two(self.cycle, self.two)
        return self

    def judged(self, words: dict[int, str] | None = None) -> Story:
        """The panel speaks of everybody: 称职, or as said by person."""
        for i, row in enumerate(self.participants):
            word = (words or {}).get(i, "称职" if row.graded else "不确定等次")
            grade_propose(
                participant_pk=row.pk, version=0, word=word, reason="实绩较好", comment="", actor=self.officer
            )
        return self

    def until(self, state: str) -> Story:
        """Everything up to that state."""
        for reached, act in (
            ("approved", self.approved),
            ("self_report", lambda: (self.listed(), self.step("open_reports"))),
            ("report_public", lambda: self.step("publish_reports")),
            ("voting", lambda: self.step("open_voting")),
            ("interview", lambda: (self.voted(), self.step("close_voting"))),
            ("scored", self.scored),
            ("panel", lambda: self.step("open_panel")),
            ("decided", lambda: (self.judged(), self.decided_by_meeting("appraisal.grades", "称职"))),
            ("feedback", lambda: self.step("open_feedback")),
            ("review", lambda: self.step("open_review")),
            ("archived", lambda: self.step("archive", note="述职早布置一周。")),
        ):
            act()
            if reached == state:
                return self
        raise LookupError(state)

    def decided_by_meeting(self, kind: str, outcome: str, **results: str) -> None:
        """A meeting takes the item from the lists, agrees with every proposal, and its minutes become final.

        outcome: of an item without entries; those with entries get what was proposed of them.
        """
        offered = next(offer for offer in decided.waiting_offers() if offer.kind.code == kind)
        room = _meeting(self.room)
        meetings.agenda_item_from_offer(
            **room.given,
            kind=kind,
            subject_kind=offered.offer.subject_kind,
            subject_id=offered.offer.subject_id,
            title=offered.offer.title,
            actor=self.officer,
        )
        room.members()
        room.held()
        item = room.now.items.get()
        proposed = {e.label: results.get(e.label, e.proposal) for e in item.entries.all()}
        room.decided(item, proposed or outcome, reasons=dict.fromkeys(results, "会议研究"))
        room.final()


def _meeting(first: Room) -> Room:
    """Another meeting of the same people."""
    room = Room.__new__(Room)
    room.officer, room.head, room.clerk = first.officer, first.head, first.clerk
    room.meeting = meetings.meeting_open(
        kind="standing",
        number=f"{YEAR}年第{first.now.items.count() + type(first.meeting).objects.count() + 1}次",
        held_on=clock.today(),
        place="行政楼第一会议室",
        chair="陈正",
        actor=first.officer,
    )
    return room


def _cadre(unit: Unit, i: int, admin_level: str) -> Cadre:
    cadre = Cadre.objects.create(
        staff_no=f"{30001 + i}", name=f"乙{i}", born="1975-03", started_work="1998-07"
    )
    rank = PostRank.DEPUTY if i == PEOPLE - 2 else PostRank.CHIEF
    post = Post.objects.create(unit=unit, title=f"第{i}科技处处长", rank=rank)
    Appointment.objects.create(cadre=cadre, post=post, in_post_since="2020-03", admin_level=admin_level)
    if i == AWAY:
        Absence.objects.create(
            cadre=cadre, kind=Absence.Kind.SICK, starts=date(YEAR, 1, 5), ends=date(YEAR, 9, 30)
        )
    return cadre


def reader(role: Role, staff_no: str = "96001", name: str = "何静") -> User:
    """Somebody else with a role."""
    return user_with(role, staff_no=staff_no, name=name)
