"""F20: every address of a case × everybody whom it is none of: 404, whatever the method; and readings.

All addresses go through one door (`views.base.visible_case`): two outsiders try every address, and everybody
else the case, its list and the row itself. That door asks of one case what the lists ask of all.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import Role, RoleGrant, SecurityEvent, Unit, User
from core import clock
from core.files import file_store
from policy.tolerance_steps import Party
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, post
from tests.support.tolerance_officers import Offices, offices
from tolerance import access, urls, urls_officers
from tolerance.access import Standing, parties_of
from tolerance.models import (
    Attachment,
    Capacity,
    Escalation,
    Reading,
    Recusal,
    ToleranceCase,
    ToleranceGrant,
    Verifier,
)
from tolerance.services.officers import officer_revoke, participant_declare

pytestmark = pytest.mark.django_db
# Addresses that are about no case, or about a recusal alone (tests/support/matrix_officers.py).
NO_CASE = {
    "tolerance", "tolerance_export", "tolerance_published", "tolerance_start", "tolerance_overview",
    "tolerance_overview_export", "tolerance_recusals", "tolerance_recusal", "tolerance_escalation",
}  # fmt: skip


def named_patterns() -> list[URLPattern]:
    return [*urls.urlpatterns, *urls_officers.urlpatterns]


class Scope:
    """A case that is verified by two, with a file; and everybody who has nothing to do with it."""

    def __init__(self) -> None:
        self.world: Offices = offices()
        world, case = self.world, self.world.case
        for officer in (world.discipline, world.org):
            world.name(officer, Capacity.VERIFY)
        self.late = self.officer("75011")
        self.ended = world.name(self.late, Capacity.ANALYSE)
        self.gone = self.officer("75012")
        officer_revoke(
            grant=world.name(self.gone, Capacity.ANALYSE), reason="岗位调整", actor=world.discipline_head
        )
        ToleranceGrant.records.filter(pk=self.ended.pk).update(
            valid_from=clock.today() - timedelta(9), valid_to=clock.today() - timedelta(1)
        )
        self.took_part = self.officer("75013")
        participant_declare(case=case, user=self.took_part, name="", part="", actor=world.person)
        self.kin_head = user_with(Role.ORG_HEAD, staff_no="75014", name="裴度")
        appointed(cadre("75014", "裴度"), post(world.unit, "院长"))
        stored = file_store(io.BytesIO(b"%PDF-1.4 %%EOF"), name="会议记录.pdf", actor=world.person)
        self.file = Attachment.objects.create(
            case=case, file=stored, what="会议记录", at_state="verifying", added_by=world.discipline
        )
        ToleranceCase.objects.filter(pk=case.pk).update(state="verifying", accepted_on=clock.today())
        case.refresh_from_db()

    def officer(self, staff_no: str) -> User:
        return user_with(Role.DISCIPLINE_OFFICER, staff_no=staff_no, name=f"某{staff_no[-1]}")

    def outsiders(self) -> dict[str, User]:
        """Everybody for whom the case does not exist, and why."""
        world = self.world
        elsewhere = user_with(staff_no="75001", name="他院书记")
        RoleGrant.objects.create(
            user=elsewhere, role=Role.UNIT_PARTY, unit=world.other_unit, valid_from=SINCE
        )
        three = {
            role.label: user_with(role, staff_no=f"7502{number}", name=role.label)
            for number, role in enumerate(
                (Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER), start=1
            )
        }
        return {
            "another cadre": world.stranger,
            "no role": user_with(staff_no="75002", name="无角色"),
            "another unit": elsewhere,
            "leader who was not asked": world.leader,
            "party office": world.party_office,
            "officer who is not named": world.discipline_two,
            "officer of the other office": world.org_two,
            "named until yesterday": self.late,
            "taken off": self.gone,
            "took part in the decision": self.took_part,
            "head of the cadre's own unit": self.kin_head,
            **three,
        }

    def addresses(self) -> list[tuple[str, str]]:
        """(name, address) of everything that is about the case."""
        arguments: dict[str, list[object]] = {
            "tolerance_file": [self.file.pk],
            "tolerance_factor": ["motive"],
            "tolerance_officer_revoke": [self.ended.pk],
            "tolerance_document": ["application"],
        }
        names = [str(pattern.name) for pattern in named_patterns() if pattern.name not in NO_CASE]
        pk = self.world.case.pk
        return [(name, reverse(name, args=[pk, *arguments.get(name, [])])) for name in names]


@pytest.fixture
def scope() -> Scope:
    return Scope()


def opened(scope: Scope, client: Client, who: User) -> list[tuple[str, str, int]]:
    """What answered anything but 404, by GET or by POST.

    A page that is only read refuses every POST alike (405), whatever stands in its address.
    """
    client.force_login(who)
    found = []
    for name, url in scope.addresses():
        asked, posted = client.get(url).status_code, client.post(url).status_code
        if asked != 404:
            found.append((name, "get", asked))
        if posted not in (404, 405):
            found.append((name, "post", posted))
    return found


def test_for_whom_it_is_none_of_the_case_does_not_exist(scope: Scope, client: Client) -> None:
    case = scope.world.case
    outsiders = scope.outsiders()
    for why, who in outsiders.items():
        assert not ToleranceCase.objects.visible_to(who).filter(pk=case.pk).exists(), why
        client.force_login(who)
        assert client.get(reverse("tolerance_case", args=[case.pk])).status_code == 404, why
        listed = client.get(reverse("tolerance"))
        assert listed.status_code == 404 or case.number not in listed.content.decode(), why
    for why in ("another cadre", "officer who is not named"):
        assert opened(scope, client, outsiders[why]) == [], why
    assert not Reading.objects.exists(), "a refusal is no reading"


def test_a_visitor_is_asked_to_sign_in(scope: Scope, client: Client) -> None:
    for name, url in scope.addresses():
        assert client.get(url).status_code == 302, name


def test_the_sweep_turns_red_without_the_guard(
    scope: Scope, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who has to step aside finds the case again, in page and list, where nobody asks for it."""
    case = scope.world.case
    client.force_login(scope.kin_head)
    page = reverse("tolerance_case", args=[case.pk])
    assert client.get(page).status_code == 404
    with monkeypatch.context() as off:
        off.setattr(access, "is_kept_away", lambda user, case: False)
        assert client.get(page).status_code == 200
    assert not ToleranceCase.objects.visible_to(scope.kin_head).filter(pk=case.pk).exists()
    monkeypatch.setattr(access, "kept_away", lambda user: Q(pk__in=()))
    assert ToleranceCase.objects.visible_to(scope.kin_head).filter(pk=case.pk).exists()


