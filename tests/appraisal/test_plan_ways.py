"""A plan says how its round takes marks in; the phone has its place and cannot be chosen yet."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.models import Cycle, Plan
from appraisal.selectors import parameters_of
from appraisal.services import plan_edit
from ballots.services import round_renew
from core.models import ImportBatch
from core.pages import RuleBroken
from tests.support.importing import words
from tests.support.planned import DAYS, YEAR, Story

pytestmark = pytest.mark.django_db


def form_of(client: Client, name: str, *args: object) -> dict[str, object]:
    """What the form sends as it stands."""
    form = client.get(reverse(name, args=args)).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None}


def test_papers_by_default_and_the_phone_is_listed(client: Client) -> None:
    story = Story()
    client.force_login(story.officer)
    page = client.get(reverse("plan_edit", args=[YEAR]))
    html = page.content.decode()
    assert "手机扫码（后续版本提供）" in words(page) and "机读票导入" in words(page)
    phone, machine = (html.split(f'value="{way}"')[1].split(">")[0] for way in ("phone", "machine"))
    assert "disabled" in phone and "checked" not in phone
    assert "checked" in machine and "disabled" not in machine
    assert "后段名单的范围 选填" in words(page) and "-----" not in words(page)
    said = words(client.get(reverse("cycle_plan", args=[YEAR])))
    assert "投票方式 机读票导入" in said
    assert story.approved().cycle.round.ways == ["machine"]


def test_the_plan_chooses_the_scope_of_the_last_seats_and_what_it_leaves_open_is_as_before() -> None:
    left_open = Story().approved().cycle
    assert (left_open.parameters, left_open.parameters["bottom_scope"]) == (
        left_open.policy.parameters,
        "category",
    )


def test_the_scope_that_the_plan_chooses_is_frozen_with_it(client: Client) -> None:
    story = Story(days={**DAYS, "bottom_scope": "overall"})
    client.force_login(story.officer)
    assert "后段名单的范围 全体" in words(client.get(reverse("cycle_plan", args=[YEAR])))
    cycle = story.approved().cycle
    assert cycle.parameters == {**cycle.policy.parameters, "bottom_scope": "overall"}
    assert parameters_of(cycle).bottom_scope == "overall"


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (["phone"], "手机扫码后续版本提供，现在请选择机读票导入。"),
        (["post"], "不在可选范围内"),
        ([], "请选择投票方式。"),
    ],
)
def test_nothing_else_can_be_chosen_yet(client: Client, ways: list[str], said: str) -> None:
    story = Story()
    client.force_login(story.officer)
    sent = form_of(client, "plan_edit", YEAR) | {"ways": ways}
    page = client.post(reverse("plan_edit", args=[YEAR]), sent)
    assert page.status_code == 200 and said in words(page)
    assert Plan.objects.get().ways == ["machine"]
    sent["ways"] = ["machine"]
    assert client.post(reverse("plan_edit", args=[YEAR]), sent).status_code == 303


def test_the_service_refuses_it_too() -> None:
    story = Story()
    for ways in ([], ["phone"], ["machine", "phone"]):
        with pytest.raises(RuleBroken) as refused:
            plan_edit(cycle_pk=story.cycle.pk, version=1, values={**DAYS, "ways": ways}, actor=story.officer)
        assert list(refused.value.error_dict) == ["ways"]


def test_a_plan_starts_with_papers_and_a_new_round_keeps_its_ways(client: Client) -> None:
    story = Story().until("voting")
    client.force_login(story.officer)
    sent = form_of(client, "plan_start") | {"year": YEAR, "level": "section"}
    assert sent["ways"] == ["machine"]
    assert client.post(reverse("plan_start"), sent).status_code == 303
    assert Cycle.objects.get(code=f"{YEAR}-section").plan.ways == ["machine"]
    round = story.cycle.round
    round.ways = ["machine", "phone"]  # as a later version will have it
    round.save()
    batch = ImportBatch(supplement=True)
    batch.pk = 0
    assert round_renew(batch, round).ways == ["machine", "phone"]


@pytest.mark.parametrize("share", ["30", "0", "-5"])
def test_a_plan_names_no_share_that_nothing_allows(client: Client, share: str) -> None:
    story = Story()
    client.force_login(story.officer)
    sent = form_of(client, "plan_edit", YEAR) | {"excellent_share": share}
    page = client.post(reverse("plan_edit", args=[YEAR]), sent)
    assert page.status_code == 200 and "优秀等次比例应大于 0，经批准最高 25%" in words(page)
    assert list(page.context["form"].errors) == ["excellent_share"]
    assert Plan.objects.get().excellent_share is None
    sent["excellent_share"] = "25"
    assert client.post(reverse("plan_edit", args=[YEAR]), sent).status_code == 303
    assert "优秀等次比例 25" in words(client.get(reverse("cycle_plan", args=[YEAR])))


def test_a_new_plan_begins_with_what_the_last_of_each_kind_was_closed_with(client: Client) -> None:
    story = Story()
    for year, kind, level, note in (
        (YEAR - 2, "annual", "middle", "旧的一条。"),
        (YEAR - 1, "annual", "middle", "述职早布置一周。"),
        (YEAR - 1, "annual", "section", "科级测评票分楼发放。"),
        (YEAR - 1, "term", "middle", "任期目标早签。"),
    ):
        Cycle.objects.create(year=year, kind=kind, level=level, closing_note=note)
    client.force_login(story.officer)
    said = words(client.get(reverse("plan_start")))
    for note in ("述职早布置一周。", "科级测评票分楼发放。", "任期目标早签。"):
        assert note in said
    assert "旧的一条。" not in said and f"{YEAR - 1} 年度科级干部考核的复盘" in said
