"""A confirmed year with a first 20 % and a last 3 %, decided in a real meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Role, RoleGrant, Supervision, Unit, User
from appraisal.models import Cycle, Participant, ScoreConfirmation, ScoringOfficer
from cadres.models import Cadre
from core import clock
from decisions import services as decisions
from decisions.models import AgendaItem
from decisions.selectors.offers import waiting_offers
from outcomes import services
from outcomes.models import BottomReview, CommendationCase, ReminderTalk
from outcomes.uses_agenda import BOTTOM, TOP
from policy.meetings import Votes

from .meetings import Room
from .people import SINCE, user_with
from .small_year import small_year, staff_no

PEOPLE = 34  # the fewest whose 3 % is one


class Uses:
    """A year of 34 people (six seats in front, one behind), and who acts in it."""

    def __init__(self, people: int = PEOPLE, **year: Any) -> None:
        self.cycle = confirmed(small_year(people, **year))
        self.room = Room()
        self.head, self.officer = self.room.head, self.room.officer
        self.unit = Unit.objects.get(name="教务处")
        self.leader = user_with(staff_no="95010", name="郑分管")
        RoleGrant.objects.create(user=self.leader, role=Role.LEADER, unit=self.unit, valid_from=SINCE)

    def supervised(self) -> Uses:
        """The one leader answers for everybody's unit."""
        Supervision.objects.create(unit=self.unit, leader=self.leader, valid_from=SINCE)
        return self

    def listed(self) -> Uses:
        """Both lists are taken over from the count."""
        services.commendations_list(cycle_pk=self.cycle.pk, actor=self.officer)
        services.bottom_list(cycle_pk=self.cycle.pk, actor=self.officer)
        return self

    @property
    def cases(self) -> list[CommendationCase]:
        return list(CommendationCase.objects.order_by("participant__result__rank", "pk"))

    @property
    def review(self) -> BottomReview:
        """The last one."""
        return BottomReview.objects.select_related("participant__cadre").latest("pk")

    @property
    def talk(self) -> ReminderTalk:
        return ReminderTalk.objects.select_related("review__participant__cadre").latest("pk")

    def submitted(self) -> Uses:
        """Everybody has evidence and a fact sheet, and waits for a meeting."""
        for case in self.cases:
            told = services.evidence_record(
                pk=case.pk,
                version=case.version,
                initiative="主动牵头教学秩序整治，三个月完成。",
                performance="本科教学审核评估整改任务全部按期完成。",
                actor=self.officer,
            )
            services.commendation_submit(pk=told.pk, version=told.version, actor=self.officer)
        for review in BottomReview.objects.all():
            filled = fact_sheet(review, self.officer)
            services.bottom_submit(pk=filled.pk, version=filled.version, actor=self.officer)
        return self

    def meeting(self, outcomes: Mapping[str, Any]) -> dict[str, AgendaItem]:
        """Everything that waits is decided and the minutes are final. outcomes: kind -> outcome of all, or
        a function of the entry that gives (outcome, reason)."""
        items = {}
        for waiting in waiting_offers():
            if waiting.kind.code in outcomes:
                offer = waiting.offer
                items[waiting.kind.code] = decisions.agenda_item_from_offer(
                    **self.room.given,
                    kind=waiting.kind.code,
                    subject_kind=offer.subject_kind,
                    subject_id=offer.subject_id,
                    title=offer.title,
                    actor=self.officer,
                )
        self.room.members()
        self.room.held()
        for kind, item in items.items():
            self._decide(item, outcomes[kind])
        self.room.final()
        return items

    def _decide(self, item: AgendaItem, chosen: Any) -> None:
        results = {}
        for entry in item.entries.all():
            outcome, reason = chosen(entry) if callable(chosen) else (chosen, "")
            results[entry.pk] = decisions.ResultDraft(outcome=outcome, reason=reason, votes=Votes(9, 0, 0))
        decisions.item_result_record(
            item_pk=item.pk,
            version=self.room.now.version,
            method="vote",
            results=results,
            actor=self.room.clerk,
        )

    def decided(self, top: Any = "commend", bottom: Any = "talk") -> Uses:
        """Listed, submitted, decided."""
        self.listed().submitted().meeting({TOP: top, BOTTOM: bottom})
        return self

    def cadre_user(self, cadre: Cadre) -> User:
        """The account of a cadre."""
        return user_with(Role.CADRE, staff_no=cadre.staff_no, name=cadre.name)

    def recorded(self, **changes: Any) -> ReminderTalk:
        """The leader has held and recorded the talk."""
        talk = self.talk
        return services.talk_record(
            pk=talk.pk, version=talk.version, values=record(**changes), upload=None, actor=self.leader
        )


def record(**changes: Any) -> dict[str, Any]:
    """What a leader fills in."""
    values: dict[str, Any] = {
        "talked_at": clock.now() - timedelta(minutes=5),
        "place": "行政楼 301",
        "content": "谈话内容：指出推进教学改革不够有力。",
        "said": "本人意见：接受提醒，今后改进。",
        "points": "改进要求：每月到课堂听课两次。",
        "signing": "system",
        "refused": "",
        "witness_one": "",
        "witness_one_post": "",
        "witness_two": "",
        "witness_two_post": "",
    }
    return values | changes


def fact_sheet(review: BottomReview, actor: User, **changes: str) -> BottomReview:
    """The organization department's part of a fact sheet."""
    values = {
        "hard_things": "牵头老校区搬迁，涉及面广。",
        "causes": "搬迁触及部分教师利益，测评中一般票较多。",
        "additions": "",
        "own_view": "",
    }
    return services.fact_sheet_record(
        pk=review.pk, version=review.version, values=values | changes, upload=None, actor=actor
    )


def confirmed(cycle: Cycle) -> Cycle:
    """The count confirmed by two people."""
    duties = {"counter": Role.ORG_OFFICER, "witness": Role.DISCIPLINE_OFFICER}
    for place, (duty, role) in enumerate(duties.items(), 1):
        user = user_with(role, staff_no=f"9600{place}", name=f"计分{place}")
        ScoringOfficer.objects.create(cycle=cycle, user=user, duty=duty, named_by=user)
        ScoreConfirmation.objects.create(
            cycle=cycle, duty=duty, user=user, outcome_sha256=cycle.outcome_sha256
        )
    cycle.confirm()
    cycle.save()
    return cycle


def participant(i: int) -> Participant:
    """Person i of the small year."""
    return Participant.objects.get(cadre__staff_no=staff_no(i))


def at(talked: datetime) -> str:
    """A moment as a form writes it."""
    return talked.strftime("%Y-%m-%dT%H:%M")
