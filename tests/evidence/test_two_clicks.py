"""What is only ever added comes once: of two clicks, and of the back button, the second adds nothing (F5)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import Role, User
from appraisal.models import BonusPoint, Cycle
from appraisal.selectors.components import bonus_of
from appraisal.services import bonus_add, bonus_take_back
from core import clock
from core.pages import RuleBroken
from decisions.models import Objection
from evidence import services
from evidence.models import Interview, Observation, ObservationAnswer, ObservationEvent
from tests.evidence.test_facts_components import bonus_given
from tests.evidence.test_interviews import heard
from tests.support.meetings import objected, public
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.small_year import small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")


def test_announced_points_of_one_fact_count_once(officer: User) -> None:
    cycle = small_year(2)
    first = bonus_given(cycle, officer)
    assert bonus_given(cycle, officer) == first, "the second click gets what the first made"
    cadre = first.cadre_id
    assert bonus_of(cycle) == {cadre: Decimal("1.5")}
    later = time_machine.travel(clock.now() + timedelta(hours=1))
    with later, pytest.raises(RuleBroken, match="同一事实不重复加分"):
        bonus_given(cycle, officer)
    other = user_with(Role.ORG_OFFICER, staff_no="96005", name="林静")
    with pytest.raises(RuleBroken, match="同一事实不重复加分"):
        bonus_given(cycle, other)
    bonus_take_back(bonus_pk=first.pk, reason="分值有误", actor=officer)
    again = bonus_given(cycle, officer)
    assert again != first and bonus_of(cycle) == {cadre: Decimal("1.5")}


def test_another_fact_of_the_same_document_counts_beside_it(officer: User) -> None:
    cycle = small_year(2)
    first = bonus_given(cycle, officer)
    bonus_add(
        cycle_pk=cycle.pk,
        cadre_pk=first.cadre_id,
        points=Decimal("0.5"),
        reason="承担对口支援。",
        document_no=first.document_no,
        announced_on=first.announced_on,
        actor=officer,
    )
    assert bonus_of(Cycle.objects.get(pk=cycle.pk)) == {first.cadre_id: Decimal("2.0")}
    assert BonusPoint.objects.count() == 2


def observed(cadre_pk: int, officer: User, **changes: Any) -> Observation:
    given: dict[str, Any] = {
        "cadre_pk": cadre_pk,
        "observed_on": clock.today(),
        "source": "survey",
        "direction": "poor",
        "fact": "两次未到岗值班，未请假。",
        "actor": officer,
    }
    return services.observation_record(**(given | changes))


def test_one_observation_and_one_answer_of_two_clicks(officer: User) -> None:
    cadre = small_year(1).participants.get().cadre
    first = observed(cadre.pk, officer)
    assert observed(cadre.pk, officer) == first
    assert Observation.objects.count() == ObservationEvent.objects.count() == 1
    assert observed(cadre.pk, officer, fact="值班记录未填写。") != first, "another fact is another record"
    own = user_with(Role.CADRE, staff_no=staff_no(0), name=cadre.name)
    for _ in range(2):
        services.observation_answer(
            observation_pk=first.pk, text="当日已电话请假。", disputes=True, actor=own
        )
    assert ObservationAnswer.objects.count() == 1


def test_one_interview_of_two_clicks_counts_the_people_once() -> None:
    story = Story().until("interview")
    first = heard(story)
    assert heard(story) == first
    assert Interview.objects.count() == 1
    assert heard(story, group="leader", people=1) != first


def test_one_objection_of_two_clicks() -> None:
    found = public("王建国")
    first = objected(found)
    assert objected(found) == first
    assert Objection.objects.count() == 1
