"""Who handles a case: named with dates, recused by the register or by decision; upward when few are left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from guardian.shortcuts import assign_perm, get_objects_for_user

from accounts.models import SecurityEvent
from accounts.selectors import capacities_on, cases_granted, role_holders
from cadres.models import Kin
from core import clock
from core.pages import RuleBroken, StaleState
from policy import tolerance_officers as rules
from tests.support.people import user_with
from tests.support.register import appointed, cadre, post
from tests.support.tolerance_officers import Offices, offices
from tolerance.access import may
from tolerance.access_officers import OFFICES, deciders_of, without_recused
from tolerance.models import Capacity, Recusal, ToleranceCase, ToleranceGrant
from tolerance.selectors import officer_facts, unit_of
from tolerance.selectors.officers import people_of, pool_of
from tolerance.services.officers import (
    escalation_arrange,
    look_who_is_left,
    officer_revoke,
    participant_declare,
)
from tolerance.services.recusals import recusal_ask, recusal_decide

pytestmark = pytest.mark.django_db
ALL = ToleranceCase.objects.all


@pytest.fixture
def world() -> Offices:
    return offices()


def opened(world: Offices, user: object) -> bool:
    return cases_granted(user, ALL(), Capacity.values).exists()  # type: ignore[arg-type]


def test_a_grant_opens_one_case_on_its_days_and_nothing_else(
    world: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.discipline
    assert not opened(world, officer)
    grant = world.name(officer, Capacity.VERIFY, days=30)
    assert opened(world, officer)
    assert not opened(world, world.discipline_two)
    assert not cases_granted(officer, ALL(), [Capacity.ANALYSE]).exists()
    today = clock.today()
    assert capacities_on(officer, ToleranceGrant, world.case.pk, on=today) == {Capacity.VERIFY}
    for days, counts in ((-1, False), (30, True), (31, False)):
        day = today + timedelta(days)
        assert bool(capacities_on(officer, ToleranceGrant, world.case.pk, on=day)) is counts
    # guardian's own door shows the same, whoever may use it one day.
    door = {"use_groups": False, "accept_global_perms": False, "with_superuser": False}
    assert get_objects_for_user(officer, [Capacity.VERIFY], klass=ALL(), **door).exists()
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=31))
    assert not get_objects_for_user(officer, [Capacity.VERIFY], klass=ALL(), **door).exists()
    assert not opened(world, officer)
    monkeypatch.undo()
    officer_revoke(grant=grant, reason="岗位调整", actor=world.discipline_head)
    assert not opened(world, officer)
    with pytest.raises(StaleState):
        officer_revoke(grant=grant, reason="岗位调整", actor=world.discipline_head)
    again = world.name(officer, Capacity.VERIFY)
    assert opened(world, officer)
    assert ToleranceGrant.records.count() == 2
    assert list(ToleranceGrant.objects.all()) == [again]


def test_a_disabled_account_and_a_grant_by_the_back_door_open_nothing(world: Offices) -> None:
    world.name(world.discipline, Capacity.VERIFY)
    world.discipline.is_active = False
    world.discipline.save()
    assert not opened(world, world.discipline)
    with pytest.raises(IntegrityError), transaction.atomic():
        assign_perm(Capacity.VERIFY, world.org, world.case)


def test_naming_is_logged_without_the_content(world: Offices) -> None:
    world.name(world.discipline, Capacity.VERIFY)
    event = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.GRANT).get()
    assert event.subject == world.discipline.staff_no
    assert "核实" in event.note
    assert world.cadre.name not in event.note


def test_only_a_free_head_names_and_nobody_himself(world: Offices) -> None:
    for actor in (world.discipline, world.person, world.secretary, world.party_office):
        with pytest.raises(RuleBroken, match="由部门负责人指定"):
            world.name(world.org, Capacity.VERIFY, actor=actor)
    with pytest.raises(RuleBroken, match="不能指定本人"):
        world.name(world.discipline_head, Capacity.ANALYSE)
    appointed(cadre("71001", "方仲"), post(world.unit, "院长"))
    with pytest.raises(RuleBroken, match="由部门负责人指定"):
        world.name(world.org, Capacity.VERIFY, actor=world.org_head)


def test_what_the_register_knows_keeps_away_at_once(world: Offices) -> None:
    relative = cadre("71002", "郝立")
    Kin.objects.create(cadre=relative, relation="夫妻", relative=world.cadre)
    appointed(cadre("72003", "倪安"), post(world.unit, "院长"))
    with pytest.raises(RuleBroken, match="近亲属"):
        world.name(world.org, Capacity.VERIFY)
    with pytest.raises(RuleBroken, match="同一单位"):
        world.name(world.discipline_two, Capacity.VERIFY)
    for user, free in ((world.org, False), (world.discipline_two, False), (world.discipline, True)):
        assert without_recused(ALL(), user).exists() is free
        assert pool_of(world.case, on=clock.today())[user.pk].free is free


def test_a_second_post_of_the_cadre_keeps_its_colleagues_away_too(world: Offices) -> None:
    """双肩挑: the case goes to the primary post's unit, whoever sits beside the other post stays away."""
    appointed(world.cadre, post(world.other_unit, "主任"), kind="concurrent")
    appointed(cadre("72003", "倪安"), post(world.other_unit, "院长"))
    assert unit_of(world.cadre) == world.unit
    with pytest.raises(RuleBroken, match="同一单位"):
        world.name(world.discipline_two, Capacity.VERIFY)
    assert not without_recused(ALL(), world.discipline_two).exists()
    assert not pool_of(world.case, on=clock.today())[world.discipline_two.pk].free
    (people,) = people_of([world.case], role_holders(OFFICES, on=clock.today()), on=clock.today()).values()
    assert world.discipline_two.pk in people.aside
    (facts,) = officer_facts(world.case, [world.discipline_two])
    assert facts.own_unit


