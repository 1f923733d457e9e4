"""Integrity opinions: a conclusion and a number, and 暂缓 for the heads alone (第六条)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import Cycle
from core import clock
from core.pages import RuleBroken, StaleState
from evidence import services
from evidence.models import IntegrityOpinion
from evidence.selectors.facts_checks import missing_integrity, missing_observations
from notices.selectors import inbox_of
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    return small_year(3)


@pytest.fixture
def officer() -> User:
    return user_with(Role.ORG_OFFICER, staff_no="96001", name="许文澜")


@pytest.fixture
def discipline() -> User:
    return user_with(Role.DISCIPLINE_OFFICER, staff_no="96002", name="方知微")


def person(cycle: Cycle, i: int) -> int:
    return cycle.participants.get(cadre__staff_no=staff_no(i)).cadre_id


def given(
    cycle: Cycle, i: int, actor: User, conclusion: str = "clear", **changes: object
) -> IntegrityOpinion:
    values: dict[str, object] = {"seen": None, "document_no": "纪函〔2026〕3号", "told": False}
    return services.integrity_give(
        cycle_pk=cycle.pk,
        cadre_pk=person(cycle, i),
        conclusion=conclusion,
        actor=actor,
        **{**values, **changes},
    )


def test_everybody_is_asked_about_at_once_and_has_ten_working_days(
    cycle: Cycle, officer: User, discipline: User
) -> None:
    asked = services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    assert len(asked.cadres) == 3
    assert (asked.due_on - clock.today()).days >= 10
    (item,) = [i for i in inbox_of(discipline, clock.today()).waiting if i.duty.kind == "evidence.integrity"]
    assert (item.duty.about, item.duty.due) == ("2025 年度考核 3 人", asked.due_on)
    with pytest.raises(RuleBroken, match="都已征求过"):
        services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    services.integrity_clear_rest(
        cycle_pk=cycle.pk,
        document_no="纪函〔2026〕3号",
        cadres=[person(cycle, i) for i in range(3)],
        actor=discipline,
    )
    assert not [i for i in inbox_of(discipline, clock.today()).waiting if i.duty.kind == "evidence.integrity"]
    assert not list(missing_integrity(cycle))


def test_nobody_answers_who_was_not_asked_or_without_a_document(
    cycle: Cycle, officer: User, discipline: User
) -> None:
    with pytest.raises(RuleBroken, match="还没有征求"):
        given(cycle, 0, discipline)
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    with pytest.raises(RuleBroken, match="请填写文号"):
        given(cycle, 0, discipline, document_no=" ")
    with pytest.raises(RuleBroken, match="只有“无影响”和“有影响”"):
        given(cycle, 0, discipline, "deferred", told=True)
    with pytest.raises(RuleBroken, match="现在的角色不能"):
        given(cycle, 0, officer)


def test_an_opinion_is_changed_and_withdrawn_by_a_new_row(
    cycle: Cycle, officer: User, discipline: User
) -> None:
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    first = given(cycle, 0, discipline)
    with pytest.raises(StaleState):
        given(cycle, 0, discipline, "affected")
    second = given(cycle, 0, discipline, "affected", seen=first.pk)
    given(cycle, 0, discipline, "withdrawn", seen=second.pk)
    assert IntegrityOpinion.objects.count() == 3
    assert not IntegrityOpinion.objects.current().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityOpinion.objects.update(document_no="另一文号")


@pytest.mark.parametrize("role", [Role.ORG_OFFICER, Role.DISCIPLINE_OFFICER])
def test_deferred_shows_outside_the_heads_as_the_one_phrase_on_page_export_and_panel(
    cycle: Cycle, officer: User, discipline: User, client: Client, role: Role
) -> None:
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    given(cycle, 0, discipline, "deferred", document_no="纪密〔2026〕9号")
    client.force_login({Role.ORG_OFFICER: officer, Role.DISCIPLINE_OFFICER: discipline}[role])
    seen = [
        client.get(reverse("year_integrity", args=[YEAR])).content.decode(),
        client.get(reverse("panel_person", args=[YEAR, staff_no(0)])).content.decode(),
    ]
    for text in seen:
        assert "需组织部门核定" in text
        assert "暂缓" not in text and "纪密" not in text
    file = client.get(reverse("year_integrity_export", args=[YEAR]))
    assert "纪密".encode() not in file.getvalue()
    client.force_login(user_with(Role.ORG_HEAD, staff_no="96003", name="周启明"))
    assert "暂缓" in client.get(reverse("year_integrity", args=[YEAR])).content.decode()


def test_the_cadre_reads_only_an_opinion_that_was_told(cycle: Cycle, officer: User, discipline: User) -> None:
    own = user_with(Role.CADRE, staff_no=staff_no(0), name="甲0")
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    first = given(cycle, 0, discipline)
    assert not IntegrityOpinion.objects.visible_to(own).exists()
    second = given(cycle, 0, discipline, seen=first.pk, told=True)
    assert list(IntegrityOpinion.objects.visible_to(own)) == [second]


def test_two_worlds_one_with_a_deferred_opinion_look_the_same_to_the_cadre(
    cycle: Cycle, officer: User, discipline: User, client: Client
) -> None:
    """No page of the cadre's differs because of an undisclosed investigation."""
    own = user_with(Role.CADRE, staff_no=staff_no(0), name="甲0")
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    client.force_login(own)
    names = ("home", "observations", "key_tasks")

    def pages() -> list[str]:
        found = [client.get(reverse(name)).content.decode() for name in names]
        return [text.split("csrfmiddlewaretoken")[0] for text in found]

    before = pages()
    given(cycle, 0, discipline, "deferred")
    assert [len(a) == len(b) for a, b in zip(before, pages(), strict=True)] == [True] * 3


def test_what_is_missing_is_listed_with_a_link(cycle: Cycle) -> None:
    (opinions,) = missing_integrity(cycle)
    (records,) = missing_observations(cycle)
    assert (opinions.count, records.count) == (3, 3)
    assert opinions.url == reverse("year_integrity", args=[YEAR])


def test_the_cadre_has_a_page_of_what_was_told_and_of_nothing_else(
    cycle: Cycle, officer: User, discipline: User, client: Client
) -> None:
    """Conclusion and document number; an opinion that was not told leaves the page as it was."""
    own = user_with(Role.CADRE, staff_no=staff_no(0), name="甲0")
    services.integrity_ask(cycle_pk=cycle.pk, actor=officer)
    client.force_login(own)

    def page() -> str:
        return client.get(reverse("own_opinions")).content.decode()

    nothing = len(page())
    assert "没有已告知的廉政意见" in page()
    first = given(cycle, 0, discipline, "deferred", document_no="纪密〔2026〕9号")
    assert len(page()) == nothing
    told = given(cycle, 0, discipline, "affected", seen=first.pk, told=True)
    assert "有影响" in page() and told.document_no in page() and "纪密" not in page()
    client.force_login(officer)
    assert client.get(reverse("own_opinions")).status_code == 404