def given(scope: Scope, staff_no: str, capacity: str) -> User:
    """Somebody of neither office whom the case names."""
    who, today = user_with(staff_no=staff_no, name=f"某{staff_no[-1]}"), clock.today()
    ToleranceGrant.records.create(
        user=who, content_object=scope.world.case, granted_by=scope.world.discipline_head, reason="批示",
        permission=Permission.objects.get(codename=capacity, content_type__app_label="tolerance"),
        valid_from=today, valid_to=today,
    )  # fmt: skip
    return who


def test_the_page_and_the_list_open_for_the_same_people(scope: Scope) -> None:
    """Whoever works in neither office any more is named in vain, until the superior arranges it."""
    case, world = scope.world.case, scope.world
    left, asked = given(scope, "75031", Capacity.ANALYSE), given(scope, "75032", Capacity.CONSULT)
    inside = [world.person, world.secretary, world.discipline_head, world.org_head, world.discipline, asked]

    def seen_by(who: User) -> bool:
        one, listed = ToleranceCase.objects.visible_at(Standing(who, case.pk)), ToleranceCase.objects
        assert one.exists() == listed.visible_to(who).filter(pk=case.pk).exists(), who.name
        assert not ToleranceCase.objects.visible_at(Standing(who, case.pk + 1)).exists()
        return one.exists()

    assert not [who.name for who in (left, *scope.outsiders().values()) if seen_by(who)]
    assert all(seen_by(who) for who in inside)
    assert not parties_of(left, case) and Party.STAFF not in parties_of(asked, case)
    Escalation.objects.create(
        case=case, people_left=1, arrangement="由其办理", document_no="批1号", arranged_for="书记",
        arranged_on=clock.today(), entered_by=world.party_office,
    )  # fmt: skip
    assert seen_by(left) and Party.ANALYST in parties_of(left, case)
    User.objects.filter(pk=asked.pk).update(is_active=False)
    assert not seen_by(User.objects.get(pk=asked.pk))


def test_the_control_of_dates(scope: Scope, client: Client) -> None:
    ToleranceGrant.records.filter(pk=scope.ended.pk).update(valid_to=clock.today())
    client.force_login(scope.late)
    assert client.get(reverse("tolerance_case", args=[scope.world.case.pk])).status_code == 200


def test_another_case_opens_nothing_of_this_one(scope: Scope, client: Client) -> None:
    """An officer of one case asks for parts of another by their numbers."""
    world = scope.world
    other = ToleranceCase.objects.create(
        number="RC2026002", matter=world.case.matter, cadre=cadre("70077", "另案"), unit=world.other_unit,
        applicant="cadre", applied_by=world.stranger, office="discipline", state="verifying",
        submitted_on=clock.today(), accepted_on=clock.today(),
    )  # fmt: skip
    client.force_login(world.discipline_head)
    assert client.get(reverse("tolerance_case", args=[other.pk])).status_code == 200
    for name, part in (("tolerance_file", scope.file.pk), ("tolerance_officer_revoke", scope.ended.pk)):
        assert client.get(reverse(name, args=[other.pk, part])).status_code == 404, name


