"""A term's results from the years that this system holds and the vote at its end (第六条)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle, Participant, Result, TermResult
from appraisal.services import year_score
from core.pages import RuleBroken
from outcomes.services import bottom_list, commendations_list
from tests.support.importing import words
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.told_year import confirmed

pytestmark = pytest.mark.django_db


def term_of(people: int = 6) -> Cycle:
    """2025's year confirmed, and a term to 2025 with the same papers, scored."""
    year = small_year(people)
    confirmed(year)
    term = Cycle(year=YEAR, kind=Cycle.Kind.TERM)
    term.save()
    Cycle.objects.filter(pk=term.pk).update(
        policy=year.policy, parameters=year.parameters, round=round_of(year), state=Cycle.State.VOTING
    )
    for person in Participant.objects.filter(cycle=year).order_by("pk"):
        Participant.objects.create(cycle=term, cadre=person.cadre, category=person.category)
    year_score(cycle_pk=term.pk, actor=User.objects.system())
    return Cycle.objects.get(pk=term.pk)


def round_of(year: Cycle) -> object:
    """A round with copies of the year's papers."""
    from ballots.models import BallotLine, Round  # noqa: PLC0415

    old = year.round
    assert old is not None
    names = [f.attname for f in Round._meta.concrete_fields if not f.primary_key]
    made = Round.objects.create(**{name: getattr(old, name) for name in names})
    BallotLine.objects.bulk_create(
        BallotLine(round=made, cadre_id=line.cadre_id, paper=line.paper, group=line.group, marks=line.marks)
        for line in BallotLine.objects.filter(round=old)
    )
    return made


def test_a_term_by_hand() -> None:
    """One year of three is known: 90 for the best, and 90 at the end: 90 × 60% + 90 × 40%."""
    term = term_of()
    best = TermResult.objects.get(participant__cadre__staff_no=staff_no(0))
    assert [year["year"] for year in best.years] == [2023, 2024, 2025]
    assert [year["total"] for year in best.years] == [None, None, "90.00"]
    assert (best.total, best.proposal) == (Decimal("90.00"), "合格")
    assert "2023 年度没有计入" in "".join(reason["text"] for reason in best.reasons)
    for result in TermResult.objects.filter(participant__cycle=term).select_related("participant"):
        year = Result.objects.get(cycle__kind="annual", participant__cadre=result.participant.cadre_id)
        exact = Decimal(year.total or 0) * Decimal("0.6") + Decimal(result.end_score or 0) * Decimal("0.4")
        assert abs((result.total or 0) - exact) < Decimal("0.006")


def test_a_year_that_is_not_confirmed_does_not_count() -> None:
    term = term_of()
    Cycle.objects.filter(kind="annual").update(confirmed_at=None)
    year_score(cycle_pk=term.pk, actor=User.objects.system())
    row = TermResult.objects.get(participant__cadre__staff_no=staff_no(0))
    assert row.total is None
    assert "年度考核结果尚未确认" in "".join(reason["text"] for reason in row.reasons)


def test_the_page_says_how_it_was_counted(client: Client) -> None:
    term = term_of()
    client.force_login(user_with(Role.ORG_HEAD))
    page = client.get(f"/appraisal/{term.code}/term/").content.decode()
    assert "90.00" in page
    assert "建议合格" in page
    book = client.get(f"/appraisal/{term.code}/term.xlsx")
    assert book.status_code == 200
    assert book.getvalue()[:2] == b"PK"


def test_an_annual_appraisal_has_no_such_page(client: Client) -> None:
    small_year(1)
    client.force_login(user_with(Role.ORG_HEAD))
    assert client.get(f"/appraisal/{YEAR}/term/").status_code == 404


def test_a_term_has_neither_of_the_two_lists(client: Client) -> None:
    """第七条 speaks of 年度考核: the vote at the end of a term puts nobody in front and nobody behind."""
    term = term_of()
    confirmed(term)
    Cycle.objects.filter(pk=term.pk).update(source=Cycle.Source.PLAN, state=Cycle.State.PANEL)
    head = user_with(Role.ORG_HEAD)
    client.force_login(head)
    way = client.get(reverse("cycle_flow", args=[term.code])).content.decode()
    for name in ("commendations", "bottom"):
        assert reverse(name, args=[term.code]) not in way
        assert client.get(reverse(name, args=[term.code])).status_code == 404
        assert client.get(reverse(name, args=[str(YEAR)])).status_code == 200
    for take_over in (commendations_list, bottom_list):
        with pytest.raises(RuleBroken, match="只按年度考核列出"):
            take_over(cycle_pk=term.pk, actor=head)
    panel = client.get(reverse("year_panel", args=[term.code])).content.decode()
    assert "已建议 0 / 6 人" in panel and "优秀" not in panel
    of_one = words(client.get(reverse("panel_person", args=[term.code, staff_no(0)])))
    assert "聘期总分 90.00" in of_one and "建议 合格" in of_one and "年度总分平均 90.00" in of_one


def test_ranking_and_sheet_of_a_term_say_that_their_total_is_the_vote_at_its_end(client: Client) -> None:
    term = term_of()
    client.force_login(user_with(Role.DISCIPLINE_HEAD, staff_no="90009"))
    said = "这里的总分是聘期末测评得分，只是聘期总分的一部分"
    for cycle in (term, Cycle.objects.get(kind="annual")):
        for name, more in (("year_ranking", []), ("score_sheet", [staff_no(0)])):
            page = words(client.get(reverse(name, args=[cycle.code, *more])))
            assert (said in page) is (cycle == term), (cycle, name)