def test_the_unit_of_a_case_is_that_of_the_primary_post(world: Offices) -> None:
    who = cadre("70005", "双肩")
    appointed(who, post(world.other_unit, "主任"), kind="concurrent")
    appointed(who, post(world.unit, "院长"))
    assert unit_of(who) == world.unit


def test_whoever_took_part_in_the_decision_is_taken_off(world: Offices) -> None:
    world.name(world.discipline, Capacity.VERIFY)
    participant_declare(
        case=world.case, user=world.discipline, name="", part="参加了院务会", actor=world.person
    )
    assert not opened(world, world.discipline)
    assert not without_recused(ALL(), world.discipline).exists()
    recusal = Recusal.objects.get()
    assert (recusal.state, recusal.origin, recusal.ground) == ("granted", "found", rules.DECISION)
    with pytest.raises(RuleBroken, match="有争议的决定"):
        world.name(world.discipline, Capacity.ANALYSE)


def test_the_cadre_asks_and_the_head_decides(world: Offices) -> None:
    world.name(world.discipline, Capacity.VERIFY)
    asked = recusal_ask(
        case=world.case,
        officer=world.discipline,
        ground=rules.INTEREST,
        reason="是利害关系人",
        actor=world.person,
    )
    assert opened(world, world.discipline), "nothing changes before it is decided"
    for actor in (world.org_head, world.party_office, world.discipline, world.person):
        with pytest.raises(RuleBroken):
            recusal_decide(recusal=asked, granted=True, note="属实", actor=actor)
    recusal_decide(recusal=asked, granted=True, note="属实", actor=world.discipline_head)
    assert not opened(world, world.discipline)
    assert not without_recused(ALL(), world.discipline).exists()
    with pytest.raises(StaleState):
        recusal_decide(recusal=asked, granted=False, note="再想想", actor=world.discipline_head)


