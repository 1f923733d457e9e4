"""A lifted matter: exactly another world before the decision, one person alone after it (第十四条)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from appraisal.models import Cycle, CycleEvent, Grading, Participant, Result, ScoreConfirmation
from appraisal.selectors.term import annual_years
from appraisal.services import cycle_reopen, year_score
from cadres.models import Cadre
from core import clock
from core.models import Job
from core.pages import RuleBroken
from evidence.selectors.panel import years_before
from matters.models import Mark, Matter, Relief
from matters.services import relief_record
from outcomes.agenda_review import offers, on_decided
from outcomes.models import BottomReview, CommendationCase, Feedback, Revision, StaleResult
from outcomes.selectors.bottom import bottom_changes, bottom_offers
from outcomes.selectors.standing import BOTTOM, COMMEND, GRADE, digest_of
from outcomes.services import stale_apply, stale_keep
from portal.selectors import years_of
from tests.appraisal.test_term import round_of
from tests.support.people import user_with
from tests.support.small_year import CATEGORY, YEAR, small_year, staff_no
from tests.support.told_year import DECIDED_ON, MEETING, confirmed, decided_year, told_year

pytestmark = pytest.mark.django_db
PEOPLE = 10


def lift(i: int, actor: User | None = None) -> Any:
    """Person i's marks are lifted by a clarification."""
    mark = Mark.objects.select_related("matter", "cadre").get(cadre__staff_no=staff_no(i))
    return relief_record(
        matter=mark.matter,
        cadre=mark.cadre,
        kind="澄清",
        source="纪委〔2026〕8号",
        actor=actor or User.objects.system(),
    )


def figures(cycle: Cycle) -> list[tuple[Any, ...]]:
    """Everything scored of everybody, but the record of the lifted marks themselves."""
    rows = Result.objects.filter(cycle=cycle).order_by("participant__cadre__staff_no")
    names = ("participant__cadre__staff_no", "category", "rank", "score", "deducted", "total", "distance",
             "suggestion", "group_means")  # fmt: skip
    return list(rows.values_list(*names))


def stored(cycle: Cycle) -> dict[str, list[Any]]:
    """Every stored row of results and grades, byte by byte."""
    return {
        "results": list(Result.objects.filter(cycle=cycle).order_by("pk").values()),
        "grades": list(Grading.objects.filter(participant__cycle=cycle).order_by("pk").values()),
    }


def test_before_the_count_is_confirmed_a_relief_asks_for_scoring_and_gives_the_other_world() -> None:
    cycle = small_year(PEOPLE, marked={0: "诫勉", 3: "扣分"})
    lift(0)
    lift(3)
    cycle.refresh_from_db()
    assert cycle.state == Cycle.State.VOTING
    assert Job.objects.filter(kind="appraisal.score").exists()
    cycle = year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    lifted = figures(cycle)
    Mark.objects.all().delete()
    Cycle.objects.filter(pk=cycle.pk).update(outcome_sha256="")
    assert figures(year_score(cycle_pk=cycle.pk, actor=User.objects.system())) == lifted


# What differs from one request to the next, and the sentence that says that a matter was lifted.
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|X-CSRFToken[^}]*|data-left="\d+"|\d\d:\d\d'
    r"|<p>事项[^<]*已认定澄清[^<]*</p>"
)


def pages(client: Client) -> list[str]:
    """The pages of figures as the head reads them."""
    paths = (f"/appraisal/{YEAR}/ranking/", f"/appraisal/{YEAR}/lists/")
    return [CHANGING.sub("", client.get(path).content.decode()) for path in paths]


def test_the_pages_of_figures_are_those_of_the_other_world(client: Client) -> None:
    cycle = small_year(PEOPLE, marked={0: "诫勉", 3: "扣分"})
    client.force_login(user_with(Role.ORG_HEAD, staff_no="90100"))
    marked = pages(client)
    lift(0)
    lift(3)
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    lifted = pages(client)
    Relief.objects.all().delete()
    Mark.objects.all().delete()
    Cycle.objects.filter(pk=cycle.pk).update(outcome_sha256="")
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    assert pages(client) == lifted
    assert lifted != marked


def test_a_confirmed_year_that_is_not_decided_is_opened_again_and_both_confirmations_are_void() -> None:
    cycle = small_year(PEOPLE, marked={0: "诫勉"})
    confirmed(cycle)
    lift(0)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.confirmed_at, cycle.has_results) == (Cycle.State.VOTING, None, False)
    assert not ScoreConfirmation.objects.filter(cycle=cycle).exists()
    event = CycleEvent.objects.filter(case=cycle).latest("pk")
    assert "待重新计分" in event.note
    assert "SX" not in event.note
    assert not StaleResult.objects.exists()


