"""Accountability waits for the tolerance question, and ends where the cadre is excused (第十一至十四条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Role, User
from accounts.selectors import UnitScope
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState
from matters import accountability as services
from matters import accountability_sources, pending
from matters.duties_accountability import decisions_to_record, questions_to_answer
from matters.models import Accountability, Matter
from matters.services import matter_create, relief_record, relief_revoke
from notices.registry import Audience
from tests.support.people import user_with
from tests.support.register import cadre

pytestmark = pytest.mark.django_db


class World:
    """Both offices, one cadre, one matter, one record."""

    def __init__(self) -> None:
        self.head = user_with(Role.DISCIPLINE_HEAD, staff_no="72001", name="严正")
        self.officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="72002", name="蒙田")
        self.org_head = user_with(Role.ORG_HEAD, staff_no="71001", name="方仲")
        self.org = user_with(Role.ORG_OFFICER, staff_no="71002", name="郝立")
        self.person = user_with(Role.CADRE, staff_no="70001", name="秦素")
        self.cadre: Cadre = cadre("70001", "秦素")
        self.matter: Matter = matter_create(title="实验室提前开工", description="", actor=self.officer)
        self.record = self.begin()

    def begin(self, **values: Any) -> Accountability:
        given = {"matter": self.matter, "cadre": self.cadre, "body": "校党委", "intended": "诫勉"}
        given |= {"opened_on": clock.today(), "actor": self.officer} | values
        return services.accountability_record(**given)

    def step(self, name: str, actor: User, **values: Any) -> Accountability:
        self.record.refresh_from_db()
        act = getattr(services, f"accountability_{name}")
        self.record = act(pk=self.record.pk, version=self.record.version, actor=actor, **values)
        return self.record

    def tell(self) -> None:
        self.step("tell", self.officer, told_on=clock.today())

    def decide(self, actor: User | None = None) -> Accountability:
        return self.step(
            "decide", actor or self.head, form="诫勉", document_no="校纪〔2026〕1号", decided_on=clock.today()
        )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def open_case(world: World) -> Iterator[None]:
    def source(cadres: Any, on: date) -> Iterator[tuple[int, str, date]]:
        yield world.cadre.pk, world.matter.number, on

    pending.register_source(source)
    yield
    pending.unregister_source(source)


def test_nothing_is_decided_while_the_question_is_open(world: World) -> None:
    with pytest.raises(RuleBroken, match="还没有回答"):
        world.decide()
    with pytest.raises(RuleBroken, match="先告知"):
        world.step("absent", world.officer, reason="没有先行先试的情形")
    world.tell()
    for actor in (world.org, world.org_head, world.person):
        with pytest.raises(RuleBroken, match="不能办理"):
            world.step("absent", actor, reason="没有先行先试的情形")
    world.step("absent", world.head, reason="没有先行先试的情形")
    with pytest.raises(RuleBroken, match="书面说明的人"):
        world.decide(world.head)
    assert world.decide(world.org_head).state == "decided"


def test_the_database_refuses_an_unanswered_decision_too(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Accountability.objects.filter(pk=world.record.pk).update(
            state="decided", form="诫勉", document_no="1号", decided_on=clock.today(), told_on=clock.today()
        )


def test_an_open_tolerance_case_is_waited_for(world: World, open_case: None) -> None:
    world.tell()
    with pytest.raises(RuleBroken, match="已就这一事项申请容错"):
        world.step("absent", world.officer, reason="没有先行先试的情形")
    with pytest.raises(RuleBroken, match="认定之前"):
        world.decide()


def test_a_decided_case_answers_the_question(world: World) -> None:
    world.tell()
    counted = services.tolerance_answered(
        matter=world.matter, cadre=world.cadre, words="RC2026001 从轻", actor=world.org_head
    )
    assert counted == 1
    decided = world.decide()
    assert (decided.answer, decided.answer_words) == ("case", "RC2026001 从轻")


def test_excused_means_no_record_until_the_finding_is_revoked(world: World) -> None:
    relief = relief_record(
        matter=world.matter, cadre=world.cadre, kind="免除责任", source="常委会", actor=world.org_head
    )
    world.record.refresh_from_db()
    assert (world.record.state, world.record.end_reason) == ("ended", "免除责任：常委会")
    with pytest.raises(RuleBroken, match="不再问责"):
        world.begin(body="校纪委")
    with pytest.raises(IntegrityError), transaction.atomic():
        Accountability.objects.create(
            matter=world.matter, cadre=world.cadre, body="校纪委", intended="诫勉",
            opened_on=clock.today(), recorded_by=world.officer,
        )  # fmt: skip
    accomplice = cadre("70009", "同案人")
    assert world.begin(cadre=accomplice).is_open
    relief_revoke(
        relief=relief, on=clock.today(), document_no="校纪〔2026〕9号", reason="弄虚作假", actor=world.head
    )
    assert world.begin(body="校纪委").is_open


def test_the_last_three_grades_are_shown_and_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    grades = [("2025 年度", "优秀"), ("2024 年度", "称职"), ("2023 年度", "称职"), ("2022 年度", "优秀")]
    monkeypatch.setattr(accountability_sources, "_grades", [lambda cadre_id: grades])
    world.tell()
    world.step("absent", world.officer, reason="没有先行先试的情形")
    assert world.decide().grades == [list(one) for one in grades[:3]]


def test_two_at_once_and_dates(world: World) -> None:
    stale = world.record.version
    world.tell()
    with pytest.raises(StaleState):
        services.accountability_end(pk=world.record.pk, version=stale, reason="查无此事", actor=world.head)
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        world.begin(body="校纪委", opened_on=date(2099, 1, 1))


def test_duties_follow_the_question(world: World) -> None:
    def waiting() -> tuple[list[str], list[str]]:
        audience = Audience(on=clock.today(), scopes={role: UnitScope(everywhere=True) for role in Role})
        return (
            [duty.label for duty in questions_to_answer(audience)],
            [duty.label for duty in decisions_to_record(audience)],
        )

    assert waiting() == (["告知干部有权申请容错"], [])
    world.tell()
    assert waiting() == (["回答问责中的容错问题"], [])
    world.step("absent", world.officer, reason="没有先行先试的情形")
    assert waiting() == ([], ["登记问责决定或者不再问责"])
    world.decide()
    assert waiting() == ([], [])


def test_the_pages_lead_from_the_beginning_to_the_decision(world: World, client: Client) -> None:
    page = f"/accountability/{world.record.pk}/"
    client.force_login(world.officer)
    sent = client.post(
        "/accountability/new/",
        {
            "staff_no": "70001", "matter": world.matter.number, "body": "校纪委", "intended": "通报",
            "opened_on": "2026-01-05", "opening_document": "",
        },
    )  # fmt: skip
    assert sent.status_code == 303
    assert "未回答" in client.get("/accountability/").content.decode()
    assert "现在还不能作出问责决定" in client.get(page).content.decode()
    version = {"version": world.record.version}
    assert client.post(f"{page}told/", {**version, "told_on": clock.today().isoformat()}).status_code == 303
    client.force_login(world.head)
    asked = client.post(f"{page}decision/", {"version": 2, "form": "诫勉", "document_no": "1号",
                                             "decided_on": clock.today().isoformat()})  # fmt: skip
    assert "还没有回答是否属于容错情形" in asked.content.decode()
    client.force_login(world.person)
    assert client.get(page).status_code == 200
    assert client.get(f"{page}decision/").status_code == 403
    client.force_login(user_with(Role.CADRE, staff_no="70010", name="他人"))
    assert client.get(page).status_code == 404
