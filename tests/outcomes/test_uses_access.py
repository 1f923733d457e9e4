"""Who sees whom on both lists, and who takes which step in which state: rows and pages agree (第七条)."""

from __future__ import annotations

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from outcomes import services
from outcomes.access.uses import talk_steps
from outcomes.models import BottomReview, CommendationCase, ReminderTalk
from outcomes.services.commendation import REOPENS
from tests.support.people import SINCE, user_with
from tests.support.small_year import YEAR
from tests.support.uses import Uses, participant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]
ORG = {"org_head", "org_officer"}
WORDS = ("谈话内容：指出", "本人意见：接受", "改进要求：每月")


@pytest.fixture
def uses() -> Uses:
    found = Uses().supervised().decided()
    found.recorded()
    return found


def visitors(uses: Uses) -> dict[str, User]:
    """One user of each role, over the unit where a role has one."""
    people = {"org_head": uses.head, "org_officer": uses.officer, "leader": uses.leader}
    for place, role in enumerate(Role):
        if role.value in people or role == Role.CADRE:
            continue
        user = user_with(staff_no=f"80-{place}", name=role.label)
        unit = uses.unit if role == Role.UNIT_PARTY else None
        RoleGrant.objects.create(user=user, role=role, unit=unit, valid_from=SINCE)
        people[role.value] = user
    people["other_leader"] = user_with(Role.LEADER, staff_no="80-91", name="他分管")
    people["cadre"] = uses.cadre_user(uses.review.participant.cadre)
    people["other_cadre"] = uses.cadre_user(participant(15).cadre)
    return people


def test_who_sees_which_rows(uses: Uses) -> None:
    people = visitors(uses)
    seen = {
        name: (
            CommendationCase.objects.visible_to(user).exists(),
            BottomReview.objects.visible_to(user).exists(),
            ReminderTalk.objects.visible_to(user).exists(),
        )
        for name, user in people.items()
    }
    everything, nothing = (True, True, True), (False, False, False)
    expected = dict.fromkeys(people, nothing)
    expected |= dict.fromkeys(("org_head", "org_officer", "discipline_head"), everything)
    expected |= {"leader": (False, False, True), "cadre": (False, False, True)}
    expected["unit_party"] = (True, False, False)
    assert seen == expected


def test_what_was_said_is_for_three_people_only(client: Client, uses: Uses) -> None:
    people, url = visitors(uses), reverse("talk", args=[uses.talk.pk])
    readers, openers = set(), set()
    for name, user in people.items():
        client.force_login(user)
        response = client.get(url)
        if response.status_code == 200:
            openers.add(name)
            text = response.content.decode()
            found = [words in text for words in WORDS]
            assert len(set(found)) == 1
            if found[0]:
                readers.add(name)
        else:
            assert response.status_code == 404, name
        document = client.get(reverse("talk_document", args=[uses.talk.pk]))
        assert (document.status_code == 200) is (name in {"org_head", "leader", "cadre"}), name
    assert readers == {"org_head", "leader", "cadre"}
    assert openers == readers | {"org_officer", "discipline_head"}


def test_the_unit_sees_names_without_rank_or_score(client: Client, uses: Uses) -> None:
    user = visitors(uses)["unit_party"]
    client.force_login(user)
    case = uses.cases[0]
    text = client.get(reverse("candidates")).content.decode()
    text += client.get(reverse("commendation", args=[YEAR, case.pk])).content.decode()
    assert case.participant.cadre.name in text
    for word in ("名次", "总分", "得分", str(case.participant.result.total), "党委常委会"):
        assert word not in text
    for name in ("commendations", "bottom", "commendations_export", "bottom_export"):
        assert client.get(reverse(name, args=[YEAR])).status_code == 404
    assert client.get(reverse("talks")).status_code == 404
    assert client.get(reverse("bottom_review", args=[YEAR, uses.review.pk])).status_code == 404


