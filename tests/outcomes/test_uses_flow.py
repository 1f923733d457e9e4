"""The first 20 % and the last 3 % of a year, told as the organization department would tell it (第七条)."""

from __future__ import annotations

import pytest

from outcomes import services
from outcomes.selectors.bottom import talks_counted
from tests.support.uses import Uses

pytestmark = pytest.mark.django_db


def test_smoke() -> None:
    uses = Uses().supervised().decided()
    assert {case.state for case in uses.cases} == {"agreed"}
    assert uses.review.outcome == "talk"
    assert uses.talk.leader == uses.leader
    cases = [case.pk for case in uses.cases]
    services.commendations_publish(
        cycle_pk=uses.cycle.pk, cases=cases, scope="school", text="拟表彰名单", actor=uses.officer
    )
    assert {case.state for case in uses.cases} == {"public"}
    assert talks_counted(uses.review.participant.cadre, uses.review.decided_on).count() == 1
    uses.recorded()
    assert uses.talk.state == "recorded"