def test_whoever_is_named_or_concerned_reads_and_each_reading_is_kept(scope: Scope, client: Client) -> None:
    world, pages = scope.world, dict(scope.addresses())
    for who, seen in (
        (world.discipline, {"tolerance_case", "tolerance_file", "tolerance_verify", "tolerance_officers"}),
        (world.org, {"tolerance_case", "tolerance_file", "tolerance_documents"}),
        (world.person, {"tolerance_case", "tolerance_officers"}),
        (world.secretary, {"tolerance_case"}),
    ):
        client.force_login(who)
        for name in sorted(seen):
            assert client.get(pages[name]).status_code == 200, (who.name, name)
        assert Reading.objects.filter(reader=who).count() == len(seen), who.name
    client.force_login(world.discipline_head)
    answered = {name for name, url in pages.items() if client.get(url).status_code == 200}
    assert {"tolerance_case", "tolerance_name", "tolerance_document"} <= answered
    unread = answered - FORMS - {"tolerance_readings"}
    assert Reading.objects.filter(reader=world.discipline_head).count() == len(unread)
    events = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.CASE_FILE)
    assert events.count() == Reading.objects.count()
    assert not events.filter(Q(note__contains=world.cadre.name) | Q(subject__contains=world.cadre.name))
    assert world.org.name in client.get(pages["tolerance_readings"]).content.decode()
    client.force_login(world.org)
    assert client.get(pages["tolerance_readings"]).status_code == 403


def test_a_form_that_was_refused_and_a_recusal_are_readings_too(scope: Scope, client: Client) -> None:
    """Nobody reads the file by sending an empty form, nor by the door of those who decide on a recusal."""
    world, pages = scope.world, dict(scope.addresses())
    client.force_login(world.discipline)
    assert client.post(pages["tolerance_verify"]).status_code == 200
    recusal = Recusal.objects.create(
        case=world.case, officer=world.discipline_head, ground="doubt", reason="x", origin="cadre",
        asked_by=world.person, from_above=True,
    )  # fmt: skip
    client.force_login(world.party_office)
    assert client.get(reverse("tolerance_recusal", args=[recusal.pk])).status_code == 200
    found = list(Reading.objects.order_by("pk").values_list("reader", "part"))
    assert found == [(world.discipline.pk, "登记核实步骤"), (world.party_office.pk, "回避申请")]


# Forms about the people of a case show nothing of its file.
FORMS = {
    "tolerance_officer_name",
    "tolerance_officer_revoke",
    "tolerance_participant",
    "tolerance_recusal_ask",
}


def test_the_cadre_reads_neither_the_offices_files_nor_their_documents(scope: Scope, client: Client) -> None:
    pages = dict(scope.addresses())
    client.force_login(scope.world.person)
    assert client.get(pages["tolerance_file"]).status_code == 404
    verification = reverse("tolerance_document", args=[scope.world.case.pk, "verification"])
    assert client.get(verification).status_code == 404
    assert client.get(pages["tolerance_document"]).status_code == 200


def test_recusals_and_escalations_are_for_those_who_decide(scope: Scope, client: Client) -> None:
    world = scope.world
    recusal = Recusal.objects.create(
        case=world.case, officer=world.discipline, ground="doubt", reason="x", origin="cadre",
        asked_by=world.person,
    )  # fmt: skip
    escalation = Escalation.objects.create(case=world.case, people_left=1)
    expected = {
        world.discipline_head: (200, 403),
        world.org_head: (403, 403),
        scope.kin_head: (404, 404),
        world.party_office: (404, 200),
        world.stranger: (404, 404),
        world.secretary: (404, 404),
        world.discipline_two: (404, 404),
        world.discipline: (403, 404),
        world.person: (403, 404),
    }
    for who, answers in expected.items():
        client.force_login(who)
        found = (
            client.get(reverse("tolerance_recusal", args=[recusal.pk])).status_code,
            client.get(reverse("tolerance_escalation", args=[escalation.pk])).status_code,
        )
        assert found == answers, who.name


def test_a_recusal_takes_the_verifier_off(scope: Scope) -> None:
    world: Any = scope.world
    participant_declare(case=world.case, user=world.org, name="", part="", actor=world.person)
    standing = Verifier.objects.filter(case=world.case, ended_on__isnull=True)
    assert [one.officer for one in standing] == [world.discipline]
    assert Unit.objects.count() == 2
