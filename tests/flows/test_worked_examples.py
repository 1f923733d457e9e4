"""Worked examples of the effects, as the organization department would check them (第十二至十四条).

Examples 5 to 7 are pure and stand in `tests/policy/test_influence.py`; what 诬告陷害 needs (12) in
`tests/clarification/test_flow.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from alerts.models import Card, Signal
from appraisal.models import Cycle, Result
from appraisal.services import year_score
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from matters import accountability
from matters.models import Mark, Relief
from matters.selectors import bars_on
from matters.services import mark_record, relief_record
from notices.selectors import inbox_of
from outcomes.models import StaleResult
from tests.support.alerts import Office
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import confirmed
from tests.support.tolerance import Story

pytestmark = pytest.mark.django_db
PEOPLE = 6


class Exempt:
    """One matter of the best of six people: a yellow card with 2 points, and a 提醒."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cycle = small_year(PEOPLE)
        self.clean = self.figures()
        self.office = Office()
        self.office.cadre = Cadre.objects.get(staff_no=staff_no(0))
        with monkeypatch.context() as then:
            then.setattr("core.clock.today", lambda: date(YEAR, 11, 20))
            self.card = self.office.issued(points=2)
            assert self.card.matter is not None
            mark_record(
                matter=self.card.matter,
                cadre=self.office.cadre,
                measure="提醒",
                decided_on=date(YEAR, 11, 20),
                actor=self.office.head,
            )
        self.score()

    def score(self) -> None:
        self.cycle = year_score(cycle_pk=self.cycle.pk, actor=User.objects.system())

    def figures(self) -> list[tuple[Any, ...]]:
        rows = Result.objects.filter(cycle=self.cycle).order_by("participant__cadre__staff_no")
        return list(rows.values_list("rank", "total", "deducted", "suggestion"))

    def relieve(self) -> Relief:
        return relief_record(
            matter=self.card.matter,  # type: ignore[arg-type]
            cadre=self.office.cadre,
            kind=Relief.Kind.EXEMPT,
            source="党委会〔2026〕9号",
            actor=self.office.head,
        )


def test_example_8_exempt_before_the_decision_gives_the_points_back(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Exempt(monkeypatch)
    rank, total, deducted, _ = world.figures()[0]
    assert (deducted, total) == (2, world.clean[0][1] - 2) and rank > 1
    world.relieve()
    world.card.refresh_from_db()
    assert world.card.state == "exempted"
    world.score()
    assert world.figures() == world.clean
    assert not StaleResult.objects.exists()
    assert bars_on([world.office.cadre.pk], clock.today()) == {}


def test_example_8_exempt_after_the_decision_asks_the_committee_for_one_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = Exempt(monkeypatch)
    confirmed(world.cycle)
    Cycle.objects.filter(pk=world.cycle.pk).update(source="plan", state=Cycle.State.DECIDED)
    decided = world.figures()
    world.relieve()
    assert world.figures() == decided, "nothing moves by itself"
    case = StaleResult.objects.get()
    assert case.participant.cadre == world.office.cadre
    assert case.would_be["total"] == str(world.clean[0][1])
    # The card counts no more: another one makes no second within twelve months.
    world.office.issued()
    assert Card.objects.counted().count() == 1
    assert not Signal.objects.filter(rule="two_yellow").exists()


def test_example_9_taken_back_accountability_and_the_duty_of_the_office_stay(client: Client) -> None:
    story = Story(client)
    record = accountability.accountability_record(
        matter=story.matter,
        cadre=story.who,
        body="校党委",
        intended="诫勉",
        opened_on=clock.today(),
        actor=story.desk,
    )
    accountability.accountability_tell(pk=record.pk, version=1, told_on=clock.today(), actor=story.desk)

    def asked() -> bool:
        waiting = inbox_of(story.one, clock.today()).waiting
        return "回答问责中的容错问题" in {item.duty.label for item in waiting}

    story.submitted().accepted()
    story.acts(story.person, "withdraw", {"reason": "先处理整改。"})
    assert story.case.state == "withdrawn"
    record.refresh_from_db()
    assert record.is_open and record.answer == "" and asked()
    with pytest.raises(RuleBroken, match="还没有回答"):
        accountability.accountability_decide(
            pk=record.pk,
            version=record.version,
            form="诫勉",
            document_no="1号",
            decided_on=clock.today(),
            actor=story.discipline,
        )
    # The second application needs new facts.
    story.starts()
    story.acts(story.person, "submit", story.texts(), fails=True)
    story.acts(story.person, "submit", story.texts(new_facts="审计确认没有损失。"))
    assert story.case.state == "submitted"
    assert Mark.objects.standing().filter(cadre=story.who).exists(), "what was recorded counts on"
