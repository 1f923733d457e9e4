"""Missing votes are decided by two, and the count is confirmed by two: what each may do, and when."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role, RoleGrant, User
from appraisal.models import Cycle, CycleEvent, GapDecision, Result, ScoreConfirmation, ScoringOfficer
from appraisal.selectors import gaps_open, sight_of
from appraisal.services import (
    gap_confirm,
    gap_propose,
    gap_reject,
    gap_withdraw,
    officer_name,
    score_confirm,
    score_confirm_withdraw,
    year_score,
)
from ballots.models import BallotLine
from cadres.models import Cadre
from core import clock
from core.models import Job
from core.pages import RuleBroken, StaleState
from tests.support.people import user_with
from tests.support.scoring import (
    Two,
    confirmed_by_two,
    decided,
    open_gaps,
    proposed,
    rescored,
    two_officers,
)
from tests.support.small_year import small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> Cycle:
    """Eight people, two of whom no 校领导 has marked."""
    return small_year(8, without_leaders=(6, 7))


@pytest.fixture
def two(year: Cycle) -> Two:
    return two_officers(year)


def result(i: int) -> Result:
    return Result.objects.get(participant__cadre__staff_no=staff_no(i))


def leaders_mark(year: Cycle, i: int) -> None:
    """Supplementary papers of 校领导 for one person."""
    cadre = Cadre.objects.get(staff_no=staff_no(i))
    BallotLine.objects.bulk_create(
        BallotLine(round=year.round, cadre=cadre, paper=f"补-{n}", group=0, marks=0) for n in range(5)
    )


# ---- who counts


def test_the_heads_name_two_people_of_their_own_offices(year: Cycle, two: Two) -> None:
    named = ScoringOfficer.objects.filter(cycle=year).values_list("duty", "user__staff_no")
    assert dict(named) == {"counter": "91001", "witness": "91002"}
    for duty, actor in (
        ("counter", two.discipline_head),
        ("witness", two.org_head),
        ("counter", two.counter),
    ):
        with pytest.raises(RuleBroken, match="负责人指定"):
            officer_name(cycle_pk=year.pk, duty=duty, user=two.org_head, actor=actor)


def test_who_is_of_another_office_or_takes_part_is_refused_with_the_reason(year: Cycle, two: Two) -> None:
    present = ScoringOfficer.objects.get(duty="counter")
    taking_part = user_with(Role.ORG_OFFICER, staff_no=staff_no(1), name="甲1")
    for user, said in ((two.discipline_head, "须由组织部的在任人员担任"), (taking_part, "参加考核人员")):
        with pytest.raises(RuleBroken, match=said):
            officer_name(cycle_pk=year.pk, duty="counter", user=user, actor=two.org_head, replaces=present.pk)
    both = two.witness
    RoleGrant.objects.create(user=both, role=Role.ORG_OFFICER, valid_from=clock.today())
    with pytest.raises(RuleBroken, match="不能是同一人"):
        officer_name(cycle_pk=year.pk, duty="counter", user=both, actor=two.org_head, replaces=present.pk)


def test_a_successor_voids_what_the_predecessor_said_alone_and_stays_in_the_history(
    year: Cycle, two: Two
) -> None:
    (one, _) = open_gaps(year)
    (waiting,) = proposed(year, two, people=[one])
    other = user_with(Role.ORG_OFFICER, staff_no="91009", name="江一")
    present = ScoringOfficer.objects.get(duty="counter")
    with pytest.raises(StaleState):
        officer_name(cycle_pk=year.pk, duty="counter", user=other, actor=two.org_head)
    officer_name(cycle_pk=year.pk, duty="counter", user=other, actor=two.org_head, replaces=present.pk)
    waiting.refresh_from_db()
    assert waiting.state == GapDecision.State.LAPSED
    assert ScoringOfficer.objects.filter(duty="counter").count() == 2
    with pytest.raises(RuleBroken, match="只有本次考核的计分人和监票人"):
        proposed(year, two)


def test_an_officer_who_came_onto_the_list_later_acts_no_more(year: Cycle, two: Two) -> None:
    Cadre.objects.filter(staff_no=staff_no(0)).update(staff_no=two.counter.staff_no)
    with pytest.raises(RuleBroken, match="参加考核人员"):
        proposed(year, two)
    assert not sight_of(two.counter, year).scoring_officer


# ---- missing votes


def test_one_proposes_the_other_decides_and_then_the_year_is_scored_again(year: Cycle, two: Two) -> None:
    found = proposed(year, two, "renormalise")
    assert gaps_open(year) == 2
    with pytest.raises(RuleBroken, match="两人分别进行"):
        gap_confirm(cycle_pk=year.pk, decisions=[item.pk for item in found], actor=two.counter)
    with pytest.raises(RuleBroken, match="只有本次考核的计分人和监票人"):
        gap_confirm(cycle_pk=year.pk, decisions=[item.pk for item in found], actor=two.org_head)
    gap_confirm(cycle_pk=year.pk, decisions=[item.pk for item in found], actor=two.witness)
    assert gaps_open(year) == 2, "the figures wait for the scoring"
    assert Job.objects.filter(kind="appraisal.score", key=f"cycle:{year.pk}").count() == 1
    rescored(year)
    assert gaps_open(year) == 0
    assert result(6).rank is not None
    assert "经两名计分人员核定折算" in str(result(6).reasons)


def test_no_rank_settles_the_gap_and_changes_nobody_else(year: Cycle, two: Two) -> None:
    before = list(Result.objects.order_by("participant").values_list("participant", "rank", "total"))
    decided(year, two, "unranked")
    assert gaps_open(year) == 0
    assert sight_of(two.witness, year).figures
    after = list(Result.objects.order_by("participant").values_list("participant", "rank", "total"))
    assert after == before
    assert "经两名计分人员核定不排名" in str(result(7).reasons)


def test_what_stands_is_not_decided_again(year: Cycle, two: Two) -> None:
    one, other = open_gaps(year)
    decided(year, two, "unranked", [one])
    for remedy in ("renormalise", "remeasure"):
        with pytest.raises(RuleBroken, match="不能更改"):
            proposed(year, two, remedy, [one])
    proposed(year, two, "unranked", [other])
    with pytest.raises(RuleBroken, match="待核定的处理意见"):
        proposed(year, two, "unranked", [other])
    with pytest.raises(RuleBroken, match="请勾选"):
        proposed(year, two, "unranked", [])


def test_a_second_ballot_stays_open_until_papers_come_and_may_give_way(year: Cycle, two: Two) -> None:
    one, other = open_gaps(year)
    decided(year, two, "remeasure")
    assert gaps_open(year) == 2
    leaders_mark(year, 6)
    rescored(year)
    assert gaps_open(year) == 1
    assert result(6).rank is not None
    states = dict(GapDecision.objects.values_list("participant", "state"))
    assert states == {one: GapDecision.State.LAPSED, other: GapDecision.State.CONFIRMED}
    decided(year, two, "unranked", [other])
    assert gaps_open(year) == 0


def test_new_papers_that_change_what_is_missing_void_the_decision(year: Cycle, two: Two) -> None:
    decided(year, two, "unranked")
    BallotLine.objects.filter(cadre__staff_no=staff_no(6), group=2).delete()
    rescored(year)
    assert result(6).missing == ["leaders", "staff"]
    assert gaps_open(year) == 1
    leaders_mark(year, 7)
    rescored(year)
    assert result(7).rank is not None
    assert set(GapDecision.objects.values_list("state", flat=True)) == {GapDecision.State.LAPSED}


def test_settled_holds_for_the_same_groups_alone(year: Cycle, two: Two) -> None:
    decided(year, two, "unranked")
    Result.objects.filter(participant__cadre__staff_no=staff_no(6)).update(missing=["leaders", "peers"])
    assert gaps_open(year) == 1


def test_nothing_is_shared_out_where_no_group_counts(year: Cycle, two: Two) -> None:
    BallotLine.objects.filter(cadre__staff_no=staff_no(6)).delete()
    rescored(year)
    with pytest.raises(RuleBroken, match="不能折算"):
        proposed(year, two, "renormalise")
    assert len(decided(year, two, "unranked")) == 2


def test_a_refusal_and_a_withdrawal_leave_the_gap_open(year: Cycle, two: Two) -> None:
    first = proposed(year, two)
    keys = [item.pk for item in first]
    gap_reject(cycle_pk=year.pk, decisions=keys, objection="应先补测", actor=two.witness)
    assert len(open_gaps(year)) == 2
    again = [item.pk for item in proposed(year, two)]
    with pytest.raises(RuleBroken, match="提出人"):
        gap_withdraw(cycle_pk=year.pk, decisions=again, actor=two.witness)
    gap_withdraw(cycle_pk=year.pk, decisions=again, actor=two.counter)
    assert len(open_gaps(year)) == 2
    with pytest.raises(StaleState):
        gap_confirm(cycle_pk=year.pk, decisions=again, actor=two.witness)
    notes = list(CycleEvent.objects.filter(case=year).order_by("pk").values_list("note", flat=True))
    people = Cadre.objects.filter(participations__gap_decisions__in=keys).order_by("staff_no")
    told = "不排名 2 人：" + "、".join(f"{cadre.name}（{cadre.staff_no}）" for cadre in people)
    assert [note for note in notes if note.startswith("缺票处理")] == [
        f"缺票处理{what}，{told}" for what in ("提出", "不同意", "提出", "撤回")
    ]


def test_nothing_is_decided_while_the_data_waits_for_scoring(year: Cycle, two: Two) -> None:
    found = proposed(year, two)
    year.correct()
    year.save()
    for act in (
        lambda: gap_confirm(cycle_pk=year.pk, decisions=[i.pk for i in found], actor=two.witness),
        lambda: proposed(year, two),
    ):
        with pytest.raises(RuleBroken, match="等待重新计分"):
            act()


# ---- confirmation


def test_two_confirm_the_same_results_and_then_nothing_moves(year: Cycle, two: Two) -> None:
    digest = year.outcome_sha256
    with pytest.raises(RuleBroken, match="2 人缺票待核"):
        score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.counter)
    decided(year, two)
    with pytest.raises(StaleState):
        score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.counter)
    digest = year.outcome_sha256
    with pytest.raises(RuleBroken, match="只有本次考核的计分人和监票人"):
        score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.org_head)
    assert score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.counter).confirmed_at is None
    with pytest.raises(RuleBroken, match="已经确认过"):
        score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.counter)
    assert score_confirm(cycle_pk=year.pk, outcome_sha256=digest, actor=two.witness).confirmed_at
    with pytest.raises(RuleBroken, match="已经两人确认"):
        score_confirm_withdraw(cycle_pk=year.pk, actor=two.counter)
    with pytest.raises(RuleBroken, match="已经两人确认"):
        officer_name(cycle_pk=year.pk, duty="counter", user=two.org_head, actor=two.org_head)


def test_a_confirmation_is_taken_back_and_void_for_other_results(year: Cycle, two: Two) -> None:
    decided(year, two)
    score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.counter)
    score_confirm_withdraw(cycle_pk=year.pk, actor=two.counter)
    with pytest.raises(RuleBroken, match="没有可以撤回"):
        score_confirm_withdraw(cycle_pk=year.pk, actor=two.counter)
    score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.counter)
    BallotLine.objects.filter(cadre__staff_no=staff_no(0), group=1).update(marks=1)
    rescored(year)
    score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.witness)
    year.refresh_from_db()
    assert year.confirmed_at is None, "the first one had confirmed other results"
    assert ScoreConfirmation.objects.filter(cycle=year).count() == 2


def test_nobody_confirms_while_the_year_is_being_scored(year: Cycle, two: Two) -> None:
    found = proposed(year, two)
    gap_confirm(cycle_pk=year.pk, decisions=[item.pk for item in found], actor=two.witness)
    with pytest.raises(RuleBroken, match="正在重新计分"):
        score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.counter)


def test_the_database_refuses_a_year_confirmed_by_one(year: Cycle, two: Two) -> None:
    """The last guard, whoever forgets to ask."""
    decided(year, two)
    for said in range(2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cycle.objects.update(confirmed_at=clock.now())
        if not said:
            score_confirm(cycle_pk=year.pk, outcome_sha256=year.outcome_sha256, actor=two.counter)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreConfirmation.objects.create(
            cycle=year, duty="witness", user=two.counter, outcome_sha256=year.outcome_sha256
        )


def test_a_decision_by_one_person_is_refused_by_the_database(year: Cycle, two: Two) -> None:
    found = proposed(year, two)
    with pytest.raises(IntegrityError), transaction.atomic():
        GapDecision.objects.filter(pk=found[0].pk).update(state="confirmed", decided_by=two.counter)


def test_a_confirmed_year_is_not_scored_again(year: Cycle, two: Two) -> None:
    decided(year, two)
    confirmed_by_two(year, two)
    with pytest.raises(Exception, match="已经确认"):
        year_score(cycle_pk=year.pk, actor=User.objects.system())
    with pytest.raises(RuleBroken, match="已经两人确认"):
        gap_propose(cycle_pk=year.pk, participants=[1], remedy="unranked", reason="x", actor=two.counter)