def test_a_year_before_the_panel_goes_back_to_the_interviews() -> None:
    cycle = small_year(PEOPLE, marked={0: "诫勉"})
    confirmed(cycle)
    Cycle.objects.filter(pk=cycle.pk).update(source="plan", state=Cycle.State.PANEL)
    lift(0)
    cycle.refresh_from_db()
    assert cycle.state == Cycle.State.INTERVIEW


def test_a_decided_year_is_never_opened_again() -> None:
    cycle = decided_year(PEOPLE)
    with pytest.raises(RuleBroken, match="已经党委审定"):
        cycle_reopen(cycle_pk=cycle.pk, reason="试", actor=User.objects.system())


def test_a_matter_that_the_year_does_not_look_at_changes_nothing() -> None:
    cycle = small_year(PEOPLE, marked={0: "诫勉"})
    confirmed(cycle)
    Mark.objects.update(file_year=YEAR - 3)
    lift(0)
    cycle.refresh_from_db()
    assert cycle.confirmed_at is not None


def test_after_the_decision_nothing_moves_and_the_result_waits_for_a_body() -> None:
    cycle = told_year(PEOPLE, marked={0: "诫勉"})
    before = stored(cycle)
    lift(0)
    assert stored(cycle) == before
    case = StaleResult.objects.get()
    assert case.participant.cadre.staff_no == staff_no(0)
    assert case.would_be["commended"] is True


def test_what_it_would_be_is_the_world_without_the_marks() -> None:
    cycle = told_year(PEOPLE, marked={0: "诫勉", 9: "扣分"})
    lift(0)
    told = StaleResult.objects.get().would_be
    Mark.objects.filter(cadre__staff_no=staff_no(0)).delete()
    Cycle.objects.filter(pk=cycle.pk).update(source="file", confirmed_at=None, state="scored")
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    row = Result.objects.get(participant__cadre__staff_no=staff_no(0), cycle=cycle)
    assert told["total"] == str(row.total)
    assert told["suggestion"] == row.suggestion
    assert told["deducted"] == str(row.deducted)


def test_by_decision_the_person_is_added_above_the_quota_and_nobody_else_moves() -> None:
    cycle = told_year(PEOPLE, best=0, marked={0: "诫勉"})
    before = stored(cycle)
    lift(0)
    (offer,) = offers()
    assert {draft.subject_id for draft in offer.entries} == {COMMEND, GRADE}
    decide(offer, {COMMEND: "approve", GRADE: "优秀"})
    after = stored(cycle)
    assert after["results"] == before["results"]
    mine = Grading.objects.get(participant__cadre__staff_no=staff_no(0))
    assert (mine.decided, mine.revision) == ("优秀", 2)
    others = [row for row in after["grades"] if row["id"] != mine.pk]
    assert others == [row for row in before["grades"] if row["id"] != mine.pk]
    made = Revision.objects.get()
    assert (made.number, made.before["grade"], made.after["grade"]) == (2, "称职", "优秀")
    assert made.before["total"] == "89.70" or made.before["total"] != made.after["total"]
    assert made.after["commended"] is True
    assert made.digest == digest_of(made.before, made.after)
    case = StaleResult.objects.get()
    assert (case.state, case.agreed) == ("decided", [COMMEND, GRADE])
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    case = stale_apply(
        pk=case.pk, version=case.version, document_no="校党〔2026〕9号", on=clock.today(), actor=head
    )
    assert case.state == "settled"
    added = CommendationCase.objects.get()
    assert (added.participant_id, added.above_quota) == (made.participant_id, True)
    assert stored(cycle) == after
    assert Feedback.objects.filter(participant=made.participant).count() == 2
    assert not list(offers())


def decide(offer: Any, outcomes: dict[int, str]) -> None:
    """The minutes of a meeting are final, as `decisions` announces them."""

    class Said:
        kind, subject_kind, subject_id = "appraisal.review", offer.subject_kind, offer.subject_id

    class Met:
        held_on = DECIDED_ON

    entries = [
        type("Entry", (), {"pk": 70 + key, "subject_id": key, "outcome": word, "reason": "情况属实"})
        for key, word in outcomes.items()
    ]
    on_decided(None, item=Said, entries=entries, meeting=Met, actor=User.objects.system())


def test_the_committee_may_keep_what_it_decided() -> None:
    told_year(PEOPLE, best=0, marked={0: "诫勉"})
    lift(0)
    (offer,) = offers()
    decide(offer, {COMMEND: "keep", GRADE: "keep"})
    case = StaleResult.objects.get()
    assert (case.state, case.revision) == ("settled", None)
    assert not Revision.objects.exists()


JUDGED = {"outcome": "talk", "decided_on": f"{YEAR + 1}-03-02", "meeting": MEETING, "entry": 1}


