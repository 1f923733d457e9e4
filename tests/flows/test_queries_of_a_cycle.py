"""Every page of a cycle that lists people costs as many queries for 60 of them as for 6."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from accounts.models import Role, RoleGrant, Supervision, Unit, User
from appraisal.models import BonusPoint, Participant
from core import clock
from decisions.models import AgendaItem, Publicity
from evidence import services as evidence
from evidence.models import UnitResult
from outcomes.models import BottomReview, CommendationCase, FollowUp, ReminderTalk
from tests.appraisal.test_term import term_of
from tests.support.meetings import Room, public
from tests.support.people import SINCE, user_with
from tests.support.planned import YEAR, Story
from tests.support.queries import Costs, both_sizes, cost, differing
from tests.support.reports import handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Who reads -> the pages. Each is asked twice; the second time counts.
OF_THE_HEAD = ("cycle_flow", "cycle_people", "cycle_plan", "reports", "year", "year_gaps", "year_ranking",
               "year_lists", "year_scoring", "year_panel", "year_components", "year_integrity", "year_units",
               "year_documents", "commendations", "commendations_publish", "bottom", "feedback_list",
               "reviews", "stale_results", "year_discreet", "year_units_export",
               "year_tasks", "year_tasks_export", "year_interviews", "year_interviews_export",
               "year_sittings", "year_prints")  # fmt: skip
OF_AN_ITEM = ("meeting_item", "meeting_minutes")
ELSEWHERE = ("observations", "observation_coverage", "key_tasks", "key_tasks_export", "unit_results",
             "unit_results_export", "talks", "talks_export", "meetings", "publicity_list",
             "rules", "bars", "home")  # fmt: skip

IN_A_TERM = ("term_results", "year", "cycle_people", "cycle_flow")
OF_THE_UNIT = ("reports_reading",)


def while_reporting(people: int) -> Costs:
    """Everybody has handed in a report, half of them are checked."""
    story = Story(people).until("self_report")
    secretary = with_role(Role.UNIT_PARTY, "98001", story)
    reports = [handed_in(person, account(person)) for person in story.participants]
    for person, report in list(zip(story.participants, reports, strict=True))[::2]:
        evidence.report_check(participant_pk=person.pk, version=report.version, actor=secretary)
    found = {
        "reports": cost(story.head, "reports", YEAR),
        "reports by status": cost(story.head, "reports", YEAR, query="?status=waiting"),
        "reports_unit": cost(secretary, "reports_unit", YEAR),
        "home of the unit": cost(secretary, "home"),
        "home of the head": cost(story.head, "home"),
    }
    story.step("publish_reports")
    return found | {name: cost(secretary, name) for name in OF_THE_UNIT}


def when_told(people: int) -> Costs:
    """The whole year up to the feedback, with something of every kind about everybody."""
    story = Story(people)
    leader = with_role(Role.LEADER, "98002", story)
    secretary = with_role(Role.UNIT_PARTY, "98001", story)
    Supervision.objects.create(unit=story.unit, leader=leader, valid_from=SINCE)
    story.until("panel").judged({0: "优秀"})
    facts(story)
    found = {"meeting_offers": offers(story)}
    story.decided_by_meeting("appraisal.grades", "")
    story.step("open_feedback")
    uses(story, leader)
    item = AgendaItem.objects.filter(kind="appraisal.grades").latest("pk")
    found |= {name: cost(story.head, name, YEAR) for name in OF_THE_HEAD}
    found |= {name: cost(story.head, name) for name in ELSEWHERE}
    found |= {name: cost(story.clerk, name, item.meeting_id, item.pk) for name in OF_AN_ITEM}
    found["meeting"] = cost(story.clerk, "meeting", item.meeting_id)
    found["publicity"] = cost(story.head, "publicity", Publicity.objects.latest("pk").pk)
    found |= {f"{name} of the leader": cost(leader, name) for name in ("talks", "home")}
    found["feedback_list of the leader"] = cost(leader, "feedback_list", YEAR)
    found |= {f"{name} of the unit": cost(secretary, name) for name in ("candidates", "home")}
    return found | {"meeting_result": result_form(story)}


def in_a_term(people: int) -> Costs:
    term = term_of(people)
    head = user_with(Role.ORG_HEAD)
    return {name: cost(head, name, term.code) for name in IN_A_TERM}


@pytest.mark.parametrize("costs", [while_reporting, when_told, in_a_term])
def test_sixty_people_cost_no_more_queries_than_six(costs: Callable[[int], Costs]) -> None:
    few, many = both_sizes(costs)
    assert not differing(few, many)


def with_role(role: Role, staff_no: str, story: Story) -> User:
    user = user_with(staff_no=staff_no, name="赵书记")
    RoleGrant.objects.create(user=user, role=role, unit=story.unit, valid_from=SINCE)
    return user


def account(person: Participant) -> User:
    return user_with(Role.CADRE, staff_no=person.cadre.staff_no, name=person.cadre.name)


def offers(story: Story) -> int:
    """What waits for a meeting, on the page of one that is being prepared."""
    room = Room(number="2026年第90次")
    return cost(story.officer, "meeting_offers", room.meeting.pk)


def result_form(story: Story) -> int:
    """The form in which the results of an item about everybody are entered."""
    room = Room(number="2026年第91次")
    labels = [cadre.name for cadre in story.cadres]
    item = room.item(*labels, cadres=[cadre.pk for cadre in story.cadres])
    room.members()
    room.held()
    return cost(story.clerk, "meeting_result", room.meeting.pk, item.pk)


def facts(story: Story) -> None:
    """An observation, a bonus, a task and a unit's result of everybody, opinions of half of them."""
    for place, person in enumerate(story.participants):
        evidence.key_task_register(
            number=f"DB{place:03}",
            title="实验室搬迁",
            unit=story.unit,
            cadres=[person.cadre],
            due_on=clock.today(),
            required="按期投入使用。",
            actor=story.officer,
        )
        UnitResult.objects.create(
            unit=Unit.objects.create(name=f"第{place}研究所", kind=story.unit.kind),
            year=YEAR,
            result="优秀",
            document_no="校发〔2026〕9号",
            entered_by=story.officer,
        )
        evidence.observation_record(
            cadre_pk=person.cadre_id,
            observed_on=clock.today(),
            source="survey",
            direction="good",
            fact="到二级学院调研，当场协调解决实验室用房。",
            file=None,
            actor=story.officer,
        )
        BonusPoint.objects.create(
            cycle=story.cycle,
            cadre=person.cadre,
            points=Decimal("0.01"),
            reason="经公布加分。",
            document_no="校发〔2026〕30号",
            announced_on=clock.today(),
            entered_by=story.officer,
        )
    evidence.integrity_ask(cycle_pk=story.cycle.pk, actor=story.officer)


def uses(story: Story, leader: User) -> None:
    """Everybody a candidate (half of them agreed on), judged, talked to and followed up, and public."""
    for place, person in enumerate(story.participants):
        agreed = {"state": "agreed", "performance": "好", "decided_on": clock.today(), "entry": 1}
        CommendationCase.objects.create(
            participant=person, initiative="牵头", **(agreed if place % 2 else {})
        )
        review = BottomReview.objects.create(participant=person)
        talk = ReminderTalk.objects.create(
            review=review,
            leader=leader,
            state=ReminderTalk.State.FOLLOWING,
            due_on=clock.today(),
            talked_at=clock.now(),
            place="行政楼 301",
            signing="refused",
            witness_one="钱平",
            witness_two="孙立",
            recorded_by=leader,
        )
        FollowUp.objects.create(talk=talk, months=3, due_on=clock.today())
    public(*(cadre.name for cadre in story.cadres), actor=story.officer)