def test_an_officer_who_takes_part_sees_nobody_of_the_own_category(client: Client, uses: Uses) -> None:
    officer = user_with(Role.ORG_OFFICER, staff_no=participant(10).cadre.staff_no, name="甲10")
    assert not CommendationCase.objects.visible_to(officer).exists()
    assert not BottomReview.objects.visible_to(officer).exists()
    client.force_login(officer)
    for name, words in (("commendations", "没有表彰人选"), ("bottom", "没有可以显示的人选")):
        text = client.get(reverse(name, args=[YEAR])).content.decode()
        assert words in text
        assert "甲33" not in text


def test_the_cadre_never_sees_the_own_fact_sheet_by_a_role(uses: Uses) -> None:
    """An officer of the department who is the last one: the own talk as a cadre, nothing as an officer."""
    last = uses.review.participant.cadre
    user = user_with(Role.ORG_HEAD, staff_no=last.staff_no, name=last.name)
    assert not BottomReview.objects.visible_to(user).exists()
    assert not ReminderTalk.objects.visible_to(user).exists()
    RoleGrant.objects.create(user=user, role=Role.CADRE, valid_from=SINCE)
    found = ReminderTalk.objects.visible_to(user).get()
    assert talk_steps(user, found) == {"read", "confirm"}


STATES = CommendationCase.State.values
TOP_STEPS: dict[str, tuple[set[str], set[str]]] = {
    "commendation_evidence": ({*ORG, "unit_party"}, {"gathering"}),
    "commendation_file_add": ({*ORG, "unit_party"}, {"gathering"}),
    "commendation_submit": (ORG, {"gathering"}),
    "commendation_reopen": (ORG, set(REOPENS)),
}


REVOKED = {"revoked_on": "2026-04-01", "revoked_document": "8号", "revoked_reason": "事迹不实。"}
STANDING = {"revoked_on": None, "revoked_document": "", "revoked_reason": ""}


@pytest.mark.once
def test_every_step_of_a_candidate_by_state_and_role(client: Client, uses: Uses) -> None:
    people, case = visitors(uses), uses.cases[0]
    publicity = services.commendations_publish(
        cycle_pk=uses.cycle.pk, cases=[case.pk], scope="school", text="公示", actor=uses.officer
    )
    row = CommendationCase.objects.filter(pk=case.pk)
    row.update(publicity=publicity, document_no="5号", form="circular", commended_on="2026-03-01")
    readers = {*ORG, "discipline_head", "unit_party"}
    for name, user in people.items():
        client.force_login(user)
        shown = STATES if name in readers else STATES[:1]
        for state, (url_name, (roles, states)) in itertools.product(shown, TOP_STEPS.items()):
            row.update(state=state, **(REVOKED if state == "revoked" else STANDING))
            status = client.get(reverse(url_name, args=[YEAR, case.pk])).status_code
            visible = name in readers and not (name == "unit_party" and state == "lapsed")
            wanted = 404 if not visible else 403 if name not in roles else 200 if state in states else 409
            assert status == wanted, (name, state, url_name)


TALK_STEPS: dict[str, tuple[set[str], set[str]]] = {
    "talk_assign": ({"org_head"}, {"assigning", "waiting", "paused"}),
    "talk_pause": (ORG, {"assigning", "waiting"}),
    "talk_resume": (ORG, {"paused"}),
    "talk_record": ({"org_head", "leader"}, {"waiting", "recorded"}),
    "talk_confirm": ({"cadre"}, {"recorded"}),
}


@pytest.mark.once
def test_every_step_of_a_talk_by_state_and_role(client: Client, uses: Uses) -> None:
    people = visitors(uses)
    row = ReminderTalk.objects.filter(pk=uses.talk.pk)
    row.update(paused_on="2026-03-01", days_left=3, pause_reason="病假", confirmed_at="2026-03-01T00:00Z")
    readers = {*ORG, "discipline_head", "leader", "cadre"}
    for name, user in people.items():
        client.force_login(user)
        shown = ReminderTalk.State.values if name in readers else ["waiting"]
        for state, (url_name, (roles, states)) in itertools.product(shown, TALK_STEPS.items()):
            row.update(state=state)
            status = client.get(reverse(url_name, args=[uses.talk.pk])).status_code
            wanted = 404 if name not in readers else 403 if name not in roles else 200
            wanted = 409 if wanted == 200 and state not in states else wanted
            assert status == wanted, (name, state, url_name)