@pytest.mark.parametrize(("state", "decided"), [("decided", JUDGED), ("gathering", {}), ("ready", {})])
def test_somebody_is_taken_off_the_bottom_list_in_writing(state: str, decided: dict[str, Any]) -> None:
    cycle = told_year(40, best=0)
    last = Result.objects.get(cycle=cycle, participant__cadre__staff_no=staff_no(39))
    assert last.suggestion
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    judged = BottomReview.objects.create(participant=last.participant)
    BottomReview.objects.filter(pk=judged.pk).update(state=state, **decided)
    case = _made_stale(last)
    (offer,) = offers()
    assert BOTTOM in {draft.subject_id for draft in offer.entries}
    decide(offer, {BOTTOM: "approve"})
    assert Revision.objects.get(participant=case.participant).after["judged"] is False
    case.refresh_from_db()
    case = stale_apply(
        pk=case.pk, version=case.version, document_no="校党〔2026〕9号", on=clock.today(), actor=head
    )
    judged.refresh_from_db()
    assert (case.state, judged.state) == ("settled", "withdrawn")
    assert not list(bottom_offers())


def test_whom_the_committee_took_off_before_the_list_was_made_is_never_listed() -> None:
    cycle = told_year(40, best=0)
    last = Result.objects.get(cycle=cycle, participant__cadre__staff_no=staff_no(39))
    assert [person.pk for person in bottom_changes(cycle).new] == [last.participant_id]
    _made_stale(last)
    (offer,) = offers()
    decide(offer, {BOTTOM: "approve"})
    assert not bottom_changes(cycle)


def cadre_of(i: int) -> Cadre:
    return Cadre.objects.get(staff_no=staff_no(i))


def scored_term(year: Cycle, cadre: Cadre) -> Cycle:
    """A term that ends a year later, counted once."""
    given = {"policy": year.policy, "parameters": year.parameters, "round": round_of(year)}
    term = Cycle.objects.create(year=YEAR + 1, kind="term", level=year.level, state="voting", **given)
    Participant.objects.create(cycle=term, cadre=cadre, category=CATEGORY)
    return year_score(cycle_pk=term.pk, actor=User.objects.system())


def test_the_total_in_force_is_that_of_the_revision() -> None:
    """In the term's mean, before the panel, on the person's page and in its trend."""
    cycle = told_year(PEOPLE, best=0, marked={0: "诫勉"})
    counted, cadre = Result.objects.get(participant__cadre__staff_no=staff_no(0)).total, cadre_of(0)
    term = scored_term(cycle, cadre)
    lift(0)
    assert not Job.objects.filter(key=f"cycle:{term.pk}").exists(), "the year has not changed yet"
    (offer,) = offers()
    decide(offer, {COMMEND: "approve", GRADE: "优秀"})
    made = Revision.objects.get()
    assert Job.objects.filter(kind="appraisal.score", key=f"cycle:{term.pk}").exists()
    total = Decimal(made.after["total"])
    assert total != counted
    assert [year.total for year in annual_years(term, [cadre.pk])[cadre.pk] if year.year == YEAR] == [total]
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    (before,) = years_before(cadre, head, until=YEAR, most=1, on=clock.today())
    assert before.total == total
    assert [year.total for year in years_of(cadre, head, own_category=True)] == [total]


def _made_stale(row: Result) -> StaleResult:
    matter = Matter.objects.create(number="SX1")
    Mark.objects.create(
        matter=matter, cadre=row.participant.cadre, measure="扣分", decided_on=f"{YEAR}-05-06", points="2"
    )
    relief_record(
        matter=matter, cadre=row.participant.cadre, kind="澄清", source="纪委", actor=User.objects.system()
    )
    case = StaleResult.objects.get()
    # As if the mark had been there when the year was scored.
    StaleResult.objects.filter(pk=case.pk).update(would_be={**case.would_be, "judged": False})
    return case


def test_a_grade_is_never_corrected_downward() -> None:
    told_year(PEOPLE, best=2, marked={1: "诫勉"})
    lift(1)
    offer = next(iter(offers()), None)
    if offer is not None:
        with pytest.raises(RuleBroken, match="不得加重"):
            decide(offer, {GRADE: "不称职"})
    assert not Revision.objects.exists()


def test_the_head_settles_what_changes_no_list() -> None:
    told_year(PEOPLE, marked={5: "扣分"})
    head = user_with(Role.ORG_HEAD, staff_no="90100")
    lift(5)
    case = StaleResult.objects.get()
    case = stale_keep(pk=case.pk, version=case.version, note="名单没有变化。", actor=head)
    assert case.state == "settled"


def test_a_relief_is_recorded_once_and_not_ahead_of_its_day() -> None:
    small_year(1, marked={0: "诫勉"})
    mark = Mark.objects.get()
    about = {"matter": mark.matter, "cadre": mark.cadre, "kind": "澄清", "actor": User.objects.system()}
    with pytest.raises(RuleBroken, match="晚于今天"):
        relief_record(source="纪委", valid_from=clock.today().replace(year=2099), **about)
    relief_record(source="纪委", **about)
    with pytest.raises(RuleBroken, match="已认定澄清，不能重复登记"):
        relief_record(source="纪委", **about)
