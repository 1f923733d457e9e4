"""A cadre excused by the committee is held back nowhere: every use by name, through the pages (第十四条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, Unit, User
from alerts.models import Card
from alerts.selectors.counting import marks_in_force
from alerts.services import card_issue
from appraisal.models import Cycle, Participant, Result
from appraisal.selectors import parameters_of
from appraisal.services import year_score
from ballots.models import BallotLine
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from matters.accountability import accountability_record
from matters.models import Mark
from matters.selectors import bars_on, lifted_for, marks_of
from matters.services import mark_record, relief_revoke
from outcomes.selectors.standing import capped_now
from policy.bars import blocking
from policy.influence_table import AWARD, OFFICE, PROMOTION, RANK, TITLE, USES, YOUNG
from policy.measures import judge_marks
from tests.support.alerts import Office, seen
from tests.support.people import user_with
from tests.support.small_year import CATEGORY, YEAR, small_year, staff_no
from tests.support.tolerance import Clock, Story

pytestmark = pytest.mark.django_db
DECIDED, TODAY = date(YEAR, 11, 20), date(YEAR + 1, 3, 10)
# 政务记大过 (18 个月), 免职 (1 年不得安排领导职务), 黄牌: together they touch everything that there is.
MEASURES = (("政务记大过", 3), ("免职", 0))


def in_the_year(who: Cadre) -> Cycle:
    """The cadre takes part in the scored year, with the papers of its first person."""
    cycle = small_year(5)
    first = Cadre.objects.get(staff_no=staff_no(0))
    Participant.objects.create(cycle=cycle, cadre=who, category=CATEGORY, graded=True, ungraded_reason="")
    lines = BallotLine.objects.filter(round=cycle.round, cadre=first)
    BallotLine.objects.bulk_create(
        BallotLine(round=cycle.round, cadre=who, paper=one.paper, group=one.group, marks=one.marks)
        for one in lines
    )
    return cycle


def yellow(story: Story) -> Card:
    """A yellow card with points on the same matter."""
    office = Office.__new__(Office)
    office.head, office.officer = story.discipline, story.desk
    office.cadre, office.unit = story.who, Unit.objects.get(pk=story.unit.pk)
    office.own, office.org_head = story.person, story.org
    card = office.draft("yellow", matter=story.matter)
    return card_issue(**seen(card), document_no="纪〔2026〕1号", points=Decimal(2), actor=story.discipline)


def picture(story: Story, cycle: Cycle) -> dict[str, Any]:
    """What stands against the cadre, by every use that the article names."""
    who, today, parameters = story.who, clock.today(), parameters_of(cycle)
    held = bars_on([who.pk], today).get(who.pk, ())
    lifted = lifted_for([who.pk], year=YEAR, on=today).get(who.pk, {})
    judged = judge_marks(
        marks_of([who.pk], year=YEAR).get(who.pk, ()), lifted, year=YEAR, parameters=parameters
    )
    cycle = year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    result = Result.objects.get(cycle=cycle, participant__cadre=who)
    person = Participant.objects.select_related("cycle", "cadre").get(cycle=cycle, cadre=who)
    return {
        "deduction": result.deducted,
        "grade cap": not judged.ungraded.ok or not judged.barred.ok or not capped_now([person]).ok,
        "on a list": bool(result.suggestion),
        "card": Card.objects.filter(cadre=who, state__in=("issued", "planning", "mending")).exists(),
        "counted cards": marks_in_force(today).filter(cadre=who, measure="黄牌").count(),
        **{use: bool(blocking(held, use)) for use in USES},
        "pages": [use for use in (PROMOTION, OFFICE, RANK, TITLE, AWARD, YOUNG) if _listed(story, use)],
    }


def _listed(story: Story, use: str) -> bool:
    story.client.force_login(story.org)
    answer = story.client.get(reverse("bars"), {"use": use})
    assert answer.status_code == 200
    return story.who.name in answer.content.decode()


def test_an_excused_cadre_is_held_back_nowhere_and_again_where_the_finding_is_revoked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock(monkeypatch).to(TODAY)
    story = Story(client, marked=False)
    for measure, points in MEASURES:
        mark_record(
            matter=story.matter, cadre=story.who, measure=measure, points=points,
            decided_on=DECIDED, document_no="校政〔2025〕3号", actor=story.discipline,
        )  # fmt: skip
    cycle = in_the_year(story.who)
    yellow(story)
    everything = [PROMOTION, OFFICE, RANK, TITLE, AWARD, YOUNG]
    before = picture(story, cycle)
    assert before == {
        "deduction": Decimal(3),
        "grade cap": True,
        "on a list": True,
        "card": True,
        "counted cards": 1,
        **dict.fromkeys(USES, True),
        "pages": everything,
    }

    story.submitted().accepted().verified().referred().decided("exempt")
    after = picture(story, cycle)
    assert after == {
        "deduction": Decimal(0),
        "grade cap": False,
        "on a list": True,
        "card": False,
        "counted cards": 0,
        **dict.fromkeys(USES, False),
        "pages": [],
    }
    assert Mark.objects.filter(cadre=story.who).count() == 3, "suppressed with their trace, not deleted"
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="88002"))
    file = client.get(reverse("cadre", args=[story.who.staff_no])).content.decode()
    assert "免除责任" in file and "今天的使用限制" not in file

    about = {"matter": story.matter, "cadre": story.who, "actor": story.discipline}
    with pytest.raises(RuleBroken, match="免除责任"):
        mark_record(measure="诫勉", decided_on=TODAY, **about)
    with pytest.raises(RuleBroken, match="已经免责或澄清"):
        yellow(story)
    with pytest.raises(RuleBroken, match="不再问责"):
        accountability_record(body="校党委", intended="诫勉", opened_on=TODAY, **about)

    relief_revoke(
        relief=story.case.outcome_in_force.relief, on=TODAY, document_no="沪纪〔2026〕2号",
        reason="查实弄虚作假", actor=story.discipline,
    )  # fmt: skip
    again = picture(story, cycle)
    assert [again[use] for use in USES] == [True] * len(USES)
    assert (again["deduction"], again["grade cap"], again["pages"]) == (Decimal(3), True, everything)
