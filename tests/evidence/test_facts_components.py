"""Scores of weighted components and bonus points enter the count until it is confirmed (第六条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import Role, User
from appraisal.models import BonusPoint, ComponentScore, Cycle, Result
from appraisal.selectors import parameters_of
from appraisal.selectors.sheets import participant_of, person_sheet
from appraisal.services import (
    ScoreDraft,
    bonus_add,
    bonus_take_back,
    component_scores_set,
    year_score,
)
from core.pages import RuleBroken, StaleState
from evidence.selectors.facts_checks import missing_components
from tests.support.fact_story import upload
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if, rescored
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")


@pytest.fixture
def cycle() -> Cycle:
    """A scored year whose plan gives 单位目标考核 twenty of a hundred."""
    cycle = small_year(5)
    weighted = dict(cycle.parameters)
    weighted["components"] = [
        {**item, "weight": "20" if place == 0 else "0"} for place, item in enumerate(weighted["components"])
    ]
    Cycle.objects.filter(pk=cycle.pk).update(parameters=weighted)
    return rescored(Cycle.objects.get(pk=cycle.pk))


def code(cycle: Cycle) -> str:
    return parameters_of(cycle).components[0].code


def drafts(cycle: Cycle, score: str = "90", version: int = 0) -> list[ScoreDraft]:
    people = cycle.participants.order_by("pk").values_list("pk", flat=True)
    return [ScoreDraft(pk, code(cycle), Decimal(score), version) for pk in people]


def test_without_its_score_nobody_has_a_total_and_the_step_says_who_lacks_it(cycle: Cycle) -> None:
    assert not Result.objects.filter(total__isnull=False).exists()
    (missing,) = missing_components(cycle)
    assert (missing.count, missing.blocks) == (5, True)


def test_scores_are_stored_and_the_year_is_scored_again_with_them(cycle: Cycle, officer: User) -> None:
    before = small_total(cycle)
    assert component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle), actor=officer) == 5
    cycle.refresh_from_db()
    assert not cycle.has_results, "what was scored is no longer this year's result"
    rescored(cycle)
    assert before is None
    person = participant_of(Cycle.objects.all(), staff_no(0))
    assert person is not None
    sheet = person_sheet(person, parameters_of(cycle))
    assert sheet.differences == ()
    # 0.8 × 90 of the papers, all 好, and 0.2 × 90.
    assert person.result.total == Decimal("90.00")
    assert not list(missing_components(cycle))


def small_total(cycle: Cycle) -> Decimal | None:
    return Result.objects.filter(cycle=cycle).order_by("participant").first().total  # type: ignore[union-attr]


def test_two_people_at_one_cell(cycle: Cycle, officer: User) -> None:
    component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle)[:1], actor=officer)
    with pytest.raises(StaleState):
        component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle, "80")[:1], actor=officer)
    assert component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle, "90")[:1], actor=officer) == 0


def test_what_does_not_weigh_or_is_out_of_range_is_refused(cycle: Cycle, officer: User) -> None:
    (draft, *_) = drafts(cycle)
    with pytest.raises(RuleBroken, match="没有这项成分"):
        other = ScoreDraft(draft.participant, "x", Decimal(1), 0)
        component_scores_set(cycle_pk=cycle.pk, drafts=[other], actor=officer)
    with pytest.raises(RuleBroken, match="0 到 100"):
        component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle, "101")[:1], actor=officer)


def test_after_the_confirmation_nothing_changes_any_more(cycle: Cycle, officer: User) -> None:
    confirmed_as_if(cycle)
    with pytest.raises(RuleBroken, match="已经两人确认"):
        component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle), actor=officer)
    with pytest.raises(RuleBroken, match="已经两人确认"):
        bonus_given(cycle, officer)


def bonus_given(cycle: Cycle, officer: User) -> BonusPoint:
    return bonus_add(
        cycle_pk=cycle.pk,
        cadre_pk=cycle.participants.earliest("pk").cadre_id,
        points=Decimal("1.5"),
        reason="牵头完成校庆筹备。",
        document_no="校发〔2025〕30号",
        announced_on=date(YEAR, 11, 3),
        actor=officer,
    )


def test_announced_points_add_to_the_total_and_are_taken_back_by_a_row_of_their_own(officer: User) -> None:
    cycle = small_year(2)
    before = Result.objects.get(participant__cadre__staff_no=staff_no(0)).total
    row = bonus_given(cycle, officer)
    rescored(Cycle.objects.get(pk=cycle.pk))
    result = Result.objects.get(participant__cadre__staff_no=staff_no(0))
    assert before is not None and result.total == before + Decimal("1.5")
    assert any("加 1.5 分" in reason["text"] for reason in result.reasons)
    bonus_take_back(bonus_pk=row.pk, reason="文件作废", actor=officer)
    with pytest.raises(StaleState):
        bonus_take_back(bonus_pk=row.pk, reason="再撤", actor=officer)
    rescored(Cycle.objects.get(pk=cycle.pk))
    assert Result.objects.get(participant__cadre__staff_no=staff_no(0)).total == before
    with pytest.raises(IntegrityError), transaction.atomic():
        BonusPoint.objects.update(points=9)


def test_a_table_with_mistakes_is_told_by_row_and_stores_nothing(
    cycle: Cycle, officer: User, client: Client
) -> None:
    name = parameters_of(cycle).components[0].name
    client.force_login(officer)
    here = reverse("components_upload", args=[YEAR])
    rows = [("工号", name), (staff_no(0), "88.5"), (staff_no(1), "优"), ("77777", "90"), (staff_no(0), "1")]
    text = client.post(here, {"file": upload("得分.xlsx", workbook(rows))}).content.decode()
    assert "第 3 行" in text and "第 4 行" in text and "第 5 行" in text
    assert not ComponentScore.objects.exists()
    good = [*rows[:2], (staff_no(1), "70"), (staff_no(2), "")]
    assert client.post(here, {"file": upload("得分.xlsx", workbook(good))}).status_code == 303
    assert [row.score for row in ComponentScore.objects.order_by("score")] == [70, Decimal("88.5")]


def workbook(rows: list[tuple[str, ...]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_page_saves_what_was_typed(cycle: Cycle, officer: User, client: Client) -> None:
    client.force_login(officer)
    here = reverse("year_components", args=[YEAR])
    first = cycle.participants.order_by("cadre__staff_no").first()
    assert first is not None
    assert f'name="score_{first.pk}_0"' in client.get(here).content.decode()
    sent = {f"score_{first.pk}_0": "87.25", f"version_{first.pk}_0": "0"}
    assert client.post(here, sent).status_code == 303
    assert ComponentScore.objects.get().score == Decimal("87.25")


def test_scores_and_bonus_leave_other_years_alone() -> None:
    cycle = small_year(1)
    year_score(cycle_pk=cycle.pk, actor=User.objects.system())
    assert Result.objects.get().total is not None