def test_of_a_head_the_superior_decides_through_the_party_office(world: Offices) -> None:
    asked = recusal_ask(
        case=world.case,
        officer=world.discipline_head,
        ground=rules.DOUBT,
        reason="曾公开表态",
        actor=world.person,
    )
    with pytest.raises(RuleBroken):
        recusal_decide(recusal=asked, granted=True, note="同意", actor=world.org_head)
    with pytest.raises(RuleBroken, match="决定人"):
        recusal_decide(recusal=asked, granted=True, note="同意", actor=world.party_office)
    done = recusal_decide(
        recusal=asked, granted=True, note="同意", decided_for="党委书记", actor=world.party_office
    )
    assert (done.state, done.decided_for) == ("granted", "党委书记")
    assert not without_recused(ALL(), world.discipline_head).exists()
    # With the head away, the recusals of that office's people go to the superior too.
    world.name(world.discipline, Capacity.VERIFY, actor=world.org_head)
    own = recusal_ask(
        case=world.case,
        officer=world.discipline,
        ground=rules.WITNESS,
        reason="在现场",
        actor=world.discipline,
    )
    assert [role.label for role in deciders_of(own)] == ["党办工作人员"]


def test_strangers_ask_for_no_recusal(world: Offices) -> None:
    for actor in (world.secretary, world.org, world.stranger):
        with pytest.raises(RuleBroken):
            recusal_ask(
                case=world.case, officer=world.discipline_head, ground=rules.DOUBT, reason="x", actor=actor
            )


def test_fewer_than_two_left_goes_upward_and_comes_back_with_others(world: Offices) -> None:
    outsider = user_with(staff_no="75001", name="审计甲")
    with pytest.raises(RuleBroken, match="不是组织部或者纪委监察部门"):
        world.name(outsider, Capacity.VERIFY)
    everybody = [world.org, world.org_two, world.discipline, world.discipline_two, world.org_head]
    for user in everybody[:-1]:
        participant_declare(case=world.case, user=user, name="", part="", actor=world.person)
        assert not world.case.escalations.exists()
    participant_declare(case=world.case, user=everybody[-1], name="", part="", actor=world.person)
    escalation = world.case.escalations.get()
    assert escalation.people_left == 1
    with pytest.raises(RuleBroken, match="党办"):
        escalation_arrange(
            escalation=escalation, arrangement="由审计处核实", document_no="批〔2026〕1号",
            arranged_for="党委书记", actor=world.discipline_head,
        )  # fmt: skip
    escalation_arrange(
        escalation=escalation, arrangement="由审计处核实", document_no="批〔2026〕1号",
        arranged_for="党委书记", actor=world.party_office,
    )  # fmt: skip
    world.name(outsider, Capacity.VERIFY)
    assert opened(world, outsider)


def test_somebody_acts_for_a_head_who_has_to_stay_away(world: Offices) -> None:
    assert look_who_is_left(case=world.case, actor=world.person) is None
    appointed(cadre("71001", "方仲"), post(world.unit, "院长"))
    escalation = look_who_is_left(case=world.case, actor=world.person)
    assert escalation is not None
    given = {"arrangement": "由副部长代行", "document_no": "批〔2026〕2号", "arranged_for": "党委书记"}
    with pytest.raises(RuleBroken, match="由上级安排"):
        world.name(world.org_two, Capacity.ACT)
    escalation_arrange(escalation=escalation, acting=world.org_two, actor=world.party_office, **given)
    ToleranceCase.objects.filter(pk=world.case.pk).update(state="analysing", accepted_on=clock.today())
    world.case.refresh_from_db()
    assert may(world.org_two, "sign", world.case)
    assert not may(world.org_two, "refer", world.case), "the handling office has its own head"
    assert not may(world.org, "sign", world.case)
    assert not may(world.org_head, "sign", world.case)
    with pytest.raises(RuleBroken, match="不能代行负责人"):
        world.name(world.org_two, Capacity.VERIFY)
